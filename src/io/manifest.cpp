// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/manifest.hpp>

#include <commonweal/core/error.hpp>

#include "io/detail/files.hpp"

#include <chrono>
#include <ctime>
#include <exception>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace commonweal::io {

using Json = nlohmann::ordered_json;

NLOHMANN_JSON_SERIALIZE_ENUM(RunState, {{RunState::running, "running"},
                                        {RunState::interrupted, "interrupted"},
                                        {RunState::failed, "failed"},
                                        {RunState::complete, "complete"}})

namespace {

/// A member that is a whole number and fits; by itself, the parser rounds and wraps others.
template <class Integer>
void take_whole(const Json& json, const char* key, Integer& target) {
    const Json& value = json.at(key);
    const bool fits = value.is_number_unsigned()  ? std::in_range<Integer>(value.get<std::uint64_t>())
                      : value.is_number_integer() ? std::in_range<Integer>(value.get<std::int64_t>())
                                                  : false;
    if (!fits) throw core::Error(std::string(key) + " is " + value.dump() + ", no whole number that fits");
    target = value.get<Integer>();
}

}  // namespace

std::string compiler_name() {
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "gcc " __VERSION__;
#endif
}

std::string time_now() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    const std::size_t size = std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text, size};
}

void write_manifest(const std::filesystem::path& file, const Manifest& manifest) {
    Json inputs = Json::array();
    for (const InputFile& input : manifest.inputs) inputs.push_back({{"path", input.path}, {"sha256", input.sha256}});
    const Json json{{"state", manifest.state},
                    {"version", manifest.version},
                    {"compiler", manifest.compiler},
                    {"seed", manifest.seed},
                    {"replicate", manifest.replicate},
                    {"threads", manifest.threads},
                    {"started", manifest.started},
                    {"ended", manifest.ended},
                    {"error", manifest.error},
                    {"results_sha256", manifest.results_sha256},
                    {"checkpoint_every", manifest.checkpoint_every},
                    {"inputs", inputs},
                    {"profiles", manifest.profiles},
                    {"scenario", manifest.scenario},
                    {"configuration", manifest.configuration}};
    // Text in another encoding than UTF-8 must not stop a run from being recorded.
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    detail::write_file_atomically(file, {std::as_bytes(std::span(text))});
}

Manifest read_manifest(const std::filesystem::path& file) {
    const std::vector<std::byte> bytes = detail::read_file(file);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    try {
        const Json json = Json::parse(text);
        Manifest manifest;
        json.at("state").get_to(manifest.state);
        json.at("version").get_to(manifest.version);
        json.at("compiler").get_to(manifest.compiler);
        take_whole(json, "seed", manifest.seed);
        take_whole(json, "replicate", manifest.replicate);
        take_whole(json, "threads", manifest.threads);
        json.at("started").get_to(manifest.started);
        json.at("ended").get_to(manifest.ended);
        json.at("error").get_to(manifest.error);
        json.at("results_sha256").get_to(manifest.results_sha256);
        take_whole(json, "checkpoint_every", manifest.checkpoint_every);
        json.at("profiles").get_to(manifest.profiles);
        json.at("scenario").get_to(manifest.scenario);
        json.at("configuration").get_to(manifest.configuration);
        for (const Json& input : json.at("inputs"))
            manifest.inputs.push_back({.path = input.at("path"), .sha256 = input.at("sha256")});
        return manifest;
    } catch (const std::exception& error) {
        throw core::Error("cannot read " + file.string() + ": it is not a manifest of a run (" + error.what() + ')');
    }
}

}  // namespace commonweal::io
