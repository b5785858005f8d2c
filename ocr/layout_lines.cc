#include "ocr/layout_lines.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>

#include "base/median.h"

namespace tangthu::ocr {
namespace {

// All in units of the page's x-height, found on pages at 200 to 400 dpi.
constexpr double kCharacterMin = 0.55;  // lower than that: a mark or punctuation
constexpr double kCharacterMax = 2.7;   // higher: brackets, joined lines, pictures
constexpr double kTitleMax = 7.0;       // the largest print that is read as text
constexpr double kWidestCharacter = 25.0;
constexpr double kStreakWidth = 0.45;
constexpr double kHighestBlot = 3.0;  // in heights of its line
constexpr double kChainGap = 1.15;    // the widest gap inside a piece
constexpr double kMarkAbove = 1.05;   // how far above a character its mark may float
constexpr double kMarkBelow = 0.5;
constexpr double kBrokenHeight = 0.95;  // a piece of a character, cut off by poor print
constexpr double kBrokenGap = 0.3;
constexpr double kAccentGap = 0.4;  // of the letter: another accent may lie between
constexpr double kPunctuationGap = 1.6;
constexpr double kPageEdgeMm = 9;  // shadows and tears lie there
// From the base line, in heights of the line's characters.
constexpr double kHighestOverLine = 2.6;
constexpr double kLowestUnderLine = 0.9;
constexpr double kEdgeWidth = 1.5;
constexpr double kHighestLetter = 1.9;
constexpr double kBesideText = 1.0;
constexpr double kHighestOfLine = 2.2;  // of what says where a line lies
constexpr std::size_t kFewestOfLine = 4;
constexpr std::size_t kMostCreases = 2;  // more is a pen's writing
// In heights of a line's characters: higher may be letters of two lines that touch. A
// capital with its marks is 2.2 high, but ends below the line above.
constexpr double kJoined = 1.8;
constexpr double kCovered = 0.8;   // of the other line's characters
constexpr double kTwoLines = 0.5;  // between the middles of their characters
constexpr double kAlike = 0.7;     // in height; a row of accents is lower than letters
constexpr std::size_t kFewestOfTwo = 3;
constexpr std::size_t kMaxComponents = 200'000;  // more is texture, not text

enum class Kind : std::uint8_t { kNoise, kMark, kCharacter, kTall, kPicture };

int scaled(double factor, int x_height) {
  return static_cast<int>(std::lround(factor * x_height));
}

int overlap(int a0, int a1, int b0, int b1) {
  return std::min(a1, b1) - std::max(a0, b0);
}

// The median height of what can be a character. Texture and marks are kept out by size,
// long strokes by shape.
int typical_x_height(const InkMap& ink) {
  std::vector<int> heights;
  const int lowest = std::max(5, ink.dpi / 33);
  const int highest = std::max(24, ink.dpi / 3);
  for (const Component& c : ink.components) {
    const Box& b = c.box;
    if (b.height < lowest || b.height > highest) continue;
    if (b.width > 4 * b.height || b.height > 6 * b.width) continue;
    if (c.pixels * 10 < b.width * b.height) continue;
    heights.push_back(b.height);
  }
  if (heights.size() < 2) {
    int tallest = 0;
    for (const Component& c : ink.components)
      tallest = std::max(tallest, c.box.height);
    return heights.empty() ? 0 : std::min(heights.front(), tallest);
  }
  return median_of(std::move(heights));
}

Kind kind_of(const Component& c, int x_height) {
  const Box& b = c.box;
  const double unit = x_height;
  if (c.pixels < std::max(3.0, 0.010 * unit * unit)) return Kind::kNoise;
  if (b.height > kTitleMax * unit || b.width > kWidestCharacter * unit) {
    return Kind::kPicture;
  }
  if (b.height < kCharacterMin * unit) {
    // A long thin stroke is a ruled line that was too short to be taken as one.
    return b.width > 3.0 * unit ? Kind::kPicture : Kind::kMark;
  }
  return b.height > kCharacterMax * unit ? Kind::kTall : Kind::kCharacter;
}

class Chainer {
 public:
  Chainer(InkMap& ink, int x_height, Blots blots)
      : ink_(ink), x_height_(x_height), blots_(blots) {}

