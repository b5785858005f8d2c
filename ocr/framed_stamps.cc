#include "ocr/framed_stamps.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ocr/fields_match.h"
#include "ocr/stamp_incoming.h"
#include "ocr/stamp_reader.h"
#include "ocr/stamp_rectangle.h"
#include "ocr/stamp_sizes.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kLargestWidthMm = 60;  // of a stamp with one line of words
constexpr double kSureConfidence = 0.7;
constexpr double kUnreadConfidence = 0.25;
constexpr double kFrameConfidence = 0.45;  // where ink has a frame's height
constexpr std::size_t kMostBroken = 4;
constexpr double kReadConfidence = 0.6;
// Of frames with one line of words, by law 8 mm high.
constexpr double kLeastLawMm = 6.5;
constexpr double kMostLawMm = 12;
constexpr double kDoubtfulCoverage = 0.45;  // of a broken frame around what can't be read

// The words of a line that stand in the frame, as a key; empty where they are in doubt.
std::string words_within(const Line& line, const Box& frame) {
  constexpr double kWellRead = 0.9;
  std::vector<Word> inside;
  for (const Word& word : line.words) {
    if (frame.contains(word.box.x + word.box.width / 2.0,
                       word.box.y + word.box.height / 2.0))
      inside.push_back(word);
  }
  return mean_confidence(inside) >= kWellRead ? match_key(joined_words(inside))
                                              : std::string();
}

// What the frame's words were read as is what the line says there: they are print.
bool reads_as_print(const std::vector<std::string>& texts, const Box& frame,
                    const std::vector<Line>& lines) {
  constexpr std::size_t kFewestLetters = 6;
  constexpr double kAlike = 0.7;
  return std::any_of(lines.begin(), lines.end(), [&](const Line& line) {
    const std::string key = words_within(line, frame);
    return key.size() >= kFewestLetters &&
           std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
             return similarity(match_key(text), key) >= kAlike;
           });
  });
}

// What was read, without a level that nothing but the frame speaks for where print makes
// the frame.
std::vector<Stamp> without_print(StainReading reading, const Box& frame,
                                 FrameSearch& search) {
  if (reads_as_print(reading.texts, frame, search.lines)) {
    std::erase_if(reading.stamps, is_doubt);
    search.print.push_back(frame);
  }
  return std::move(reading.stamps);
}

// The frame as a receiver's stamp where it is one, or as what its words are.
std::vector<Stamp> read_frame(const Page& layer, const Rectangle& frame,
                              FrameSearch& search) {
  if (may_be_incoming(frame, layer.dpi())) {
    if (auto stamp =
            read_incoming(layer, frame, search.lines, search.engine, search.deadline))
      return {std::move(*stamp)};
  }
  const Box page{0, 0, layer.width(), layer.height()};
  const Stain stain{shared_part(frame.box(), page), true, 0, frame};
  return without_print(read_stain(layer, stain, search.engine, search.deadline),
                       stain.box, search);
}

// A frame whose one side has faded: what stands there as a stamp belongs to it.
Rectangle with_faded_end(Rectangle frame, const std::vector<Stain>& stains,
                         const Page& layer) {
  for (const Stain& stain : stains) {
    const Box& box = stain.box;
    if (!has_stamp_size(box, layer) || !box.contains(frame.x, frame.y)) continue;
    const bool wider = box.width > 1.2 * frame.box().width;
    const bool as_high = box.height < 1.4 * frame.box().height;
    if (!wider || !as_high) continue;
    frame.x = box.x + box.width / 2.0;
    frame.width = box.width;
  }
  return frame;
}

// A frame that nothing but a stamp has: clear lines, and a law's size.
bool is_clear_frame(const Rectangle& frame, const Page& layer) {
  const double height = frame.height * 25.4 / layer.dpi();
  return frame.has_clear_lines() && height >= kLeastLawMm && height <= kMostLawMm &&
         frame.width * 25.4 / layer.dpi() <= kLargestWidthMm;
}

bool is_known_print(const Rectangle& frame, const FrameSearch& search) {
  return std::any_of(search.print.begin(), search.print.end(),
                     [&](const Box& box) { return box.contains(frame.x, frame.y); });
}

// A stamp across print: its letters were taken for text and are missing where its frame
// stands. They are read on the page as it is; what can't be read then is in doubt.
std::vector<Stamp> read_across_print(const Rectangle& frame, FrameSearch& search) {
  if (search.whole == nullptr || !is_clear_frame(frame, *search.whole)) return {};
  const Page& whole = *search.whole;
  const Box page{0, 0, whole.width(), whole.height()};
  const Stain stain{shared_part(frame.box(), page), true, 0, frame};
  return without_print(read_stain(whole, stain, search.engine, search.deadline),
                       stain.box, search);
}

