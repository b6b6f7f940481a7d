// SPDX-License-Identifier: Apache-2.0
// The fuzzers without libFuzzer: each file of a corpus as it is, cut short anywhere, and with any one bit turned.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void replay(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
    for (std::size_t length = 0; length <= bytes.size(); ++length) LLVMFuzzerTestOneInput(bytes.data(), length);
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        const auto turned = static_cast<std::uint8_t>(1u << place % 8);
        bytes[place] ^= turned;
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
        bytes[place] ^= turned;
    }
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(count == 2 ? arguments[1] : ".")) {
        replay(entry.path());
        ++files;
    }
    std::printf("%zu files\n", files);
    return files > 0 ? 0 : 1;
}