  std::vector<Piece> run() {
    classify();
    chain(Kind::kCharacter);
    place_tall();
    merge_pieces();
    if (part_joined()) merge_pieces();
    absorb_fragments();
    place_marks();
    for (Piece& piece : pieces_) {
      measure(piece);
      keep_to_line(piece);
    }
    drop_edges();
    return std::move(pieces_);
  }

 private:
  const Box& box(int component) const {
    return ink_.components[static_cast<std::size_t>(component)].box;
  }
  void classify();
  std::vector<int> of_kind(Kind kind) const;
  void chain(Kind kind);
  void place(int component, double gap_units);
  bool rule_between(int x0, int x1, int y0, int y1) const;
  void place_tall();
  void split_tall(int component, const std::vector<std::size_t>& lines);
  void merge_pieces();
  bool part_joined();
  std::optional<std::size_t> joined_to(std::size_t line, int component) const;
  bool part_double(std::size_t line);
  Box height_of(const Piece& piece) const;
  bool one_line(const Piece& a, const Piece& b) const;
  std::optional<int> broken_off(const Piece& small, const Piece& line) const;
  void absorb_fragments();
  void place_marks();
  bool place_mark(int component);
  std::optional<double> mark_distance(const Piece& piece, const Box& mark) const;
  void measure(Piece& piece) const;
  static void keep_to_line(Piece& piece);
  void drop_edges();
  bool is_scrap(const Piece& piece) const;
  void add(Piece& piece, int component);

  InkMap& ink_;
  int x_height_;
  Blots blots_;
  std::vector<Kind> kinds_;
  std::vector<Piece> pieces_;
};

void Chainer::classify() {
  kinds_.reserve(ink_.components.size());
  for (const Component& c : ink_.components)
    kinds_.push_back(kind_of(c, x_height_));
}

std::vector<int> Chainer::of_kind(Kind kind) const {
  std::vector<int> found;
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (kinds_[i] == kind) found.push_back(static_cast<int>(i));
  }
  std::sort(found.begin(), found.end(),
            [&](int a, int b) { return box(a).x < box(b).x; });
  return found;
}

void Chainer::add(Piece& piece, int component) {
  piece.components.push_back(component);
  piece.box = united(piece.box, box(component));
}

void Chainer::chain(Kind kind) {
  for (const int component : of_kind(kind))
    place(component, kChainGap);
}

bool Chainer::rule_between(int x0, int x1, int y0, int y1) const {
  return std::any_of(ink_.vertical_rules.begin(), ink_.vertical_rules.end(),
                     [&](const Box& rule) {
                       const int middle = rule.x + rule.width / 2;
                       return middle >= x0 && middle <= x1 &&
                              overlap(rule.y, rule.bottom(), y0, y1) > (y1 - y0) / 2;
                     });
}

// Joins the piece whose last characters it stands beside, or starts a new one. top and
// bottom follow the last characters, so that a line may run slightly up or down.
void Chainer::place(int component, double gap_units) {
  const Box& b = box(component);
  Piece* best = nullptr;
  double best_score = 0;
  for (Piece& piece : pieces_) {
    const int height = std::max(piece.bottom - piece.top, b.height);
    const double unit = std::max<double>(x_height_, 0.7 * height);
    const int gap = b.x - piece.box.right();
    if (gap > gap_units * unit || gap < -6 * unit) continue;
    const int smaller = std::max(1, std::min(piece.bottom - piece.top, b.height));
    const double shared =
        static_cast<double>(overlap(piece.top, piece.bottom, b.y, b.bottom())) / smaller;
    if (shared < 0.5) continue;
    if (gap > 0 && rule_between(piece.box.right(), b.x, b.y, b.bottom())) continue;
    const double score = shared - 0.3 * std::max(0, gap) / unit;
    if (best == nullptr || score > best_score) {
      best = &piece;
      best_score = score;
    }
  }
  if (best == nullptr) {
    Piece fresh;
    fresh.top = b.y;
    fresh.bottom = b.bottom();
    add(fresh, component);
    pieces_.push_back(std::move(fresh));
    return;
  }
  add(*best, component);
  best->top = (3 * best->top + b.y) / 4;
  best->bottom = (3 * best->bottom + b.bottom()) / 4;
}

// What is taller than a character: a bracket in its line, two lines that touch, large
// print, or no text at all.
void Chainer::place_tall() {
  std::vector<int> large;
  for (const int component : of_kind(Kind::kTall)) {
    const Box b = box(component);
    // A crack or streak: no letter is so high and so thin.
    if (b.width < kStreakWidth * x_height_) continue;
    std::vector<std::size_t> lines;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const Piece& piece = pieces_[i];
      const bool beside = overlap(piece.box.x - x_height_, piece.box.right() + x_height_,
                                  b.x, b.right()) > 0;
      const bool holds = 2 * overlap(piece.box.y, piece.box.bottom(), b.y, b.bottom()) >
                         piece.box.height;
      if (beside && holds) lines.push_back(i);
    }
    if (lines.empty()) {
      large.push_back(component);
    } else if (lines.size() == 1) {
      Piece& line = pieces_[lines[0]];
      const double highest = blots_ == Blots::kKept ? 2 * kCharacterMax * x_height_
                                                    : kHighestBlot * line.box.height;
      if (b.height < highest) add(line, component);
    } else if (b.height < 2 * kTitleMax * x_height_) {
      split_tall(component, lines);
    }
  }
  for (const int component : large)
    place(component, 0.8 * kChainGap);
}

