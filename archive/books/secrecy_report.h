// The annual report of secrecy: what is held at the end of its period, and what was done
// in it, by level. Pure; report.h gathers the facts.
//
// A period is a year from a day that the form names (15 December to 14 December).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "archive/paper/forms.h"
#include "archive/record.h"
#include "base/date.h"
#include "base/level.h"

namespace tangthu::archive {

struct ReportPeriod {
  Date from;
  Date to;   // inclusive
  Date due;  // on or after `to`
};
// That ends in this year.
ReportPeriod period_of(const PaperForm& form, int year);

// An act on a document, as its record has it.
struct SecretAct {
  std::string act;
  Date day;                     // of its decision, or when it was done
  std::optional<Level> before;  // the level until then, where it is known
  std::optional<Level> given;   // by it
};

struct SecretFacts {
  Level level = Level::kThuong;  // now
  std::optional<Date> classified;
  Date taken_in;
  std::vector<SecretAct> acts;  // in order
};
SecretFacts secret_facts(const Record& record, Level level);

// Nothing: not a secret on the evening of that day, or of a level that nobody knows.
struct LevelThen {
  bool secret = false;
  std::optional<Level> level;
};
LevelThen level_on(const SecretFacts& facts, const Date& day);

// By level of a secret; of those whose level nobody knows besides.
struct LevelCounts {
  std::array<std::size_t, 3> counts{};
  std::size_t unknown = 0;

  void add(std::optional<Level> level, std::size_t count = 1);
  std::size_t total() const;
  bool operator==(const LevelCounts&) const = default;
};

struct SecrecyReport {
  ReportPeriod period;
  LevelCounts held;  // at the end of the period
  // Of these, by the year of their classification; 0: nobody knows it.
  std::map<int, LevelCounts> by_year;
  LevelCounts classified;  // in the period, as the next
  LevelCounts extended;
  LevelCounts adjusted;      // by the level that it was given
  LevelCounts declassified;  // by the level that it had
  LevelCounts copied;        // copies, not documents
  LevelCounts destroyed;
};

void count_in(SecrecyReport& report, const SecretFacts& facts);

}  // namespace tangthu::archive
