#include "ocr/stamp_sizes.h"

#include <algorithm>

namespace tangthu::ocr {
namespace {

constexpr double kSealMinMm = 20;
constexpr double kSealMaxMm = 48;
constexpr double kSquareShape = 1.3;  // width by height
constexpr double kRingCoverage = 0.5;
constexpr double kLargestWidthMm = 60;   // of a stamp with one line of words
constexpr double kLargestHeightMm = 30;  // turned ones included
// Stamps stand in the heading; below it are seals and signatures, whose tangle can be
// read as a word with little confidence.
constexpr double kHeadingShare = 0.5;
constexpr double kDoubtShare = 0.42;  // what can't be read is only looked for above
constexpr double kFrameHeightMm = 6.5;
constexpr double kFrameConfidence = 0.45;  // where ink has a frame's height
// Beyond doubt, whatever its size.
constexpr double kClearConfidence = 0.85;
constexpr double kLeastDoubtfulMm = 15;  // wide
constexpr double kIncomingWidthMm = 30;
constexpr double kIncomingHeightMm = 15;
constexpr double kIncomingMostMm = 85;
constexpr double kLeastWidthMm = 12;
constexpr double kLeastWordsWidthMm = 7;
constexpr double kLeastWordsHeightMm = 3;
constexpr double kLowShare = 0.55;
constexpr double kLeastHeightMm = 6;

}  // namespace

double mm(int pixels, const Page& layer) {
  return pixels * 25.4 / layer.dpi();
}

Box shared_part(const Box& a, const Box& b) {
  const int x = std::max(a.x, b.x);
  const int y = std::max(a.y, b.y);
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

bool is_seal(const Stain& stain, const Page& layer) {
  const double width = mm(stain.box.width, layer);
  const double height = mm(stain.box.height, layer);
  return stain.ring_coverage >= kRingCoverage && std::min(width, height) >= kSealMinMm &&
         std::max(width, height) <= kSealMaxMm &&
         std::max(width, height) <= kSquareShape * std::min(width, height);
}

bool has_stamp_size(const Box& box, const Page& layer) {
  return mm(box.width, layer) <= kLargestWidthMm &&
         mm(box.height, layer) <= kLargestHeightMm;
}

bool has_frame_size(const Box& box, const Page& layer) {
  return mm(box.height, layer) >= kFrameHeightMm && has_stamp_size(box, layer);
}

bool in_heading(const Stamp& stamp, const Page& layer) {
  const double share = stamp.confidence < kFrameConfidence ? kDoubtShare : kHeadingShare;
  return stamp.box.y + stamp.box.height / 2.0 < share * layer.height();
}

// Doubt raises a page where stamps stand, and in their size, only.
bool is_believable(const Stamp& stamp, const Page& layer) {
  return stamp.kind != "secrecy" || stamp.confidence >= kClearConfidence ||
         (in_heading(stamp, layer) && has_stamp_size(stamp.box, layer) &&
          mm(stamp.box.height, layer) >= kLeastHeightMm);
}

bool stands_on_left(const Box& box, const Page& layer) {
  constexpr double kLevelsPlace = 0.5;
  return box.x + box.width / 2.0 <= kLevelsPlace * layer.width();
}

bool is_standing(const Stamp& stamp) {
  return stamp.kind == "secrecy" || stamp.kind == "declassified" ||
         stamp.kind == "urgency";
}

// Without a frame around it: a scrap of print or of a pen has another size.
bool has_stamps_sides(const Stamp& stamp, const Page& layer) {
  if (stamp.confidence >= kClearConfidence && stamp.kind != "incoming") return true;
  const double width = mm(stamp.box.width, layer);
  const double height = mm(stamp.box.height, layer);
  if (stamp.kind == "incoming")
    return width >= kIncomingWidthMm && height >= kIncomingHeightMm;
  if (stamp.kind == "secrecy" && stamp.confidence < kFrameConfidence)
    return width >= kLeastDoubtfulMm && height >= kFrameHeightMm;
  return width >= kLeastWidthMm && height >= kLeastHeightMm;
}

// What has no stamp's sides is a pen's stroke, a part of a seal or dirt. Low down on the
// page nothing but a frame makes words a stamp.
bool may_be_words(const Stain& stain, const Page& layer) {
  const double width = mm(stain.box.width, layer);
  const double height = mm(stain.box.height, layer);
  if (width < kLeastWordsWidthMm || height < kLeastWordsHeightMm || height > width)
    return false;
  if (stain.box.y > kLowShare * layer.height() && !stain.framed) return false;
  if (has_stamp_size(stain.box, layer))
    return height < kSealMinMm || width > kSquareShape * height;
  return width <= kIncomingMostMm && height <= kIncomingMostMm &&
         width >= kIncomingWidthMm && height >= kIncomingHeightMm;
}

bool is_doubt(const Stamp& stamp) {
  return stamp.kind == "secrecy" && stamp.confidence < kFrameConfidence;
}

}  // namespace tangthu::ocr
