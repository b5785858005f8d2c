#include "ocr/layout_order.h"

#include <algorithm>
#include <optional>

namespace tangthu::ocr {
namespace {

// In x-heights. A gutter is the white stripe between two columns.
constexpr double kGutter = 1.0;  // the least, where three pairs of lines lie beside it
constexpr double kPairGutter = 1.4;  // where two do
constexpr double kLoneGutter = 6.0;  // where one pair does and a column goes on below
constexpr double kWordSpaceMax = 4.0;
constexpr double kColumnMin = 5.0;      // narrower than that: list numbers, not a column
constexpr double kAlignedColumn = 3.5;  // … and where they are aligned
constexpr double kSameColumn = 1.3;  // lines of one column follow each other as closely
constexpr double kSteadyGap = 1.4;   // … or as the lines before, times this
constexpr int kMaxDepth = 12;
// Of a row of usual print.
constexpr double kLowest = 0.9;
constexpr double kHighest = 3.2;

// What is put in order: a piece or a whole table.
struct Item {
  Box box;
  bool table = false;
  std::size_t index = 0;
};
using Items = std::vector<Item>;

// Items side by side.
struct Row {
  int top = 0;
  int bottom = 0;
  Items items;
};

struct Stripe {
  int x0 = 0;
  int x1 = 0;
  int width() const { return x1 - x0; }
};

// Rows [first, last] with the stripe that divides them.
struct Band {
  std::size_t first = 0;
  std::size_t last = 0;
  Stripe gutter;
  int pairs = 0;
};

int overlap(int a0, int a1, int b0, int b1) {
  return std::min(a1, b1) - std::max(a0, b0);
}

class Order {
 public:
  Order(const Pieces& pieces, const std::vector<Table>& tables)
      : pieces_(pieces), tables_(tables), unit_(std::max(1, pieces.x_height)) {}

  std::vector<PieceRow> run();

 private:
  void read(Items items, int depth);
  void read_table(const Table& table, int depth);
  void read_columns(const std::vector<Row>& rows, const Band& band, int depth);
  void read_row(const Row& row, int depth);
  std::vector<Row> rows_of(Items items) const;
  double find_least_gutter(const std::vector<Row>& rows) const;
  std::optional<Band> band_from(const std::vector<Row>& rows, std::size_t first) const;
  Band extend(const std::vector<Row>& rows, std::size_t first, Stripe gap) const;
  void trim(const std::vector<Row>& rows, const Stripe& gap, Band& band) const;
  bool ends_paragraph(const std::vector<Row>& rows, std::size_t row,
                      const Stripe& gap) const;
  bool holds(const std::vector<Row>& rows, const Band& band) const;

  const Pieces& pieces_;
  const std::vector<Table>& tables_;
  double unit_;
  double least_gutter_ = 0;  // pixels; wider than the page's own word spaces
  std::vector<std::vector<std::size_t>> inside_;  // pieces of each table
  std::vector<PieceRow> lines_;
};

bool inside(const Box& piece, const Box& area) {
  return area.contains(piece.x + piece.width / 2, piece.y + piece.height / 2);
}

std::vector<PieceRow> Order::run() {
  inside_.resize(tables_.size());
  Items items;
  for (std::size_t i = 0; i < pieces_.pieces.size(); ++i) {
    // The smallest table that holds it: tables may stand in a frame.
    std::optional<std::size_t> home;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      if (!inside(pieces_.pieces[i].box, tables_[t].box)) continue;
      if (!home || tables_[t].box.width < tables_[*home].box.width) home = t;
    }
    if (home) {
      inside_[*home].push_back(i);
    } else {
      items.push_back({pieces_.pieces[i].box, false, i});
    }
  }
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    if (!inside_[t].empty()) items.push_back({tables_[t].box, true, t});
  }
  least_gutter_ = find_least_gutter(rows_of(items));
  read(std::move(items), 0);
  return std::move(lines_);
}

std::vector<Row> Order::rows_of(Items items) const {
  // What is lower than a letter (a lone accent, a dash) says little about where its row
  // lies: it comes after the letters. What is much higher (large print, a stain, the
  // scanner's bed) would draw several lines into its row: it joins none of them.
  enum Size { kLetters, kLow, kHigh };
  const auto size_of = [&](const Item& item) {
    if (item.table) return kLetters;
    if (item.box.height > kHighest * unit_) return kHigh;
    return item.box.height < kLowest * unit_ ? kLow : kLetters;
  };
  // Of letters the widest come first: they say best where a row lies.
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    if (size_of(a) != size_of(b)) return size_of(a) < size_of(b);
    return a.box.width > b.box.width;
  });
  std::vector<Row> rows;
  for (const Item& item : items) {
    const auto shared = [&](const Row& row) {
      return overlap(row.top, row.bottom, item.box.y, item.box.bottom());
    };
    const auto home = std::max_element(
        rows.begin(), rows.end(),
        [&](const Row& a, const Row& b) { return shared(a) < shared(b); });
    const bool belongs =
        home != rows.end() &&
        (size_of(home->items.front()) == kHigh) == (size_of(item) == kHigh) &&
        2 * shared(*home) > std::min(home->bottom - home->top, item.box.height);
    if (belongs) {
      home->items.push_back(item);
    } else {
      rows.push_back({item.box.y, item.box.bottom(), {item}});
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.top + a.bottom < b.top + b.bottom;
  });
  for (Row& row : rows) {
    std::sort(row.items.begin(), row.items.end(),
              [](const Item& a, const Item& b) { return a.box.x < b.box.x; });
  }
  return rows;
}

