#include "ocr/recogniser.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "base/unicode.h"
#include "ocr/engine.h"
#include "ocr/layout.h"
#include "ocr/stamped_lines.h"
#include "ocr/stamps.h"
#include "ocr/vietnamese/corrector.h"

namespace tangthu::ocr {
namespace {

// Lighter than ink itself (scanner/clean/light.cc).
constexpr std::size_t kRim = 199;
constexpr std::chrono::seconds kPageLimit{120};
// Wider gaps than this, in x-heights, split a line into pictures of their own.
constexpr double kPictureGap = 2.5;
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

// The line's pieces, grouped so that no wide gap is inside a group.
std::vector<std::vector<std::size_t>> split_at_gaps(const Layout& layout,
                                                    const PieceRow& row) {
  std::vector<std::vector<std::size_t>> groups;
  int right = 0;
  for (const std::size_t i : row) {
    const Piece& piece = layout.pieces.pieces[i];
    const double unit =
        std::max<double>(layout.pieces.x_height, 0.7 * piece.character_height);
    if (groups.empty() || piece.box.x - right > kPictureGap * unit) groups.emplace_back();
    groups.back().push_back(i);
    right = std::max(right, piece.box.right());
  }
  return groups;
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

// Over its letters.
double confidence_of(const Line& line) {
  double sum = 0;
  for (const Word& word : line.words)
    sum += word.confidence * static_cast<double>(to_code_points(word.text).size());
  return sum / static_cast<double>(std::max<std::size_t>(1, letters_of(line)));
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
  const double confidence = confidence_of(line);
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
  return large && letters <= kMostLetters && confidence_of(line) < kSureWord &&
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
  std::array<std::uint8_t, 256> shade{};
  for (std::size_t v = 0; v < shade.size(); ++v)
    shade[v] = static_cast<std::uint8_t>(std::min<std::size_t>(255, v * 255 / kRim));
  for (std::uint8_t& pixel : out.pixels())
    pixel = shade[pixel];
  return out;
}

// Pens and receivers' stamps; secrecy and urgency are never blue.
void take_out(const Page& blue, Page& page) {
  constexpr std::uint8_t kBlue = 200;
  const auto layer = blue.pixels();
  const auto pixels = page.pixels();
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (layer[i] < kBlue) pixels[i] = 255;
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
  Line read_line(const Page& ink, const Layout& layout, const PieceRow& row,
                 Deadline deadline);

  std::unique_ptr<Engine> engine_;
  std::optional<vietnamese::Corrector> corrector_;  // none for other languages
};

Line Recogniser::Impl::read_line(const Page& ink, const Layout& layout,
                                 const PieceRow& row, Deadline deadline) {
  Line line;
  for (const auto& group : split_at_gaps(layout, row)) {
    const LinePicture picture = cut_line(ink, layout, group);
    for (Word& word : engine_->read_line(picture.image, ink.dpi(), deadline,
                                         corrector_ ? Keep::kSteps : Keep::kWords)) {
      const Box& in = word.box;
      const auto to_page = [&](int value) {
        return static_cast<int>(std::lround(value / picture.scale));
      };
      const Box rough = {picture.x + to_page(in.x), picture.y + to_page(in.y),
                         to_page(in.width), to_page(in.height)};
      word.box = tightened(rough, layout, group);
      line.box = united(line.box, word.box);
      line.words.push_back(std::move(word));
    }
  }
  line.text = joined_words(line.words);
  return line;
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
  for (const PieceRow& row : layout.lines) {
    Line line = read_line(ink, layout, row, deadline);
    if (auto stamp = stamp_in_line(line)) {
      add_stamp(page, std::move(*stamp));
    } else if (!is_noise(line) && !is_scribble(line, layout.pieces.x_height)) {
      if (!may_be_stamp(line)) text.push_back(row);
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
  Page left = pale != nullptr ? pale->clone() : without_rims(ink);
  if (blue != nullptr) take_out(*blue, left);
  for (Stamp& stamp :
       find_stamps_in_ink(std::move(left), layout, text, page.lines, *engine_, deadline))
    add_stamp(page, std::move(stamp));
  drop_entries(page);
  drop_stamped_lines(page);
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
  auto engine = TRY(Engine::create(options.languages, options.tessdata.string()));
  return std::unique_ptr<Recogniser>(

      new Recogniser(std::make_unique<Impl>(std::move(engine), options)));
}

Result<PageText> Recogniser::recognise(const Page& ink, const Page& red, const Page* pale,
                                       const Page* blue) {
  return impl_->recognise(ink, red, pale, blue);
}

}  // namespace tangthu::ocr
