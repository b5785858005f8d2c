#include "scanner/quality/quality.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/quality/cut.h"
#include "scanner/quality/edges.h"
#include "scanner/quality/tilt.h"

namespace tangthu::scanner {
namespace {

constexpr double kMmAnInch = 25.4;
// The long side of paper: A6 to A1. A photograph's tag makes posters of pages.
constexpr double kLeastLongMm = 140;
constexpr double kMostLongMm = 900;
constexpr double kBurntOut = 0.9;
// No edge is sharper than its pixels: a coarse page is not a blurred one.
constexpr double kSharpDots = 2.0;

// In the order of QualityKind.
constexpr std::array<std::string_view, kQualityKinds> kCodes = {
    "low-resolution", "small-text",    "blurred", "skewed",
    "over-exposed",   "under-exposed", "cut-off", "blank"};

class Judge {
 public:
  void at_least(QualityKind kind, std::optional<double> measured, double limit) {
    if (measured && *measured < limit) faults_.push_back({kind, *measured, limit});
  }
  void at_most(QualityKind kind, std::optional<double> measured, double limit) {
    if (measured && *measured > limit) faults_.push_back({kind, *measured, limit});
  }
  bool has(QualityKind kind) const {
    return std::any_of(faults_.begin(), faults_.end(),
                       [&](const QualityFault& fault) { return fault.kind == kind; });
  }
  std::vector<QualityFault> take() { return std::move(faults_); }

 private:
  std::vector<QualityFault> faults_;
};

}  // namespace

QualityMeasures measure_quality(const Page& captured, const CleanedPage& cleaned) {
  QualityMeasures out;
  out.dpi = captured.dpi();
  const double long_mm =
      std::max(captured.width(), captured.height()) * kMmAnInch / captured.dpi();
  out.dpi_likely = long_mm >= kLeastLongMm && long_mm <= kMostLongMm;
  out.blank = cleaned.blank;
  if (cleaned.blank) return out;
  if (cleaned.x_height > 0) out.letter_dots = cleaned.x_height;
  const Edges edges = measure_edges(captured);
  if (edges.count >= kLeastEdges) {
    out.blur_dots = edges.width_px;
    out.blur_mm = edges.width_px * kMmAnInch / captured.dpi();
    out.ink_grey = edges.ink;
    out.paper_grey = edges.paper;
    out.burnt_share = edges.burnt;
    out.cut_marks = count_cut_marks(captured, (edges.ink + edges.paper) / 2);
  }
  out.skew_degrees = measure_tilt(cleaned.ink);
  return out;
}

std::vector<QualityFault> judge(const QualityMeasures& measures,
                                const QualityLimits& limits) {
  Judge judge;
  if (measures.dpi_likely) {
    judge.at_least(QualityKind::kLowResolution, measures.dpi, limits.least_dpi);
  }
  judge.at_least(QualityKind::kSmallText, measures.letter_dots, limits.least_letter_dots);
  if (measures.blur_dots > kSharpDots) {
    judge.at_most(QualityKind::kBlurred, measures.blur_mm, limits.most_blur_mm);
  }
  if (measures.skew_degrees) {
    judge.at_most(QualityKind::kSkewed, std::abs(*measures.skew_degrees),
                  limits.most_skew_degrees);
  }
  const double palest =
      measures.burnt_share >= kBurntOut
          ? std::min(limits.palest_ink, limits.palest_ink_on_burnt_paper)
          : limits.palest_ink;
  judge.at_most(QualityKind::kOverExposed, measures.ink_grey, palest);
  if (!judge.has(QualityKind::kOverExposed)) {
    judge.at_most(QualityKind::kOverExposed, measures.burnt_share,
                  limits.most_burnt_share);
  }
  judge.at_least(QualityKind::kUnderExposed, measures.paper_grey, limits.darkest_paper);
  judge.at_most(QualityKind::kCutOff, measures.cut_marks, limits.most_cut_marks);
  if (measures.blank && limits.blank == BlankPages::kFault) {
    judge.at_most(QualityKind::kBlank, 1, 0);
  }
  return judge.take();
}

std::vector<QualityFault> inspect(const Page& captured, const CleanedPage& cleaned,
                                  const QualityLimits& limits) {
  return judge(measure_quality(captured, cleaned), limits);
}

std::string_view quality_code(QualityKind kind) {
  return kCodes.at(static_cast<std::size_t>(kind));
}

std::optional<QualityKind> quality_kind(std::string_view code) {
  const auto found = std::find(kCodes.begin(), kCodes.end(), code);
  if (found == kCodes.end()) return std::nullopt;
  return static_cast<QualityKind>(found - kCodes.begin());
}

}  // namespace tangthu::scanner
