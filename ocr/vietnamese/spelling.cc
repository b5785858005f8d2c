#include "ocr/vietnamese/spelling.h"

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr double kWitness = 0.95;
// What was read so well stands as read: pages do have both spellings.
constexpr double kWellRead = 0.9;

enum Rime : std::size_t { kOpenO, kOpenU, kRimes };

struct Spelling {
  Rime rime = kOpenO;
  bool late = false;  // the tone stands on the last letter
};

// Of a syllable that may be spelt both ways.
std::optional<Spelling> spelling_of(const std::u32string& core) {
  if (core.size() < 2) return std::nullopt;
  const Letter first = letter_of(core[core.size() - 2]);
  const Letter last = letter_of(core.back());
  const bool open_o = first.base == U'o' && (last.base == U'a' || last.base == U'e');
  const bool open_u = first.base == U'u' && last.base == U'y';
  if (!open_o && !open_u) return std::nullopt;
  if (core.size() > 2 && to_lower_letter(core[core.size() - 3]) == U'q')
    return std::nullopt;  // "quý"
  const bool early = first.tone != Tone::kLevel;
  const bool late = last.tone != Tone::kLevel;
  if (early == late) return std::nullopt;
  return Spelling{open_o ? kOpenO : kOpenU, late};
}

std::u32string in_the_other_way(std::u32string core) {
  Letter first = letter_of(core[core.size() - 2]);
  Letter last = letter_of(core.back());
  std::swap(first.tone, last.tone);
  core[core.size() - 2] = letter_from(first);
  core.back() = letter_from(last);
  return core;
}

// Behind another capitalised word: people spell their names as they like (Kiều Ngọc
// Thủy).
bool is_in_a_name(const std::vector<Token>& tokens, std::size_t i) {
  return i > 0 && tokens[i].line == tokens[i - 1].line &&
         tokens[i].letter_case == LetterCase::kTitle &&
         tokens[i - 1].letter_case == LetterCase::kTitle;
}

}  // namespace

std::vector<Respelt> respell(const PageText& page, const std::vector<Token>& tokens) {
  std::set<std::pair<std::size_t, std::size_t>> changed;
  for (const Correction& correction : page.corrections)
    changed.emplace(correction.line, correction.word);
  const auto is_witness = [&](const Token& token) {
    return page.lines[token.line].words[token.word].confidence >= kWitness &&
           !changed.contains({token.line, token.word});
  };
  const auto is_well_read = [&](const Token& token) {
    return page.lines[token.line].words[token.word].confidence >= kWellRead &&
           !changed.contains({token.line, token.word});
  };
  std::array<std::array<int, 2>, kRimes> seen{};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto spelling = spelling_of(tokens[i].core());
    if (spelling && is_witness(tokens[i]) && !is_in_a_name(tokens, i))
      ++seen[spelling->rime][spelling->late ? 1 : 0];
  }
  std::vector<Respelt> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto spelling = spelling_of(tokens[i].core());
    if (!spelling || is_well_read(tokens[i])) continue;
    const auto& [early, late] = seen[spelling->rime];
    const bool other = spelling->late ? early > 0 && late == 0 : late > 0 && early == 0;
    if (other) out.push_back({i, in_the_other_way(tokens[i].core())});
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
