#include "ocr/recogniser.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "ocr/alternatives.h"
#include "ocr/engine.h"
#include "ocr/layout.h"
#include "ocr/picture_groups.h"
#include "ocr/stamp_line.h"
#include "ocr/stamped_lines.h"
#include "ocr/stamps.h"
#include "ocr/vietnamese/corrector.h"

namespace tangthu::ocr {
namespace {

// Lighter than ink itself (scanner/clean/light.cc).
constexpr std::uint8_t kRim = 232;
constexpr std::chrono::seconds kPageLimit{120};
// Below these a line is taken for scribble, texture or a picture.
constexpr double kNoiseConfidence = 0.30;
constexpr double kShortNoiseConfidence = 0.55;
constexpr double kSureWord = 0.8;

Result<void> check(const Page& ink, const Page& red) {
  if (ink.format() != PixelFormat::kGrey || red.format() != PixelFormat::kGrey ||
      ink.width() != red.width() || ink.height() != red.height()) {
    return fail(ErrorCode::kUnexpected, "the page was not cleaned before recognition",
                "report this as a bug");
  }
  return {};
}

// Word boxes come from the network's steps; the ink inside them is exact.
Box tightened(const Box& rough, const Layout& layout,
              const std::vector<std::size_t>& pieces) {
  Box box;
  for (const std::size_t i : pieces) {
    for (const int index : layout.pieces.pieces[i].components) {
      const Box& ink = layout.ink.components[static_cast<std::size_t>(index)].box;
      const int middle = ink.x + ink.width / 2;
      if (middle >= rough.x && middle < rough.right()) box = united(box, ink);
    }
  }
  return box.empty() ? rough : box;
}

bool has_letter_or_digit(const std::string& text) {
  const std::u32string points = to_code_points(text);
  return std::any_of(points.begin(), points.end(),
                     [](char32_t c) { return is_letter(c) || is_digit(c); });
}

std::size_t letters_of(const Line& line) {
  std::size_t letters = 0;
  for (const Word& word : line.words)
    letters += to_code_points(word.text).size();
  return letters;
}

// Two letters or digits at least, and read so surely.
bool is_sure(const Word& word, double confidence) {
  const std::u32string letters = to_code_points(word.text);
  const auto good = std::count_if(letters.begin(), letters.end(),
                                  [](char32_t c) { return is_letter(c) || is_digit(c); });
  return word.confidence >= confidence && good >= 2 &&
         3 * good >= 2 * static_cast<std::ptrdiff_t>(letters.size());
}

// "Số" before a number by hand, which takes the symbol behind it along.
bool begins_surely(const Line& line) {
  constexpr double kSureBeginning = 0.7;
  return !line.words.empty() && is_sure(line.words.front(), kSureBeginning);
}

bool is_noise(const Line& line) {
  const bool readable =
      std::any_of(line.words.begin(), line.words.end(),
                  [](const Word& word) { return has_letter_or_digit(word.text); });
  const double confidence = mean_confidence(line.words);
  return !readable || (confidence < kNoiseConfidence && !begins_surely(line)) ||
         (letters_of(line) <= 3 && confidence < kShortNoiseConfidence);
}

// A signature or a flourish read as letters: few, far larger than print, and doubtful.
bool is_scribble(const Line& line, int x_height) {
  constexpr std::size_t kMostLetters = 10;
  constexpr double kWidestLetters = 1.9;  // of print with its spaces: 1.4
  constexpr double kHighestLine = 3.2;
  const std::size_t letters = letters_of(line);
  const double unit = std::max(1, x_height);
  const bool large =
      line.box.height > kHighestLine * unit ||
      line.box.width > kWidestLetters * unit * static_cast<double>(letters);
  return large && letters <= kMostLetters && mean_confidence(line.words) < kSureWord &&
         std::none_of(line.words.begin(), line.words.end(),
                      [](const Word& word) { return is_sure(word, kSureWord); });
}

bool reads_vietnamese(const std::string& languages) {
  const std::vector<std::string> all = split_languages(languages);
  return std::find(all.begin(), all.end(), "vie") != all.end();
}

// As stages of cleaning see it: without the rims of strokes, which outline the text that
// is taken away before stamps are sought.
Page without_rims(const Page& ink) {
  Page out = ink.clone();
  for (std::uint8_t& pixel : out.pixels()) {
    const auto times = static_cast<std::uint16_t>(std::min(pixel, kRim) * 255);
    pixel = static_cast<std::uint8_t>(times / kRim);
  }
  return out;
}

// By what is darker on another layer.
void darken(Page& page, const Page& other) {
  const auto pixels = page.pixels();
  const auto by = other.pixels();
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = std::min(pixels[i], by[i]);
}

// Pens and receivers' stamps; secrecy and urgency are never blue.
void take_out(const Page& blue, Page& page) {
  constexpr std::uint8_t kBlue = 200;
  const auto layer = blue.pixels();
  const auto pixels = page.pixels();
  for (std::size_t i = 0; i < pixels.size(); ++i)
    pixels[i] = layer[i] < kBlue ? std::uint8_t{255} : pixels[i];
}

}  // namespace

namespace {

// A picture's pieces, and the line that they are of.
struct PictureGroup {
  std::size_t row = 0;
  std::vector<std::size_t> pieces;
};

// The words of one of the line's pictures, put in their places on the page.
void append(std::vector<Word> words, const LinePicture& picture, const Layout& layout,
            const std::vector<std::size_t>& pieces, Line& line) {
  const auto to_page = [&](int value) {
    return static_cast<int>(std::lround(value / picture.scale));
  };
  for (Word& word : words) {
    const Box& in = word.box;
    const Box rough = {picture.x + to_page(in.x), picture.y + to_page(in.y),
                       to_page(in.width), to_page(in.height)};
    word.box = tightened(rough, layout, pieces);
    line.box = united(line.box, word.box);
    line.words.push_back(std::move(word));
  }
}

}  // namespace

class Recogniser::Impl {
 public:
  Impl(std::unique_ptr<Engine> engine, const RecogniserOptions& options)
      : engine_(std::move(engine)) {
    if (reads_vietnamese(options.languages)) corrector_.emplace(options.word_list);
  }

