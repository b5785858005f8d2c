#include "ocr/picture_groups.h"

#include <algorithm>

namespace tangthu::ocr {
namespace {

// Wider gaps than this, in x-heights, split a line into pictures of their own.
constexpr double kPictureGap = 2.5;

}  // namespace

std::vector<std::vector<std::size_t>> split_at_gaps(const Layout& layout,
                                                    const PieceRow& row) {
  std::vector<std::vector<std::size_t>> groups;
  int right = 0;
  for (const std::size_t i : row) {
    const Piece& piece = layout.pieces.pieces[i];
    const double unit =
        std::max<double>(layout.pieces.x_height, 0.7 * piece.character_height);
    if (groups.empty() || piece.box.x - right > kPictureGap * unit) groups.emplace_back();
    groups.back().push_back(i);
    right = std::max(right, piece.box.right());
  }
  return groups;
}

}  // namespace tangthu::ocr
