#include "ocr/stamps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "base/unicode.h"
#include "ocr/layout.h"
#include "ocr/stamp_image.h"
#include "ocr/stamp_words.h"

namespace tangthu::ocr {
namespace {

constexpr double kSealMinMm = 20;
constexpr double kSealMaxMm = 48;
constexpr double kRingCoverage = 0.5;
constexpr double kSureSimilarity = 0.8;  // no further attempts are made
constexpr double kGoodSimilarity = 0.6;
constexpr double kDoubtfulConfidence = 0.25;
constexpr double kReadableConfidence = 0.6;  // of words that are no standing words
constexpr double kLineStampConfidence = 0.7;
constexpr double kFramedConfidence = 0.4;
constexpr double kInkSealConfidence = 0.6;
constexpr double kDoubtfulMaxWidthMm = 60;  // a secrecy stamp is not larger
constexpr double kDoubtfulMaxHeightMm = 25;

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

struct ReadLine {
  std::string text;
  double confidence = 0;
  int letters = 0;
};

double mm(int pixels, const Page& layer) {
  return pixels * 25.4 / layer.dpi();
}

bool is_seal(const Stain& stain, const Page& layer) {
  const double width = mm(stain.box.width, layer);
  const double height = mm(stain.box.height, layer);
  return stain.ring_coverage >= kRingCoverage && std::min(width, height) >= kSealMinMm &&
         std::max(width, height) <= kSealMaxMm &&
         std::max(width, height) <= 1.3 * std::min(width, height);
}

ReadLine join(const std::vector<Word>& words) {
  ReadLine line;
  double sum = 0;
  for (const Word& word : words) {
    const std::u32string points = to_code_points(word.text);
    line.text += (line.text.empty() ? "" : " ") + word.text;
    sum += word.confidence * static_cast<double>(points.size());
    line.letters +=
        static_cast<int>(std::count_if(points.begin(), points.end(), is_letter));
  }
  const auto size = static_cast<double>(std::max<std::size_t>(
      1, to_code_points(line.text).size() - (words.empty() ? 0 : words.size() - 1)));
  line.confidence = sum / size;
  return line;
}

// The stain without its outer tenth, where a frame runs, as one line.
GreyImage middle_of(const Page& picture) {
  const int dx = picture.width() / 9;
  const int dy = picture.height() / 6;
  GreyImage image(picture.width() - 2 * dx, picture.height() - 2 * dy, 255);
  for (int y = 0; y < image.height; ++y) {
    std::copy_n(picture.row(y + dy) + dx, image.width, image.row(y));
  }
  return image;
}

class StainReader {
 public:
  StainReader(const Page& layer, Engine& engine, Deadline deadline)
      : layer_(layer), engine_(engine), deadline_(deadline) {}

  std::vector<Stamp> read(const Stain& stain);

 private:
  std::vector<ReadLine> read_picture(const Page& picture, bool with_middle);
  void note(const ReadLine& line, const Stain& stain);
  std::optional<Stamp> unmatched(const Stain& stain) const;
  double best_similarity() const;

