// SPDX-License-Identifier: Apache-2.0
/// Names only, for the headers of your own that mention a type of ours without using it.
#pragma once

namespace commonweal::core {

class ConfigError;
class Error;
struct Mistake;

}  // namespace commonweal::core