  Result<PageText> recognise(const Page& ink, const Page& red, const Page* pale,
                             const Page* blue);

 private:
  std::vector<Line> read_lines(const Page& ink, const Layout& layout, Deadline deadline);

  std::unique_ptr<Engine> engine_;
  std::optional<vietnamese::Corrector> corrector_;  // none for other languages
};

// All pictures of the page at once: the engine may read them side by side.
std::vector<Line> Recogniser::Impl::read_lines(const Page& ink, const Layout& layout,
                                               Deadline deadline) {
  std::vector<PictureGroup> groups;
  std::vector<LinePicture> pictures;
  for (std::size_t row = 0; row < layout.lines.size(); ++row) {
    for (auto& pieces : split_at_gaps(layout, layout.lines[row])) {
      pictures.push_back(cut_line(ink, layout, pieces));
      groups.push_back({row, std::move(pieces)});
    }
  }
  std::vector<const GreyImage*> images;
  for (const LinePicture& picture : pictures)
    images.push_back(&picture.image);
  auto read = engine_->read_lines(images, ink.dpi(), deadline,
                                  corrector_ ? Keep::kSteps : Keep::kWords);
  std::vector<Line> lines(layout.lines.size());
  for (std::size_t i = 0; i < groups.size(); ++i)
    append(std::move(read[i]), pictures[i], layout, groups[i].pieces,
           lines[groups[i].row]);
  for (Line& line : lines)
    line.text = joined_words(line.words);
  return lines;
}

Result<PageText> Recogniser::Impl::recognise(const Page& ink, const Page& red,
                                             const Page* pale, const Page* blue) {
  if (auto checked = check(ink, red); !checked) return Failure(checked.error());
  if (pale != nullptr) TRY(check(ink, *pale));
  if (blue != nullptr) TRY(check(ink, *blue));
  const Deadline deadline = std::chrono::steady_clock::now() + kPageLimit;
  PageText page;
  page.clean_width = ink.width();
  page.clean_height = ink.height();
  page.clean_dpi = ink.dpi();
  const Layout layout = find_layout(ink, Blots::kDropped);
  std::vector<PieceRow> text;
  std::vector<Line> lines = read_lines(ink, layout, deadline);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line& line = lines[i];
    if (auto stamp = stamp_in_line(line)) {
      add_stamp(page, std::move(*stamp));
    } else if (!is_noise(line) && !is_scribble(line, layout.pieces.x_height)) {
      const bool in_heading = line.box.y * 5 < ink.height() * 2;
      auto doubt = in_heading ? level_among_scraps(line) : std::nullopt;
      if (!may_be_stamp(line) && !doubt) text.push_back(layout.lines[i]);
      if (doubt) add_stamp(page, std::move(*doubt));
      page.lines.push_back(std::move(line));
    }
  }
  for (Stamp& stamp : find_stamps(red, page.lines, *engine_, deadline))
    page.stamps.push_back(std::move(stamp));
  if (pale == nullptr) {
    for (Stamp& stamp : find_receivers_stamps(ink.clone(), blue, layout, text, page.lines,
                                              *engine_, deadline))
      add_stamp(page, std::move(stamp));
  }
  Page left = without_rims(ink);
  if (pale != nullptr) darken(left, *pale);
  if (blue != nullptr) take_out(*blue, left);
  for (Stamp& stamp :
       find_stamps_in_ink(std::move(left), layout, text, page.lines, *engine_, deadline))
    add_stamp(page, std::move(stamp));
  drop_entries(page);
  drop_stamped_lines(page);
  keep_alternatives(page);
  if (corrector_) corrector_->correct(page);
  if (std::chrono::steady_clock::now() >= deadline) {
    return fail(ErrorCode::kBadInput, "a page took longer than 120 s to recognise",
                "scan the page again at 300 dpi, or leave it out");
  }
  return page;
}

Recogniser::Recogniser(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Recogniser::~Recogniser() = default;

Result<std::unique_ptr<Recogniser>> Recogniser::create(const RecogniserOptions& options) {
  auto engine =
      TRY(Engine::create({options.languages, options.tessdata.string(), options.engine}));
  return std::unique_ptr<Recogniser>(

      new Recogniser(std::make_unique<Impl>(std::move(engine), options)));
}

Result<PageText> Recogniser::recognise(const Page& ink, const Page& red, const Page* pale,
                                       const Page* blue) {
  return impl_->recognise(ink, red, pale, blue);
}

}  // namespace tangthu::ocr
