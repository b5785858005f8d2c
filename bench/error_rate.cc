// bench-error-rate TRUTH_DIR FOUND_DIR: the character error rate of every FOUND_DIR/X.txt
// against TRUTH_DIR/X.txt, and over all (errors ÷ characters of the truth).
#include "tests/support/error_rate.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-error-rate TRUTH_DIR FOUND_DIR\n";
    return 2;
  }
  std::set<std::filesystem::path> truths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    if (entry.path().extension() == ".txt") truths.insert(entry.path());
  }
  double errors = 0;
  double characters = 0;
  for (const auto& truth : truths) {
    const std::string wanted = read(truth);
    const std::string found = read(std::filesystem::path(argv[2]) / truth.filename());
    const double rate = tangthu::testing::character_error_rate(wanted, found);
    const auto length = static_cast<double>(tangthu::testing::normalised(wanted).size());
    errors += rate * length;
    characters += length;
    std::cout << truth.stem().string() << ' ' << rate << '\n';
  }
  std::cout << "all " << errors / characters << '\n';
  return 0;
}
