// How often each grey occurs. Thread rule: as for a vector.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace tangthu {

class GreyHistogram {
 public:
  void add(std::span<const std::uint8_t> pixels);

  std::array<double, 256> counts() const;

 private:
  // Two by turns: a count waits for the one before it in the same place.
  std::array<std::array<std::uint32_t, 256>, 2> tables_{};
};

}  // namespace tangthu
