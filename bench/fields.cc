// bench-fields TRUTH_DIR FOUND_DIR: the fields and stamps of every FOUND_DIR/X.json (as
// `tangthu ocr` writes them) against TRUTH_DIR/X.json (the page maker's). A field is
// right when its value is the truth but for case and spaces. What is wrong and sure
// (confidence of 0.9 or more) is the worst outcome; what has no value, or a doubtful one,
// goes to a person; what is right and doubtful is work for nothing. With BENCH_PAGES set,
// a line on stderr for each field that is not right.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "archive/record.h"
#include "base/json.h"
#include "base/level.h"
#include "base/unicode.h"
#include "bench/files.h"

namespace tangthu {
namespace {

namespace fs = std::filesystem;

constexpr double kSure = 0.9;

struct Count {
  int there = 0;
  int right = 0;
  int asked = 0;       // of them, a person is asked all the same
  int review = 0;      // not right, and a person is asked
  int wrong = 0;       // not right, and nobody is asked
  int sure_wrong = 0;  // of them, with confidence kSure
  int absent = 0;      // not found at all
  int invented = 0;    // found where the truth has none

  void add(const Count& other) {
    there += other.there;
    right += other.right;
    asked += other.asked;
    review += other.review;
    wrong += other.wrong;
    sure_wrong += other.sure_wrong;
    absent += other.absent;
    invented += other.invented;
  }
};

std::string plain(const std::string& value) {
  std::u32string out = to_code_points(to_lower(to_nfc(value)));
  std::erase_if(out, [](char32_t c) { return is_space(c); });
  return to_utf8(out);
}

void tell(const std::string& document, const char* what, const std::string& field,
          const std::string& truth, const Json& found) {
  if (std::getenv("BENCH_PAGES") == nullptr) return;
  std::fprintf(stderr, "%s %s %s: %s\n    found: %s\n", document.c_str(), what,
               field.c_str(), truth.c_str(), found.dump().c_str());
}

void judge(const std::string& document, const std::string& field,
           const std::string& truth, const Json& found, Count& count) {
  ++count.there;
  const bool has_value =
      found.is_object() && found.contains("value") && found.at("value").is_string();
  if (!found.is_object()) {
    ++count.absent;
    return tell(document, "absent", field, truth, found);
  }
  const double confidence = found.value("confidence", 0.0);
  if (has_value && plain(found.at("value")) == plain(truth)) {
    ++count.right;
    if (confidence < archive::kSureField) ++count.asked;
    return;
  }
  if (!has_value || confidence < archive::kSureField) {
    ++count.review;
    return tell(document, "review", field, truth, found);
  }
  ++count.wrong;
  if (confidence >= kSure) ++count.sure_wrong;
  tell(document, confidence >= kSure ? "SURE" : "wrong", field, truth, found);
}

struct Levels {
  int right = 0;
  int below = 0;
  int above = 0;
};

int run(const fs::path& truths, const fs::path& finds) {
  std::map<std::string, Count> printed;
  std::map<std::string, Count> written;
  std::map<std::string, Levels> levels;
  int unread = 0;
  for (const fs::path& file : bench::files_in(truths, ".json")) {
    const std::string document = file.stem().string();
    const Json truth = Json::parse(bench::read_text(file));
    const fs::path own = finds / file.filename();
    if (!fs::exists(own)) {
      ++unread;
      continue;
    }
    const Json found = Json::parse(bench::read_text(own));
    const Json fields = found.value("fields", Json::object());
    std::set<std::string> by_hand;
    for (const Json& name : truth.at("handwritten"))
      by_hand.insert(name.get<std::string>());
    for (const auto& [name, value] : truth.at("fields").items()) {
      auto& counts = by_hand.count(name) != 0 ? written : printed;
      judge(document, name, value, fields.value(name, Json()), counts[name]);
    }
    for (const auto& [name, value] : fields.items()) {
      if (truth.at("fields").contains(name)) continue;
      if (!value.is_object() || !value.contains("value") || value.at("value").is_null())
        continue;
      ++printed[name].invented;
      tell(document, "invented", name, "", value);
    }
    const std::string level = truth.at("level");
    const auto wanted = parse_level(level);
    const auto read = parse_level(found.value("level", std::string()));
    Levels& tally = levels[level];
    const int order =
        !wanted || !read ? -1 : static_cast<int>(*read) - static_cast<int>(*wanted);
    ++(order == 0 ? tally.right : order < 0 ? tally.below : tally.above);
    if (order != 0) tell(document, "level", level, "", found.value("level", Json()));
  }
  const auto print = [](const char* kind, const std::map<std::string, Count>& counts) {
    Count sum;
    for (const auto& [name, count] : counts) {
      std::printf("| %s | %s | %d | %d | %d | %d | %d | %d | %d | %d |\n", kind,
                  name.c_str(), count.there, count.right, count.asked, count.review,
                  count.wrong, count.sure_wrong, count.absent, count.invented);
      sum.add(count);
    }
    std::printf(
        "| %s | all | %d | %d (%.1f %%) | %d (%.1f %%) | %d | %d | %d (%.2f %%) | "
        "%d | %d |\n",
        kind, sum.there, sum.right, 100.0 * sum.right / std::max(1, sum.there), sum.asked,
        100.0 * sum.asked / std::max(1, sum.there), sum.review, sum.wrong, sum.sure_wrong,
        100.0 * sum.sure_wrong / std::max(1, sum.there), sum.absent, sum.invented);
  };
  std::printf(
      "| | field | there | right | of them doubtful | to a person | wrong | of them sure "
      "| absent | invented |\n|---|---|---|---|---|---|---|---|---|---|\n");
  print("printed", printed);
  print("by hand", written);
  for (const auto& [level, tally] : levels)
    std::printf("level %s: right %d, below %d, above %d\n", level.c_str(), tally.right,
                tally.below, tally.above);
  if (unread > 0) std::printf("without a result: %d\n", unread);
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: bench-fields TRUTH_DIR FOUND_DIR\n", stderr);
    return 2;
  }
  return tangthu::run(argv[1], argv[2]);
}
