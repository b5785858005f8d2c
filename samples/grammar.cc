#include "samples/grammar.h"

#include <algorithm>
#include <stdexcept>

#include "samples/letter_case.h"

namespace tangthu::samples {
namespace {

constexpr int kMaxDepth = 12;  // of rules within rules; deeper is a circle in the texts

bool is_number_slot(std::string_view slot) {
  const std::size_t start = slot.find_first_not_of("#%");
  if (start == std::string_view::npos || start > 1) return false;
  const std::size_t dash = slot.find('-');
  if (dash == std::string_view::npos || dash == start || dash + 1 == slot.size()) {
    return false;
  }
  return slot.find_first_not_of("0123456789-", start) == std::string_view::npos;
}

std::string trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
}

}  // namespace

std::string with_dots(long long value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, '.');
  }
  return digits;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = text.find(separator, start);
    if (end == std::string_view::npos) break;
    parts.push_back(trimmed(text.substr(start, end - start)));
    start = end + 1;
  }
  parts.push_back(trimmed(text.substr(start)));
  return parts;
}

Grammar Grammar::parse(const std::vector<std::string_view>& files) {
  Grammar grammar;
  for (const std::string_view file : files) {
    std::string topic;
    Alternatives* rule = nullptr;
    for (const std::string& line : split(file, '\n')) {
      if (line.empty() || line[0] == '#') continue;
      if (line == "@common") {
        topic.clear();
      } else if (line.starts_with("@topic ")) {
        topic = trimmed(line.substr(7));
        grammar.topics_.push_back(topic);
      } else if (line.front() == '[' && line.back() == ']') {
        rule = &grammar.rules_[topic + "/" + line.substr(1, line.size() - 2)];
      } else if (rule != nullptr) {
        rule->push_back(line);
      }
    }
  }
  return grammar;
}

const Grammar::Alternatives* Grammar::find(const std::string& topic,
                                           const std::string& rule) const {
  const auto found = rules_.find(topic + "/" + rule);
  return found == rules_.end() ? nullptr : &found->second;
}

void Phrases::set(const std::string& name, std::string value) {
  variables_[name] = std::move(value);
}

const std::string& Phrases::get(const std::string& name) const {
  static const std::string kNothing;
  const auto found = variables_.find(name);
  return found == variables_.end() ? kNothing : found->second;
}

bool Phrases::knows(const std::string& rule) const {
  return grammar_.find(topic_, rule) != nullptr || grammar_.find("", rule) != nullptr;
}

std::string Phrases::say(const std::string& rule) {
  const Grammar::Alternatives* alternatives = grammar_.find(topic_, rule);
  if (alternatives == nullptr) alternatives = grammar_.find("", rule);
  if (alternatives == nullptr || alternatives->empty()) {
    throw std::logic_error("the texts have no rule " + rule);
  }
  std::set<std::size_t>& said = said_[rule];
  if (said.size() >= alternatives->size()) said.clear();
  const int last = static_cast<int>(alternatives->size()) - 1;
  auto index = static_cast<std::size_t>(random_.integer(0, last));
  while (said.contains(index))
    index = (index + 1) % alternatives->size();
  said.insert(index);
  return expand((*alternatives)[index]);
}

std::vector<std::string> Phrases::say_some(const std::string& rule, int count) {
  std::vector<std::string> some;
  for (int i = 0; i < count; ++i) {
    std::string phrase = say(rule);
    if (std::find(some.begin(), some.end(), phrase) != some.end()) break;
    some.push_back(std::move(phrase));
  }
  return some;
}

std::string Phrases::person() {
  return say("surname") + " " + say("middle-name") + " " + say("given-name");
}

std::string Phrases::number(const std::string& slot) {
  const char kind = slot[0];
  const std::size_t start = kind == '#' || kind == '%' ? 1 : 0;
  const std::size_t dash = slot.find('-');
  const std::string low_text = slot.substr(start, dash - start);
  const int low = std::stoi(low_text);
  const int value = random_.integer(low, std::stoi(slot.substr(dash + 1)));
  if (kind == '#') return with_dots(value);
  if (kind == '%') {
    return std::to_string(value) + "," + std::to_string(random_.integer(1, 9));
  }
  const std::string digits = std::to_string(value);
  const bool padded = low_text[0] == '0' && digits.size() < low_text.size();
  return std::string(padded ? low_text.size() - digits.size() : 0, '0') + digits;
}

std::string Phrases::expand_slot(const std::string& slot) {
  if (slot.empty()) return {};
  if (slot[0] == '^') return capitalised(expand_slot(slot.substr(1)));
  if (slot[0] == '_') return uncapitalised(expand_slot(slot.substr(1)));
  if (slot.find('|') != std::string::npos) return random_.pick(split(slot, '|'));
  if (is_number_slot(slot)) return number(slot);
  if (slot == "date-") return short_date(add_days(date_, -random_.integer(5, 300)));
  if (slot == "date+") return short_date(add_days(date_, random_.integer(7, 120)));
  if (slot == "person") return person();
  const auto variable = variables_.find(slot);
  return variable == variables_.end() ? say(slot) : variable->second;
}

std::string Phrases::expand(std::string_view text) {
  if (++depth_ > kMaxDepth) throw std::logic_error("the texts go in a circle");
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    out.append(text.substr(at, open - at));
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw std::logic_error("a { without its }");
    out += expand_slot(std::string(text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  --depth_;
  return out;
}

}  // namespace tangthu::samples
