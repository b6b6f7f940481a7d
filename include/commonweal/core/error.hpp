// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace commonweal::core {

/// Base of every exception that the library throws on purpose.
class Error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One thing that is wrong with what the user wrote, and what would be right.
struct Mistake {
    std::string file{};        ///< Path as the user gave it; "--set", "keyword" or empty where there is no file.
    int line = 0;              ///< From 1; 0 where there is no file.
    int column = 0;            ///< From 1, in bytes; 0 where there is no file.
    int length = 0;            ///< Bytes on this line that are meant; 0 where nothing is there.
    std::string path{};        ///< Dotted path of the key, such as "warning.broadcast_rate"; empty for the file itself.
    std::string rule{};        ///< What must hold, such as "must be above 0 / h".
    std::string value{};       ///< What was found, as written; empty where nothing was.
    std::string suggestion{};  ///< Nearest right name or value; empty where none is near.
    std::string marked{};      ///< The line of the file, and a line with a caret below; empty where there is none.

    /// One line: "file:line:column: path is value; rule. Did you mean suggestion?"
    std::string text() const;
};

/// The user's mistakes, all of them at once; `what()` has the text of each and below it what is marked.
class ConfigError : public Error {
public:
    explicit ConfigError(std::vector<Mistake> mistakes);
    const std::vector<Mistake>& mistakes() const noexcept { return mistakes_; }

private:
    std::vector<Mistake> mistakes_;
};

/// Throws Error naming the failed condition; called by COMMONWEAL_ASSERT only.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace commonweal::core

/// Our own mistakes: checked in development builds, absent from release builds.
#if defined(COMMONWEAL_ASSERTIONS)
#define COMMONWEAL_ASSERT(condition) \
    ((condition) ? void() : ::commonweal::core::assertion_failed(#condition, __FILE__, __LINE__))
#else
#define COMMONWEAL_ASSERT(condition) void()
#endif
