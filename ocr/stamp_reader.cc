#include "ocr/stamp_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <utility>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/layout.h"
#include "ocr/stamp_frame.h"
#include "ocr/stamp_line.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kSureConfidence = 0.8;  // no further attempts are made
// Of words that are no secrecy stamp, without and with a frame around them.
constexpr double kOtherConfidence = 0.7;
constexpr double kFramedConfidence = 0.55;
constexpr double kDoubtfulConfidence = 0.25;
constexpr double kFarClearer = 0.15;         // than a secrecy word, another one
constexpr double kRaisedConfidence = 0.5;    // of words that are too long for their level
constexpr double kUnsureConfidence = 0.6;    // below it words may be raised
constexpr double kExactConfidence = 0.9;     // that outweighs the words' shape
constexpr double kReadableConfidence = 0.6;  // of words that are no standing words
constexpr double kClearConfidence = 0.75;    // of such words in a frame of a stamp's size
constexpr int kLeastClearLetters = 4;
constexpr double kLikeness = 0.7;         // of a surely read word with standing ones
constexpr double kShapeBonus = 0.1;       // when words have the width they should
constexpr double kMaxWidthMm = 60;        // a secrecy stamp is not larger
constexpr double kMaxHeightMm = 30;       // turned ones included
constexpr double kDoubtfulHeightMm = 24;  // an incoming stamp is higher
constexpr double kFrameHeightMm = 6.5;
// Of frames with one line of words, by law 8 mm high.
constexpr double kLeastLawMm = 5.5;
constexpr double kMostLawMm = 14;
constexpr double kWidestLawMm = 46;   // TUYỆT MẬT has 40
constexpr double kFrameLineMm = 1.2;  // a frame's line and the air behind it
// Stamps have capitals: what was read in small letters is print as a rule.
constexpr double kSmallLetters = 0.6;
constexpr double kCompleteFrame = 0.9;  // of its outline is inked
constexpr double kLeastWordsMm = 1.8;   // lower ink is no word
constexpr std::size_t kMostRows = 8;
constexpr int kWordHeight = 56;  // pixels with marks, as the engine likes it

struct Attempt {
  double turn = 0;  // degrees beside the stain's own angle
  Stroke stroke = Stroke::kAsIs;
};
constexpr std::array<Attempt, 6> kAttempts = {{{0, Stroke::kAsIs},
                                               {0, Stroke::kJoined},
                                               {1.5, Stroke::kAsIs},
                                               {-1.5, Stroke::kAsIs},
                                               {3, Stroke::kJoined},
                                               {-3, Stroke::kJoined}}};

// The box with white around it, at the height that the engine reads best.
GreyImage cut_words(const Page& picture, const Box& box) {
  const double scale = static_cast<double>(kWordHeight) / std::max(1, box.height);
  const int border = kWordHeight / 4;
  const int width = std::max(1, static_cast<int>(std::lround(box.width * scale)));
  GreyImage image(width + 2 * border, kWordHeight + 2 * border, 255);
  for (int y = 0; y < kWordHeight; ++y) {
    const double from_y = std::clamp((y + 0.5) / scale - 0.5, 0.0, box.height - 1.0);
    const int y0 = static_cast<int>(from_y);
    const int y1 = std::min(y0 + 1, box.height - 1);
    const double fy = from_y - y0;
    const std::uint8_t* upper = picture.row(box.y + y0) + box.x;
    const std::uint8_t* lower = picture.row(box.y + y1) + box.x;
    for (int x = 0; x < width; ++x) {
      const double from_x = std::clamp((x + 0.5) / scale - 0.5, 0.0, box.width - 1.0);
      const int x0 = static_cast<int>(from_x);
      const int x1 = std::min(x0 + 1, box.width - 1);
      const double fx = from_x - x0;
      const double value = (upper[x0] * (1 - fx) + upper[x1] * fx) * (1 - fy) +
                           (lower[x0] * (1 - fx) + lower[x1] * fx) * fy;
      image.row(y + border)[x + border] = static_cast<std::uint8_t>(value);
    }
  }
  return image;
}

