#include "ocr/vietnamese/settle.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ocr/vietnamese/channel.h"
#include "ocr/vietnamese/shapes.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr::vietnamese {
namespace {

constexpr std::size_t kMaxCandidates = 6;
constexpr std::size_t kMaxLetters = 7;
constexpr float kLeastSight = 0.02F;  // less counts as not seen
// How far a change must be better than what was read, in natural logarithms; from pages
// of the maker that are used for no figure. Where what was read is no word and the
// neighbours speak for the other, or say nothing of it; where what was read is a word,
// and the recogniser saw the other too, or it only looks alike.
constexpr double kMarginSyllable = 3.0;
constexpr double kMarginSyllableAlone = 6.0;
constexpr double kMarginSeen = 2.0;
constexpr double kMarginUnseen = 4.3;

struct Candidate {
  std::u32string core;
  std::u32string key;
  double channel = 0;  // log likelihood
  float seen = 1;      // least probability of a changed letter; 0 when not seen
};

struct Slot {
  std::size_t token = 0;
  std::vector<Candidate> candidates;  // the first is what was read
  std::size_t chosen = 0;
};

// Whether what was read is a word. Without a word list whatever may be one is taken for
// one: better a slip that stays than a word that goes.
bool is_word(const Model& model, const std::u32string& core, const std::u32string& key) {
  return model.is_attested(key) || (!model.has_word_list() && is_syllable(core));
}

// Words have no other marks around them; what has is scribble or a stain.
bool stands_clean(const Token& token) {
  const std::u32string before = token.text.substr(0, token.core_begin);
  return before.find_first_not_of(U"(\"“'-+/") == std::u32string::npos &&
         token.tail().find_first_not_of(U".,:;)/\"”'!?-…") == std::u32string::npos;
}

bool may_change(const Model& model, const Token& token) {
  if (!stands_clean(token) || token.letter_case == LetterCase::kMixed) return false;
  if (token.kind != TokenKind::kWord || token.core_end - token.core_begin > kMaxLetters)
    return false;
  if (!token.in_name) return true;
  // A name's syllables are its bearer's own unless there is no such syllable.
  return !model.is_attested(token.key) && !is_syllable(token.core());
}

// Lines of which few words exist are scribble, a picture, or upside down.
std::vector<char> readable_lines(const Model& model, const PageText& page,
                                 const std::vector<Token>& tokens) {
  std::vector<int> words(page.lines.size());
  std::vector<int> known(page.lines.size());
  for (const Token& token : tokens) {
    if (token.kind != TokenKind::kWord && token.kind != TokenKind::kOther) continue;
    ++words[token.line];
    known[token.line] += model.is_attested(token.key) ? 1 : 0;
  }
  std::vector<char> out(page.lines.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<char>(2 * known[i] >= words[i]);
  return out;
}

// Foreign words and abbreviations are left alone: no mark and no syllable.
bool is_foreign(const Token& token) {
  const std::u32string core = token.core();
  return !is_syllable(core) && std::all_of(core.begin(), core.end(), [](char32_t c) {
    return c < 0x80 && c != U'I';
  });
}

class Variants {
 public:
  Variants(const Model& model, const Token& token, const std::vector<Step>& steps)
      : model_(model), token_(token), channel_(steps), core_(token.core()) {
    read_likelihood_ = channel_.log_likelihood(token_.text);
    seen_ = channel_.alternatives(token_.text);
  }

  std::vector<Candidate> make() {
    out_.push_back({core_, token_.key, 0, 1});
    vary(core_, 0, 1, 0);
    std::stable_sort(
        out_.begin() + 1, out_.end(),
        [&](const Candidate& a, const Candidate& b) { return worth(a) > worth(b); });
    if (out_.size() > kMaxCandidates) out_.resize(kMaxCandidates);
    return std::move(out_);
  }

 private:
  double worth(const Candidate& candidate) const {
    return candidate.channel + model_.log_chance(U"", candidate.key);
  }

  std::vector<Sight> at(std::size_t i) const {
    std::vector<Sight> others;
    const std::size_t in_text = token_.core_begin + i;
    for (const Sight& sight : seen_[in_text]) {
      if (is_letter_here(sight.character)) others.push_back(sight);
    }
    for (Sight sight : look_alikes(core_[i])) {
      const bool known = std::any_of(others.begin(), others.end(), [&](const Sight& o) {
        return o.character == sight.character;
      });
      sight.probability = -sight.probability;  // by its looks alone
      if (!known) others.push_back(sight);
    }
    return others;
  }

  static bool is_letter_here(char32_t c) {
    const char32_t bare = to_lower_letter(bare_letter(c));
    return bare >= U'a' && bare <= U'z';
  }

  // Up to two letters otherwise, from position `from` on.
  void vary(const std::u32string& core, std::size_t from, float seen, double looks) {
    for (std::size_t i = from; i < core_.size(); ++i) {
      for (const Sight& sight : at(i)) {
        std::u32string other = core;
        other[i] = sight.character;
        const bool was_seen = sight.probability > 0;
        const float now_seen = std::min(
            seen, was_seen && sight.probability >= kLeastSight ? sight.probability : 0);
        const double now_looks =
            looks + (was_seen ? 0 : std::log(static_cast<double>(-sight.probability)));
        add(other, now_seen, now_looks);
        if (core == core_) vary(other, i + 1, now_seen, now_looks);
      }
    }
  }

  void add(const std::u32string& core, float seen, double looks) {
    if (!same_case(core)) return;
    std::u32string key = syllable_key(core);
    if (!model_.is_attested(key) || !is_syllable(core)) return;
    std::u32string text = token_.text;
    text.replace(token_.core_begin, core.size(), core);
    double channel = channel_.log_likelihood(text) - read_likelihood_;
    if (looks < 0) channel = std::max(channel, looks);
    out_.push_back({core, std::move(key), std::min(channel, 0.0), seen});
  }

  // "đẠt" is no way to write; but I and l are one shape.
  bool same_case(const std::u32string& core) const {
    for (std::size_t i = 0; i < core.size(); ++i) {
      const bool strokes = core_[i] == U'I' || core_[i] == U'l';
      if (!strokes && is_upper_letter(core[i]) != is_upper_letter(core_[i])) return false;
    }
    return true;
  }

  const Model& model_;
  const Token& token_;
  Channel channel_;
  std::u32string core_;
  double read_likelihood_ = 0;
  std::vector<std::vector<Sight>> seen_;
  std::vector<Candidate> out_;
};

// The likeliest row of candidates (Viterbi) of one sentence.
class Sentence {
 public:
  Sentence(const Model& model, const std::vector<Token>& tokens, std::vector<Slot> slots)
      : model_(model), tokens_(tokens), slots_(std::move(slots)) {}

  void settle(std::vector<Settled>& out) {
    constexpr int kRounds = 4;
    for (int round = 0; round < kRounds; ++round) {
      choose();
      if (!drop_unfounded()) break;
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].chosen == 0) continue;
      out.push_back(
          {slots_[i].token, chosen(i).core,
           read_is_word(i) ? CorrectionReason::kPair : CorrectionReason::kSyllable});
    }
  }

