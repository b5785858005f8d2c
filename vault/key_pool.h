// Many 32-byte keys in one piece of locked memory: sodium_malloc spends three pages and
// several system calls on each secret, which thousands of node keys can't afford.
//
// A key is named by its place. Released places are wiped at once and used again. When the
// pool grows, the old piece is wiped as it is freed. Thread rule: as for a vector.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/secret.h"
#include "vault/crypto.h"

namespace tangthu::vault {

class KeyPool {
 public:
  using Place = std::uint32_t;

  KeyPool();
  Place add(std::span<const std::uint8_t, kKeySize> key);
  void release(Place place);
  std::span<const std::uint8_t, kKeySize> reveal(Place place) const;
  void reserve(std::size_t keys);

 private:
  LockedBuffer buffer_;
  std::size_t used_ = 0;  // places ever given out
  std::vector<Place> free_;
};

}  // namespace tangthu::vault