// Typewriting and loosely set lines have word spaces as wide as a gutter elsewhere: where
// most rows are full of gaps, a gutter has to be twice as wide as they are.
double Order::find_least_gutter(const std::vector<Row>& rows) const {
  std::vector<int> gaps;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.items.size(); ++i) {
      const int gap = row.items[i + 1].box.x - row.items[i].box.right();
      if (gap > 0 && gap < kWordSpaceMax * unit_) gaps.push_back(gap);
    }
  }
  if (gaps.empty() || 2 * gaps.size() < 3 * rows.size()) return kGutter * unit_;
  const auto wide = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() * 4 / 5);
  std::nth_element(gaps.begin(), wide, gaps.end());
  return std::max(kGutter * unit_, 2.0 * *wide);
}

// The stripe as far as the row leaves it white.
Stripe cut(const Row& row, Stripe stripe) {
  const int middle = (stripe.x0 + stripe.x1) / 2;
  for (const Item& item : row.items) {
    // An item is on the side on which most of it lies.
    if (item.box.x + item.box.width / 2 < middle) {
      stripe.x0 = std::max(stripe.x0, item.box.right());
    } else {
      stripe.x1 = std::min(stripe.x1, item.box.x);
    }
  }
  return stripe;
}

Box box_of(const Row& row) {
  Box box;
  for (const Item& item : row.items)
    box = united(box, item.box);
  return box;
}

// What of the row lies left of the gutter.
Box left_of(const Row& row, const Stripe& gutter) {
  Box left;
  for (const Item& item : row.items) {
    if (item.box.right() <= gutter.x1) left = united(left, item.box);
  }
  return left;
}
// Centred under the column, or flush with its left edge.
bool aligned(const Box& line, const Box& column, double unit) {
  const int off_centre = 2 * line.x + line.width - 2 * column.x - column.width;
  return std::abs(off_centre) < 5 * unit || std::abs(line.x - column.x) < unit;
}
Box right_of(const Row& row, const Stripe& gutter) {
  Box right;
  for (const Item& item : row.items) {
    if (item.box.x >= gutter.x0) right = united(right, item.box);
  }
  return right;
}

// One column of a band so far.
class Column {
 public:
  // Lines of a column follow each other closely.
  bool goes_on(const Box& line, double unit) const {
    if (line.empty() || box_.empty()) return true;
    const double reach = aligned(line, box_, unit) ? kAlignedColumn : kSameColumn;
    return line.y - box_.bottom() <= std::max(reach * unit, kSteadyGap * widest_gap_);
  }
  void add(const Box& line) {
    if (!line.empty() && !box_.empty())
      widest_gap_ = std::max(widest_gap_, line.y - box_.bottom());
    box_ = united(box_, line);
  }

 private:
  Box box_;
  int widest_gap_ = 0;
};

Band Order::extend(const std::vector<Row>& rows, std::size_t first, Stripe gap) const {
  Band band{first, first, gap, 1};
  for (std::size_t i = first + 1; i < rows.size(); ++i) {
    const Stripe narrower = cut(rows[i], band.gutter);
    if (narrower.width() < least_gutter_) break;
    band.gutter = narrower;
    band.last = i;
  }
  return band;
}

// Takes off the rows below that belong to what follows, and takes in the rows above that
// belong to the right column.
void Order::trim(const std::vector<Row>& rows, const Stripe& gap, Band& band) const {
  Column left;
  Column right;
  const auto next_line = [&](std::size_t after, bool of_left) {
    for (std::size_t i = after + 1; i <= band.last; ++i) {
      const Box line = (of_left ? left_of : right_of)(rows[i], band.gutter);
      if (!line.empty()) return line;
    }
    return Box();
  };
  int lowest = -1;
  band.pairs = 0;
  std::size_t end = band.first;
  for (std::size_t i = band.first; i <= band.last; ++i) {
    const Box on_left = left_of(rows[i], band.gutter);
    const Box on_right = right_of(rows[i], band.gutter);
    const bool pair = !on_left.empty() && !on_right.empty();
    const bool goes_on = left.goes_on(on_left, unit_) && right.goes_on(on_right, unit_);
    if (!pair && !goes_on && box_of(rows[i]).y >= lowest) {
      const Box next = next_line(i, on_left.empty());
      if (next.empty() || !(on_left.empty() ? left : right).goes_on(next, unit_)) break;
    }
    left.add(on_left);
    right.add(on_right);
    if (pair) ++band.pairs;
    lowest = std::max(lowest, box_of(rows[i]).bottom());
    end = i;
  }
  band.last = end;
  band.gutter = gap;
  for (std::size_t i = band.first + 1; i <= end; ++i)
    band.gutter = cut(rows[i], band.gutter);
  while (band.first > 0) {
    const Row& above = rows[band.first - 1];
    const int apart = box_of(rows[band.first]).y - box_of(above).bottom();
    const bool close = apart <= kSameColumn * unit_;
    const Stripe narrower = cut(above, band.gutter);
    if (!close || !left_of(above, narrower).empty() || narrower.width() < least_gutter_)
      break;
    band.gutter = narrower;
    --band.first;
  }
}

