// A text grammar: rules with alternatives, from files that a person can edit.
//
// File format, UTF-8: "# …" is a comment; "@topic NAME" opens a topic ("@common" closes
// it); "[rule]" opens a rule; every other line that isn't empty is one alternative of
// it. A topic's rule goes before the common rule of the same name.
//
// Inside an alternative:
//   {name}       a variable of the document, else a rule, expanded
//   {^name}      the same with a capital first letter; {_name} with a small one
//   {a|b|c}      one of these
//   {10-99}      a whole number; {01-12} keeps two digits; {#1000-90000} with dots, as
//                Vietnamese writes thousands; {%60-99} with one decimal after a comma
//   {date-}      a day in the year before the document's date, "05/3/2020"; {date+} after
//   {person}     a full name
// Thread rule: Grammar is read-only once made; Phrases belongs to one thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "samples/calendar.h"
#include "samples/random.h"

namespace tangthu::samples {

class Grammar {
 public:
  using Alternatives = std::vector<std::string>;

  static Grammar parse(const std::vector<std::string_view>& files);

  // Nothing where there is no such rule. An empty topic is the common one.
  const Alternatives* find(const std::string& topic, const std::string& rule) const;
  const std::vector<std::string>& topics() const { return topics_; }

 private:
  std::map<std::string, Alternatives> rules_;  // "topic/rule"
  std::vector<std::string> topics_;
};

// The phrases of one document: what was said once isn't said again while there is
// something left to say.
class Phrases {
 public:
  Phrases(const Grammar& grammar, Random& random) : grammar_(grammar), random_(random) {}

  void set_topic(std::string topic) { topic_ = std::move(topic); }
  const std::string& topic() const { return topic_; }
  void set_date(const Date& date) { date_ = date; }
  void set(const std::string& name, std::string value);
  const std::string& get(const std::string& name) const;

  // One alternative of a rule, expanded. A rule that doesn't exist is a mistake in the
  // texts: std::logic_error.
  std::string say(const std::string& rule);
  // Whether the topic or the common part has the rule.
  bool knows(const std::string& rule) const;
  // As many different ones as there are, at most `count`.
  std::vector<std::string> say_some(const std::string& rule, int count);
  std::string expand(std::string_view text);
  std::string person();

  Random& random() { return random_; }

 private:
  std::string expand_slot(const std::string& slot);
  std::string number(const std::string& slot);

  const Grammar& grammar_;
  Random& random_;
  std::string topic_;
  Date date_;
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::set<std::size_t>> said_;
  int depth_ = 0;
};

// 1250000 → "1.250.000"
std::string with_dots(long long value);
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace tangthu::samples
