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

class Statistics {
 public:
  Statistics();
  void add(const Label& label, const Record& record);
  // level, year, type, dossier, origin, review: each counts every document once.
  const std::vector<StatisticsTable>& tables() const { return tables_; }
  const Counted& total() const { return total_; }

 private:
  std::vector<StatisticsTable> tables_;
  Counted total_;
};

// The year of the paper's own date; 0 when nobody knows it.
int year_of_issue(const Record& record);

}  // namespace tangthu::archive
