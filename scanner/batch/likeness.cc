#include "scanner/batch/likeness.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace tangthu::scanner {
namespace {

constexpr int kDark = 128;          // grey below it is ink
constexpr double kTrim = 0.004;     // of the ink may lie outside the frame, each side
constexpr double kLeastInk = 4e-4;  // of the page: less is no picture to compare
constexpr int kMostShift = 1;       // cells
constexpr auto kCells = static_cast<std::size_t>(kPrintColumns) * kPrintRows;

std::size_t cell(int column, int row) {
  return static_cast<std::size_t>(row) * kPrintColumns + static_cast<std::size_t>(column);
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word, std::uint64_t factor) {
  return std::rotl((hash ^ word) * factor, 29);
}

std::array<std::uint64_t, 2> raster_hash(const Page& page) {
  constexpr std::uint64_t kOne = 0x9E37'79B9'7F4A'7C15U;
  constexpr std::uint64_t kOther = 0xC2B2'AE3D'27D4'EB4FU;
  const std::span<const std::uint8_t> pixels = page.pixels();
  std::array<std::uint64_t, 2> hash{};
  const auto add = [&](std::uint64_t word) {
    hash = {mixed(hash[0], word, kOne), mixed(hash[1], word, kOther)};
  };
  add(static_cast<std::uint64_t>(page.width()) << 32 |
      static_cast<std::uint64_t>(page.channels()));
  for (std::size_t at = 0; at < pixels.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, pixels.data() + at, std::min(sizeof word, pixels.size() - at));
    add(word);
  }
  return hash;
}

// Ink by row and by column.
struct Profiles {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> columns;
  std::uint64_t total = 0;
};

Profiles profiles_of(const Page& ink) {
  Profiles out{std::vector<std::uint32_t>(static_cast<std::size_t>(ink.height())),
               std::vector<std::uint32_t>(static_cast<std::size_t>(ink.width())), 0};
  for (int y = 0; y < ink.height(); ++y) {
    const std::uint8_t* row = ink.row(y);
    std::uint32_t sum = 0;
    for (int x = 0; x < ink.width(); ++x) {
      const std::uint32_t dark = row[x] < kDark ? 1 : 0;
      sum += dark;
      out.columns[static_cast<std::size_t>(x)] += dark;
    }
    out.rows[static_cast<std::size_t>(y)] = sum;
    out.total += sum;
  }
  return out;
}

struct Span {
  int begin;
  int end;
};

// Where the ink lies, but for a little at both ends: dust must not move the frame.
Span frame_of(const std::vector<std::uint32_t>& profile, std::uint64_t total) {
  const auto spare = static_cast<std::uint64_t>(kTrim * static_cast<double>(total));
  std::size_t begin = 0;
  std::size_t end = profile.size();
  for (std::uint64_t left = 0; begin < end; ++begin) {
    left += profile[begin];
    if (left > spare) break;
  }
  for (std::uint64_t left = 0; end > begin + 1; --end) {
    left += profile[end - 1];
    if (left > spare) break;
  }
  return {static_cast<int>(begin), static_cast<int>(end)};
}

std::vector<std::uint8_t> ink_cells(const Page& ink) {
  const Profiles profiles = profiles_of(ink);
  const double area = 1.0 * ink.width() * ink.height();
  if (static_cast<double>(profiles.total) < kLeastInk * area) return {};
  const Span across = frame_of(profiles.columns, profiles.total);
  const Span down = frame_of(profiles.rows, profiles.total);
  const int width = across.end - across.begin;
  const int height = down.end - down.begin;
  if (width < kPrintColumns || height < kPrintRows) return {};

  std::vector<std::uint32_t> sums(kCells);
  for (int y = down.begin; y < down.end; ++y) {
    const int cell_row = static_cast<int>(1LL * (y - down.begin) * kPrintRows / height);
    for (int x = across.begin; x < across.end; ++x) {
      if (ink.row(y)[x] >= kDark) continue;
      const int column =
          static_cast<int>(1LL * (x - across.begin) * kPrintColumns / width);
      ++sums[cell(column, cell_row)];
    }
  }
  // A third of ink in a cell is full: a heavy rule or a photograph must not outweigh
  // text.
  const double full = std::max(1.0, width * height / 3.0 / (kPrintColumns * kPrintRows));
  std::vector<std::uint8_t> cells(sums.size());
  std::transform(sums.begin(), sums.end(), cells.begin(), [full](std::uint32_t sum) {
    return static_cast<std::uint8_t>(std::min(255.0, 255.0 * sum / full));
  });
  return cells;
}

// Pearson's correlation of the cells that both have when b is shifted.
double correlation(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b,
                   int right, int down) {
  long long n = 0, sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  for (int y = std::max(0, down); y < std::min(kPrintRows, kPrintRows + down); ++y) {
    const int from = std::max(0, right);
    const int to = std::min(kPrintColumns, kPrintColumns + right);
    for (int x = from; x < to; ++x) {
      const int va = a[cell(x, y)];
      const int vb = b[cell(x - right, y - down)];
      ++n;
      sum_a += va;
      sum_b += vb;
      aa += 1LL * va * va;
      bb += 1LL * vb * vb;
      ab += 1LL * va * vb;
    }
  }
  const auto spread = [n](long long sum, long long squares) {
    return static_cast<double>(n * squares - sum * sum);
  };
  const double scale = std::sqrt(spread(sum_a, aa) * spread(sum_b, bb));
  return scale <= 0 ? 0 : static_cast<double>(n * ab - sum_a * sum_b) / scale;
}

}  // namespace

PagePrint print_of(const Page& captured, const Page& ink) {
  return {raster_hash(captured), ink_cells(ink)};
}

double likeness(const PagePrint& a, const PagePrint& b) {
  if (a.ink.empty() || b.ink.empty()) return 0;
  const std::vector<std::uint8_t> on_its_head(b.ink.rbegin(), b.ink.rend());
  double best = 0;
  for (int down = -kMostShift; down <= kMostShift; ++down) {
    for (int right = -kMostShift; right <= kMostShift; ++right) {
      best = std::max({best, correlation(a.ink, b.ink, right, down),
                       correlation(a.ink, on_its_head, right, down)});
    }
  }
  return best;
}

std::optional<Duplicate> DuplicateFinder::add(int number, PagePrint print) {
  std::optional<Duplicate> found;
  double best = kSamePaperLikeness;
  for (const Known& known : known_) {
    if (known.print.raster == print.raster) {
      found = Duplicate{number, known.number, Likeness::kSamePicture};
      break;
    }
    const double like = likeness(known.print, print);
    if (like < best) continue;
    best = like;
    found = Duplicate{number, known.number, Likeness::kSamePaper};
  }
  if (known_.size() < kMostPrints) {
    known_.push_back({number, std::move(print)});
  } else {
    known_[oldest_] = {number, std::move(print)};
    oldest_ = (oldest_ + 1) % kMostPrints;
  }
  return found;
}

}  // namespace tangthu::scanner
