// What official Vietnamese is likely to say: syllables that exist, pairs of them that
// belong together, and the names of bodies and places.
//
// Built from the lists of data.h and, where it is installed, Debian's hunspell-vi.
// Without that list only the syllables of ours count as attested. Thread rule: immutable,
// any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tangthu::ocr::vietnamese {

inline constexpr const char* kWordListFile = "/usr/share/hunspell/vi_VN.dic";

class Model {
 public:
  // A list that is missing or no list of Hunspell's: as without.
  explicit Model(const std::filesystem::path& word_list);

  bool has_word_list() const { return has_word_list_; }
  // Keys are syllable_key()'s, numbers kNumber; "" is the edge of a sentence.
  bool is_attested(const std::u32string& key) const { return attested_.contains(key); }
  bool is_pair(const std::u32string& first, const std::u32string& second) const;
  // Not counting names of places: a commune may be called like a district but for a mark.
  bool is_prose_pair(const std::u32string& first, const std::u32string& second) const;
  // Natural logarithm of the chance that `key` follows `before`.
  double log_chance(const std::u32string& before, const std::u32string& key) const;
  // The syllables of the one known name that these are once their marks are taken away;
  // nothing where no name or several fit. Lower case.
  const std::vector<std::u32string>* only_name(std::u32string_view bare) const;

 private:
  void add_file(std::string_view name, std::string_view text);
  enum class Sort { kProse, kName, kProvince, kDistrict };
  static Sort sort_of(std::string_view name);
  void add_entry(std::string_view entry, Sort sort);
  void add_word_list(const std::filesystem::path& file);
  int id(const std::u32string& key) const;

  std::unordered_map<std::u32string, int> ids_;
  std::vector<int> counts_;  // of a syllable
  std::vector<int> starts_;  // of pairs that it begins
  std::vector<int> kinds_;   // of different pairs that it begins
  std::unordered_map<std::uint64_t, int> pairs_;
  std::unordered_set<std::uint64_t> prose_pairs_;
  std::unordered_set<std::u32string> attested_;
  std::map<std::u32string, std::vector<std::vector<std::u32string>>, std::less<>> names_;
  int total_ = 0;
  bool has_word_list_ = false;
};

inline constexpr std::u32string_view kNumber = U"#";

// The words of a text, lower case, and the keys that a model knows them by.
struct TextWord {
  std::u32string letters;
  std::u32string key;
  bool begins = false;  // a sentence begins with it
};
std::vector<TextWord> split_text(std::u32string_view text);

}  // namespace tangthu::ocr::vietnamese
