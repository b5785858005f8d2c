// bench-error-rate TRUTH_DIR FOUND_DIR: the character error rate of every FOUND_DIR/X.txt
// against TRUTH_DIR/X.txt, over all (errors ÷ characters of the truth), and by line: each
// line of the truth against the likest line found, wherever it stands.
#include "tests/support/error_rate.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/files.h"

namespace {

using tangthu::testing::edit_distance;
using tangthu::testing::normalised;

std::vector<std::u32string> lines_of(std::string_view text) {
  std::vector<std::u32string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\n\f"), text.size());
    std::u32string line = normalised(text.substr(0, end));
    if (!line.empty()) out.push_back(std::move(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Tally {
  double errors = 0;
  double characters = 0;
  void add(std::size_t wrong, std::size_t length) {
    errors += static_cast<double>(wrong);
    characters += static_cast<double>(length);
  }
  double rate() const { return errors / std::max(1.0, characters); }
};

void add_lines(const std::string& wanted, const std::string& found, Tally& tally) {
  const std::vector<std::u32string> read = lines_of(found);
  for (const std::u32string& line : lines_of(wanted)) {
    std::size_t nearest = line.size();
    for (const std::u32string& other : read)
      nearest = std::min(nearest, edit_distance(line, other));
    tally.add(nearest, line.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-error-rate TRUTH_DIR FOUND_DIR\n";
    return 2;
  }
  using tangthu::bench::read_text;
  Tally all;
  Tally lines;
  for (const auto& truth : tangthu::bench::files_in(argv[1], ".txt")) {
    const std::string wanted = read_text(truth);
    const std::string found =
        read_text(std::filesystem::path(argv[2]) / truth.filename());
    const std::u32string text = normalised(wanted);
    Tally page;
    page.add(edit_distance(text, normalised(found)), text.size());
    all.errors += page.errors;
    all.characters += page.characters;
    add_lines(wanted, found, lines);
    std::cout << truth.stem().string() << ' ' << page.rate() << '\n';
  }
  std::cout << "all " << all.rate() << "\nlines " << lines.rate() << '\n';
  return 0;
}