// The stain without its outer tenth, where a frame runs.
Box middle_of(const Page& picture) {
  const int dx = picture.width() / 9;
  const int dy = picture.height() / 6;
  return {dx, dy, picture.width() - 2 * dx, picture.height() - 2 * dy};
}

int letters_in(const std::string& words) {
  const std::u32string points = to_code_points(words);
  return static_cast<int>(std::count_if(points.begin(), points.end(), is_letter));
}

// Read without doubt and yet not like standing words: print that lies alone ("nhất.").
bool is_another_word(const ReadLine& line, const StampMatch& match) {
  return line.letters >= kLeastClearLetters && line.confidence >= kClearConfidence &&
         match.similarity < kLikeness;
}

class StainReader {
 public:
  StainReader(const Page& layer, const Stain& stain, Engine& engine, Deadline deadline)
      : layer_(layer), stain_(stain), engine_(engine), deadline_(deadline) {
    const double pixel_mm = 25.4 / layer.dpi();
    small_ = stain.box.width * pixel_mm <= kMaxWidthMm &&
             stain.box.height * pixel_mm <= kMaxHeightMm;
    tall_ = small_ && stain.box.height * pixel_mm >= kFrameHeightMm;
  }

  StainReading read();

 private:
  void read_picture(Page picture);
  void keep_frame_alone(Page& picture, double turn) const;
  Box inside_frame(const Page& picture) const;
  void read_words(const Page& picture, const Box& words);
  void read_box(const Page& picture, const Box& box);
  void note(const ReadLine& line);
  int letters_by_shape() const;
  void weigh_shape(Stamp& stamp) const;
  std::optional<Stamp> unmatched() const;
  // An end of the frame may be lost, and a part of the words with it.
  bool is_cut_off() const {
    return stain_.frame && stain_.frame->coverage < kCompleteFrame;
  }
  // Only TUYỆT MẬT has one so long, however surely MẬT was read in it.
  bool is_longest_frame() const {
    return stain_.frame && letters_in(doubtful_secrecy(letters_by_shape())) > 6;
  }
  bool sure() const;
  bool hopeless(const Attempt& attempt) const;
  bool tall_for_one_line() const;

  const Page& layer_;
  const Stain& stain_;
  Engine& engine_;
  Deadline deadline_;
  bool small_ = false;
  bool tall_ = false;        // as high as a frame and no line of text
  std::vector<int> shapes_;  // letters that the width of framed words tells, by attempt
  std::vector<Stamp> found_;
  ReadLine longest_;
  bool entry_ = false;  // a cell to be filled in
  std::vector<std::string> texts_;
};

void StainReader::read_box(const Page& picture, const Box& box) {
  if (box.empty()) return;
  const GreyImage image = cut_words(picture, box);
  note(join(engine_.read_line(image, picture.dpi(), deadline_)));
}

// The words in a frame: the first row says what stamp it is.
void StainReader::read_words(const Page& picture, const Box& words) {
  const std::vector<Box> rows = rows_of(picture, words);
  shapes_.push_back(letters_of_shape(rows.empty() ? words : rows.front()));
  for (const Box& row : rows)
    read_box(picture, row);
}

// Whitens what lies around the frame in an upright picture of it.
void StainReader::keep_frame_alone(Page& picture, double turn) const {
  const double lean = std::abs(std::sin(turn * std::numbers::pi / 180));
  const double air = 0.7 * layer_.dpi() / 25.4;
  const double across = stain_.frame->width / 2 + stain_.frame->height / 2 * lean + air;
  const double down = stain_.frame->height / 2 + stain_.frame->width / 2 * lean + air;
  whiten_around_middle(picture, across, down);
}

