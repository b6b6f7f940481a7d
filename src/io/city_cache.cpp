// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/city_cache.hpp>

#include <commonweal/core/state.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/io/hash.hpp>

#include "io/detail/files.hpp"
#include "io/detail/sha256.hpp"

#include <array>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace commonweal::io {

namespace {

// Change it with the layout; the version of the library is part of the hash already.
constexpr std::string_view city_tag = "city_1";

template <class Layers, class Visit>
void visit_layers(Layers& layers, Visit visit) {
    visit(layers.household);
    visit(layers.building);
    visit(layers.kin_and_friends);
    visit(layers.work_and_school);
    visit(layers.membership);
    visit(layers.online);
    visit(layers.associations);
}

std::vector<std::byte> city_bytes(const TiedCity& made) {
    core::StateWriter writer;
    writer.section(city_tag, [&] {
        model::visit_columns(made.city, [&](auto, auto, const auto& column) { writer.values(column); });
        writer.value(made.city.fitting_rounds);
        writer.value(made.city.fitting_deviation);
        visit_layers(made.layers, [&](const core::Graph& graph) { graph.save(writer); });
    });
    return writer.take();
}

TiedCity parse_city(std::span<const std::byte> bytes) {
    TiedCity read{.city = {}, .layers = {}, .from_cache = true};
    core::StateReader reader(bytes);
    reader.section(city_tag, [&] {
        model::visit_columns(read.city, [&](auto, auto, auto& column) { reader.values(column); });
        reader.value(read.city.fitting_rounds);
        reader.value(read.city.fitting_deviation);
        visit_layers(read.layers, [&](core::Graph& graph) { graph = core::Graph::load(reader); });
    });
    reader.finish();
    return read;
}

detail::Digest digest_of(std::span<const std::byte> bytes) {
    detail::Sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

/// Nothing where the file is missing or damaged.
std::optional<TiedCity> read_city(const std::filesystem::path& file) {
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown)) return std::nullopt;
    try {
        const std::vector<std::byte> bytes = detail::read_file(file);
        constexpr std::size_t digest_size = std::tuple_size_v<detail::Digest>;
        if (bytes.size() < digest_size) return std::nullopt;
        const std::span<const std::byte> all(bytes);
        const auto content = all.first(all.size() - digest_size);
        const detail::Digest digest = digest_of(content);
        if (std::memcmp(digest.data(), all.last(digest_size).data(), digest_size) != 0) return std::nullopt;
        return parse_city(content);
    } catch (const core::Error&) {
        return std::nullopt;
    }
}

}  // namespace

std::string city_hash(const model::CityPlan& plan, core::Seed seed) {
    model::CityPlan copy = plan;
    core::ParameterTable table;
    describe(table, copy);
    std::string text = std::string(city_tag) + '\n' + std::string(core::version()) + '\n' + std::to_string(seed.value) +
                       '\n' + std::to_string(seed.replicate) + '\n';
    for (const core::Parameter& row : table.rows()) text += row.path + '=' + table.text(row) + '\n';
    return sha256(text);
}

TiedCity cached_city(const model::CityPlan& plan, core::Seed seed, const std::string& folder, core::Workers& workers) {
    std::vector<core::Mistake> wrong = mistakes(plan);
    if (!wrong.empty()) throw core::ConfigError(std::move(wrong));
    const std::filesystem::path file = std::filesystem::path(folder) / (city_hash(plan, seed) + ".city");
    if (std::optional<TiedCity> read = read_city(file)) return std::move(*read);
    TiedCity made;
    made.city = synthesise(plan.people, seed, workers);
    made.layers = tie(made.city, plan.social, seed, workers);
    detail::make_folder(folder);
    const std::vector<std::byte> bytes = city_bytes(made);
    const detail::Digest digest = digest_of(bytes);
    detail::write_file_atomically(file, {bytes, digest});
    return made;
}

}  // namespace commonweal::io
