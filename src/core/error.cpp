// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>

#include <utility>

namespace commonweal::core {

namespace {

std::string all_texts(const std::vector<Mistake>& mistakes) {
    std::string text;
    for (const Mistake& mistake : mistakes) {
        if (!text.empty()) text += '\n';
        text += mistake.text();
        if (!mistake.marked.empty()) text += '\n' + mistake.marked;
    }
    return text;
}

}  // namespace

std::string Mistake::text() const {
    std::string text = file;
    if (line > 0) text += ':' + std::to_string(line) + ':' + std::to_string(column);
    if (!text.empty()) text += ": ";
    text += path;
    if (!value.empty()) text += (path.empty() ? "this is " : " is ") + value + ';';
    if (!path.empty() || !value.empty()) text += ' ';
    text += rule + '.';
    if (!suggestion.empty()) text += " Did you mean " + suggestion + '?';
    return text;
}

ConfigError::ConfigError(std::vector<Mistake> mistakes) : Error(all_texts(mistakes)), mistakes_(std::move(mistakes)) {}

void assertion_failed(const char* condition, const char* file, int line) {
    throw Error(std::string("commonweal: internal error, please report it: ") + condition + " is false at " + file +
                ':' + std::to_string(line));
}

}  // namespace commonweal::core