Box StainReader::inside_frame(const Page& picture) const {
  const double inset = kFrameLineMm * layer_.dpi() / 25.4;
  const auto width = static_cast<int>(stain_.frame->width - 2 * inset);
  const auto height = static_cast<int>(stain_.frame->height - 2 * inset);
  return {(picture.width() - width) / 2, (picture.height() - height) / 2, width, height};
}

void StainReader::read_picture(Page picture) {
  if (small_) {
    const auto framed = find_framed_words(picture);
    if (framed && !framed->words.empty()) {
      read_words(picture, framed->words);
      if (sure()) return;
    }
    if (!framed && stain_.frame) {
      const Box words = inked_within(picture, inside_frame(picture));
      if (words.height >= kLeastWordsMm * layer_.dpi() / 25.4) {
        read_words(picture, words);
      }
    } else if (!framed) {
      read_box(picture, middle_of(picture));
    }
  }
  // One line of words in a frame was read by now.
  if (small_ && !shapes_.empty() && !tall_for_one_line()) return;
  const Layout layout = find_layout(picture, Blots::kKept);
  if (layout.lines.size() > kMostRows) return;  // scribble
  for (const PieceRow& row : layout.lines) {
    const LinePicture cut = cut_line(picture, layout, row);
    note(join(engine_.read_line(cut.image, picture.dpi(), deadline_)));
  }
}

bool StainReader::tall_for_one_line() const {
  const double height =
      stain_.frame ? stain_.frame->height : static_cast<double>(stain_.box.height);
  return height * 25.4 / layer_.dpi() > kMostLawMm;
}

// Keeps the best reading of each kind.
void StainReader::note(const ReadLine& line) {
  if (line.letters > longest_.letters ||
      (line.letters == longest_.letters && line.confidence > longest_.confidence)) {
    longest_ = line;
  }
  entry_ = entry_ || is_entry(line);
  texts_.push_back(line.text);
  const auto match = match_stamp(line.text);
  if (!match || is_another_word(line, *match)) return;
  double confidence =
      match->similarity * (0.5 + 0.5 * std::clamp(line.confidence, 0.0, 1.0));
  if (!line.capital && !stain_.has_clear_frame()) confidence *= kSmallLetters;
  Stamp stamp{match->text, match->kind, confidence, 0, stain_.box};
  const auto same = std::find_if(found_.begin(), found_.end(), [&](const Stamp& other) {
    return other.kind == stamp.kind;
  });
  if (same == found_.end()) {
    found_.push_back(std::move(stamp));
  } else if (stamp.confidence > same->confidence) {
    *same = std::move(stamp);
  }
}

bool StainReader::sure() const {
  return std::any_of(found_.begin(), found_.end(), [](const Stamp& stamp) {
    return stamp.confidence >= kSureConfidence;
  });
}

// What the frame says; else the middle of what the attempts found; without any, what the
// whole stain's shape says when it has the height of a frame.
int StainReader::letters_by_shape() const {
  const double pixel_mm = 25.4 / layer_.dpi();
  if (stain_.frame && small_)
    return letters_of_frame(stain_.frame->width * pixel_mm,
                            stain_.frame->height * pixel_mm);
  if (shapes_.empty())
    return tall_ ? letters_of_stain(stain_.box.width * pixel_mm,
                                    stain_.box.height * pixel_mm)
                 : 0;
  return median_of(shapes_);
}

// A word that is wider than it should be has lost its first part in the reading: the
// level is then the one that fits the width.
void StainReader::weigh_shape(Stamp& stamp) const {
  const int letters = letters_by_shape();
  if (letters == 0 || stamp.kind != "secrecy") return;
  const std::string fitting = doubtful_secrecy(letters);
  const int read = letters_in(stamp.text);
  if (letters_in(fitting) == read && !shapes_.empty()) {
    stamp.confidence = std::min(1.0, stamp.confidence + kShapeBonus);
  } else if (letters_in(fitting) > read &&
             (read <= 3 ? stamp.confidence < kExactConfidence || is_longest_frame()
                        : stamp.confidence <
                              (stain_.frame ? kSureConfidence : kUnsureConfidence))) {
    stamp.text = is_cut_off() ? next_secrecy(fitting) : fitting;
    stamp.confidence = std::min(stamp.confidence, kRaisedConfidence);
  }
}

