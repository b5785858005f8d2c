// Feeds a fuzz target its corpus, without libFuzzer, so that every test run notices when
// a fixed bug comes back:
//
//   replay CORPUS            every file of the folder
//   replay --seeds CORPUS    writes the inputs that the target begins with
#include <algorithm>
#include <filesystem>

#include "tests/fuzz/scratch_folder.h"

namespace {

namespace fs = std::filesystem;
using namespace tangthu;  // NOLINT: a program of one file

int write_seeds(const fs::path& corpus) {
  fs::create_directories(corpus);
  for (const fuzz::Seed& seed : fuzz::seeds())
    fuzz::write_file(corpus / seed.name, seed.input);
  return 0;
}

int replay(const fs::path& corpus) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(corpus))
    files.push_back(entry.path());
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    // Unbuffered, so that the last line names the file that ends the program.
    std::fprintf(stderr, "%s\n", file.filename().c_str());
    const Bytes input = fuzz::read_file(file);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::fprintf(stderr, "%zu inputs\n", files.size());
  return files.empty() ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 2 && arguments[0] == "--seeds")
    return write_seeds(arguments[1]);
  if (arguments.size() == 1) return replay(arguments[0]);
  std::fprintf(stderr, "usage: replay [--seeds] CORPUS\n");
  return 2;
}
