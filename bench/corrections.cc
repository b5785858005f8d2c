// bench-corrections TRUTH_DIR FOUND_DIR: what Vietnamese correction did to every
// FOUND_DIR/X.json that `tangthu ocr` wrote, judged by TRUTH_DIR/X.txt: the character
// error rate without and with it, and of its changes, each alone: how many bring their
// line nearer to the truth, take it further away, or neither.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

#include "base/json.h"
#include "bench/files.h"
#include "tests/support/error_rate.h"

namespace {

using tangthu::Json;
using tangthu::testing::edit_distance;
using tangthu::testing::normalised;

using Words = std::vector<std::string>;
// By page number and line.
using Lines = std::map<std::pair<int, std::size_t>, Words>;

Lines lines_of(const Json& document) {
  Lines lines;
  for (const Json& page : document.at("pages")) {
    std::size_t ordinal = 0;
    for (const Json& line : page.at("lines")) {
      Words& words = lines[{page.at("number").get<int>(), ordinal++}];
      for (const Json& word : line.at("words"))
        words.push_back(word.at("text").get<std::string>());
    }
  }
  return lines;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string text_of(const Lines& lines) {
  std::string text;
  for (const auto& [at, words] : lines)
    text += joined(words) + "\n";
  return text;
}

struct Change {
  std::pair<int, std::size_t> place;
  std::size_t word = 0;
  std::string before;
  std::string after;
  std::string reason;
};

std::vector<Change> changes_of(const Json& document) {
  std::vector<Change> changes;
  for (const Json& page : document.at("pages")) {
    for (const Json& change : page.at("corrections"))
      changes.push_back({{page.at("number"), change.at("line")},
                         change.at("word"),
                         change.at("before"),
                         change.at("after"),
                         change.at("why")});
  }
  return changes;
}

std::vector<std::u32string> truth_lines(const std::string& text) {
  std::vector<std::u32string> lines;
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::u32string line = normalised(text.substr(from, to - from));
    if (!line.empty()) lines.push_back(line);
    from = to + 1;
  }
  return lines;
}

enum class Verdict { kRight, kWrong, kNeither, kUnknown };

Verdict judge(const std::vector<std::u32string>& truth, const std::u32string& before,
              const std::u32string& after) {
  const std::u32string* best = nullptr;
  std::size_t least = before.size() / 2 + 1;
  for (const std::u32string& line : truth) {
    const std::size_t distance = edit_distance(line, before);
    if (distance < least) {
      least = distance;
      best = &line;
    }
  }
  if (best == nullptr) return Verdict::kUnknown;
  const std::size_t now = edit_distance(*best, after);
  if (now == least) return Verdict::kNeither;
  return now < least ? Verdict::kRight : Verdict::kWrong;
}

struct Tally {
  double characters = 0;
  double errors_before = 0;
  double errors_after = 0;
  std::map<std::string, std::map<Verdict, int>> verdicts;
};

void add(const std::filesystem::path& truth_file, const std::filesystem::path& json_file,
         Tally& tally) {
  const auto document = tangthu::json_from_text(tangthu::bench::read_text(json_file));
  if (!document) return;
  const std::string truth = tangthu::bench::read_text(truth_file);
  const std::vector<std::u32string> wanted = truth_lines(truth);
  const Lines after = lines_of(*document);
  Lines before = after;
  const std::vector<Change> changes = changes_of(*document);
  for (auto change = changes.rbegin(); change != changes.rend(); ++change)
    before[change->place].at(change->word) = change->before;
  Lines step = before;
  for (const Change& change : changes) {
    Words& words = step[change.place];
    const std::u32string was = normalised(joined(words));
    words.at(change.word) = change.after;
    const Verdict verdict = judge(wanted, was, normalised(joined(words)));
    ++tally.verdicts[change.reason][verdict];
    ++tally.verdicts["all"][verdict];
    if (verdict != Verdict::kRight)
      std::cout << json_file.stem().string() << ": " << change.reason << ' '
                << change.before << " -> " << change.after << '\n';
  }
  const std::u32string text = normalised(truth);
  tally.characters += static_cast<double>(text.size());
  tally.errors_before +=
      static_cast<double>(edit_distance(text, normalised(text_of(before))));
  tally.errors_after +=
      static_cast<double>(edit_distance(text, normalised(text_of(after))));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-corrections TRUTH_DIR FOUND_DIR\n";
    return 2;
  }
  Tally tally;
  for (const auto& json : tangthu::bench::files_in(argv[2], ".json"))
    add(std::filesystem::path(argv[1]) / json.stem().concat(".txt"), json, tally);
  std::cout << "CER without " << tally.errors_before / tally.characters << ", with "
            << tally.errors_after / tally.characters << '\n';
  for (auto& [reason, verdicts] : tally.verdicts) {
    std::cout << reason << ": right " << verdicts[Verdict::kRight] << ", wrong "
              << verdicts[Verdict::kWrong] << ", neither " << verdicts[Verdict::kNeither]
              << ", unknown " << verdicts[Verdict::kUnknown] << '\n';
  }
  return 0;
}