// Words that nobody knows are a stamp where a frame makes them one; where they can't be
// read either, and the frame has the size, perhaps a secret one.
std::optional<Stamp> StainReader::unmatched() const {
  const double height =
      (stain_.frame ? stain_.frame->height : stain_.box.height) * 25.4 / layer_.dpi();
  const bool fits = stain_.frame
                        ? height >= kLeastLawMm && height <= kMostLawMm
                        : height >= kFrameHeightMm && height <= kDoubtfulHeightMm;
  // Scraps of faded letters are read as something, too.
  const bool clear = longest_.capital && longest_.letters >= kLeastClearLetters &&
                     longest_.confidence >= kClearConfidence;
  const bool readable =
      longest_.letters >= 3 && longest_.confidence >= kReadableConfidence;
  if (stain_.frame && fits ? clear : readable) {
    if (!stain_.frame || !longest_.capital) return std::nullopt;
    return Stamp{longest_.text, "other", longest_.confidence, 0, stain_.box};
  }
  const bool lines =
      !stain_.frame || (stain_.frame->has_clear_lines() &&
                        stain_.frame->width * 25.4 / layer_.dpi() <= kWidestLawMm);
  if (!shapes_.empty() && fits && small_ && lines &&
      stain_.box.width > stain_.box.height) {
    const std::string words = doubtful_secrecy(letters_by_shape());
    return Stamp{is_cut_off() ? next_secrecy(words) : words, "secrecy",
                 kDoubtfulConfidence, 0, stain_.box};
  }
  return std::nullopt;
}

// Seals and signatures stand below; what shows no word there in two attempts has none.
bool StainReader::hopeless(const Attempt& attempt) const {
  return attempt.stroke == Stroke::kJoined && shapes_.empty();
}

StainReading StainReader::read() {
  const double angle =
      stain_.frame ? stain_.frame->degrees : stain_angle(layer_, stain_.box);
  for (const Attempt& attempt : kAttempts) {
    Page picture =
        upright_stain(layer_, stain_.box, angle + attempt.turn, attempt.stroke);
    if (stain_.frame) keep_frame_alone(picture, attempt.turn);
    read_picture(std::move(picture));
    if (sure() || (found_.empty() && hopeless(attempt))) break;
  }
  double clearest = 0;
  for (const Stamp& stamp : found_) {
    if (stamp.kind != "secrecy") clearest = std::max(clearest, stamp.confidence);
  }
  std::erase_if(found_, [&](const Stamp& stamp) {
    if (stamp.kind != "secrecy")
      return stamp.confidence < (stain_.frame ? kFramedConfidence : kOtherConfidence);
    const bool far_clearer =
        clearest >= kFramedConfidence && clearest >= stamp.confidence + kFarClearer;
    return (clearest >= kSureConfidence || far_clearer) &&
           stamp.confidence < kReadableConfidence;
  });
  for (Stamp& stamp : found_)
    weigh_shape(stamp);
  if (entry_) {
    std::erase_if(found_, [](const Stamp& stamp) {
      return stamp.kind == "secrecy" && stamp.confidence < kReadableConfidence;
    });
  }
  if (found_.empty() && !entry_) {
    if (auto stamp = unmatched()) found_.push_back(std::move(*stamp));
  }
  return {std::move(found_), !shapes_.empty(), std::move(texts_)};
}

}  // namespace

StainReading read_stain(const Page& layer, const Stain& stain, Engine& engine,
                        Deadline deadline) {
  return StainReader(layer, stain, engine, deadline).read();
}

}  // namespace tangthu::ocr
