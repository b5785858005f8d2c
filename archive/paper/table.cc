#include "archive/paper/table.h"

#include <algorithm>
#include <utility>

namespace tangthu::archive {
namespace {

constexpr double kPadding = 3;
constexpr double kRule = 0.6;
constexpr double kCellPoints = 11;
constexpr double kHeadingPoints = 10.5;
constexpr double kNumberPoints = 9;

std::vector<double> edges_of(const SheetCursor& cursor,
                             const std::vector<PaperColumn>& columns) {
  double sum = 0;
  for (const PaperColumn& column : columns)
    sum += column.width;
  const double scale = (cursor.right() - cursor.left()) / sum;
  std::vector<double> out = {cursor.left()};
  for (const PaperColumn& column : columns)
    out.push_back(out.back() + column.width * scale);
  return out;
}

}  // namespace

PaperTable::PaperTable(SheetCursor& cursor, std::vector<PaperColumn> columns)
    : cursor_(cursor), columns_(std::move(columns)), edges_(edges_of(cursor, columns_)) {
  std::vector<std::string> texts;
  std::vector<std::string> numbers;
  for (const PaperColumn& column : columns_) {
    texts.push_back(column.heading);
    numbers.push_back("(" + std::to_string(numbers.size() + 1) + ")");
  }
  const TextStyle bold = {ocr::Typeface::kBold, kHeadingPoints, CellAlign::kCentre};
  const TextStyle small = {ocr::Typeface::kItalic, kNumberPoints, CellAlign::kCentre};
  heading_ = layout(texts, edges_, std::vector(columns_.size(), bold));
  numbers_ = layout(numbers, edges_, std::vector(columns_.size(), small));
}

PaperTable::Cells PaperTable::layout(const std::vector<std::string>& texts,
                                     std::vector<double> edges,
                                     const std::vector<TextStyle>& styles) const {
  Cells out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const double width = edges[i + 1] - edges[i] - 2 * kPadding;
    out.lines.push_back(cursor_.lines_of(texts[i], width, styles[i]));
    out.height = std::max(
        out.height, static_cast<double>(out.lines.back().size()) * styles[i].leading() +
                        2 * kPadding);
  }
  out.styles = styles;
  out.edges = std::move(edges);
  return out;
}

void PaperTable::row(const std::vector<std::string>& cells, RowKind kind) {
  std::vector<TextStyle> styles;
  for (const PaperColumn& column : columns_) {
    styles.push_back(
        {kind == RowKind::kTotal ? ocr::Typeface::kBold : ocr::Typeface::kRegular,
         kCellPoints, column.align});
  }
  place(layout(cells, edges_, styles));
}

void PaperTable::note(const std::string& text) {
  const TextStyle italic = {ocr::Typeface::kItalic, kCellPoints, CellAlign::kCentre};
  place(layout({text}, {edges_.front(), edges_.back()}, {italic}));
}

void PaperTable::end(double following) {
  if (waiting_ && page_has_row_) {
    const double left = cursor_.room() - waiting_->height;
    const double both = heading_.height + numbers_.height + waiting_->height + following;
    if (left >= 0 && left < following && both <= cursor_.page_height()) next_page();
  }
  place_waiting();
  if (!begun_) {
    cursor_.need(heading_.height + numbers_.height);
    headings();
  }
  end_verticals();
}

void PaperTable::headings() {
  begun_ = true;
  page_has_row_ = false;
  cursor_.sheets().rule(edges_.front(), cursor_.y(), edges_.back(), cursor_.y(), kRule);
  place_whole(heading_);
  place_whole(numbers_);
}

void PaperTable::place(Cells cells) {
  place_waiting();
  waiting_ = std::move(cells);
}

void PaperTable::place_waiting() {
  if (!waiting_) return;
  const Cells cells = *std::exchange(waiting_, std::nullopt);
  if (!begun_) {
    const double first = heading_.height + numbers_.height + cells.height;
    cursor_.need(std::min(first, cursor_.page_height()));
    headings();
  }
  const double most = cursor_.page_height() - heading_.height - numbers_.height;
  if (cells.height > cursor_.room() && cells.height > most) {
    place_in_pieces(cells);
  } else {
    if (cells.height > cursor_.room()) next_page();
    place_whole(cells);
  }
  page_has_row_ = true;
}

void PaperTable::place_whole(const Cells& cells) {
  std::size_t lines = 0;
  for (const auto& cell : cells.lines)
    lines = std::max(lines, cell.size());
  draw(cells, 0, lines);
}

void PaperTable::place_in_pieces(const Cells& cells) {
  std::size_t lines = 0;
  double leading = 0;
  for (std::size_t i = 0; i < cells.lines.size(); ++i) {
    lines = std::max(lines, cells.lines[i].size());
    leading = std::max(leading, cells.styles[i].leading());
  }
  std::size_t from = 0;
  while (from < lines) {
    const double room = cursor_.room() - 2 * kPadding;
    if (room < leading) {
      next_page();
      continue;
    }
    const auto fits = static_cast<std::size_t>(room / leading);
    const std::size_t count = std::min(fits, lines - from);
    draw(cells, from, count);
    from += count;
  }
}

// Lines [from, from + count) of each cell, and the rule under them.
void PaperTable::draw(const Cells& cells, std::size_t from, std::size_t count) {
  if (verticals_ != cells.edges) {
    end_verticals();
    verticals_ = cells.edges;
    verticals_from_ = cursor_.y();
  }
  double height = 0;
  for (std::size_t i = 0; i < cells.lines.size(); ++i) {
    double y = cursor_.y() - kPadding;
    const std::size_t end = std::min(from + count, cells.lines[i].size());
    for (std::size_t at = from; at < end; ++at) {
      cursor_.line(cells.lines[i][at], cells.edges[i] + kPadding,
                   cells.edges[i + 1] - kPadding, y, cells.styles[i]);
      y -= cells.styles[i].leading();
    }
    height = std::max(height, static_cast<double>(count) * cells.styles[i].leading());
  }
  cursor_.skip(height + 2 * kPadding);
  cursor_.sheets().rule(edges_.front(), cursor_.y(), edges_.back(), cursor_.y(), kRule);
}

void PaperTable::next_page() {
  end_verticals();
  cursor_.add_page();
  headings();
}

void PaperTable::end_verticals() {
  for (const double x : verticals_)
    cursor_.sheets().rule(x, verticals_from_, x, cursor_.y(), kRule);
  verticals_.clear();
}

}  // namespace tangthu::archive
