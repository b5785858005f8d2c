#include "ocr/stamps.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "ocr/framed_stamps.h"
#include "ocr/stamp_frame.h"
#include "ocr/stamp_image.h"
#include "ocr/stamp_incoming.h"
#include "ocr/stamp_reader.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamp_sizes.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kLineSimilarity = 0.8;
constexpr double kLineStampConfidence = 0.7;
constexpr double kInkSealConfidence = 0.6;
// Among the text's ink, where a word of the text may be left over, more is asked for.
constexpr double kUnframedConfidence = 0.8;
constexpr double kTallConfidence = 0.62;  // of what is as high as a stamp
constexpr double kPrintConfidence = 0.6;  // of a stamp that may be print
constexpr double kWellRead = 0.75;
constexpr double kDoubtfulConfidence = 0.25;
constexpr double kLeastWidthMm = 12;
constexpr double kLeastHeightMm = 6;

// A frame whose words are too faint to read.
Stamp doubtful_stamp(const Box& box, const Page& layer) {
  const int letters = letters_of_stain(mm(box.width, layer), mm(box.height, layer));
  return {doubtful_secrecy(letters), "secrecy", kDoubtfulConfidence, 0, box};
}

// Of what no lines surround a part may be all that was found: in doubt it is the most.
void raise_unframed(Stamp& stamp) {
  if (is_doubt(stamp)) stamp.text = "TUYỆT MẬT";
}

// Print that was read well stands where a doubtful stamp is said to.
bool is_print(const Stamp& stamp, const std::vector<Line>& lines,
              const std::vector<Box>& frames) {
  if (stamp.confidence >= kPrintConfidence) return false;
  const bool has_frame = std::any_of(frames.begin(), frames.end(), [&](const Box& frame) {
    const Box shared = shared_part(frame, stamp.box);
    return shared.width * 2 > frame.width && shared.height * 2 > frame.height;
  });
  if (has_frame) return false;  // across print
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    const Box shared = shared_part(line.box, stamp.box);
    if (shared.height * 3 < line.box.height || shared.width * 2 < stamp.box.width)
      return false;
    const auto match = match_stamp(line.text);
    return mean_confidence(line.words) >= kWellRead &&
           (!match || match->kind != "secrecy");
  });
}

// A level stands in the heading: not behind whole lines of the body.
bool is_behind_body(const Box& frame, const std::vector<Line>& lines, int page_width) {
  constexpr double kWholeLine = 0.55;  // of the page's width
  constexpr std::size_t kFewestWords = 9;
  constexpr double kWellRead = 0.9;
  constexpr std::ptrdiff_t kMostAbove = 2;  // a subject may have so many
  return std::count_if(lines.begin(), lines.end(), [&](const Line& line) {
           return line.box.bottom() < frame.y &&
                  line.box.width > kWholeLine * page_width &&
                  line.words.size() >= kFewestWords &&
                  mean_confidence(line.words) >= kWellRead;
         }) > kMostAbove;
}

// Levels that nothing but a frame speaks for, where it is print or stands too low.
void drop_print(std::vector<Stamp>& stamps, const std::vector<Line>& lines,
                const std::vector<Box>& frames, const Page& layer) {
  std::erase_if(stamps, [&](const Stamp& stamp) {
    return stamp.kind == "secrecy" &&
           (is_print(stamp, lines, frames) ||
            (is_doubt(stamp) && is_behind_body(stamp.box, lines, layer.width())));
  });
}

void add_unframed_incoming(const std::vector<Line>& lines, const Page& layer,
                           std::vector<Stamp>& stamps) {
  const bool known = std::any_of(stamps.begin(), stamps.end(), [](const Stamp& stamp) {
    return stamp.kind == "incoming";
  });
  if (known) return;
  if (auto stamp = incoming_in_lines(lines, layer.height(), layer.dpi()))
    stamps.push_back(std::move(*stamp));
}

// Ink lies along the edges of a stain: of a frame that could not be found by its lines,
// or of dirt.
bool may_be_framed(const Stain& stain, const Page& layer) {
  constexpr double kLeastShape = 1.7;   // of MẬT, which leans
  constexpr double kMarginShare = 0.1;  // where the sheet's own edges are seen
  const Box& box = stain.box;
  return stain.framed && has_frame_size(box, layer) && stands_on_left(box, layer) &&
         box.width >= kLeastShape * box.height &&
         box.x + box.width / 2.0 >= kMarginShare * layer.width();
}