// What nothing was read of on the page without its text, or a level in doubt, once more
// with it: letters that stand like print were taken for text ("HỎA" of HỎA TỐC).
std::vector<Stamp> read_again(std::vector<Stamp> read, const Rectangle& frame,
                              FrameSearch& search) {
  if (read.empty()) return read_across_print(frame, search);
  if (!std::all_of(read.begin(), read.end(), is_doubt)) return read;
  std::vector<Stamp> whole = read_across_print(frame, search);
  const bool surer = std::any_of(whole.begin(), whole.end(), [](const Stamp& stamp) {
    return is_standing(stamp) && stamp.confidence >= kReadConfidence;
  });
  return surer ? whole : read;
}

// Where dirt and what lies around the sheet make lines.
bool touches_edge(const Box& box, const Page& layer) {
  const int margin = layer.dpi() / 12;
  return box.x < margin || box.y < margin || box.right() > layer.width() - margin ||
         box.bottom() > layer.height() - margin;
}

}  // namespace

std::vector<Stamp> take_framed(Page& layer, const std::vector<Stain>& stains,
                               FrameSearch& search) {
  std::vector<Stamp> stamps;
  for (const Rectangle& found : find_rectangles(layer)) {
    const bool in_seal =
        std::any_of(stains.begin(), stains.end(), [&](const Stain& stain) {
          return is_seal(stain, layer) && stain.box.contains(found.x, found.y);
        });
    if (in_seal) continue;
    const Rectangle frame = with_faded_end(found, stains, layer);
    std::vector<Stamp> read = read_frame(layer, frame, search);
    if (is_clear_frame(frame, layer) && !is_known_print(frame, search))
      search.clear_frames.push_back(frame.box());
    read = read_again(std::move(read), frame, search);
    std::erase_if(read,
                  [&](const Stamp& stamp) { return !has_stamps_sides(stamp, layer); });
    const bool aside =
        !stands_on_left(frame.box(), layer) && !is_clear_frame(frame, layer);
    if (aside || touches_edge(frame.box(), layer))
      std::erase_if(read, [](const Stamp& stamp) { return is_doubt(stamp); });
    if (read.empty()) continue;
    erase(layer, frame);
    std::move(read.begin(), read.end(), std::back_inserter(stamps));
  }
  return stamps;
}

std::vector<Stamp> read_broken(const Page& layer, const std::vector<Stamp>& known,
                               FrameSearch& search) {
  const bool sure = std::any_of(known.begin(), known.end(), [](const Stamp& stamp) {
    return stamp.kind == "secrecy" && stamp.confidence >= kSureConfidence;
  });
  if (sure) return {};
  std::vector<Stamp> stamps;
  std::size_t tried = 0;
  for (const Rectangle& frame : find_rectangles(layer, Lines::kBroken)) {
    const bool is_known = std::any_of(
        known.begin(), known.end(),
        [&](const Stamp& stamp) { return stamp.box.contains(frame.x, frame.y); });
    const Box page{0, 0, layer.width(), layer.height()};
    if (is_known || touches_edge(frame.box(), layer) || ++tried > kMostBroken) continue;
    const Stain stain{shared_part(frame.box(), page), true, 0, frame};
    std::vector<Stamp> read = without_print(
        read_stain(layer, stain, search.engine, search.deadline), stain.box, search);
    if (is_clear_frame(frame, layer) && !is_known_print(frame, search))
      search.clear_frames.push_back(frame.box());
    read = read_again(std::move(read), frame, search);
    for (Stamp& stamp : read) {
      const double least = frame.coverage >= kDoubtfulCoverage ? 0 : kFrameConfidence;
      if (stamp.confidence < kReadConfidence && !frame.has_clear_lines()) continue;
      if (is_doubt(stamp) && !stands_on_left(frame.box(), layer)) continue;
      // What was hardly read may have lost a part, as one that could not be read at all.
      if (is_doubt(stamp) && stamp.confidence > kUnreadConfidence)
        stamp.text = next_secrecy(stamp.text);
      if (is_standing(stamp) && is_believable(stamp, layer) && stamp.confidence >= least)
        stamps.push_back(std::move(stamp));
    }
  }
  return stamps;
}

}  // namespace tangthu::ocr
