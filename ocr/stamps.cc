#include "ocr/stamps.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "ocr/stamp_frame.h"
#include "ocr/stamp_image.h"
#include "ocr/stamp_incoming.h"
#include "ocr/stamp_reader.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kSealMinMm = 20;
constexpr double kSealMaxMm = 48;
constexpr double kRingCoverage = 0.5;
constexpr double kLineSimilarity = 0.8;
constexpr double kLineStampConfidence = 0.7;
constexpr double kInkSealConfidence = 0.6;
constexpr double kLargestWidthMm = 60;   // of a stamp with one line of words
constexpr double kLargestHeightMm = 30;  // turned ones included
// Stamps stand in the heading; below it are seals and signatures, whose tangle can be
// read as a word with little confidence.
constexpr double kHeadingShare = 0.5;
constexpr double kDoubtShare = 0.42;  // what can't be read is only looked for above
constexpr double kSureConfidence = 0.7;
// Among the text's ink, where a word of the text may be left over, more is asked for.
constexpr double kUnframedConfidence = 0.8;
constexpr double kPrintConfidence = 0.6;  // of a stamp that may be print
constexpr double kWellRead = 0.75;
constexpr double kFrameHeightMm = 6.5;
constexpr double kFrameConfidence = 0.45;  // where ink has a frame's height
constexpr double kDoubtfulConfidence = 0.25;
// Beyond doubt, whatever its size.
constexpr double kClearConfidence = 0.85;
constexpr double kLeastDoubtfulMm = 15;  // wide
constexpr double kIncomingWidthMm = 30;
constexpr double kIncomingHeightMm = 15;
constexpr double kLeastWidthMm = 12;
constexpr double kLeastHeightMm = 6;

double mm(int pixels, const Page& layer) {
  return pixels * 25.4 / layer.dpi();
}

Box shared_part(const Box& a, const Box& b) {
  const int x = std::max(a.x, b.x);
  const int y = std::max(a.y, b.y);
  return {x, y, std::min(a.right(), b.right()) - x, std::min(a.bottom(), b.bottom()) - y};
}

double mean_confidence(const Line& line) {
  PageText page;
  page.lines.push_back(line);
  return page.mean_confidence();
}

bool is_seal(const Stain& stain, const Page& layer) {
  const double width = mm(stain.box.width, layer);
  const double height = mm(stain.box.height, layer);
  return stain.ring_coverage >= kRingCoverage && std::min(width, height) >= kSealMinMm &&
         std::max(width, height) <= kSealMaxMm &&
         std::max(width, height) <= 1.3 * std::min(width, height);
}

bool lies_in(const Rectangle& frame, const Box& box) {
  return frame.x >= box.x && frame.x < box.right() && frame.y >= box.y &&
         frame.y < box.bottom();
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
  return stamp.kind != "secrecy" || stamp.confidence >= kSureConfidence ||
         (in_heading(stamp, layer) && has_stamp_size(stamp.box, layer) &&
          mm(stamp.box.height, layer) >= kLeastHeightMm);
}

// A frame whose words are too faint to read.
Stamp doubtful_stamp(const Box& box) {
  return {doubtful_secrecy(letters_of_frame(box)), "secrecy", kDoubtfulConfidence, 0,
          box};
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

// The frame as a receiver's stamp where it is one, or as what its words are.
std::vector<Stamp> read_frame(const Page& layer, const Rectangle& frame,
                              const std::vector<Line>& lines, Engine& engine,
                              Deadline deadline) {
  if (may_be_incoming(frame, layer.dpi())) {
    if (auto stamp = read_incoming(layer, frame, lines, engine, deadline))
      return {std::move(*stamp)};
  }
  const Box page{0, 0, layer.width(), layer.height()};
  const Stain stain{shared_part(frame.box(), page), true, 0, frame};
  return read_stain(layer, stain, engine, deadline).stamps;
}

// A frame whose one side has faded: what stands there as a stamp belongs to it.
Rectangle with_faded_end(Rectangle frame, const std::vector<Stain>& stains,
                         const Page& layer) {
  for (const Stain& stain : stains) {
    const Box& box = stain.box;
    if (!has_stamp_size(box, layer) || !lies_in(frame, box)) continue;
    const bool wider = box.width > 1.2 * frame.box().width;
    const bool as_high = box.height < 1.4 * frame.box().height;
    if (!wider || !as_high) continue;
    frame.x = box.x + box.width / 2.0;
    frame.width = box.width;
  }
  return frame;
}

// Print that was read well stands where a doubtful stamp is said to.
bool is_print(const Stamp& stamp, const std::vector<Line>& lines) {
  if (stamp.confidence >= kPrintConfidence) return false;
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    const Box shared = shared_part(line.box, stamp.box);
    if (shared.height * 3 < line.box.height || shared.width * 2 < stamp.box.width)
      return false;
    const auto match = match_stamp(line.text);
    return mean_confidence(line) >= kWellRead && (!match || match->kind != "secrecy");
  });
}

