// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace commonweal::core {

/// Where something stands in a user's file.
struct Place {
    int line = 0;    ///< From 1; 0 where there is no file.
    int column = 0;  ///< From 1, in bytes; 0 where there is no file.
};

/// What a user gave for a key, whatever it came from (a file, a command line, a call), before it is understood.
struct Value {
    /// A date or time written without quotes, as its text.
    struct Date {
        std::string text;
    };
    struct Entry;
    using Array = std::vector<Value>;
    using Table = std::vector<Entry>;

    std::variant<bool, std::int64_t, double, std::string, Date, Array, Table> data;
    std::string written;  ///< As the user wrote it, for messages; may be empty for tables.
    Place place;          ///< Of its key; of the value itself inside an array.
};

/// A key and what it was given.
struct Value::Entry {
    std::string key;
    Value value;
};

/// A bare text from a command line understood as true, false, a number, or else itself.
Value scalar_value(std::string_view text);

}  // namespace commonweal::core
