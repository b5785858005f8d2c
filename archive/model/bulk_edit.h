// Editing many documents by a table: its first column names the document (id or code),
// the others are fields. An empty cell leaves the field as it is, "-" takes its value
// away. Every row is checked before any is applied; each document changes whole or not at
// all, and a second run changes only what still differs. Thread rule: that of the
// session.
#pragma once

#include <string>
#include <vector>

#include "archive/model/edit.h"
#include "base/csv.h"

namespace tangthu::archive {

struct BulkRow {
  int line = 0;
  std::string name;  // as it stands in the first column
  std::optional<DocumentId> id;
  FieldValues values;                // in the form in which they are kept
  std::vector<std::string> changes;  // fields that would change; empty: it is so already
  std::vector<FieldFault> faults;    // none: the row is good
};

struct BulkPlan {
  std::vector<BulkRow> rows;
  std::size_t damaged = 0;  // records and entries that were passed over
};

// kBadInput when the table has no header, or a column of it is no field. Rows that are
// wrong are in the plan. Nothing is changed.
Result<BulkPlan> plan_bulk_edit(vault::Session& session, const vault::Look& look,
                                const RecordRules& rules,
                                const std::vector<CsvRow>& table);

// A good row. As edit_document(); the document as it is now is asked again.
Result<std::vector<std::string>> apply_row(vault::Session& session,
                                           const vault::Look& look,
                                           const RecordRules& rules, const BulkRow& row);

}  // namespace tangthu::archive
