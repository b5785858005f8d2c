#include "ocr/vietnamese/channel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tangthu::ocr::vietnamese {
namespace {

// The states of a text: nothing, its first character, nothing, its second, …, nothing.
char32_t character_at(std::u32string_view text, std::size_t state) {
  return state % 2 == 0 ? kNothingNew : text[state / 2];
}

// Whether the path may come from two states before: between unlike characters.
bool may_skip(std::u32string_view text, std::size_t state) {
  return state >= 3 && state % 2 == 1 && text[state / 2] != text[state / 2 - 1];
}

}  // namespace

double Channel::chance(std::size_t step, char32_t c) const {
  double sum = 0;
  for (const Sight& sight : steps_[step]) {
    const char32_t seen = sight.character == U' ' ? kNothingNew : sight.character;
    if (seen == c) sum += static_cast<double>(sight.probability);
  }
  return std::max(sum, kUnseen);
}

double Channel::log_likelihood(std::u32string_view text) const {
  if (steps_.empty() || text.empty()) return -std::numeric_limits<double>::infinity();
  const std::size_t states = 2 * text.size() + 1;
  std::vector<double> now(states);
  std::vector<double> next(states);
  now[0] = chance(0, kNothingNew);
  now[1] = chance(0, text[0]);
  double log_scale = 0;
  for (std::size_t step = 1; step < steps_.size(); ++step) {
    double sum = 0;
    for (std::size_t s = 0; s < states; ++s) {
      double in = now[s];
      if (s >= 1) in += now[s - 1];
      if (may_skip(text, s)) in += now[s - 2];
      next[s] = in * chance(step, character_at(text, s));
      sum += next[s];
    }
    for (double& value : next)
      value /= sum;
    log_scale += std::log(sum);
    std::swap(now, next);
  }
  const double end = now[states - 1] + now[states - 2];
  return log_scale + std::log(std::max(end, std::numeric_limits<double>::min()));
}

std::vector<int> Channel::align(std::u32string_view text) const {
  const std::size_t states = 2 * text.size() + 1;
  constexpr double kNever = -1e18;
  std::vector<double> now(states, kNever);
  std::vector<std::vector<std::uint8_t>> came(steps_.size(),
                                              std::vector<std::uint8_t>(states));
  now[0] = std::log(chance(0, kNothingNew));
  now[1] = std::log(chance(0, text[0]));
  for (std::size_t step = 1; step < steps_.size(); ++step) {
    std::vector<double> next(states, kNever);
    for (std::size_t s = 0; s < states; ++s) {
      for (std::uint8_t back = 0; back <= 2; ++back) {
        if (back > s || (back == 2 && !may_skip(text, s))) continue;
        if (now[s - back] > next[s]) {
          next[s] = now[s - back];
          came[step][s] = back;
        }
      }
      next[s] += std::log(chance(step, character_at(text, s)));
    }
    now = std::move(next);
  }
  std::vector<int> owner(steps_.size());
  std::size_t state = now[states - 1] > now[states - 2] ? states - 1 : states - 2;
  for (std::size_t step = steps_.size(); step-- > 0;) {
    owner[step] = state % 2 == 1 ? static_cast<int>(state / 2) : -1;
    state -= came[step][state];
  }
  return owner;
}

std::vector<std::vector<Sight>> Channel::alternatives(std::u32string_view text) const {
  std::vector<std::vector<Sight>> out(text.size());
  if (steps_.empty() || text.empty()) return out;
  const std::vector<int> owner = align(text);
  const auto note = [&](std::size_t at, const Sight& sight) {
    if (at >= text.size() || sight.character == text[at]) return;
    auto& seen = out[at];
    const auto known = std::find_if(seen.begin(), seen.end(), [&](const Sight& other) {
      return other.character == sight.character;
    });
    if (known == seen.end()) {
      seen.push_back(sight);
    } else {
      known->probability = std::max(known->probability, sight.probability);
    }
  };
  int last = -1;
  for (std::size_t step = 0; step < steps_.size(); ++step) {
    if (owner[step] >= 0) last = owner[step];
    for (const Sight& sight : steps_[step]) {
      if (sight.character == kNothingNew || sight.character == U' ') continue;
      if (owner[step] >= 0) {
        note(static_cast<std::size_t>(owner[step]), sight);
        continue;
      }
      // Between two characters: it may have been either.
      const bool before =
          last >= 0 && text[static_cast<std::size_t>(last)] == sight.character;
      const std::size_t following = last < 0 ? 0 : static_cast<std::size_t>(last) + 1;
      const bool after = following < text.size() && text[following] == sight.character;
      if (before || after) continue;
      if (last >= 0) note(static_cast<std::size_t>(last), sight);
      note(following, sight);
    }
  }
  return out;
}

}  // namespace tangthu::ocr::vietnamese
