// Pages that came twice: the very same picture, or another scan of the same paper.
//
// A print is small (2.5 KB), so that the prints of a whole batch can be held where its
// pages can't. It is of the page's content: it never leaves memory.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/page.h"

namespace tangthu::scanner {

inline constexpr int kPrintColumns = 32;
inline constexpr int kPrintRows = 64;

struct PagePrint {
  // Of the pixels as captured. Not cryptographic: it is only ever reported, and whoever
  // makes two pages collide has a report that two pages are equal.
  std::array<std::uint64_t, 2> raster{};
  // How much ink lies where, with the writing's own box as the frame; margins, shifts and
  // resolution don't count. Empty where there is hardly any ink.
  std::vector<std::uint8_t> ink;
};

// `ink`: of the cleaned page, dark on white, upright and straight.
PagePrint print_of(const Page& captured, const Page& ink);

enum class Likeness : std::uint8_t { kSamePicture, kSamePaper };

// 0 … 1: how much the ink lies in the same places; small shifts are allowed for, and a
// page that stands on its head.
double likeness(const PagePrint& a, const PagePrint& b);
// At 0.60, sparse last pages of unlike documents were taken for one another; the same
// paper twice through an office scanner mostly stays above 0.90 (docs/BENCHMARKS.md).
inline constexpr double kSamePaperLikeness = 0.85;

struct Duplicate {
  int page = 0;     // this one
  int earlier = 0;  // is like this one
  Likeness likeness = Likeness::kSamePicture;
};

// Thread rule: one thread. Holds the prints of the last kMostPrints pages.
class DuplicateFinder {
 public:
  static constexpr std::size_t kMostPrints = 5000;

  // The earlier page that is most like this one, if any is like enough. `number` rises.
  std::optional<Duplicate> add(int number, PagePrint print);

 private:
  struct Known {
    int number;
    PagePrint print;
  };
  std::vector<Known> known_;
  std::size_t oldest_ = 0;
};

}  // namespace tangthu::scanner