// Gives each line its share of a component that joins lines, cut half way between them.
void Chainer::split_tall(int component, const std::vector<std::size_t>& lines) {
  std::vector<std::size_t> order = lines;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return pieces_[a].box.y < pieces_[b].box.y;
  });
  const Box whole = box(component);
  int from = whole.y;
  for (std::size_t i = 0; i < order.size(); ++i) {
    int to = whole.bottom();
    if (i + 1 < order.size()) {
      to = (pieces_[order[i]].bottom + pieces_[order[i + 1]].top) / 2;
    }
    if (to <= from) continue;
    const int share = static_cast<int>(ink_.components.size());
    Component part;
    for (int y = from; y < to; ++y) {
      const auto row = static_cast<std::size_t>(y);
      for (std::size_t r = ink_.rows[row]; r < ink_.rows[row + 1]; ++r) {
        InkRun& run = ink_.runs[r];
        if (run.component != component) continue;
        run.component = share;
        part.box = united(part.box, {run.x0, y, run.x1 - run.x0, 1});
        part.pixels += run.x1 - run.x0;
      }
    }
    from = to;
    if (part.pixels == 0) continue;
    ink_.components.push_back(part);
    kinds_.push_back(Kind::kNoise);  // placed here and nowhere else
    add(pieces_[order[i]], share);
  }
}

// A crease or a letter of the next line that touches makes a piece as high as two lines:
// its characters alone say where it lies.
Box Chainer::height_of(const Piece& piece) const {
  const double highest = kHighestOfLine * piece.character_height;
  if (highest <= 0 || piece.box.height <= highest) return piece.box;
  Box lines;
  std::size_t characters = 0;
  for (const int component : piece.components) {
    if (box(component).height > highest) continue;
    lines = united(lines, box(component));
    ++characters;
  }
  const std::size_t high = piece.components.size() - characters;
  return characters < kFewestOfLine || high > kMostCreases ? piece.box : lines;
}

bool Chainer::one_line(const Piece& a, const Piece& b) const {
  const int gap = std::max(a.box.x, b.box.x) - std::min(a.box.right(), b.box.right());
  const Box of_a = height_of(a);
  const Box of_b = height_of(b);
  const int height = std::max(of_a.height, of_b.height);
  if (gap > kChainGap * std::max<double>(x_height_, 0.45 * height)) return false;
  const int shared = overlap(of_a.y, of_a.bottom(), of_b.y, of_b.bottom());
  const int smaller = std::min(of_a.height, of_b.height);
  if (shared * 10 < smaller * 6) return false;
  if (gap <= 0) return true;
  const Box& left = a.box.x < b.box.x ? a.box : b.box;
  return !rule_between(left.right(), left.right() + gap, left.y, left.bottom());
}

