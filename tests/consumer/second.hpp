// SPDX-License-Identifier: Apache-2.0
#pragma once

void refuse_a_town_without_residents();
