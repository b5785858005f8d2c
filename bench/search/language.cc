#include "bench/search/language.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "base/unicode.h"
#include "bench/files.h"
#include "bench/search/composed.h"
#include "indexer/analysis.h"
#include "samples/grammar.h"
#include "samples/texts.h"

namespace tangthu::bench {
namespace {

using samples::Random;

constexpr std::uint64_t kSeed = 1945;  // of what is learnt: the same for every corpus
constexpr int kDocuments = 4000;
constexpr std::size_t kPeople = 20'000;

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

std::string field(const ComposedText& document, const char* name) {
  const auto at = document.fields.find(name);
  return at == document.fields.end() ? std::string() : at->second;
}

// As many digits as it happens; small numbers most.
int some_number(Random& random) {
  int most = 9;
  for (int digits = random.integer(0, 4); digits > 0; --digits) {
    most = most * 10 + 9;
  }
  return random.integer(1, most);
}

// As recognition goes wrong: marks lost, letters taken for others.
std::string damaged(const std::string& text, Random& random) {
  if (random.chance(0.4)) return fold(text);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTaken = {
      {{"h", "b"},
       {"n", "ri"},
       {"i", "l"},
       {"o", "c"},
       {"c", "e"},
       {"t", "l"},
       {"u", "n"},
       {"g", "q"}}};
  std::string out = text;
  const auto& [from, to] = kTaken[static_cast<std::size_t>(random.integer(0, 7))];
  const std::size_t at = out.find(from);
  if (at != std::string::npos) out.replace(at, from.size(), to);
  return out;
}

}  // namespace

Piece::Piece(std::string written) : text(std::move(written)) {
  for (const indexer::Token& token : indexer::analyse(text)) {
    if (token.kind != indexer::TokenKind::kWord) continue;
    if (words > 0) folded += ' ';
    folded += token.folded;
    ++words;
  }
}

void Text::add(const Piece& piece, char after) {
  text += piece.text;
  text += after;
  words += piece.words;
  if (piece.words == 0) return;
  if (!folded.empty()) folded += ' ';
  folded += piece.folded;
}

Zipf::Zipf(std::size_t count, double shift) {
  double sum = 0;
  for (std::size_t rank = 0; rank < count; ++rank) {
    sum += 1 / (static_cast<double>(rank) + shift);
  }
  double up_to = 0;
  for (std::size_t rank = 0; rank < count; ++rank) {
    up_to += 1 / (static_cast<double>(rank) + shift) / sum;
    const auto until =
        std::min(std::size_t{1} << kBits,
                 static_cast<std::size_t>(std::lround(up_to * (1 << kBits))));
    table_.resize(std::max(table_.size(), until), static_cast<std::uint32_t>(rank));
  }
  table_.resize(std::size_t{1} << kBits, 0);
}

Language::Language() {
  for (std::uint32_t slot = 0; slot < kFirstWord; ++slot) {
    vocabulary_.emplace_back();
  }
  learn_documents();
  learn_lists();
  index();
  find_loose();
  lexicon_ranks_ = Zipf(lexicon_.size(), 30);
  theme_ranks_ = Zipf(lexicon_.size(), 60);
  people_ranks_ = Zipf(people_.size(), 50);
  issuer_ranks_ = Zipf(issuers_.size(), 20);
}

void Language::learn_documents() {
  const samples::Grammar grammar = samples::Grammar::parse(samples::built_in_texts());
  Random random(kSeed);
  for (int i = 0; i < kDocuments; ++i) {
    Random own = random.fork();
    samples::Phrases phrases(grammar, own);
    const ComposedText document = compose_text(grammar, phrases);
    learn_text(document.body);
    issuers_.push_back({Piece(field(document, "parent_agency")),
                        Piece(field(document, "agency")), Piece(field(document, "place")),
                        Piece(field(document, "symbol")), Piece(field(document, "type")),
                        Piece(field(document, "signer_title"))});
    for (std::size_t n = kPeople / kDocuments; n > 0; --n) {
      people_.emplace_back(phrases.person());
    }
  }
}

void Language::learn_text(std::string_view text) {
  for (const std::string& line : samples::split(text, '\n')) {
    for (const std::string& written : samples::split(line, ' ')) {
      if (!written.empty()) stream_.push_back(word(written));
    }
    stream_.push_back(kEnd);
  }
}

std::uint32_t Language::word(std::string_view text) {
  if (has_digit(text)) {
    const auto slashes = std::count(text.begin(), text.end(), '/');
    if (slashes == 2) return kDate;
    return slashes == 1 ? kCode : kNumber;
  }
  const auto [at, is_new] = numbers_.try_emplace(
      std::string(text), static_cast<std::uint32_t>(vocabulary_.size()));
  if (is_new) vocabulary_.emplace_back(std::string(text));
  return at->second;
}

void Language::learn_lists() {
  for (const auto& file : files_in(TANGTHU_LISTS, ".txt")) {
    for (const std::string& line : samples::split(read_text(file), '\n')) {
      if (line.empty() || line[0] == '#') continue;
      for (const std::string& entry : samples::split(line, ';')) {
        if (!entry.empty()) lexicon_.emplace_back(entry);
      }
    }
  }
  Random random(kSeed);
  for (std::size_t i = lexicon_.size(); i > 1; --i) {
    std::swap(
        lexicon_[i - 1],
        lexicon_[static_cast<std::size_t>(random.integer(0, static_cast<int>(i) - 1))]);
  }
}

void Language::index() {
  begin_.assign(vocabulary_.size() + 1, 0);
  for (const std::uint32_t word : stream_) {
    ++begin_[word + 1];
  }
  for (std::size_t i = 1; i < begin_.size(); ++i) {
    begin_[i] += begin_[i - 1];
  }
  places_.resize(stream_.size());
  auto next = begin_;
  for (std::uint32_t place = 0; place < stream_.size(); ++place) {
    places_[next[stream_[place]]++] = place;
  }
}

// A compound is a word that is mostly followed by the next.
void Language::find_loose() {
  std::unordered_map<std::uint64_t, std::uint32_t> pairs;
  const auto pair_at = [this](std::size_t place) {
    return std::uint64_t{stream_[place]} << 32U | stream_[place + 1];
  };
  for (std::size_t place = 0; place + 1 < stream_.size(); ++place) {
    ++pairs[pair_at(place)];
  }
  loose_.assign(stream_.size(), true);
  constexpr std::uint32_t kOneIn = 12;
  for (std::size_t place = 0; place + 1 < stream_.size(); ++place) {
    const std::uint32_t word = stream_[place];
    loose_[place] = pairs[pair_at(place)] * kOneIn < begin_[word + 1] - begin_[word];
  }
}

std::size_t Language::place_of(std::uint32_t word, Random& random) const {
  const auto count = static_cast<int>(begin_[word + 1] - begin_[word]);
  return places_[begin_[word] + static_cast<std::uint32_t>(random.integer(0, count - 1))];
}

Piece Language::drawn(std::uint32_t slot, Random& random) const {
  if (slot == kNumber) {
    const bool dotted = random.chance(0.2);
    return Piece(dotted ? samples::with_dots(some_number(random) * 100LL)
                        : std::to_string(some_number(random)));
  }
  if (slot == kCode) {
    return Piece(std::to_string(some_number(random)) + "/" + issuer(random).symbol.text);
  }
  return Piece(std::to_string(random.integer(1, 28)) + "/" +
               std::to_string(random.integer(1, 12)) + "/" +
               std::to_string(random.integer(1990, 2025)));
}

Piece Language::rare(Random& random) const {
  const double what = random.uniform();
  if (what < 0.4) return person(random);
  if (what < 0.6) return drawn(kCode, random);
  if (what < 0.7) {  // identity cards, plates
    return Piece("0" + std::to_string(random.integer(10'000'000, 99'999'999)) +
                 std::to_string(random.integer(100, 999)));
  }
  const auto& known = vocabulary_[stream_[static_cast<std::size_t>(
      random.integer(0, static_cast<int>(stream_.size()) - 1))]];
  return Piece(damaged(known.text, random));
}

void Language::walk(Random& random, const std::vector<std::size_t>& themes, int words,
                    Text& out) const {
  words += out.words;
  bool ends = true;
  for (std::uint32_t word = kEnd; out.words < words || !ends;) {
    const std::size_t place = place_of(word, random);
    strew(loose_[place], random, themes, out);
    word = place + 1 < stream_.size() ? stream_[place + 1] : std::uint32_t{kEnd};
    if (word >= kFirstWord) {
      out.add(vocabulary_[word]);
    } else if (word != kEnd) {
      out.add(drawn(word, random));
    }
    if (word == kEnd && !out.text.empty()) out.text.back() = '\n';
    ends = word == kEnd || (out.text.size() > 1 &&
                            std::string_view(".;").find(out.text[out.text.size() - 2]) !=
                                std::string_view::npos);
  }
  if (!out.text.empty()) out.text.back() = '\n';
}

void Language::strew(bool loose, Random& random, const std::vector<std::size_t>& themes,
                     Text& out) const {
  constexpr double kTheme = 0.08;
  constexpr double kStrewn = 0.24;
  constexpr double kRare = 0.26;
  if (!loose) return;
  const double draw = random.uniform();
  if (draw < kTheme && !themes.empty()) {
    out.add(lexicon_[themes[static_cast<std::size_t>(
        random.integer(0, static_cast<int>(themes.size()) - 1))]]);
  } else if (draw < kStrewn) {
    out.add(lexicon_[lexicon_ranks_.draw(random)]);
  } else if (draw < kRare) {
    out.add(rare(random));
  }
}

std::vector<std::size_t> Language::themes(Random& random) const {
  std::vector<std::size_t> out;
  for (int n = random.integer(2, 5); n > 0; --n) {
    out.push_back(theme_ranks_.draw(random));
  }
  return out;
}

const Issuer& Language::issuer(Random& random) const {
  return issuers_[issuer_ranks_.draw(random)];
}

const Piece& Language::person(Random& random) const {
  return people_[people_ranks_.draw(random)];
}

}  // namespace tangthu::bench
