// Looks for what must have left no trace: words and keys, in every coding in which a
// program could have left them by mistake.
//
//   words    as they are written (NFC), decomposed (NFD), without marks, in capitals;
//            each as UTF-8, UTF-16 of both byte orders, hex, base 64
//   secrets  the bytes, the bytes reversed, hex of both cases, base 64
//
// Base 64 is found at any of its three alignments: also inside of something longer.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"

namespace tangthu::test {

class Traces {
 public:
  static constexpr std::size_t kLeast = 8;  // bytes; what is shorter is found by chance

  // `name` is what the finding is called; the word itself is not in it.
  void add_word(const std::string& name, const std::string& word);
  void add_secret(const std::string& name, ByteView bytes);

  std::set<std::string> found_in(std::string_view content) const;
  // In the files and in the names of files; "NAME in FILE".
  std::set<std::string> found_below(const std::filesystem::path& folder) const;
  // What is looked for.
  std::set<std::string> names() const;

 private:
  struct Needle {
    std::string name;
    std::string bytes;
  };
  void add(const std::string& name, std::string bytes);

  std::vector<Needle> needles_;
  std::unordered_multimap<std::uint32_t, std::size_t> by_start_;  // first four bytes
  std::vector<bool> may_start_ = std::vector<bool>(std::size_t{1} << 24);  // first three
};

std::string to_hex(std::string_view bytes);

}  // namespace tangthu::test