 private:
  const Candidate& chosen(std::size_t i) const {
    return slots_[i].candidates[slots_[i].chosen];
  }
  const Candidate& read(std::size_t i) const { return slots_[i].candidates[0]; }
  bool read_is_word(std::size_t i) const {
    return is_word(model_, read(i).core, read(i).key);
  }
  std::u32string key(std::size_t i) const {
    return i < slots_.size() ? chosen(i).key : std::u32string();
  }

  void choose() {
    std::vector<std::vector<double>> best(slots_.size());
    std::vector<std::vector<std::size_t>> came(slots_.size());
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      for (const Candidate& candidate : slots_[i].candidates) {
        double top = i == 0 ? model_.log_chance(U"", candidate.key)
                            : -std::numeric_limits<double>::infinity();
        std::size_t from = 0;
        for (std::size_t k = 0; i > 0 && k < best[i - 1].size(); ++k) {
          const double value =
              best[i - 1][k] +
              model_.log_chance(slots_[i - 1].candidates[k].key, candidate.key);
          if (value > top) {
            top = value;
            from = k;
          }
        }
        best[i].push_back(top + candidate.channel);
        came[i].push_back(from);
      }
    }
    std::size_t at = 0;
    for (std::size_t i = slots_.size(); i-- > 0;) {
      if (i + 1 == slots_.size())
        at = static_cast<std::size_t>(std::max_element(best[i].begin(), best[i].end()) -
                                      best[i].begin());
      slots_[i].chosen = at;
      at = came[i][at];
    }
  }

  // What is gained by reading slots [from, to) as chosen and not as read.
  double gain(std::size_t from, std::size_t to) const {
    double sum = 0;
    for (std::size_t i = from; i <= to && i < slots_.size(); ++i) {
      const std::u32string before = i == 0 ? std::u32string() : key(i - 1);
      const std::u32string was =
          i == 0 ? std::u32string() : (i == from ? before : read(i - 1).key);
      const bool inside = i < to;
      sum += model_.log_chance(before, chosen(i).key) -
             model_.log_chance(was, inside ? read(i).key : chosen(i).key);
      if (inside) sum += chosen(i).channel;
    }
    return sum;
  }

  bool is_founded(std::size_t i, double gained) const {
    const std::u32string before = i == 0 ? std::u32string() : key(i - 1);
    const std::u32string after = key(i + 1);
    const std::u32string& now = chosen(i).key;
    const std::u32string& was = read(i).key;
    const bool pair = model_.is_pair(before, now) || model_.is_pair(now, after);
    const bool pair_read = model_.is_pair(before, was) || model_.is_pair(was, after);
    const bool prose =
        model_.is_prose_pair(before, now) || model_.is_prose_pair(now, after);
    const bool seen = chosen(i).seen > 0;
    const Token& token = tokens_[slots_[i].token];
    const bool name_like =
        token.letter_case == LetterCase::kTitle && !token.begins_sentence;
    if (read_is_word(i)) {
      if (!pair || pair_read || (!seen && (name_like || !prose))) return false;
      return gained > (seen ? kMarginSeen : kMarginUnseen);
    }
    const bool capital = token.letter_case != LetterCase::kLower;
    if (pair && (seen || prose || !capital)) return gained > kMarginSyllable;
    return seen && gained > kMarginSyllableAlone && now.size() > 2 &&
           !(name_like && is_syllable(read(i).core));
  }

  // Takes back what rests on too little. Whether there was any.
  bool drop_unfounded() {
    bool dropped = false;
    for (std::size_t from = 0; from < slots_.size(); ++from) {
      if (slots_[from].chosen == 0) continue;
      std::size_t to = from + 1;
      while (to < slots_.size() && slots_[to].chosen != 0)
        ++to;
      const double each = gain(from, to) / static_cast<double>(to - from);
      for (std::size_t i = from; i < to; ++i) {
        if (is_founded(i, each)) continue;
        slots_[i].candidates.erase(slots_[i].candidates.begin() +
                                   static_cast<std::ptrdiff_t>(slots_[i].chosen));
        slots_[i].chosen = 0;
        dropped = true;
      }
      from = to;
    }
    return dropped;
  }

  const Model& model_;
  const std::vector<Token>& tokens_;
  std::vector<Slot> slots_;
};

}  // namespace

std::vector<Settled> settle_syllables(const Model& model, const PageText& page,
                                      const std::vector<Token>& tokens) {
  std::vector<Settled> out;
  std::vector<Slot> slots;
  const std::vector<char> readable = readable_lines(model, page, tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    Slot slot;
    slot.token = i;
    const std::vector<Step>& steps = page.lines[token.line].words[token.word].steps;
    const bool open = readable[token.line] != 0 && !steps.empty();
    if (open && may_change(model, token) && !is_foreign(token)) {
      slot.candidates = Variants(model, token, steps).make();
    } else {
      slot.candidates.push_back({token.core(), token.key, 0, 1});
    }
    slots.push_back(std::move(slot));
    if (!token.ends_sentence && i + 1 < tokens.size()) continue;
    Sentence(model, tokens, std::exchange(slots, {})).settle(out);
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
