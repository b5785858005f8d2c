#include "ocr/ink_cells.h"

namespace tangthu::ocr {

Cells inked_cells(const Page& layer, int darkness, double share) {
  Cells cells;
  cells.side = std::max(1, layer.dpi() / kCellsPerInch);
  cells.width = layer.width() / cells.side;
  cells.height = static_cast<int>(share * layer.height()) / cells.side;
  const int least = darkness * cells.side * cells.side;
  const auto side = static_cast<std::size_t>(cells.side);
  // First down the columns of pixels, in loops that compilers make vectors of.
  std::vector<std::uint16_t> columns(static_cast<std::size_t>(cells.width) * side);
  for (int cy = 0; cy < cells.height; ++cy) {
    std::fill(columns.begin(), columns.end(), std::uint16_t{0});
    for (int y = cy * cells.side; y < (cy + 1) * cells.side; ++y) {
      const std::uint8_t* const row = layer.row(y);
      for (std::size_t x = 0; x < columns.size(); ++x)
        columns[x] = static_cast<std::uint16_t>(columns[x] + (255 - row[x]));
    }
    const std::uint16_t* column = columns.data();
    for (int cx = 0; cx < cells.width; ++cx) {
      int dark = 0;
      for (std::size_t i = 0; i < side; ++i)
        dark += *column++;
      if (dark >= least) cells.inked.emplace_back(cx, cy);
    }
  }
  return cells;
}

void drop_lone_cells(Cells& cells) {
  const int across = cells.width + 2;
  std::vector<std::uint8_t> grid(static_cast<std::size_t>(across) *
                                 static_cast<std::size_t>(cells.height + 2));
  const auto at = [&](int x, int y) -> std::uint8_t& {
    return grid[static_cast<std::size_t>(y + 1) * static_cast<std::size_t>(across) +
                static_cast<std::size_t>(x + 1)];
  };
  for (const auto& [x, y] : cells.inked)
    at(x, y) = 1;
  std::erase_if(cells.inked, [&](const std::pair<int, int>& cell) {
    int beside = -1;
    for (int y = cell.second - 1; y <= cell.second + 1; ++y) {
      for (int x = cell.first - 1; x <= cell.first + 1; ++x)
        beside += at(x, y);
    }
    return beside <= 0;
  });
}

}  // namespace tangthu::ocr
