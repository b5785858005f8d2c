// bench-error-rate TRUTH_DIR FOUND_DIR: the character error rate of every FOUND_DIR/X.txt
// against TRUTH_DIR/X.txt, and over all (errors ÷ characters of the truth).
#include "tests/support/error_rate.h"

#include <filesystem>
#include <iostream>

#include "bench/files.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench-error-rate TRUTH_DIR FOUND_DIR\n";
    return 2;
  }
  using tangthu::bench::read_text;
  double errors = 0;
  double characters = 0;
  for (const auto& truth : tangthu::bench::files_in(argv[1], ".txt")) {
    const std::string wanted = read_text(truth);
    const std::string found =
        read_text(std::filesystem::path(argv[2]) / truth.filename());
    const double rate = tangthu::testing::character_error_rate(wanted, found);
    const auto length = static_cast<double>(tangthu::testing::normalised(wanted).size());
    errors += rate * length;
    characters += length;
    std::cout << truth.stem().string() << ' ' << rate << '\n';
  }
  std::cout << "all " << errors / characters << '\n';
  return 0;
}
