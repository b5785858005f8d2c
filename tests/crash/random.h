// Numbers and contents that follow from a seed alone.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace tangthu::crash {

// splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t end) { return next() % end; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

inline Bytes content_of(std::uint64_t seed, std::size_t size) {
  Random random(seed);
  Bytes out(size);
  for (std::size_t at = 0; at < size; at += 8) {
    const std::uint64_t word = random.next();
    std::memcpy(out.data() + at, &word, size - at < 8 ? size - at : 8);
  }
  return out;
}

}  // namespace tangthu::crash
