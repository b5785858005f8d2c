#include "ocr/copies/least_squares.h"

#include <cmath>
#include <utility>

namespace tangthu::ocr {

void LeastSquares::add(const Row& row, const MarkPoint& value) {
  for (std::size_t i = 0; i < terms_; ++i) {
    for (std::size_t k = 0; k < terms_; ++k)
      left_[i][k] += row[i] * row[k];
    right_[i].x += row[i] * value.x;
    right_[i].y += row[i] * value.y;
  }
}

// Gauss and Jordan, with the largest pivot.
std::optional<std::array<MarkPoint, LeastSquares::kMost>> LeastSquares::solved() {
  for (std::size_t i = 0; i < terms_; ++i) {
    std::size_t pivot = i;
    for (std::size_t k = i + 1; k < terms_; ++k) {
      if (std::abs(left_[k][i]) > std::abs(left_[pivot][i])) pivot = k;
    }
    if (std::abs(left_[pivot][i]) < 1e-9) return std::nullopt;
    std::swap(left_[i], left_[pivot]);
    std::swap(right_[i], right_[pivot]);
    for (std::size_t k = 0; k < terms_; ++k) {
      if (k != i) subtract(k, i, left_[k][i] / left_[i][i]);
    }
  }
  std::array<MarkPoint, kMost> out{};
  for (std::size_t i = 0; i < terms_; ++i)
    out[i] = {right_[i].x / left_[i][i], right_[i].y / left_[i][i]};
  return out;
}

void LeastSquares::subtract(std::size_t from, std::size_t row, double times) {
  for (std::size_t k = 0; k < terms_; ++k)
    left_[from][k] -= times * left_[row][k];
  right_[from].x -= times * right_[row].x;
  right_[from].y -= times * right_[row].y;
}

}  // namespace tangthu::ocr