void Chainer::merge_pieces() {
  for (Piece& piece : pieces_)
    measure(piece);
  bool again = true;
  while (again) {
    again = false;
    std::sort(pieces_.begin(), pieces_.end(),
              [](const Piece& a, const Piece& b) { return a.box.x < b.box.x; });
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      for (std::size_t k = i + 1; k < pieces_.size(); ++k) {
        if (!one_line(pieces_[i], pieces_[k])) continue;
        for (const int component : pieces_[k].components)
          add(pieces_[i], component);
        measure(pieces_[i]);
        pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(k));
        again = true;
        --k;
      }
    }
  }
  for (Piece& piece : pieces_)
    measure(piece);
}

bool are_alike(const Piece& a, const Piece& b) {
  const auto [lower, higher] = std::minmax(a.character_height, b.character_height);
  return lower >= kAlike * higher;
}

// The line whose characters this component of another stands in as well.
std::optional<std::size_t> Chainer::joined_to(std::size_t line, int component) const {
  const Piece& own = pieces_[line];
  const Box& b = box(component);
  if (b.height < kJoined * own.character_height) return std::nullopt;
  std::optional<std::size_t> best;
  int most = 0;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& other = pieces_[i];
    if (i == line || other.components.size() < kFewestOfTwo || !are_alike(own, other))
      continue;
    if (overlap(other.top, other.bottom, own.top, own.bottom) > 0) continue;
    const int beside =
        overlap(other.box.x - x_height_, other.box.right() + x_height_, b.x, b.right());
    const int covered = overlap(other.top, other.bottom, b.y, b.bottom());
    if (beside <= most || covered < kCovered * (other.bottom - other.top)) continue;
    most = beside;
    best = i;
  }
  return best;
}

// A piece with the characters of two lines, one below the other, becomes two.
bool Chainer::part_double(std::size_t line) {
  const Piece whole = pieces_[line];
  if (whole.box.height < kJoined * whole.character_height) return false;
  std::vector<int> order;
  for (const int component : whole.components) {
    const int height = box(component).height;
    if (height >= kCharacterMin * x_height_ && height < kJoined * whole.character_height)
      order.push_back(component);
  }
  if (order.size() < 2 * kFewestOfTwo) return false;
  const auto middle = [&](int component) {
    return box(component).y + box(component).height / 2;
  };
  std::sort(order.begin(), order.end(),
            [&](int a, int b) { return middle(a) < middle(b); });
  std::size_t at = kFewestOfTwo;
  for (std::size_t i = kFewestOfTwo; i + kFewestOfTwo <= order.size(); ++i) {
    if (middle(order[i]) - middle(order[i - 1]) >
        middle(order[at]) - middle(order[at - 1]))
      at = i;
  }
  const int parting = (middle(order[at]) + middle(order[at - 1])) / 2;
  if (middle(order[at]) - middle(order[at - 1]) < kTwoLines * whole.character_height)
    return false;
  Piece upper;
  Piece lower;
  for (const int component : order)
    add(middle(component) < parting ? upper : lower, component);
  measure(upper);
  measure(lower);
  const int shared =
      overlap(upper.box.x, upper.box.right(), lower.box.x, lower.box.right());
  if (upper.bottom > lower.top || !are_alike(upper, lower) ||
      2 * shared < std::min(upper.box.width, lower.box.width))
    return false;
  std::vector<int> of_both;
  for (const int component : whole.components) {
    if (std::find(order.begin(), order.end(), component) != order.end()) continue;
    const Box& b = box(component);
    if (b.y < upper.bottom && b.bottom() > lower.top) {
      of_both.push_back(component);
    } else {
      add(middle(component) < parting ? upper : lower, component);
    }
  }
  pieces_[line] = std::move(upper);
  pieces_.push_back(std::move(lower));
  for (const int component : of_both)
    split_tall(component, {line, pieces_.size() - 1});
  measure(pieces_[line]);
  measure(pieces_.back());
  return true;
}

