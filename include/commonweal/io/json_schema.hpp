// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>

namespace commonweal::io {

struct JsonSchemaOptions {
    std::string title = "Scenario of commonweal";
};

/// The JSON Schema of the files that `read_toml` reads into this table, for editors that check while one types and show
/// what a key means. Draft-07: the newest that the validator in Taplo is built with, on which Even Better TOML stands.
/// What the schema says has the same meaning in draft 2020-12, so that newer tools read it too.
///
/// It refuses nothing that `read_toml` accepts but counts written with a unit, such as "300 %". Only the library itself
/// finds, beyond what a schema can say: quantities beyond a bound other than zero, and series with another unit than
/// the parameter's likewise; whole numbers written as 3.0; dates without quotes where a text belongs; 30 February; a
/// base without the required keys; and whatever holds between parameters. The elements of a profile's lists need their
/// required keys, for such a list replaces that of the file.
///
/// The defaults are the table's present values, so describe a struct that nobody changed.
std::string json_schema(const core::ParameterTable& table, const JsonSchemaOptions& options = {});

}  // namespace commonweal::io
