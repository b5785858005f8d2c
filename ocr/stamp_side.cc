#include "ocr/stamp_side.h"

#include <algorithm>

namespace tangthu::ocr {
namespace {

// Some part as long as the shortest frame has so much of a broken long side.
constexpr double kDensestPart = 0.25;
// Between a frame and its words there is paper.
constexpr double kCloseByMm = 1.05;
constexpr double kTraceClear = 0.6;  // of the ink on the line
constexpr double kBesideMm = 1.4;
constexpr double kClear = 0.5;  // of the ink on the line
constexpr std::size_t kMostLines = 400;

// Of a broken line, with less of it to go by, also what lies close by.
bool is_trace(const BitLines& ink, const Stretch& part) {
  const int inked = ink.count(part.line, part.from, part.to);
  const int close_by = cells_of(kCloseByMm);
  const int fullest = std::max(ink.count(part.line - close_by, part.from, part.to),
                               ink.count(part.line + close_by, part.from, part.to));
  return fullest <= kTraceClear * inked &&
         stands_out(ink, part.line, part.from, part.to, inked);
}

}  // namespace

bool stands_out(const BitLines& ink, int line, int from, int to, int inked) {
  const int beside = cells_of(kBesideMm);
  const int clearest =
      std::min(ink.count(line - beside, from, to), ink.count(line + beside, from, to));
  return clearest <= kClear * inked;
}

std::vector<Stretch> find_stretches(const BitLines& ink, int least,
                                    const FrameSides& sides) {
  std::vector<Stretch> found;
  const int gap = cells_of(sides.gap_mm);
  for (int line = 0; line < ink.lines() && found.size() < kMostLines; ++line) {
    if (ink.count(line, 0, ink.along()) * 2 < least) continue;
    Stretch now{line, 0, -gap};
    int inked = 0;
    const auto close = [&] {
      const int length = now.to - now.from;
      if (length >= least && inked >= sides.side * length &&
          stands_out(ink, line, now.from, now.to, inked)) {
        found.push_back(now);
      }
    };
    ink.for_each(line, [&](int place) {
      if (place - now.to > gap) {
        close();
        now.from = place;
        inked = 0;
      }
      now.to = place + 1;
      ++inked;
    });
    close();
  }
  return found;
}

std::vector<Stretch> find_traces(const BitLines& ink, int window) {
  const auto least = static_cast<std::size_t>(kDensestPart * window);
  std::vector<Stretch> traces;
  std::vector<int> places;
  for (int line = 0; line < ink.lines(); ++line) {
    places.clear();
    ink.for_each(line, [&](int place) { places.push_back(place); });
    Stretch now{line, 0, -1};
    const auto close = [&] {
      if (now.to > now.from && is_trace(ink, now)) traces.push_back(now);
    };
    // Windows that hold so many places begin from the first to the last of these.
    for (std::size_t i = 0; i + least <= places.size(); ++i) {
      const int first = std::max(0, places[i + least - 1] - window + 1);
      const int last = std::min(places[i], ink.along() - window);
      if (first > last) continue;
      if (first > now.to) {
        close();
        now.from = first;
      }
      now.to = std::max(now.to, last + window);
    }
    close();
  }
  return traces;
}

}  // namespace tangthu::ocr
