#include "archive/spread_findings.h"

#include <bit>

namespace tangthu::archive {
namespace {

using scanner::CodeKind;
using scanner::FirstPage;
using scanner::PagePrint;

scanner::PageSigns joined(const scanner::PageSigns& left,
                          const scanner::PageSigns& right) {
  scanner::PageSigns out;
  const bool code =
      left.code.kind != CodeKind::kForeign || right.code.kind != CodeKind::kForeign;
  if (code) out.code.kind = CodeKind::kDamaged;
  out.blank = left.blank && right.blank;
  out.first_page = left.first_page;
  if (left.first_page == FirstPage::kNo && right.first_page != FirstPage::kNo)
    out.first_page = FirstPage::kDoubtful;
  return out;
}

// The same for the same pair of pages only.
PagePrint joined(const PagePrint& left, const PagePrint& right) {
  constexpr int kTurn = 17;
  PagePrint out = left;
  for (std::size_t i = 0; i < out.raster.size(); ++i)
    out.raster[i] ^= std::rotl(right.raster[i], kTurn);
  if (left.ink.empty()) out.ink = right.ink;
  if (left.ink.size() != right.ink.size()) return out;
  for (std::size_t i = 0; i < out.ink.size(); ++i)
    out.ink[i] = static_cast<std::uint8_t>((left.ink[i] + right.ink[i]) / 2);
  return out;
}

}  // namespace

PageFindings findings_of(const ReadDocument& capture) {
  PageFindings out = capture.pages.front().found.value_or(PageFindings());
  if (capture.pages.size() == 1) return out;
  const PageFindings right = capture.pages.back().found.value_or(PageFindings());
  return {joined(out.signs, right.signs), joined(out.print, right.print)};
}

}  // namespace tangthu::archive
