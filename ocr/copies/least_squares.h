// Least squares by the normal equations, for the two coordinates of a plane at once.
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <optional>

#include "ocr/copies/mark_layout.h"

namespace tangthu::ocr {

class LeastSquares {
 public:
  static constexpr std::size_t kMost = 10;  // terms
  using Row = std::array<double, kMost>;

  explicit LeastSquares(std::size_t terms) : terms_(terms) {}
  // The terms' values at a place, and what their sum should be there.
  void add(const Row& row, const MarkPoint& value);
  // Each term's factor; nothing when the places say too little.
  std::optional<std::array<MarkPoint, kMost>> solved();

 private:
  void subtract(std::size_t from, std::size_t row, double times);

  std::size_t terms_;
  std::array<Row, kMost> left_{};
  std::array<MarkPoint, kMost> right_{};
};

}  // namespace tangthu::ocr
