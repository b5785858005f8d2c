#include "archive/hit_boxes.h"

#include <algorithm>

#include "archive/review_text.h"
#include "base/unicode.h"
#include "indexer/highlight.h"

namespace tangthu::archive {
namespace {

// The page's words as one text, and where each ends in it, in code points.
struct Joined {
  std::string text;
  std::vector<std::size_t> ends;
};

Joined join(const std::vector<PlacedWord>& words) {
  Joined out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      out.text += words[i].line == words[i - 1].line ? ' ' : '\n';
      ++at;
    }
    const std::string word = to_nfc(words[i].text);
    out.text += word;
    at += to_code_points(word).size();
    out.ends.push_back(at);
  }
  return out;
}

std::vector<indexer::LitWords> find_lit(const std::string& text,
                                        const std::vector<std::string>& wanted) {
  const indexer::SearchableText searchable(text);
  auto found = searchable.find(wanted);
  return found.empty() ? searchable.find(indexer::single_words(wanted)) : found;
}

}  // namespace

Result<PageBoxes> find_boxes(const Json& page, int number,
                             const std::vector<std::string>& wanted) {
  const std::vector<PlacedWord> words = TRY(words_of(page));
  const Joined joined = join(words);
  std::vector<bool> lit(words.size());
  for (const indexer::LitWords& found : find_lit(joined.text, wanted)) {
    const auto first =
        std::upper_bound(joined.ends.begin(), joined.ends.end(), found.begin);
    for (auto word = first; word != joined.ends.end(); ++word) {
      lit[static_cast<std::size_t>(word - joined.ends.begin())] = true;
      if (*word >= found.end) break;
    }
  }
  PageBoxes out{number, number, {}, false};
  // Texts of before there were spreads have none.
  const auto captured = page.find("captured_page");
  if (captured != page.end() && captured->is_number_integer())
    out.captured_page = captured->get<int>();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!lit[i]) continue;
    out.has_more = out.words.size() == kMaxPageBoxes;
    if (out.has_more) break;
    out.words.push_back({words[i].text, words[i].box});
  }
  return out;
}

}  // namespace tangthu::archive
