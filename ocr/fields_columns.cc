#include "ocr/fields_columns.h"

#include <algorithm>

#include "base/median.h"
#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

constexpr double kMottoSimilarity = 0.72;

double motto_fit(const std::string& key) {
  return std::max(best_similarity(key, motto_first_lines()),
                  best_similarity(key, motto_second_lines()));
}

// Wider than words of one column ever stand apart, even on a justified line.
// A dash is no measure of height, so the line's words together are.
bool is_column_gap(const Word& left, const Word& right, int word_height) {
  return 10 * (right.box.x - left.box.right()) > 22 * word_height;
}

int middle_height(const std::vector<Word>& words) {
  std::vector<int> heights;
  heights.reserve(words.size());
  for (const Word& word : words)
    heights.push_back(word.box.height);
  if (heights.empty()) return 1;
  return std::max(1, median_of(std::move(heights)));
}

std::vector<Run> split_at_gaps(const Line& line) {
  std::vector<Run> runs;
  std::vector<Word> words;
  const int height = middle_height(line.words);
  for (const Word& word : line.words) {
    if (trimmed(word.text).empty()) continue;
    if (!words.empty() && is_column_gap(words.back(), word, height)) {
      runs.push_back(make_run(std::move(words)));
      words.clear();
    }
    words.push_back(word);
  }
  if (!words.empty()) runs.push_back(make_run(std::move(words)));
  return runs;
}

// Where in the run a motto begins best; 0 when it is one from its start, or holds none.
std::size_t motto_start(const Run& run) {
  std::size_t best = 0;
  double highest = std::max(kMottoSimilarity, motto_fit(run.key));
  for (std::size_t i = 1; i + 2 < run.words.size(); ++i) {
    const double fit = motto_fit(
        make_run({run.words.begin() + static_cast<std::ptrdiff_t>(i), run.words.end()})
            .key);
    if (fit > highest) {
      highest = fit;
      best = i;
    }
  }
  return best;
}

std::size_t place_start(const Run& run) {
  if (!looks_like_number(run)) return 0;
  std::size_t day = 0;
  for (std::size_t i = 2; i < run.words.size(); ++i) {
    if (match_key(run.words[i].text) == "ngay") {
      day = i;
      break;
    }
  }
  std::size_t best = 0;
  int widest = 0;
  for (std::size_t i = 2; i <= day; ++i) {
    const int gap = run.words[i].box.x - run.words[i - 1].box.right();
    if (gap > widest) {
      widest = gap;
      best = i;
    }
  }
  return best;
}

bool is_capital_word(const Word& word) {
  return to_code_points(match_key(word.text)).size() > 1 &&
         capital_share(word.text) > 0.9;
}

// Where the place begins behind the last line of a body's name: "VÀ TÌM KIẾM CỨU NẠN Vĩnh
// Long, ngày …".
std::size_t dated_start(const Run& run) {
  std::size_t at = 0;
  while (at < run.words.size() && is_capital_word(run.words[at]))
    ++at;
  if (at < 2 || at + 4 > run.words.size() || !starts_with_capital(run.words[at].text))
    return 0;
  const auto says = [&](std::string_view key) {
    return std::any_of(run.words.begin() + static_cast<std::ptrdiff_t>(at),
                       run.words.end(),
                       [&](const Word& word) { return match_key(word.text) == key; });
  };
  return says("ngay") && says("thang") ? at : 0;
}

// In heights of words: wider than a space, narrower than columns usually stand apart.
constexpr double kNarrowColumns = 1.0;

bool opens_signature(const std::vector<Word>& words) {
  const std::string text = joined_words(words);
  if (capital_share(text) < 0.9) return false;
  const std::string folded = fold(text) + " ";
  const std::string first = match_key(folded.substr(0, folded.find_first_of(" .:")));
  const auto is_first = [&](std::string_view authority) {
    return first == match_key(authority);
  };
  const auto begins = [&](std::string_view title) {
    return folded.starts_with(fold(title) + " ");
  };
  return std::any_of(signing_authorities().begin(), signing_authorities().end(),
                     is_first) ||
         std::any_of(title_beginnings().begin(), title_beginnings().end(), begins);
}

// Where the signature begins behind a line of recipients: "Nơi nhận: KT. GIÁM ĐỐC",
// "- Lưu: VT, PC. Nguyễn Văn An".
std::size_t signature_start(const Run& run) {
  const bool heads = start_similarity(run.key, "noinhan") > 0.82;
  if (!heads && run.text.front() != '-') return 0;
  for (std::size_t i = 2; i < run.words.size(); ++i) {
    const std::string& before = run.words[i - 1].text;
    if (std::string_view(";.:").find(before.back()) == std::string_view::npos) continue;
    // A typewriter leaves as much room behind "Lưu:".
    if (match_key(before) == "luu") continue;
    const int gap = run.words[i].box.x - run.words[i - 1].box.right();
    if (gap < kNarrowColumns * run.box.height) continue;
    const std::vector<Word> rest(run.words.begin() + static_cast<std::ptrdiff_t>(i),
                                 run.words.end());
    const bool name = rest.size() >= 2 && rest.size() <= 5 &&
                      std::all_of(rest.begin(), rest.end(), [](const Word& word) {
                        return starts_with_capital(word.text) && !has_digit(word.text);
                      });
    if (name || opens_signature(rest)) return i;
  }
  return 0;
}

// Two columns can come so close that no gap tells them apart; then the words of the right
// one do.
void add_columns(Run run, std::vector<Run>& out) {
  std::size_t at = motto_start(run);
  if (at == 0) at = place_start(run);
  if (at == 0) at = dated_start(run);
  if (at == 0) at = signature_start(run);
  if (at == 0) {
    out.push_back(std::move(run));
    return;
  }
  const auto middle = run.words.begin() + static_cast<std::ptrdiff_t>(at);
  out.push_back(make_run({run.words.begin(), middle}));
  out.push_back(make_run({middle, run.words.end()}));
}

}  // namespace

std::vector<Run> columns_of(const Line& line) {
  std::vector<Run> out;
  for (Run& run : split_at_gaps(line))
    add_columns(std::move(run), out);
  return out;
}

}  // namespace tangthu::ocr
