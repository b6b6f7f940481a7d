// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/hash.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

using namespace commonweal;

TEST(Sha256, gives_the_published_digests) {
    // NIST, Secure Hash Standard examples: the one-block message "abc" and the million letters "a".
    EXPECT_EQ(io::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const synthetic::TemporaryFolder folder;
    synthetic::overwrite(folder.path() / "million", std::string(1000000, 'a'));
    EXPECT_EQ(io::sha256_of_file(folder.path() / "million"),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, of_a_file_longer_than_its_buffer_is_that_of_its_bytes) {
    const synthetic::TemporaryFolder folder;
    const std::string text(3 * (std::size_t{1} << 20) + 17, 'q');
    synthetic::overwrite(folder.path() / "long", text);
    EXPECT_EQ(io::sha256_of_file(folder.path() / "long"), io::sha256(text));
}

TEST(Sha256, of_a_file_that_cannot_be_read_is_an_error) {
    EXPECT_THROW(io::sha256_of_file("/nowhere"), core::Error);
    EXPECT_THROW(io::sha256_of_file("/"), core::Error);
}
