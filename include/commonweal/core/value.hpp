// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
    int length = 0;  ///< Bytes of it on this line; 0 where there is nothing to be seen.
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
    Place own{};          ///< Of the value itself; nowhere where that is not known, as below a [header].
    Place letters{};      ///< Where a text begins that stands in the file as it is, without escapes; else nowhere.

    /// The best that is known of where it stands.
    const Place& value_place() const { return own.line > 0 ? own : place; }
};

/// A key and what it was given.
struct Value::Entry {
    std::string key;
    Value value;
};

/// Where a part of a text stands, counted from 0 in bytes; the whole value where its letters have no place.
Place place_in_text(const Value& value, std::size_t offset, std::size_t length);

/// A bare text from a command line understood as true, false, a number, or else itself.
Value scalar_value(std::string_view text);

}  // namespace commonweal::core
