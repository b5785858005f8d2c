#include "vault/key_pool.h"

#include <algorithm>

namespace tangthu::vault {
namespace {

constexpr std::size_t kFirstKeys = 128;  // one page

}  // namespace

KeyPool::KeyPool() : buffer_(kFirstKeys * kKeySize) {}

void KeyPool::reserve(std::size_t keys) {
  if (keys * kKeySize <= buffer_.size()) return;
  LockedBuffer larger(keys * kKeySize);
  std::ranges::copy(buffer_.span().first(used_ * kKeySize), larger.span().begin());
  buffer_ = std::move(larger);
}

KeyPool::Place KeyPool::add(std::span<const std::uint8_t, kKeySize> key) {
  std::size_t place = used_;
  if (!free_.empty()) {
    place = free_.back();
    free_.pop_back();
  } else {
    if (used_ * kKeySize == buffer_.size()) reserve(2 * used_);
    ++used_;
  }
  std::ranges::copy(key, buffer_.span().subspan(place * kKeySize).begin());
  return static_cast<Place>(place);
}

void KeyPool::release(Place place) {
  wipe(buffer_.span().subspan(std::size_t{place} * kKeySize).data(), kKeySize);
  free_.push_back(place);
}

std::span<const std::uint8_t, kKeySize> KeyPool::reveal(Place place) const {
  return buffer_.span().subspan(std::size_t{place} * kKeySize).first<kKeySize>();
}

}  // namespace tangthu::vault
