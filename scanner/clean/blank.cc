// Blank: nothing but dust, holes and what shines through. When in doubt a page isn't: a
// blank page that is kept costs a glance, a lost page costs a record.
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kLeastContrast = 0.2;  // below it, ink of the other side
constexpr double kStrongShare = 0.0003;
constexpr double kStrokeMm = 8;  // a signature, a line, a figure
// A page with one short line has little contrast too, by its share of ink: what stands on
// it as marks tells. Shine-through leaves fewer than these, and no long stroke.
constexpr int kMostPaleMarks = 3;
constexpr double kPaleStrokeMm = 15;

}  // namespace

bool is_blank(const InkLeft& left, const Levels& levels, bool has_red) {
  if (has_red) return false;
  if (left.marks < 2 && left.tallest_mm < kStrokeMm) return true;
  return levels.contrast < kLeastContrast && levels.strong < kStrongShare &&
         left.marks <= kMostPaleMarks && left.tallest_mm < kPaleStrokeMm;
}

}  // namespace tangthu::scanner