// Reads what is framed, and takes it off the layer where it is a stamp.
std::vector<Stamp> take_framed(Page& layer, const std::vector<Stain>& stains,
                               const std::vector<Line>& lines, Engine& engine,
                               Deadline deadline) {
  std::vector<Stamp> stamps;
  for (const Rectangle& found : find_rectangles(layer)) {
    const bool in_seal =
        std::any_of(stains.begin(), stains.end(), [&](const Stain& stain) {
          return is_seal(stain, layer) && lies_in(found, stain.box);
        });
    if (in_seal) continue;
    const Rectangle frame = with_faded_end(found, stains, layer);
    std::vector<Stamp> read = read_frame(layer, frame, lines, engine, deadline);
    std::erase_if(read,
                  [&](const Stamp& stamp) { return !has_stamps_sides(stamp, layer); });
    if (read.empty()) continue;
    erase(layer, frame);
    std::move(read.begin(), read.end(), std::back_inserter(stamps));
  }
  return stamps;
}

// Among the ink of a page without colour: standing words beyond doubt, and frames.
void read_ink_stain(const Page& rest, const Stain& stain, std::vector<Stamp>& stamps,
                    Engine& engine, Deadline deadline) {
  if (!has_stamp_size(stain.box, rest) || stain.box.width < stain.box.height) return;
  if (mm(stain.box.height, rest) < kLeastHeightMm ||
      mm(stain.box.width, rest) < kLeastWidthMm)
    return;
  StainReading reading = read_stain(rest, stain, engine, deadline);
  if (reading.stamps.empty() && stain.framed && has_frame_size(stain.box, rest)) {
    reading.stamps.push_back(doubtful_stamp(stain.box));
    reading.framed = true;
  }
  for (Stamp& stamp : reading.stamps) {
    const bool tall = stamp.kind == "secrecy" && has_frame_size(stain.box, rest);
    const bool clear =
        stamp.confidence >= (tall ? kFrameConfidence : kUnframedConfidence);
    if (is_standing(stamp) && is_believable(stamp, rest) && (clear || reading.framed)) {
      stamps.push_back(std::move(stamp));
    }
  }
}

// The page less what was read as text: stamps, seals and pen strokes, all as if of one
// ink, so that a dark signature does not make a pale stamp look like paper.
Page without_text(Page rest, const Layout& layout, const std::vector<PieceRow>& text) {
  constexpr std::uint8_t kDarkest = 120;
  constexpr int kEdge = 2;
  for (std::uint8_t& value : rest.pixels())
    value = std::max(value, kDarkest);
  std::vector<bool> read(layout.ink.components.size(), false);
  for (const PieceRow& row : text) {
    for (const std::size_t piece : row) {
      for (const int component : layout.pieces.pieces[piece].components)
        read[static_cast<std::size_t>(component)] = true;
    }
  }
  for (const InkRun& run : layout.ink.runs) {
    if (run.component < 0 || !read[static_cast<std::size_t>(run.component)]) continue;
    const int from = std::max(0, run.x0 - kEdge);
    const int to = std::min(rest.width(), run.x1 + kEdge);
    for (int y = std::max(0, run.y - kEdge);
         y <= std::min(rest.height() - 1, run.y + kEdge); ++y) {
      std::fill(rest.row(y) + from, rest.row(y) + to, std::uint8_t{255});
    }
  }
  return rest;
}

}  // namespace

