#include "ocr/vietnamese/model.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/unicode.h"
#include "ocr/vietnamese/data.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr std::size_t kMaxWordList = 200'000;  // lines; Debian's has 6,632
constexpr std::size_t kMaxWord = 64;           // bytes

// Weights of syllables that no list of ours has, against one occurrence there.
constexpr double kAttestedWeight = 0.3;
constexpr double kValidWeight = 0.001;
constexpr double kOtherWeight = 0.0001;
// What a seen pair gives up for unseen ones (absolute discounting).
constexpr double kDiscount = 0.6;

std::uint64_t pair_key(int first, int second) {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(first)) << 32) |
         static_cast<std::uint32_t>(second);
}

}  // namespace

std::vector<TextWord> split_text(std::u32string_view text) {
  std::vector<TextWord> words;
  TextWord word;
  bool begins = true;
  const auto close = [&] {
    if (word.letters.empty()) return;
    const bool number = std::any_of(word.letters.begin(), word.letters.end(), is_digit);
    word.key = number ? std::u32string(kNumber) : syllable_key(word.letters);
    word.begins = begins;
    begins = false;
    words.push_back(std::move(word));
    word = {};
  };
  for (const char32_t c : text) {
    if (is_letter(c) || is_digit(c)) {
      word.letters.push_back(to_lower_letter(c));
      continue;
    }
    close();
    if (c == U'.' || c == U'/') begins = true;
  }
  close();
  return words;
}

Model::Model(const std::filesystem::path& word_list) {
  ids_.emplace(U"", 0);
  counts_.resize(1);
  starts_.resize(1);
  kinds_.resize(1);
  for (const DataFile& file : built_in_data())
    add_file(file.name, file.text);
  add_word_list(word_list);
}

Model::Sort Model::sort_of(std::string_view name) {
  if (name == "agencies" || name == "document-types") return Sort::kName;
  if (name == "provinces") return Sort::kProvince;
  return name == "districts" ? Sort::kDistrict : Sort::kProse;
}

void Model::add_file(std::string_view name, std::string_view text) {
  const Sort sort = sort_of(name);
  for_each_entry(text, [&](std::string_view entry) { add_entry(entry, sort); });
}

void Model::add_entry(std::string_view entry, Sort sort) {
  const bool place = sort == Sort::kProvince || sort == Sort::kDistrict;
  const std::vector<TextWord> words = split_text(to_code_points(to_nfc(entry)));
  int before = 0;
  std::u32string bare_name;
  std::vector<std::u32string> name;
  for (const TextWord& word : words) {
    const auto [at, fresh] = ids_.emplace(word.key, static_cast<int>(ids_.size()));
    if (fresh) {
      counts_.push_back(0);
      starts_.push_back(0);
      kinds_.push_back(0);
      attested_.insert(word.key);
    }
    const auto now = static_cast<std::size_t>(at->second);
    ++counts_[now];
    ++total_;
    if (!word.begins) {
      ++starts_[static_cast<std::size_t>(before)];
      if (++pairs_[pair_key(before, at->second)] == 1)
        ++kinds_[static_cast<std::size_t>(before)];
      if (!place) prose_pairs_.insert(pair_key(before, at->second));
    }
    before = at->second;
    bare_name += (bare_name.empty() ? U"" : U" ") + bare_text(word.letters);
    name.push_back(word.letters);
  }
  const bool restored = sort == Sort::kName || sort == Sort::kProvince;
  if (!restored || name.size() < 2) return;
  auto& same = names_[bare_name];
  if (std::find(same.begin(), same.end(), name) == same.end())
    same.push_back(std::move(name));
}

void Model::add_word_list(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::size_t lines = 0;
  std::size_t found = 0;
  while (lines++ < kMaxWordList && std::getline(in, line)) {
    const std::size_t end = std::min(line.find('/'), line.size());
    if (end == 0 || end > kMaxWord) continue;
    const std::u32string word = to_code_points(to_nfc(line.substr(0, end)));
    if (!is_syllable(word)) continue;
    attested_.insert(syllable_key(word));
    ++found;
  }
  has_word_list_ = found > 0;
}

int Model::id(const std::u32string& key) const {
  const auto at = ids_.find(key);
  return at == ids_.end() ? -1 : at->second;
}

bool Model::is_pair(const std::u32string& first, const std::u32string& second) const {
  const int a = id(first);
  const int b = id(second);
  return a > 0 && b > 0 && pairs_.contains(pair_key(a, b));
}

bool Model::is_prose_pair(const std::u32string& first,
                          const std::u32string& second) const {
  const int a = id(first);
  const int b = id(second);
  return a > 0 && b > 0 && prose_pairs_.contains(pair_key(a, b));
}

double Model::log_chance(const std::u32string& before, const std::u32string& key) const {
  const int b = id(key);
  const double weight = b > 0              ? counts_[static_cast<std::size_t>(b)]
                        : is_attested(key) ? kAttestedWeight
                        : !key.empty() && is_digit(key.back()) ? kValidWeight
                                                               : kOtherWeight;
  const double alone = weight / (total_ + kAttestedWeight * 7000);
  const int a = id(before);
  if (a <= 0 || starts_[static_cast<std::size_t>(a)] == 0) return std::log(alone);
  const double starts = starts_[static_cast<std::size_t>(a)];
  const double rest = kDiscount * kinds_[static_cast<std::size_t>(a)] / starts;
  const auto pair = b > 0 ? pairs_.find(pair_key(a, b)) : pairs_.end();
  const double seen = pair == pairs_.end() ? 0 : (pair->second - kDiscount) / starts;
  return std::log(seen + rest * alone);
}

const std::vector<std::u32string>* Model::only_name(std::u32string_view bare_name) const {
  const auto at = names_.find(bare_name);
  return at == names_.end() || at->second.size() != 1 ? nullptr : &at->second.front();
}

}  // namespace tangthu::ocr::vietnamese
