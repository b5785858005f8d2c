// Random numbers that are the same on every machine: a sample page is named by its seed.
//
// xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64. std:: distributions differ
// between standard libraries, so the few that are needed are here, in plain arithmetic.
// Not for keys. Thread rule: one object a thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace tangthu::samples {

class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9E3779B97F4A7C15U;
      std::uint64_t mixed = seed;
      mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
      mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
      word = mixed ^ (mixed >> 31U);
    }
  }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // In [0, 1).
  double uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  // In [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  // In [low, high], both ends included. Lemire's multiplication; the bias is below 2⁻³².
  int integer(int low, int high) {
    const auto count =
        static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low) + 1;
    const std::uint64_t drawn = ((next() >> 32U) * count) >> 32U;
    return static_cast<int>(low + static_cast<std::int64_t>(drawn));
  }

  // The sum of twelve 16-bit uniforms: normal to within ink and paper's needs, cut at six
  // deviations, and free of the differences between one libm's log and another's.
  double normal(double mean = 0, double deviation = 1) {
    std::uint64_t sum = 0;
    for (int word = 0; word < 3; ++word) {
      const std::uint64_t drawn = next();
      sum += (drawn & 0xFFFFU) + (drawn >> 16U & 0xFFFFU) + (drawn >> 32U & 0xFFFFU) +
             (drawn >> 48U);
    }
    return mean + deviation * (static_cast<double>(sum) / 65535.0 - 6.0);
  }

  bool chance(double probability) { return uniform() < probability; }

  // One of a container that isn't empty.
  template <typename Container>
  const auto& pick(const Container& container) {
    return container[static_cast<std::size_t>(
        integer(0, static_cast<int>(std::size(container)) - 1))];
  }

  // A generator of its own, so that what one part draws doesn't move what the next gets.
  Random fork() { return Random(next()); }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace tangthu::samples
