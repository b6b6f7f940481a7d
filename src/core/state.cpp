// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/state.hpp>

namespace commonweal::core {

std::size_t StateWriter::open(std::string_view tag) {
    text(tag);
    value(std::uint64_t{0});
    return bytes_.size();
}

void StateWriter::close(std::size_t start) noexcept {
    const std::uint64_t length = bytes_.size() - start;
    std::memcpy(bytes_.data() + start - sizeof(length), &length, sizeof(length));
}

void StateWriter::raw(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes_.insert(bytes_.end(), first, first + size);
}

StateReader::Frame StateReader::enter(std::string_view tag) {
    Frame outer{.end = end_, .tag = tag_};
    const std::string found = text();
    if (found != tag) fail("the section '" + std::string(tag) + "' was expected and another found");
    tag_ = tag;
    const auto length = value<std::uint64_t>();
    if (length > end_ - position_) fail("it is cut short");
    end_ = position_ + static_cast<std::size_t>(length);
    return outer;
}

void StateReader::leave(const Frame& outer) {
    finish();
    end_ = outer.end;
    tag_ = outer.tag;
}

void StateReader::value(bool& value) {
    const auto byte = this->value<std::uint8_t>();
    if (byte > 1) fail("it holds a truth value that is neither true nor false");
    value = byte == 1;
}

std::string StateReader::text() {
    std::string text(count(1), '\0');
    raw(text.data(), text.size());
    return text;
}

void StateReader::finish() const {
    if (position_ != end_) fail(std::to_string(end_ - position_) + " bytes are left over");
}

std::size_t StateReader::count(std::size_t element_size) {
    const auto count = value<std::uint64_t>();
    if (count > (end_ - position_) / element_size) fail("it is cut short");
    return static_cast<std::size_t>(count);
}

void StateReader::expect_count(std::size_t found, std::size_t expected) const {
    if (found != expected)
        fail("it holds " + std::to_string(found) + " values where " + std::to_string(expected) + " belong");
}

void StateReader::raw(void* data, std::size_t size) {
    need(size);
    if (size > 0) std::memcpy(data, bytes_.data() + position_, size);
    position_ += size;
}

void StateReader::need(std::size_t size) const {
    if (size > end_ - position_) fail("it is cut short");
}

void StateReader::fail(const std::string& problem) const {
    throw Error("the state cannot be read: " + (tag_.empty() ? std::string() : "in section '" + tag_ + "': ") +
                problem);
}

}  // namespace commonweal::core
