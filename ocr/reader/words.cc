#include "ocr/reader/words.h"

#include <algorithm>
#include <cmath>

namespace tangthu::ocr::reader {
namespace {

struct ReadCharacter {
  int character = kNoCharacter;
  double certainty = 0;
  double rating = 0;
  std::size_t column = 0;    // where it is completed
  std::size_t boundary = 0;  // where it begins: halfway between it and the one before
};

struct Spans {
  std::vector<std::size_t> starts;
  std::vector<std::size_t> ends;
};

// Blanks count for the character that follows them, before a space for the one before;
// behind the last for that.
std::vector<ReadCharacter> characters_of(const std::vector<PathColumn>& path,
                                         Spans& spans) {
  std::vector<ReadCharacter> out;
  const std::size_t width = path.size();
  for (std::size_t t = 0; t < width;) {
    double certainty = 0;
    double rating = 0;
    for (; t < width && path[t].character == kNoCharacter; ++t) {
      certainty = std::min<double>(certainty, path[t].certainty);
      rating -= path[t].certainty;
    }
    spans.starts.push_back(t);
    const bool space = t < width && path[t].character == kSpace;
    const bool to_previous = t == width || (space && path[t].source != Source::kNone);
    if (to_previous && !out.empty()) {
      out.back().certainty = std::min(out.back().certainty, certainty);
      out.back().rating += rating;
      certainty = 0;
      rating = 0;
    }
    if (t == width) break;
    ReadCharacter character{path[t].character, 0, 0, t, 0};
    do {
      // A space that begins a word of the dictionary forgets the blanks before it, which
      // were weighted otherwise.
      if (path[t].certainty < certainty || (space && path[t].source == Source::kNone))
        certainty = path[t].certainty;
      rating -= path[t].certainty;
      ++t;
    } while (t < width && path[t].duplicate);
    spans.ends.push_back(t);
    character.certainty = static_cast<float>(certainty);
    character.rating = static_cast<float>(rating);
    out.push_back(character);
  }
  spans.starts.push_back(width);
  return out;
}

bool starts_word(const std::vector<ReadCharacter>& all, std::size_t i,
                 const std::vector<PathColumn>& path, const Charset& charset) {
  const PathColumn& column = path[all[i].column];
  if (all[i].character == kSpace || column.starts_word) return true;
  const auto delimited = [&](int c) {
    return charset.characters()[static_cast<std::size_t>(c)].space_delimited;
  };
  return column.source == Source::kTopChoice &&
         (!delimited(all[i].character) || !delimited(all[i - 1].character));
}

}  // namespace

std::vector<ReadWord> words_of(const std::vector<PathColumn>& path,
                               const Charset& charset, float scale) {
  Spans spans;
  const std::vector<ReadCharacter> all = characters_of(path, spans);
  std::vector<std::size_t> boundaries = {0};
  for (std::size_t i = 0; i + 1 < all.size(); ++i)
    boundaries.push_back(spans.ends[i] + (spans.starts[i + 1] - spans.ends[i]) / 2);
  boundaries.push_back(path.size());
  std::vector<ReadWord> words;
  float space_before = 0;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = first + 1;
    while (end < all.size() && !starts_word(all, end, path, charset))
      ++end;
    const bool space_follows = end < all.size() && all[end].character == kSpace;
    const float space = space_follows ? static_cast<float>(all[end].certainty) : 0.0F;
    ReadWord word;
    word.certainty = std::min(space, space_before);
    word.source = path[all[end - 1].column].source;
    const bool led = first > 0 && all[first - 1].character == kSpace;
    word.first_column = boundaries[led ? first - 1 : first];
    word.end_column = boundaries[end];
    word.left =
        static_cast<int>(std::floor(static_cast<float>(boundaries[first]) * scale));
    word.right = static_cast<int>(std::ceil(static_cast<float>(boundaries[end]) * scale));
    for (std::size_t i = first; i < end; ++i) {
      word.characters.push_back(all[i].character);
      word.certainty = std::min(word.certainty, static_cast<float>(all[i].certainty));
      word.rating += static_cast<float>(all[i].rating);
    }
    words.push_back(std::move(word));
    space_before = space;
    first = space_follows ? end + 1 : end;
  }
  return words;
}

}  // namespace tangthu::ocr::reader