std::vector<Stamp> find_stamps(const Page& layer, const std::vector<Line>& lines,
                               Engine& engine, Deadline deadline) {
  std::vector<Stain> stains = find_stains(layer);
  if (stains.empty()) return {};
  Page rest = layer.clone();
  std::vector<Stamp> stamps = take_framed(rest, stains, lines, engine, deadline);
  std::erase_if(stamps, [&](const Stamp& stamp) { return !is_believable(stamp, rest); });
  if (!stamps.empty()) stains = find_stains(rest);
  for (const Stain& stain : stains) {
    if (is_seal(stain, rest)) {
      stamps.push_back({"", "seal", std::min(1.0, stain.ring_coverage), 0, stain.box});
      continue;
    }
    for (Stamp& stamp : read_stain(rest, stain, engine, deadline).stamps) {
      if (is_believable(stamp, rest) && has_stamps_sides(stamp, rest))
        stamps.push_back(std::move(stamp));
    }
  }
  // Where a scanner's colours lie apart, print has red edges.
  std::erase_if(stamps, [&](const Stamp& stamp) {
    return stamp.kind == "secrecy" && is_print(stamp, lines);
  });
  return stamps;
}

std::vector<Stamp> find_receivers_stamps(Page ink, const Page* blue, const Layout& layout,
                                         const std::vector<PieceRow>& text,
                                         const std::vector<Line>& lines, Engine& engine,
                                         Deadline deadline) {
  Page rest = without_text(std::move(ink), layout, text);
  if (blue != nullptr) {
    const auto from = blue->pixels();
    const auto to = rest.pixels();
    for (std::size_t i = 0; i < to.size(); ++i)
      to[i] = std::min(to[i], from[i]);
  }
  std::vector<Stamp> stamps;
  for (const Rectangle& frame : find_rectangles(rest)) {
    if (!may_be_incoming(frame, rest.dpi())) continue;
    if (auto stamp = read_incoming(rest, frame, lines, engine, deadline))
      stamps.push_back(std::move(*stamp));
  }
  return stamps;
}

std::vector<Stamp> find_stamps_in_ink(Page ink, const Layout& layout,
                                      const std::vector<PieceRow>& text,
                                      const std::vector<Line>& lines, Engine& engine,
                                      Deadline deadline) {
  Page rest = without_text(std::move(ink), layout, text);
  std::vector<Stain> stains = find_stains(rest);
  std::vector<Stamp> stamps = take_framed(rest, stains, lines, engine, deadline);
  std::erase_if(stamps, [&](const Stamp& stamp) {
    return !is_believable(stamp, rest) ||
           !(is_standing(stamp) || stamp.kind == "incoming");
  });
  if (!stamps.empty()) stains = find_stains(rest);
  for (const Stain& stain : stains) {
    if (is_seal(stain, rest)) {
      stamps.push_back({"", "seal", kInkSealConfidence, 0, stain.box});
    } else {
      read_ink_stain(rest, stain, stamps, engine, deadline);
    }
  }
  std::erase_if(stamps, [&](const Stamp& stamp) {
    return stamp.kind == "secrecy" && is_print(stamp, lines);
  });
  return stamps;
}

std::optional<Stamp> stamp_in_line(const Line& line) {
  const std::u32string points = to_code_points(line.text);
  const std::u32string lower = to_code_points(to_lower(line.text));
  int letters = 0;
  int capitals = 0;
  for (std::size_t i = 0; i < points.size() && i < lower.size(); ++i) {
    letters += is_letter(points[i]) ? 1 : 0;
    capitals += points[i] != lower[i] ? 1 : 0;
  }
  if (letters < 3 || capitals * 5 < letters * 4) return std::nullopt;
  const auto match = match_stamp(line.text);
  if (!match || match->similarity < kLineSimilarity) return std::nullopt;
  if (match->kind != "secrecy" && match->kind != "declassified" &&
      match->kind != "urgency") {
    return std::nullopt;
  }
  return Stamp{match->text, match->kind, kLineStampConfidence * match->similarity, 0,
               line.box};
}

bool may_be_stamp(const Line& line) {
  constexpr int kMostLetters = 14;
  const std::u32string points = to_code_points(line.text);
  const auto letters = std::count_if(points.begin(), points.end(), is_letter);
  if (points.empty() || letters > kMostLetters) return false;
  if (line.text.find('/') != std::string::npos) return false;
  constexpr std::u32string_view kFrameSigns = U"|[]{}()_\u2014\u00a6\u0191!";
  const auto is_frame_sign = [&](char32_t c) {
    return kFrameSigns.find(c) != std::u32string_view::npos;
  };
  return is_frame_sign(points.front()) || is_frame_sign(points.back()) ||
         match_stamp(line.text).has_value();
}

}  // namespace tangthu::ocr