// Among the ink of a page without colour: standing words beyond doubt, and frames.
void read_ink_stain(const Page& rest, const Stain& stain, std::vector<Stamp>& stamps,
                    Engine& engine, Deadline deadline) {
  if (!has_stamp_size(stain.box, rest) || !may_be_words(stain, rest)) return;
  if (mm(stain.box.height, rest) < kLeastHeightMm ||
      mm(stain.box.width, rest) < kLeastWidthMm)
    return;
  StainReading reading = read_stain(rest, stain, engine, deadline);
  if (reading.stamps.empty() && may_be_framed(stain, rest)) {
    reading.stamps.push_back(doubtful_stamp(stain.box, rest));
    reading.framed = true;
  }
  for (Stamp& stamp : reading.stamps) {
    raise_unframed(stamp);
    const bool tall = stamp.kind == "secrecy" && has_frame_size(stain.box, rest);
    const bool clear = stamp.confidence >= (tall ? kTallConfidence : kUnframedConfidence);
    if (is_standing(stamp) && is_believable(stamp, rest) && (clear || reading.framed)) {
      stamps.push_back(std::move(stamp));
    }
  }
}

// The page less what was read as text: stamps, seals and pen strokes, all as if of one
// ink, so that a dark signature does not make a pale stamp look like paper.
Page without_text(Page rest, const Layout& layout, const std::vector<PieceRow>& text) {
  constexpr std::uint8_t kDarkest = 120;
  constexpr int kEdge = 3;
  constexpr double kHighestTextMm = 7.5;
  constexpr double kLongestStrokeMm = 6;  // of a letter
  const int highest = static_cast<int>(kHighestTextMm * rest.dpi() / 25.4);
  for (std::uint8_t& value : rest.pixels())
    value = std::max(value, kDarkest);
  const int longest = static_cast<int>(kLongestStrokeMm * rest.dpi() / 25.4);
  std::vector<bool> lines(layout.ink.components.size(), false);
  for (const InkRun& run : layout.ink.runs) {
    if (run.component >= 0 && run.x1 - run.x0 > longest)
      lines[static_cast<std::size_t>(run.component)] = true;
  }
  std::vector<bool> read(layout.ink.components.size(), false);
  for (const PieceRow& row : text) {
    for (const std::size_t piece : row) {
      for (const int component : layout.pieces.pieces[piece].components) {
        const auto at = static_cast<std::size_t>(component);
        // Print that touches a frame stays, for the frame's sake.
        read[at] = layout.ink.components[at].box.height < highest && !lines[at];
      }
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
  FrameSearch search{nullptr, lines, engine, deadline};
  std::vector<Stamp> stamps = take_framed(rest, stains, search);
  std::erase_if(stamps, [&](const Stamp& stamp) { return !is_believable(stamp, rest); });
  if (!stamps.empty()) stains = find_stains(rest);
  for (const Stain& stain : stains) {
    if (is_seal(stain, rest)) {
      stamps.push_back({"", "seal", std::min(1.0, stain.ring_coverage), 0, stain.box});
      continue;
    }
    if (!may_be_words(stain, rest)) continue;
    for (Stamp& stamp : read_stain(rest, stain, engine, deadline).stamps) {
      raise_unframed(stamp);
      if (is_believable(stamp, rest) && has_stamps_sides(stamp, rest) &&
          (!is_doubt(stamp) || stands_on_left(stamp.box, rest)))
        stamps.push_back(std::move(stamp));
    }
  }
  // Where a scanner's colours lie apart, print has red edges, and looks like broken
  // frames.
  const std::vector<Box> clear_frames = search.clear_frames;
  for (Stamp& stamp : read_broken(rest, stamps, search))
    stamps.push_back(std::move(stamp));
  drop_print(stamps, lines, clear_frames, layer);
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
  for (const Rectangle& frame : find_rectangles(rest, Lines::kLarge)) {
    if (!may_be_incoming(frame, rest.dpi())) continue;
    if (auto stamp = read_incoming(rest, frame, lines, engine, deadline))
      stamps.push_back(std::move(*stamp));
  }
  if (stamps.empty()) add_unframed_incoming(lines, rest, stamps);
  return stamps;
}

std::vector<Stamp> find_stamps_in_ink(Page ink, const Layout& layout,
                                      const std::vector<PieceRow>& text,
                                      const std::vector<Line>& lines, Engine& engine,
                                      Deadline deadline) {
  const Page whole = ink.clone();
  Page rest = without_text(std::move(ink), layout, text);
  std::vector<Stain> stains = find_stains(rest);
  FrameSearch search{&whole, lines, engine, deadline};
  std::vector<Stamp> stamps = take_framed(rest, stains, search);
  if (!stamps.empty()) stains = find_stains(rest);
  std::erase_if(stamps, [&](const Stamp& stamp) {
    return !is_believable(stamp, rest) ||
           !(is_standing(stamp) || stamp.kind == "incoming" || stamp.kind == "copy");
  });
  for (const Stain& stain : stains) {
    if (is_seal(stain, rest)) {
      stamps.push_back({"", "seal", kInkSealConfidence, 0, stain.box});
    } else {
      read_ink_stain(rest, stain, stamps, engine, deadline);
    }
  }
  add_unframed_incoming(lines, rest, stamps);
  for (Stamp& stamp : read_broken(rest, stamps, search))
    stamps.push_back(std::move(stamp));
  drop_print(stamps, lines, search.clear_frames, whole);
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
