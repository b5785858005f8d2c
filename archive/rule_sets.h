// Dated sets of rules: a file has one table a set, each with the day from which it is in
// force; the set of a day is the last that was in force by then.
//
// Thread rule: pure.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/rules_file.h"
#include "base/date.h"

namespace tangthu::archive {

// Nothing before the first set. A set has the member `from`; sets are in order of it.
template <class Set>
const Set* set_in_force(const std::vector<Set>& sets, const Date& day) {
  const auto after = std::ranges::upper_bound(sets, day, {}, &Set::from);
  return after == sets.begin() ? nullptr : &*(after - 1);
}

// The first before the first set; there is at least one.
template <class Set>
const Set& set_in_force_or_first(const std::vector<Set>& sets, const Date& day) {
  const Set* set = set_in_force(sets, day);
  return set == nullptr ? sets.front() : *set;
}

// Reader(table, file) takes the settings of a table one by one, take(setting), and makes
// a set of them, finish(). kUsage for a file without a table, and sets out of order.
template <class Set, class Reader>
Result<std::vector<Set>> read_rule_sets(std::string_view text, const std::string& file) {
  std::vector<Set> sets;
  const auto add = [&](Reader& reader) -> Result<void> {
    Set set = TRY(reader.finish());
    if (!sets.empty() && set.from <= sets.back().from) {
      return fail(ErrorCode::kUsage, "sets of rules must follow each other by their days",
                  "put the older one first", file + ": " + set.name + ".from");
    }
    sets.push_back(std::move(set));
    return {};
  };
  std::optional<Reader> reader;
  std::string table;
  for (const Setting& setting : TRY(read_toml(text, file))) {
    if (!reader || setting.table != table) {
      if (reader) TRY(add(*reader));
      table = setting.table;
      reader.emplace(table, file);
    }
    TRY(reader->take(setting));
  }
  if (!reader) {
    return fail(ErrorCode::kUsage, "there are no rules in this file",
                "compare with the one that the program comes with, or remove it", file);
  }
  TRY(add(*reader));
  return sets;
}

}  // namespace tangthu::archive
