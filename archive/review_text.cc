#include "archive/review_text.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/unicode.h"
#include "base/whole_number.h"

namespace tangthu::archive {
namespace {

using ocr::WordChange;
using ocr::WordPlace;

Failure damaged_text() {
  return fail(ErrorCode::kCorrupt, "a document's text is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

Json to_json(const Box& box) {
  return Json::array({box.x, box.y, box.width, box.height});
}

// What a station wrote may be anything: no sum of these runs over.
int side_of(const Json& json) {
  const auto side = json.get<double>();
  return side > 0 ? static_cast<int>(std::min<double>(side, kMaxPageSide)) : 0;
}

Box box_of(const Json& json) {
  return {side_of(json.at(0)), side_of(json.at(1)), side_of(json.at(2)),
          side_of(json.at(3))};
}

Json new_word(const std::string& text, const Box& box) {
  return {{"text", text}, {"confidence", 1.0}, {"box", to_json(box)}};
}

// Over a box, along its longer side, by their letters.
std::vector<Json> set_words(const std::vector<std::string>& words, const Box& box) {
  std::size_t letters = 0;
  for (const std::string& word : words)
    letters += to_code_points(word).size() + 1;
  const bool upright = box.height > 2 * box.width && words.size() > 1;  // a turned page
  const int length = upright ? box.height : box.width;
  std::vector<Json> out;
  std::size_t passed = 0;
  const auto place = [&](std::size_t at) {
    return static_cast<int>(static_cast<std::size_t>(length) * at /
                            std::max<std::size_t>(1, letters));
  };
  for (const std::string& word : words) {
    const std::size_t size = to_code_points(word).size();
    const int from = place(passed);
    const int to = std::max(from + 1, place(passed + size));
    out.push_back(new_word(word, upright
                                     ? Box{box.x, box.y + from, box.width, to - from}
                                     : Box{box.x + from, box.y, to - from, box.height}));
    passed += size + 1;
  }
  return out;
}

// The room behind a word, up to the next of its line; the word's own end without any.
Box room_behind(const Box& word, const Box* next) {
  if (next == nullptr)
    return {word.right() + word.height / 3, word.y, word.width, word.height};
  const int gap = next->x - word.right();
  if (gap >= word.height / 2 && next->y < word.bottom() && word.y < next->bottom()) {
    const int space = gap / 8;
    return {word.right() + space, word.y, gap - 2 * space, word.height};
  }
  return {word.x + word.width / 2, word.y, std::max(1, word.width / 2), word.height};
}

Box cut(Box box, int width, int height) {
  box.x = std::clamp(box.x, 0, std::max(0, width - 1));
  box.y = std::clamp(box.y, 0, std::max(0, height - 1));
  box.width = std::clamp(box.width, 1, std::max(1, width - box.x));
  box.height = std::clamp(box.height, 1, std::max(1, height - box.y));
  return box;
}

struct Place {
  std::size_t line = 0;
  std::size_t word = 0;
};

// The page's lines with the changes in them, and where the words that stayed are now.
class Rewriter {
 public:
  Rewriter(const Json& page, const std::vector<WordChange>& changes)
      : page_(page),
        change_(changes.begin()),
        end_(changes.end()),
        width_(side_of(page.at("width"))),
        height_(side_of(page.at("height"))) {}

  Json run() {
    for (const Json& line : page_.at("lines")) {
      begin_line();
      const Json& words = line.at("words");
      for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i + 1 == words.size();
        const Box next = last ? Box() : box_of(words[i + 1].at("box"));
        take(words[i], last ? nullptr : &next);
      }
      finish_line(words.empty() ? line.at("text") : Json(""));
      for (Json& below : below_)
        lines_.push_back(std::move(below));
      below_.clear();
    }
    // Of a page without words.
    int count = 0;
    for (; change_ != end_ && word_ == 0; ++change_)
      lines_.push_back(line_of(change_->words, top_box(count++)));
    return std::move(lines_);
  }
  // By words of before; nothing of those that went.
  const std::vector<std::optional<Place>>& places() const { return places_; }

 private:
  void begin_line() { line_ = Json::array(); }

  void take(const Json& word, const Box* next) {
    const Box box = box_of(word.at("box"));
    bool stays = true;
    std::vector<Json> more;
    for (; change_ != end_ && change_->word == word_; ++change_) {
      if (change_->place == WordPlace::kInstead) {
        stays = false;
        append(more, set_words(change_->words, box));
      } else if (change_->place == WordPlace::kBehind) {
        append(more,
               set_words(change_->words, cut(room_behind(box, next), width_, height_)));
      } else {
        below_.push_back(line_of(change_->words, below_box(box)));
      }
    }
    ++word_;
    places_.push_back(stays ? std::optional(Place{lines_.size(), line_.size()})
                            : std::nullopt);
    if (stays) line_.push_back(word);
    for (Json& each : more)
      line_.push_back(std::move(each));
  }

  static void append(std::vector<Json>& to, std::vector<Json> more) {
    std::move(more.begin(), more.end(), std::back_inserter(to));
  }

  Box below_box(const Box& word) const {
    const int step = static_cast<int>(below_.size() + 1) * word.height * 5 / 4;
    return cut({word.x, word.y + step, word.width, word.height}, width_, height_);
  }
  Box top_box(int number) const {
    const int step = std::max(1, height_ / 40);
    return cut({width_ / 10, (number + 2) * step, width_ * 8 / 10, step * 3 / 4}, width_,
               height_);
  }

  static Json line_of(const std::vector<std::string>& texts, const Box& box) {
    Json words = Json::array();
    for (Json& word : set_words(texts, box))
      words.push_back(std::move(word));
    return whole_line(std::move(words));
  }

  static Json whole_line(Json words) {
    std::string text;
    Box box;
    for (const Json& word : words) {
      text += (text.empty() ? "" : " ") + word.at("text").get<std::string>();
      box = united(box, box_of(word.at("box")));
    }
    return {{"text", text}, {"box", to_json(box)}, {"words", std::move(words)}};
  }

  // A line that lost all its words goes.
  void finish_line(const Json& text) {
    if (line_.empty() && text.get<std::string>().empty()) return;
    Json whole = whole_line(std::move(line_));
    if (whole["words"].empty()) whole["text"] = text;
    lines_.push_back(std::move(whole));
  }

  const Json& page_;
  std::vector<WordChange>::const_iterator change_;
  const std::vector<WordChange>::const_iterator end_;
  const int width_;
  const int height_;
  std::size_t word_ = 0;
  Json line_ = Json::array();
  Json lines_ = Json::array();
  std::vector<Json> below_;
  std::vector<std::optional<Place>> places_;
};

// Corrections speak of words by their places.
Json moved_corrections(const Json& page,
                       const std::vector<std::optional<Place>>& places) {
  Json out = Json::array();
  if (!page.contains("corrections")) return out;
  std::vector<std::size_t> starts;  // of each line, among the page's words
  std::size_t count = 0;
  for (const Json& line : page.at("lines")) {
    starts.push_back(count);
    count += line.at("words").size();
  }
  for (Json each : page.at("corrections")) {
    const auto line = whole_number(each.at("line"));
    if (line >= starts.size()) continue;
    const std::size_t word = starts[line] + whole_number(each.at("word"));
    if (word >= places.size() || !places[word]) continue;
    each["line"] = places[word]->line;
    each["word"] = places[word]->word;
    out.push_back(std::move(each));
  }
  return out;
}

double mean_confidence(const Json& lines) {
  double sum = 0;
  double letters = 0;
  for (const Json& line : lines) {
    for (const Json& word : line.at("words")) {
      const auto size =
          static_cast<double>(to_code_points(word.at("text").get<std::string>()).size());
      sum += size * word.at("confidence").get<double>();
      letters += size;
    }
  }
  return letters > 0 ? sum / letters : 0;
}

Json texts_of(const Json& page) {
  Json out = Json::array();
  for (const Json& line : page.at("lines"))
    out.push_back(line.at("text"));
  return out;
}

}  // namespace

Result<std::vector<PlacedWord>> words_of(const Json& page) {
  std::vector<PlacedWord> out;
  try {
    std::size_t number = 0;
    for (const Json& line : page.at("lines")) {
      for (const Json& word : line.at("words"))
        out.push_back({word.at("text"), box_of(word.at("box")), number});
      ++number;
    }
  } catch (const Json::exception&) {
    return damaged_text();
  }
  return out;
}

Result<Json> with_changes(const Json& page, const std::vector<ocr::WordChange>& changes,
                          const std::string& by, const std::string& at) {
  try {
    Json out = page;
    Rewriter rewriter(page, changes);
    out["lines"] = rewriter.run();
    if (page.contains("corrections"))
      out["corrections"] = moved_corrections(page, rewriter.places());
    out["confidence"] = mean_confidence(out["lines"]);
    if (!page.contains("original")) out["original"] = texts_of(page);
    if (!page.contains("revised")) out["revised"] = Json::array();
    out["revised"].push_back({{"by", by}, {"at", at}});
    return out;
  } catch (const Json::exception&) {
    return damaged_text();
  }
}

ShownChanges shown_changes(const std::vector<PlacedWord>& words,
                           const std::vector<ocr::WordChange>& changes) {
  ShownChanges out;
  std::vector<bool> shown;
  shown.reserve(words.size());
  for (const PlacedWord& word : words)
    shown.push_back(ocr::is_shown(word.text));
  out.words = static_cast<std::size_t>(std::count(shown.begin(), shown.end(), true));
  for (const WordChange& change : changes) {
    WordChange moved = change;
    const auto until =
        shown.begin() + static_cast<std::ptrdiff_t>(std::min(change.word, shown.size()));
    moved.word = static_cast<std::size_t>(std::count(shown.begin(), until, true));
    const bool itself = change.word < shown.size() && shown[change.word];
    if (!itself && !words.empty()) {
      // It stands behind the one before it that is shown.
      if (moved.word == 0 || change.words.empty()) continue;
      --moved.word;
      if (moved.place == WordPlace::kInstead) moved.place = WordPlace::kBehind;
    }
    out.changes.push_back(std::move(moved));
  }
  return out;
}

}  // namespace tangthu::archive
