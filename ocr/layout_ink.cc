#include "ocr/layout_ink.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "base/histogram.h"
#include "base/otsu.h"

namespace tangthu::ocr {
namespace {

constexpr int kDarkestThreshold = 90;
constexpr int kLightestThreshold = 200;
constexpr int kRuleGap = 3;  // pixels missing in a ruled line that are bridged

// Marks of a pixel while runs are made.
constexpr std::uint8_t kInk = 1;
constexpr std::uint8_t kRule = 2;

struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
  std::uint8_t* row(int y) {
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  bool ink(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && row(y)[x] != 0;
  }
};

int otsu_threshold(const Page& grey) {
  GreyHistogram histogram;
  histogram.add(grey.pixels());
  const auto split = otsu_split(histogram.counts());
  return split ? std::clamp(split->level + 1, kDarkestThreshold, kLightestThreshold)
               : kLightestThreshold;
}

Mask make_mask(const Page& grey, int threshold) {
  Mask mask{grey.width(), grey.height(), {}};
  mask.pixels.resize(grey.size_bytes());
  const auto pixels = grey.pixels();
  std::transform(pixels.begin(), pixels.end(), mask.pixels.begin(),
                 [lightest = static_cast<std::uint8_t>(threshold)](std::uint8_t value) {
                   return static_cast<std::uint8_t>(value < lightest ? kInk : 0);
                 });
  return mask;
}

// The first place with ink from `x` on, or `width`. Most of a row is paper: eight pixels
// at a time.
int next_inked(const std::uint8_t* row, int x, int width) {
  static_assert(std::endian::native == std::endian::little);
  for (; x + 8 <= width; x += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, row + x, 8);
    if (eight != 0) return x + std::countr_zero(eight) / 8;
  }
  while (x < width && row[x] == 0)
    ++x;
  return x;
}

// A straight stretch of ink: row (or column) `line`, from `from` to before `to`.
struct Stretch {
  int line = 0;
  int from = 0;
  int to = 0;
};

std::vector<Stretch> horizontal_stretches(Mask& mask, int shortest) {
  std::vector<Stretch> found;
  for (int y = 0; y < mask.height; ++y) {
    const std::uint8_t* row = mask.row(y);
    int from = -1;
    int last = -1;
    const auto close = [&] {
      if (from >= 0 && last + 1 - from >= shortest) found.push_back({y, from, last + 1});
      from = -1;
    };
    for (int x = next_inked(row, 0, mask.width); x < mask.width;
         x = next_inked(row, x + 1, mask.width)) {
      if (from >= 0 && x - last > kRuleGap + 1) close();
      if (from < 0) from = x;
      last = x;
    }
    close();
  }
  return found;
}

std::vector<Stretch> vertical_stretches(Mask& mask, int shortest) {
  std::vector<Stretch> found;
  std::vector<int> from(static_cast<std::size_t>(mask.width), -1);
  std::vector<int> last(static_cast<std::size_t>(mask.width), -1);
  const auto close = [&](std::size_t x) {
    if (from[x] >= 0 && last[x] + 1 - from[x] >= shortest) {
      found.push_back({static_cast<int>(x), from[x], last[x] + 1});
    }
    from[x] = -1;
  };
  for (int y = 0; y < mask.height; ++y) {
    const std::uint8_t* row = mask.row(y);
    for (int at = next_inked(row, 0, mask.width); at < mask.width;
         at = next_inked(row, at + 1, mask.width)) {
      const auto x = static_cast<std::size_t>(at);
      if (from[x] >= 0 && y - last[x] > kRuleGap + 1) close(x);
      if (from[x] < 0) from[x] = y;
      last[x] = y;
    }
  }
  for (std::size_t x = 0; x < from.size(); ++x)
    close(x);
  std::stable_sort(found.begin(), found.end(),
                   [](const Stretch& a, const Stretch& b) { return a.line < b.line; });
  return found;
}

// Bundles of stretches on neighbouring lines that overlap.
std::vector<std::vector<Stretch>> bundle(const std::vector<Stretch>& stretches) {
  std::vector<std::vector<Stretch>> bundles;
  std::vector<std::size_t> open;  // bundles that the next line can still join
  const auto joins = [&](std::size_t index, const Stretch& stretch) {
    const auto& members = bundles[index];
    for (auto s = members.rbegin(); s != members.rend(); ++s) {
      if (stretch.line - s->line > 2) return false;
      if (stretch.from < s->to && s->from < stretch.to) return true;
    }
    return false;
  };
  for (const Stretch& stretch : stretches) {
    std::erase_if(open, [&](std::size_t index) {
      return stretch.line - bundles[index].back().line > 2;
    });
    const auto home = std::find_if(open.begin(), open.end(), [&](std::size_t index) {
      return joins(index, stretch);
    });
    if (home != open.end()) {
      bundles[*home].push_back(stretch);
    } else {
      open.push_back(bundles.size());
      bundles.push_back({stretch});
    }
  }
  return bundles;
}

// The thickness that most of the bundle's length has.
int typical_thickness(const std::vector<Stretch>& stretches) {
  int from = stretches.front().from;
  int to = stretches.front().to;
  long long area = 0;
  for (const Stretch& s : stretches) {
    from = std::min(from, s.from);
    to = std::max(to, s.to);
    area += s.to - s.from;
  }
  return static_cast<int>(area / std::max(1, to - from)) + 1;
}

enum class Direction { kAcross, kDown };

// Takes a bundle that is thin enough out of the ink. A pixel stays when there is ink on
// both sides of the line: a stroke of text crosses there.
Box erase_rule(Mask& mask, const std::vector<Stretch>& stretches, int thickness,
               Direction direction) {
  Box box;
  const auto at = [&](int line, int along) {
    return direction == Direction::kAcross ? mask.ink(along, line)
                                           : mask.ink(line, along);
  };
  const auto mark = [&](int line, int along) {
    auto& pixel =
        direction == Direction::kAcross ? mask.row(line)[along] : mask.row(along)[line];
    pixel = kInk | kRule;
  };
  for (const Stretch& s : stretches) {
    for (int along = s.from; along < s.to; ++along) {
      int before = s.line;
      int after = s.line;
      while (s.line - before <= thickness && at(before, along))
        --before;
      while (after - s.line <= thickness && at(after, along))
        ++after;
      if (after - before - 1 > 2 * thickness) continue;
      for (int line = before + 1; line < after; ++line) {
        mark(line, along);
      }
    }
    const int length = s.to - s.from;
    box = united(box, direction == Direction::kAcross ? Box{s.from, s.line, length, 1}
                                                      : Box{s.line, s.from, 1, length});
  }
  return box;
}

std::vector<Box> erase_rules(Mask& mask, int dpi, Direction direction) {
  const int shortest = dpi / 2;
  const int thickest = std::max(3, dpi / 25);
  std::vector<Box> rules;
  const auto stretches = direction == Direction::kAcross
                             ? horizontal_stretches(mask, shortest)
                             : vertical_stretches(mask, shortest);
  for (const auto& group : bundle(stretches)) {
    const int thickness = typical_thickness(group);
    if (thickness > thickest) continue;
    rules.push_back(erase_rule(mask, group, thickness, direction));
  }
  return rules;
}

void collect_runs(Mask& mask, InkMap& ink) {
  ink.rows.assign(static_cast<std::size_t>(mask.height) + 1, 0);
  for (int y = 0; y < mask.height; ++y) {
    ink.rows[static_cast<std::size_t>(y)] = ink.runs.size();
    const std::uint8_t* row = mask.row(y);
    int x = 0;
    while ((x = next_inked(row, x, mask.width)) < mask.width) {
      const std::uint8_t value = row[x];
      const int from = x;
      while (x < mask.width && row[x] == value)
        ++x;
      // 0: text, to be given its component; -1: of a rule.
      ink.runs.push_back({y, from, x, (value & kRule) != 0 ? -1 : 0});
    }
  }
  ink.rows.back() = ink.runs.size();
}

std::size_t root_of(std::vector<std::size_t>& parent, std::size_t i) {
  while (parent[i] != i) {
    parent[i] = parent[parent[i]];
    i = parent[i];
  }
  return i;
}

void connect(InkMap& ink) {
  std::vector<std::size_t> parent(ink.runs.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  for (std::size_t y = 1; y + 1 < ink.rows.size(); ++y) {
    std::size_t above = ink.rows[y - 1];
    for (std::size_t i = ink.rows[y]; i < ink.rows[y + 1]; ++i) {
      const InkRun& run = ink.runs[i];
      if (run.component < 0) continue;
      while (above < ink.rows[y] && ink.runs[above].x1 < run.x0)
        ++above;
      for (std::size_t k = above; k < ink.rows[y] && ink.runs[k].x0 <= run.x1; ++k) {
        if (ink.runs[k].component < 0) continue;
        parent[root_of(parent, i)] = root_of(parent, k);
      }
    }
  }
  std::vector<int> number(ink.runs.size(), -1);
  for (std::size_t i = 0; i < ink.runs.size(); ++i) {
    InkRun& run = ink.runs[i];
    if (run.component < 0) continue;
    int& component = number[root_of(parent, i)];
    if (component < 0) {
      component = static_cast<int>(ink.components.size());
      ink.components.emplace_back();
    }
    run.component = component;
    Component& whole = ink.components[static_cast<std::size_t>(component)];
    whole.box = united(whole.box, {run.x0, run.y, run.x1 - run.x0, 1});
    whole.pixels += run.x1 - run.x0;
  }
}

}  // namespace

InkMap find_ink(const Page& grey) {
  InkMap ink;
  ink.width = grey.width();
  ink.height = grey.height();
  ink.dpi = grey.dpi();
  ink.threshold = otsu_threshold(grey);
  Mask mask = make_mask(grey, ink.threshold);
  // Both directions look at the whole ink: a marked pixel is still ink to the other.
  ink.horizontal_rules = erase_rules(mask, ink.dpi, Direction::kAcross);
  ink.vertical_rules = erase_rules(mask, ink.dpi, Direction::kDown);
  collect_runs(mask, ink);
  connect(ink);
  return ink;
}

}  // namespace tangthu::ocr