// Small print is no higher where two of its lines touch than the page's capitals are, so
// that place_tall() doesn't know such letters: beside the lines that were found it shows.
bool Chainer::part_joined() {
  bool parted = false;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    parted = part_double(i) || parted;
    const std::vector<int> components = pieces_[i].components;
    for (const int component : components) {
      const auto other = joined_to(i, component);
      if (!other) continue;
      Piece& piece = pieces_[i];
      std::erase(piece.components, component);
      piece.box = {};
      for (const int rest : piece.components)
        piece.box = united(piece.box, box(rest));
      split_tall(component, {i, *other});
      parted = true;
    }
  }
  return parted;
}

// How far a loop of a g or a large accent stands off its letter: a few low components
// close above or below a line, or one close above a letter of about its width. A short
// line of its own stands further away.
std::optional<int> Chainer::broken_off(const Piece& small, const Piece& line) const {
  if (small.components.size() > 2) return std::nullopt;
  if (small.box.height > kBrokenHeight * x_height_) return std::nullopt;
  if (small.box.x < line.box.x - x_height_ / 2 ||
      small.box.right() > line.box.right() + x_height_ / 2) {
    return std::nullopt;
  }
  const bool is_line = line.components.size() >= 4;
  std::optional<int> nearest;
  for (const int component : line.components) {
    const Box& b = box(component);
    if (overlap(b.x, b.right(), small.box.x, small.box.right()) <= 0) continue;
    const int apart = -overlap(b.y, b.bottom(), small.box.y, small.box.bottom());
    const bool accent = small.components.size() == 1 && small.box.y < b.y &&
                        small.box.width < 1.6 * b.width && small.box.height < b.height &&
                        apart <= std::max(kBrokenGap * x_height_, kAccentGap * b.height);
    if (!accent && !(is_line && apart <= kBrokenGap * x_height_)) continue;
    nearest = std::min(nearest.value_or(apart), apart);
  }
  return nearest;
}

