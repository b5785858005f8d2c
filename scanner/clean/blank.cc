// Blank: nothing but dust, holes and what shines through. When in doubt a page isn't: a
// blank page that is kept costs a glance, a lost page costs a record.
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kLeastContrast = 0.2;  // below it, ink of the other side
constexpr double kStrongShare = 0.0003;
constexpr double kStrokeMm = 8;  // a signature, a line, a figure

}  // namespace

bool is_blank(const InkLeft& left, const Levels& levels, bool has_red) {
  if (has_red) return false;
  if (levels.contrast < kLeastContrast && levels.strong < kStrongShare) return true;
  return left.marks < 2 && left.tallest_mm < kStrokeMm;
}

}  // namespace tangthu::scanner