// The last line of a paragraph whose word space happens to lie over a gutter: it follows
// a line that crosses the gap as closely as lines do, and the columns stand off below.
bool Order::ends_paragraph(const std::vector<Row>& rows, std::size_t row,
                           const Stripe& gap) const {
  if (row == 0 || row + 1 == rows.size() || gap.width() > kWordSpaceMax * unit_) {
    return false;
  }
  const Box above = box_of(rows[row - 1]);
  const Box own = box_of(rows[row]);
  const Box below = box_of(rows[row + 1]);
  const bool crosses = cut(rows[row - 1], gap).width() < unit_ && above.x < gap.x0 &&
                       above.right() > gap.x1;
  return crosses && own.y - above.bottom() < below.y - own.bottom();
}

bool Order::holds(const std::vector<Row>& rows, const Band& band) const {
  const double width = band.gutter.width();
  const double least = band.pairs >= 3   ? kGutter
                       : band.pairs == 2 ? kPairGutter
                                         : kLoneGutter;
  if (band.pairs < 1 || band.last == band.first) return false;
  if (width < std::max(least * unit_, least_gutter_)) return false;
  Box left;
  Box right;
  for (std::size_t i = band.first; i <= band.last; ++i) {
    for (const Item& item : rows[i].items) {
      Box& side = item.box.right() <= band.gutter.x1 ? left : right;
      side = united(side, item.box);
    }
  }
  return std::min(left.width, right.width) >= kColumnMin * unit_;
}

// The tallest band that starts at a row, if columns start there.
std::optional<Band> Order::band_from(const std::vector<Row>& rows,
                                     std::size_t first) const {
  std::optional<Band> best;
  const Items& items = rows[first].items;
  for (std::size_t i = 0; i + 1 < items.size(); ++i) {
    const Stripe gap{items[i].box.right(), items[i + 1].box.x};
    if (gap.width() < least_gutter_ || ends_paragraph(rows, first, gap)) continue;
    Band band = extend(rows, first, gap);
    trim(rows, gap, band);
    if (!holds(rows, band)) continue;
    if (!best || band.pairs > best->pairs ||
        (band.pairs == best->pairs && band.gutter.width() > best->gutter.width())) {
      best = band;
    }
  }
  return best;
}

void Order::read_table(const Table& table, int depth) {
  const auto index = static_cast<std::size_t>(&table - tables_.data());
  std::vector<Items> cells(table.cells.size() + 1);
  for (const std::size_t piece : inside_[index]) {
    const Box& box = pieces_.pieces[piece].box;
    std::size_t cell = 0;
    while (cell < table.cells.size() && !inside(box, table.cells[cell]))
      ++cell;
    cells[cell].push_back({box, false, piece});
  }
  for (Items& cell : cells)
    read(std::move(cell), depth + 1);
}

void Order::read_columns(const std::vector<Row>& rows, const Band& band, int depth) {
  Items left;
  Items right;
  const int middle = (band.gutter.x0 + band.gutter.x1) / 2;
  for (std::size_t i = band.first; i <= band.last; ++i) {
    for (const Item& item : rows[i].items) {
      (item.box.x + item.box.width / 2 < middle ? left : right).push_back(item);
    }
  }
  read(std::move(left), depth + 1);
  read(std::move(right), depth + 1);
}

void Order::read_row(const Row& row, int depth) {
  PieceRow line;
  const auto close = [&] {
    if (!line.empty()) lines_.push_back(std::move(line));
    line.clear();
  };
  for (const Item& item : row.items) {
    if (item.table) {
      close();
      read_table(tables_[item.index], depth);
    } else {
      line.push_back(item.index);
    }
  }
  close();
}

void Order::read(Items items, int depth) {
  const std::vector<Row> rows = rows_of(std::move(items));
  std::size_t i = 0;
  std::size_t unread = 0;
  while (i < rows.size()) {
    std::optional<Band> band;
    if (depth < kMaxDepth && rows[i].items.size() > 1) band = band_from(rows, i);
    if (!band) {
      ++i;
      continue;
    }
    band->first = std::max(band->first, unread);
    for (; unread < band->first; ++unread)
      read_row(rows[unread], depth);
    read_columns(rows, *band, depth);
    unread = i = band->last + 1;
  }
  for (; unread < rows.size(); ++unread)
    read_row(rows[unread], depth);
}

}  // namespace

std::vector<PieceRow> reading_order(const Pieces& pieces,
                                    const std::vector<Table>& tables) {
  return Order(pieces, tables).run();
}

}  // namespace tangthu::ocr
