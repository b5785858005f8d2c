// Is this picture of the page good enough to keep? Measured on what was captured and on
// what cleaning made of it. A page that fails is kept all the same, and marked: a person
// decides whether it is scanned again.
//
// What can't be measured on a page (no text, too few strokes) is no fault.
// Thread rule: any thread. Time: a few milliseconds for A4 at 300 dpi.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/page.h"
#include "scanner/clean/clean.h"

namespace tangthu::scanner {

enum class QualityKind : std::uint8_t {
  kLowResolution,  // fewer dots an inch than wanted
  kSmallText,      // letters of too few dots, whatever the page says of its resolution
  kBlurred,
  kSkewed,        // after cleaning
  kOverExposed,   // ink washed out, or paper burnt out
  kUnderExposed,  // paper dark
  kCutOff,        // ink runs out of the picture
  kBlank,
};
inline constexpr int kQualityKinds = 8;

struct QualityFault {
  QualityKind kind;
  double measured = 0;
  double limit = 0;
  bool operator==(const QualityFault&) const = default;
};

enum class BlankPages : std::uint8_t { kAllowed, kFault };

// The resolution is Circular 05/2025/TT-BNV's (RULES.md: at least 200 dpi; maps and
// drawings 300). Neither it nor any other rule that we go by has figures for the rest:
// these were chosen on the page maker's pages, docs/BENCHMARKS.md says how.
struct QualityLimits {
  int least_dpi = 200;
  double least_letter_dots = 11;  // height of an x
  double most_blur_mm = 0.30;     // from 10 % to 90 % of a stroke's edge, see edges.h
  double most_skew_degrees = 0.5;
  double palest_ink = 150;  // grey value; 0 is black
  double darkest_paper = 110;
  double palest_ink_on_burnt_paper = 115;  // where nine tenths of the paper are burnt out
  // Share of the strokes' edges that end in pure white. Many scanners whiten paper on
  // purpose, so that a limit below 1 is for those who forbid it.
  double most_burnt_share = 1;
  int most_cut_marks = 6;  // along one side
  BlankPages blank = BlankPages::kAllowed;
};

// The limits that are fractions, by the names that profiles give them, and between what
// each may be set.
struct QualityLimit {
  const char* name;
  double QualityLimits::*value;
  double least;
  double most;
};
inline constexpr std::array<QualityLimit, 7> kQualityLimits = {{
    {"least-letter-dots", &QualityLimits::least_letter_dots, 0, 100},
    {"most-blur-mm", &QualityLimits::most_blur_mm, 0.05, 10},
    {"most-skew-degrees", &QualityLimits::most_skew_degrees, 0.05, 90},
    {"palest-ink", &QualityLimits::palest_ink, 0, 255},
    {"palest-ink-on-burnt-paper", &QualityLimits::palest_ink_on_burnt_paper, 0, 255},
    {"darkest-paper", &QualityLimits::darkest_paper, 0, 255},
    {"most-burnt-share", &QualityLimits::most_burnt_share, 0, 1},
}};

struct QualityMeasures {
  int dpi = 0;              // as the page says
  bool dpi_likely = false;  // the page would be of a size that paper has
  std::optional<double> letter_dots;
  std::optional<double> blur_mm;
  double blur_dots = 0;  // the same in pixels
  std::optional<double> skew_degrees;
  std::optional<double> ink_grey;
  std::optional<double> paper_grey;
  double burnt_share = 0;
  int cut_marks = 0;  // of the worst side
  bool blank = false;
};

QualityMeasures measure_quality(const Page& captured, const CleanedPage& cleaned);
std::vector<QualityFault> judge(const QualityMeasures& measures,
                                const QualityLimits& limits);

// Both: every fault of the page, in the order of QualityKind.
std::vector<QualityFault> inspect(const Page& captured, const CleanedPage& cleaned,
                                  const QualityLimits& limits);

// "low-resolution", "blurred", …: what records and JSON call it. Frozen.
std::string_view quality_code(QualityKind kind);
std::optional<QualityKind> quality_kind(std::string_view code);

}  // namespace tangthu::scanner