  const Page& layer_;
  Engine& engine_;
  Deadline deadline_;
  std::vector<Stamp> found_;
  ReadLine longest_;
};

std::vector<ReadLine> StainReader::read_picture(const Page& picture, bool with_middle) {
  std::vector<ReadLine> lines;
  const Layout layout = find_layout(picture);
  for (const PieceRow& row : layout.lines) {
    const LinePicture cut = cut_line(picture, layout, row);
    lines.push_back(join(engine_.read_line(cut.image, picture.dpi(), deadline_)));
  }
  if (with_middle) {
    lines.push_back(
        join(engine_.read_line(middle_of(picture), picture.dpi(), deadline_)));
  }
  return lines;
}

// Keeps the best reading of each kind.
void StainReader::note(const ReadLine& line, const Stain& stain) {
  if (line.letters > longest_.letters ||
      (line.letters == longest_.letters && line.confidence > longest_.confidence)) {
    longest_ = line;
  }
  const auto match = match_stamp(line.text);
  if (!match) return;
  const double confidence =
      match->similarity * (0.5 + 0.5 * std::clamp(line.confidence, 0.0, 1.0));
  Stamp stamp{match->text, match->kind, confidence, 0, stain.box};
  const auto same = std::find_if(found_.begin(), found_.end(), [&](const Stamp& other) {
    return other.kind == stamp.kind;
  });
  if (same == found_.end()) {
    found_.push_back(std::move(stamp));
  } else if (stamp.confidence > same->confidence) {
    *same = std::move(stamp);
  }
}

double StainReader::best_similarity() const {
  double best = 0;
  for (const Stamp& stamp : found_)
    best = std::max(best, stamp.confidence);
  return best;
}

std::optional<Stamp> StainReader::unmatched(const Stain& stain) const {
  const bool small = mm(stain.box.width, layer_) <= kDoubtfulMaxWidthMm &&
                     mm(stain.box.height, layer_) <= kDoubtfulMaxHeightMm;
  if (longest_.confidence >= kReadableConfidence && longest_.letters >= 3) {
    return Stamp{longest_.text, "other", longest_.confidence, 0, stain.box};
  }
  if (stain.framed && small && stain.box.width > stain.box.height) {
    return Stamp{doubtful_secrecy(longest_.letters), "secrecy", kDoubtfulConfidence, 0,
                 stain.box};
  }
  return std::nullopt;
}

std::vector<Stamp> StainReader::read(const Stain& stain) {
  const double angle = stain_angle(layer_, stain.box);
  for (const Attempt& attempt : kAttempts) {
    const Page picture =
        upright_stain(layer_, stain.box, angle + attempt.turn, attempt.stroke);
    const bool short_word = mm(stain.box.height, layer_) <= kDoubtfulMaxHeightMm;
    for (const ReadLine& line : read_picture(picture, short_word))
      note(line, stain);
    if (best_similarity() >= kSureSimilarity) break;
  }
  std::erase_if(found_, [](const Stamp& stamp) {
    return stamp.kind != "secrecy" && stamp.confidence < kGoodSimilarity * 0.8;
  });
  if (found_.empty()) {
    if (auto stamp = unmatched(stain)) found_.push_back(std::move(*stamp));
  }
  return std::move(found_);
}

// The page less what was read as text: stamps, seals and pen strokes, all as if of one
// ink, so that a dark signature does not make a pale stamp look like paper.
Page without_text(const Page& ink, const Layout& layout,
                  const std::vector<PieceRow>& text) {
  constexpr std::uint8_t kDarkest = 120;
  constexpr int kEdge = 2;
  Page rest = ink.clone();
  for (std::uint8_t& value : rest.pixels())
    value = std::max(value, kDarkest);
  std::vector<bool> read(layout.ink.components.size(), false);
  for (const PieceRow& row : text) {
    for (const std::size_t piece : row) {
      for (const int component : layout.pieces.pieces[piece].components)
        read[static_cast<std::size_t>(component)] = true;
    }
  }
  for (const Run& run : layout.ink.runs) {
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

std::vector<Stamp> find_stamps(const Page& layer, Engine& engine, Deadline deadline) {
  std::vector<Stamp> stamps;
  for (const Stain& stain : find_stains(layer)) {
    if (is_seal(stain, layer)) {
      stamps.push_back({"", "seal", std::min(1.0, stain.ring_coverage), 0, stain.box});
      continue;
    }
    auto read = StainReader(layer, engine, deadline).read(stain);
    std::move(read.begin(), read.end(), std::back_inserter(stamps));
  }
  return stamps;
}

std::vector<Stamp> find_stamps_in_ink(const Page& ink, const Layout& layout,
                                      const std::vector<PieceRow>& text, Engine& engine,
                                      Deadline deadline) {
  std::vector<Stamp> stamps;
  const Page rest = without_text(ink, layout, text);
  for (const Stain& stain : find_stains(rest)) {
    if (is_seal(stain, rest)) {
      stamps.push_back({"", "seal", kInkSealConfidence, 0, stain.box});
      continue;
    }
    if (mm(stain.box.width, rest) > kDoubtfulMaxWidthMm ||
        mm(stain.box.height, rest) > kDoubtfulMaxHeightMm ||
        stain.box.width < stain.box.height) {
      continue;
    }
    for (Stamp& stamp : StainReader(rest, engine, deadline).read(stain)) {
      const bool standing = stamp.kind == "secrecy" || stamp.kind == "declassified" ||
                            stamp.kind == "urgency";
      const double least = stain.framed ? kFramedConfidence : kGoodSimilarity;
      if (standing && stamp.confidence >= least) {
        stamps.push_back(std::move(stamp));
      }
    }
  }
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
  if (!match || match->similarity < kSureSimilarity) return std::nullopt;
  if (match->kind != "secrecy" && match->kind != "declassified" &&
      match->kind != "urgency") {
    return std::nullopt;
  }
  return Stamp{match->text, match->kind, kLineStampConfidence * match->similarity, 0,
               line.box};
}

}  // namespace tangthu::ocr
