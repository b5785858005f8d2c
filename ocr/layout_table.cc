#include "ocr/layout_table.h"

#include <algorithm>
#include <numeric>

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxRules = 600;  // more is texture
constexpr std::size_t kMaxGrid = 200;   // rows or columns of one table

bool touch(const Box& a, const Box& b, int slack) {
  return a.x - slack <= b.right() && b.x - slack <= a.right() &&
         a.y - slack <= b.bottom() && b.y - slack <= a.bottom();
}

struct RuleSet {
  std::vector<Box> across;
  std::vector<Box> down;
  Box box;
};

// Rules that hang together, as connected sets.
std::vector<RuleSet> connect_rules(const InkMap& ink, int slack) {
  std::vector<Box> rules = ink.horizontal_rules;
  rules.insert(rules.end(), ink.vertical_rules.begin(), ink.vertical_rules.end());
  std::vector<std::size_t> set(rules.size());
  std::iota(set.begin(), set.end(), std::size_t{0});
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (set[i] == set[k] || !touch(rules[i], rules[k], slack)) continue;
      const std::size_t from = set[i];
      std::replace(set.begin(), set.end(), from, set[k]);
    }
  }
  std::vector<RuleSet> found(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    RuleSet& home = found[set[i]];
    (i < ink.horizontal_rules.size() ? home.across : home.down).push_back(rules[i]);
    home.box = united(home.box, rules[i]);
  }
  return found;
}

// Positions at which lines lie, those closer than `slack` taken as one.
std::vector<int> positions(std::vector<int> values, int slack) {
  std::sort(values.begin(), values.end());
  std::vector<int> out;
  for (const int value : values) {
    if (out.empty() || value - out.back() > slack) out.push_back(value);
  }
  return out;
}

// How much of [from, to) the rules near `at` cover.
bool walled(const std::vector<Box>& rules, bool across, int at, int from, int to,
            int slack) {
  int covered = 0;
  for (const Box& rule : rules) {
    const int middle = across ? rule.y + rule.height / 2 : rule.x + rule.width / 2;
    if (std::abs(middle - at) > slack) continue;
    const int begin = std::max(from, across ? rule.x : rule.y);
    const int end = std::min(to, across ? rule.right() : rule.bottom());
    covered += std::max(0, end - begin);
  }
  return 2 * covered >= to - from;
}

class Grid {
 public:
  Grid(const RuleSet& rules, int slack) : rules_(rules), slack_(slack) {
    std::vector<int> ys;
    std::vector<int> xs;
    for (const Box& rule : rules.across)
      ys.push_back(rule.y + rule.height / 2);
    for (const Box& rule : rules.down)
      xs.push_back(rule.x + rule.width / 2);
    // A table open at its sides is closed where its rules end.
    for (const Box& rule : rules.across) {
      xs.push_back(rule.x);
      xs.push_back(rule.right());
    }
    ys_ = positions(std::move(ys), slack);
    xs_ = positions(std::move(xs), slack);
  }

  bool plausible() const {
    return ys_.size() >= 2 && xs_.size() >= 2 && ys_.size() <= kMaxGrid &&
           xs_.size() <= kMaxGrid && !rules_.down.empty();
  }

  std::vector<Box> cells() const;

 private:
  std::size_t columns() const { return xs_.size() - 1; }
  std::size_t rows() const { return ys_.size() - 1; }

  const RuleSet& rules_;
  int slack_;
  std::vector<int> ys_;
  std::vector<int> xs_;
};

std::vector<Box> Grid::cells() const {
  std::vector<std::size_t> joined(rows() * columns());
  std::iota(joined.begin(), joined.end(), std::size_t{0});
  const auto join = [&](std::size_t a, std::size_t b) {
    const std::size_t from = std::max(joined[a], joined[b]);
    const std::size_t to = std::min(joined[a], joined[b]);
    std::replace(joined.begin(), joined.end(), from, to);
  };
  for (std::size_t r = 0; r < rows(); ++r) {
    for (std::size_t c = 0; c < columns(); ++c) {
      const std::size_t cell = r * columns() + c;
      if (c + 1 < columns() &&
          !walled(rules_.down, false, xs_[c + 1], ys_[r], ys_[r + 1], slack_)) {
        join(cell, cell + 1);
      }
      if (r + 1 < rows() &&
          !walled(rules_.across, true, ys_[r + 1], xs_[c], xs_[c + 1], slack_)) {
        join(cell, cell + columns());
      }
    }
  }
  std::vector<Box> boxes(joined.size());
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const std::size_t r = i / columns();
    const std::size_t c = i % columns();
    boxes[joined[i]] = united(boxes[joined[i]],
                              {xs_[c], ys_[r], xs_[c + 1] - xs_[c], ys_[r + 1] - ys_[r]});
  }
  std::erase_if(boxes, [](const Box& box) { return box.empty(); });
  return boxes;
}

}  // namespace

std::vector<Table> find_tables(const InkMap& ink) {
  std::vector<Table> tables;
  if (ink.horizontal_rules.size() + ink.vertical_rules.size() > kMaxRules) return tables;
  const int slack = std::max(3, ink.dpi / 30);
  for (const RuleSet& rules : connect_rules(ink, slack)) {
    if (rules.across.size() < 2 || rules.down.empty()) continue;
    const Grid grid(rules, slack);
    if (grid.plausible()) tables.push_back({rules.box, grid.cells()});
  }
  return tables;
}

}  // namespace tangthu::ocr