void Chainer::absorb_fragments() {
  for (std::size_t i = 0; i < pieces_.size();) {
    auto home = pieces_.end();
    int nearest = 0;
    for (auto line = pieces_.begin(); line != pieces_.end(); ++line) {
      if (&*line == &pieces_[i]) continue;
      const auto apart = broken_off(pieces_[i], *line);
      if (!apart || (home != pieces_.end() && *apart >= nearest)) continue;
      home = line;
      nearest = *apart;
    }
    if (home == pieces_.end()) {
      ++i;
      continue;
    }
    for (const int component : pieces_[i].components)
      add(*home, component);
    pieces_.erase(pieces_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

// Median top and bottom of the piece's characters.
void Chainer::measure(Piece& piece) const {
  std::vector<int> tops;
  std::vector<int> bottoms;
  std::vector<int> heights;
  for (const int component : piece.components) {
    const Box& b = box(component);
    if (b.height < kCharacterMin * x_height_) continue;
    tops.push_back(b.y);
    bottoms.push_back(b.bottom());
    heights.push_back(b.height);
  }
  if (tops.empty()) return;
  piece.top = median_of(std::move(tops));
  piece.bottom = median_of(std::move(bottoms));
  piece.character_height = median_of(std::move(heights));
}

// How far a mark is from a piece, 1 being as far as it may be; nothing when it can't
// belong there.
std::optional<double> Chainer::mark_distance(const Piece& piece, const Box& mark) const {
  const double unit = std::max<double>(x_height_, 0.6 * piece.character_height);
  const int reach = scaled(kPunctuationGap, static_cast<int>(unit));
  if (mark.x > piece.box.right() + reach || mark.right() < piece.box.x - reach) {
    return std::nullopt;
  }
  std::optional<double> best;
  for (const int component : piece.components) {
    const Box& b = box(component);
    if (b.height < kCharacterMin * unit) continue;
    double distance = 0;
    if (overlap(b.x - 3, b.right() + 3, mark.x, mark.right()) > 0) {
      if (mark.bottom() <= b.y) {
        distance = (b.y - mark.bottom()) / (kMarkAbove * unit);
      } else if (mark.y >= b.bottom()) {
        distance = (mark.y - b.bottom()) / (kMarkBelow * unit);
      }
    } else {
      const int gap = std::max(b.x - mark.right(), mark.x - b.right());
      const int above = b.y - scaled(0.35, x_height_);
      const int below = std::max(b.bottom(), piece.bottom) + scaled(0.45, x_height_);
      if (mark.y < above || mark.bottom() > below) continue;
      distance = gap / (kPunctuationGap * unit);
    }
    if (distance <= 1 && (!best || distance < *best)) best = distance;
  }
  return best;
}

bool Chainer::place_mark(int component) {
  const Box b = box(component);
  Piece* home = nullptr;
  double nearest = 0;
  for (Piece& piece : pieces_) {
    if (b.bottom() < piece.box.y - 2 * x_height_ ||
        b.y > piece.box.bottom() + 2 * x_height_) {
      continue;
    }
    const auto distance = mark_distance(piece, b);
    if (!distance || (home != nullptr && *distance >= nearest)) continue;
    if (rule_between(std::min(b.right(), piece.box.right()), std::max(b.x, piece.box.x),
                     b.y, b.bottom())) {
      continue;
    }
    home = &piece;
    nearest = *distance;
  }
  if (home == nullptr) return false;
  home->components.push_back(component);  // its box grows once all marks are placed
  return true;
}

void Chainer::place_marks() {
  for (const int component : of_kind(Kind::kMark))
    place_mark(component);
  for (Piece& piece : pieces_) {
    for (const int component : piece.components)
      piece.box = united(piece.box, box(component));
  }
}

// A hair or a pen that touches a letter ends where letters do: higher, the line would
// look like large print.
void Chainer::keep_to_line(Piece& piece) {
  if (piece.character_height <= 0) return;
  const int top = std::max(
      piece.box.y, piece.bottom - scaled(kHighestOverLine, piece.character_height));
  const int bottom =
      std::min(piece.box.bottom(),
               piece.bottom + scaled(kLowestUnderLine, piece.character_height));
  piece.box.y = top;
  piece.box.height = std::max(1, bottom - top);
}

// A streak, or the rim of a hole.
bool Chainer::is_scrap(const Piece& piece) const {
  if (piece.box.height < x_height_) return false;
  return piece.box.width <= kStreakWidth * x_height_ ||
         (piece.components.size() == 1 && piece.box.height > kHighestLetter * x_height_);
}

// What is left of the page's edge beside the text: pieces of its shadow, tears, streaks.
// Their rows are the text's, and they would be read as its letters.
void Chainer::drop_edges() {
  constexpr std::size_t kFewestWords = 6;
  constexpr std::size_t kOutermost = 2;  // of either side say nothing: they may be dirt
  std::vector<int> lefts;
  std::vector<int> rights;
  for (const Piece& piece : pieces_) {
    if (piece.components.size() < 3 || piece.box.width < 2 * x_height_) continue;
    lefts.push_back(piece.box.x);
    rights.push_back(piece.box.right());
  }
  if (lefts.size() < kFewestWords) return;
  std::sort(lefts.begin(), lefts.end());
  std::sort(rights.begin(), rights.end(), std::greater<>());
  const int margin = scaled(kBesideText, x_height_);
  const int left = lefts[kOutermost] - margin;
  const int right = rights[kOutermost] + margin;
  const int edge = static_cast<int>(std::lround(kPageEdgeMm / 25.4 * ink_.dpi));
  std::erase_if(pieces_, [&](const Piece& piece) {
    const Box& b = piece.box;
    if (b.right() > left && b.x < right) return false;
    const bool at_edge = b.right() < edge || b.x > ink_.width - edge;
    return is_scrap(piece) ||
           (at_edge && piece.components.size() <= 3 && b.width < kEdgeWidth * x_height_);
  });
}

}  // namespace

Pieces find_pieces(InkMap& ink, Blots blots) {
  Pieces found;
  if (ink.components.empty() || ink.components.size() > kMaxComponents) return found;
  found.x_height = typical_x_height(ink);
  if (found.x_height <= 0) return found;
  found.pieces = Chainer(ink, found.x_height, blots).run();
  return found;
}

}  // namespace tangthu::ocr
