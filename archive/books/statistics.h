// Statistics of an archive: documents and pages by one property at a time. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/record.h"
#include "base/level.h"

namespace tangthu::archive {

struct Counted {
  std::size_t documents = 0;
  std::size_t pages = 0;
  bool operator==(const Counted&) const = default;
};

// Of one property: by its values as people read them, in order.
struct StatisticsTable {
  std::string code;     // "level", for programs
  std::string caption;  // "Theo độ mật"
  std::map<std::string, Counted> counts;
};

// What documents are counted under that their records say in codes, or not at all.
struct StatisticsWords {
  std::map<std::string, std::string> conditions;  // by code: "01" → "tốt"
  std::map<std::string, std::string> origins;
  struct OfDossier {
    std::string fonds;
    std::string condition;  // codes
    std::string origin;
  };
  std::map<std::string, OfDossier> dossiers;  // by code, as code_key() has it
};

class Statistics {
 public:
  explicit Statistics(StatisticsWords words = {});
  void add(const Label& label, const Record& record);
  // level, year, type, fonds, dossier, condition, origin, picture: each counts every
  // document once. A document says less than its dossier at times: that one counts then.
  const std::vector<StatisticsTable>& tables() const { return tables_; }
  const Counted& total() const { return total_; }

 private:
  StatisticsWords words_;
  std::vector<StatisticsTable> tables_;
  Counted total_;
};

// The year of the paper's own date; 0 when nobody knows it.
int year_of_issue(const Record& record);

}  // namespace tangthu::archive
