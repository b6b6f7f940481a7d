// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/assignment.hpp>
#include <commonweal/core/detail/read_value.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace commonweal::core {

namespace {

constexpr std::string_view element_requirement = "must be a table such as { key = \"value\" }";

std::string joined(const std::string& prefix, const std::string& key) {
    const std::string name = is_bare_key(key) ? key : quoted(excerpt(key));
    return prefix.empty() ? name : prefix + '.' + name;
}

/// The path around a path: "shock[0]" for "shock[0].start", "shock" for "shock[0]"; empty for "shock".
std::string_view enclosing(std::string_view path) {
    const std::size_t end = path.find_last_of(".[");
    return path.substr(0, end == std::string_view::npos ? 0 : end);
}

void put(Mistake& mistake, const Place& place) {
    mistake.line = place.line;
    mistake.column = place.column;
    mistake.length = place.length;
}

std::string_view last_key(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// What stands directly below a path of a table: parameters and groups.
std::vector<std::string> children(const ParameterTable& table, std::string_view prefix) {
    std::vector<std::string> paths;
    const auto keep = [&](const std::string& path) {
        if (enclosing(path) == prefix) paths.push_back(path);
    };
    for (const Parameter& row : table.rows()) keep(row.path);
    for (const ParameterGroup& group : table.groups()) keep(group.path);
    return paths;
}

/// The right path that an unknown one most likely means: a like key beside it, the same key in another table, or a
/// like path anywhere.
std::string meant_path(const ParameterTable& table, const ParameterTable& whole, const std::string& path,
                       const std::vector<std::string>& other_keys) {
    const std::string key(last_key(path));
    std::vector<std::string> beside = children(table, enclosing(path));
    if (key == path) beside.insert(beside.end(), other_keys.begin(), other_keys.end());
    std::vector<std::string> keys;
    for (const std::string& sibling : beside) keys.emplace_back(last_key(sibling));
    if (const auto near = nearest(key, keys))
        return beside[static_cast<std::size_t>(std::find(keys.begin(), keys.end(), *near) - keys.begin())];
    const std::vector<std::string> everywhere = whole.paths();
    for (const std::string& other : everywhere) {
        if (last_key(other) == key) return other;
    }
    return nearest(path, everywhere).value_or("");
}

/// The names that could stand in place of an unknown one.
std::string known_keys(const ParameterTable& table, std::string_view path, const std::vector<std::string>& other_keys) {
    std::string_view around = enclosing(path);
    std::vector<std::string> known = children(table, around);
    for (; known.empty() && !around.empty(); known = children(table, around)) around = enclosing(around);
    if (around.empty()) known.insert(known.begin(), other_keys.begin(), other_keys.end());
    std::string text;
    for (const std::string& each : known) text += (text.empty() ? "; there are " : ", ") + std::string(last_key(each));
    return text;
}

/// How many elements the list has that a path such as "shock[7].start" goes through, if that many are too few.
std::optional<std::size_t> size_of_list(const ParameterTable& table, std::string_view path) {
    const std::size_t open = path.find('[');
    const Parameter* const row = open == std::string_view::npos ? nullptr : table.row(path.substr(0, open));
    const List* const list = row ? std::get_if<List>(&row->target) : nullptr;
    const std::size_t close = path.find(']');
    if (!list || close == std::string_view::npos || close < open) return std::nullopt;
    const auto inside = scalar_value(path.substr(open + 1, close - open - 1));
    const auto* const position = std::get_if<std::int64_t>(&inside.data);
    const auto size = list->size();
    const bool exists = position && *position >= 0 && static_cast<std::size_t>(*position) < size;
    return exists ? std::nullopt : std::optional(size);
}

constexpr std::string_view name_key = "name";

/// What tells an element of a list from the others; null where elements need no name.
const std::string* name_of(const ParameterTable& element) {
    const Parameter* const row = element.row(element.prefix() + '.' + std::string(name_key));
    auto* const* const name = row && row->field.required ? std::get_if<std::string*>(&row->target) : nullptr;
    return name ? *name : nullptr;
}

bool has_names(const List& list) {
    bool named = false;
    list.with_default_element([&named](const ParameterTable& fresh) { named = name_of(fresh) != nullptr; });
    return named;
}

/// The name that stands in an element of an array; empty where none does.
std::string written_name(const Value& element) {
    const auto* const entries = std::get_if<Value::Table>(&element.data);
    if (!entries) return {};
    const auto found =
        std::find_if(entries->begin(), entries->end(), [](const Value::Entry& entry) { return entry.key == name_key; });
    const auto* const name = found == entries->end() ? nullptr : std::get_if<std::string>(&found->value.data);
    return name ? *name : std::string();
}

/// Where in a list the elements of an array belong: in place of those of their names, each of one, or behind all.
std::vector<std::size_t> places_of(const Value::Array& array, const List& list) {
    std::multimap<std::string, std::size_t> there;
    for (std::size_t position = 0; position < list.size(); ++position) {
        if (const std::string* const name = name_of(list.element(position))) there.emplace(*name, position);
    }
    std::vector<std::size_t> places;
    std::size_t end = list.size();
    for (const Value& element : array) {
        const auto same = there.lower_bound(written_name(element));
        const bool is_there = same != there.end() && !same->first.empty() && same->first == written_name(element);
        places.push_back(is_there ? same->second : end++);
        if (is_there) there.erase(same);
    }
    return places;
}

}  // namespace

Assignment::Assignment(ParameterTable& table, std::vector<std::string> other_keys)
    : table_(table), other_keys_(std::move(other_keys)) {}

void Assignment::set_main_file(std::string file) { main_file_ = std::move(file); }

void Assignment::add(Mistake mistake) { mistakes_.push_back(std::move(mistake)); }

void Assignment::wrong(const std::string& path, const Value& value, std::string rule) {
    Mistake mistake{.file = file_, .path = path, .rule = std::move(rule), .value = detail::shown(value)};
    put(mistake, value.value_place());
    mistakes_.push_back(std::move(mistake));
}

void Assignment::remember(const std::string& path, const Value& value) {
    Origin origin{.file = file_, .value = {.data = false, .written = value.written, .place = value.place}};
    origin.value.own = value.own;
    origin.value.letters = value.letters;
    if (const auto* const text = std::get_if<std::string>(&value.data)) origin.value.data = *text;
    written_.insert_or_assign(path, std::move(origin));
}

void Assignment::forget(std::string_view prefix) {
    auto entry = written_.lower_bound(prefix);
    while (entry != written_.end() && entry->first.starts_with(prefix)) entry = written_.erase(entry);
}

void Assignment::begin(const std::string& file) {
    file_ = file;
    if (std::find(files_.begin(), files_.end(), file) == files_.end()) files_.push_back(file);
}

void Assignment::read(const Value::Table& configuration, const std::string& file) {
    begin(file);
    main_file_ = file;
    read_entries(table_, table_.prefix(), configuration);
}

void Assignment::check(const Value::Table& part, const std::string& prefix, const std::string& file) {
    begin(file);
    const std::size_t before = mistakes_.size();
    only_checks_ = true;
    read_entries(table_, table_.prefix(), part);
    only_checks_ = false;
    for (std::size_t k = before; k < mistakes_.size(); ++k) mistakes_[k].path = prefix + '.' + mistakes_[k].path;
}

void Assignment::set(std::string_view path, const Value& value, const std::string& source) {
    file_ = source;
    const std::string name(path);
    if (const auto row = table_.find(path)) {
        remember(name, value);
        // A path has the value that is set, whatever the files say.
        const auto* const list = std::get_if<List>(&row->target);
        if (list && std::holds_alternative<Value::Array>(value.data)) clear(*row, *list);
        read_value(*row, value);
    } else if (const auto size = size_of_list(table_, path)) {
        wrong(name, value, "must name one of " + std::to_string(*size) + " elements, counted from 0");
    } else {
        read_node(table_, name, value);
    }
}

void Assignment::read_entries(const ParameterTable& table, const std::string& prefix, const Value::Table& entries) {
    for (const auto& [key, value] : entries) read_node(table, joined(prefix, key), value);
}

void Assignment::read_node(const ParameterTable& table, const std::string& path, const Value& value) {
    const Parameter* const row = table.row(path);
    const bool group = table.has_group(path);
    if (!row && !group) return report_unknown(table, path, value);
    if (!only_checks_) remember(path, value);
    if (group) {
        if (const auto* const entries = std::get_if<Value::Table>(&value.data)) {
            read_entries(table, path, *entries);
        } else {
            wrong(path, value, "must be a table, [" + path + ']');
        }
    } else {
        read_value(*row, value);
    }
}

void Assignment::read_value(const Parameter& row, const Value& value) {
    if (const auto* const list = std::get_if<List>(&row.target))
        return only_checks_ ? check_list(row, *list, value) : read_list(row, *list, value);
    if (!only_checks_ && row.kind() == "settings") {
        for (const detail::SettingPlace& setting : detail::settings_in(value))
            remember(row.path + '.' + setting.path, *setting.value);
    }
    for (Mistake& mistake : only_checks_ ? detail::check_value(row, value) : detail::read_value(row, value)) {
        mistake.file = file_;
        mistakes_.push_back(std::move(mistake));
    }
}

void Assignment::read_list(const Parameter& row, const List& list, const Value& value) {
    const auto* const array = std::get_if<Value::Array>(&value.data);
    if (!array) return wrong(row.path, value, detail::requirement(row));
    if (array->empty() || !has_names(list)) clear(row, list);
    const std::vector<std::size_t> places = places_of(*array, list);
    for (std::size_t k = 0; k < places.size(); ++k) {
        const std::string path = row.path + '[' + std::to_string(places[k]) + ']';
        forget(path);
        remember(path, (*array)[k]);
        list.renew(places[k]);
        read_element(list.element(places[k]), (*array)[k]);
    }
}

void Assignment::read_element(const ParameterTable& inside, const Value& element) {
    if (const auto* const entries = std::get_if<Value::Table>(&element.data))
        return read_entries(inside, inside.prefix(), *entries);
    wrong(inside.prefix(), element, std::string(element_requirement));
    // What such an element lacks is not worth telling.
    for (const Parameter& inner : inside.rows()) remember(inner.path, element);
}

void Assignment::clear(const Parameter& row, const List& list) {
    list.clear();
    forget(row.path + '[');
}

void Assignment::check_list(const Parameter& row, const List& list, const Value& value) {
    const auto* const array = std::get_if<Value::Array>(&value.data);
    if (!array) return wrong(row.path, value, detail::requirement(row));
    list.with_default_element([&](const ParameterTable& fresh) {
        for (std::size_t position = 0; position < array->size(); ++position) {
            const Value& element = (*array)[position];
            const auto* const entries = std::get_if<Value::Table>(&element.data);
            const std::string path = row.path + '[' + std::to_string(position) + ']';
            if (!entries) {
                wrong(path, element, std::string(element_requirement));
                continue;
            }
            const std::size_t before = mistakes_.size();
            read_entries(fresh, fresh.prefix(), *entries);
            for (std::size_t k = before; k < mistakes_.size(); ++k) {
                for (std::string* told : {&mistakes_[k].path, &mistakes_[k].suggestion}) {
                    if (told->starts_with(fresh.prefix())) told->replace(0, fresh.prefix().size(), path);
                }
            }
        }
    });
}

void Assignment::report_unknown(const ParameterTable& table, const std::string& path, const Value& value) {
    const bool is_table = std::holds_alternative<Value::Table>(value.data);
    Mistake mistake{.file = file_,
                    .path = path,
                    .rule = is_table ? "is not a known table" : "must be a known key",
                    .value = is_table ? "" : detail::shown(value),
                    .suggestion = meant_path(table, table_, path, other_keys_)};
    if (mistake.suggestion.empty()) mistake.rule += known_keys(table, path, other_keys_);
    put(mistake, value.place);
    mistakes_.push_back(std::move(mistake));
}

void Assignment::report_missing(const ParameterTable& table) {
    for (const Parameter& row : table.rows()) {
        if (row.field.required && !written_.contains(row.path)) {
            const Origin place = origin(row.path);
            Mistake mistake{.file = place.file, .path = row.path, .rule = "is missing; " + detail::requirement(row)};
            put(mistake, place.value.place);
            mistakes_.push_back(std::move(mistake));
        }
        if (const auto* const list = std::get_if<List>(&row.target)) {
            for (std::size_t position = 0; position < list->size(); ++position) report_missing(list->element(position));
        }
    }
}

Assignment::Origin Assignment::origin(std::string_view path) const {
    for (std::string_view at = path; !at.empty(); at = enclosing(at)) {
        if (const auto found = written_.find(at); found != written_.end()) return found->second;
    }
    const Place top = main_file_.empty() ? Place{} : Place{.line = 1, .column = 1};
    return {.file = main_file_, .value = {.data = false, .written = {}, .place = top}};
}

/// Where the mistake stands, and the value that is wrong.
void Assignment::complete(Mistake& mistake) const {
    const auto row = table_.find(mistake.path);
    const bool is_written = written_.contains(mistake.path);
    const Origin found = origin(mistake.path);
    const bool is_value = is_written && (row || !mistake.value.empty());
    if (mistake.value.empty() && row && row->kind() != "list")
        mistake.value = is_written ? found.value.written : excerpt(table_.text(*row)) + ", its default";
    mistake.file = found.file;
    if (is_value && mistake.column > 0) {
        const auto offset = static_cast<std::size_t>(mistake.column - 1);
        put(mistake, place_in_text(found.value, offset, static_cast<std::size_t>(mistake.length)));
    } else {
        put(mistake, is_value ? found.value.value_place() : found.value.place);
    }
}

void Assignment::run(const Check& check) {
    if (!check) return;
    const std::vector<Mistake> before = mistakes_;
    for (Mistake& mistake : check()) {
        const auto same_path = [&mistake](const Mistake& other) { return other.path == mistake.path; };
        if (std::any_of(before.begin(), before.end(), same_path)) continue;
        complete(mistake);
        mistakes_.push_back(std::move(mistake));
    }
}

std::vector<Mistake> Assignment::mistakes() const {
    std::vector<Mistake> sorted = mistakes_;
    const auto order = [this](const Mistake& mistake) {
        const bool has_line = mistake.line > 0;
        const auto file = std::find(files_.begin(), has_line ? files_.end() : files_.begin(), mistake.file);
        return std::tuple{!has_line, file - files_.begin(), mistake.line, mistake.column};
    };
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&order](const Mistake& one, const Mistake& other) { return order(one) < order(other); });
    return sorted;
}

Value bare_value(const ParameterTable& table, std::string_view path, std::string_view text) {
    const auto row = table.find(path);
    const std::string_view kind = row ? row->kind() : "";
    if (kind == "text" || kind == "choice" || kind == "date")
        return {.data = std::string(text), .written = excerpt(text), .place = {}};
    return scalar_value(text);
}

}  // namespace commonweal::core
