// The descriptive fields of a document, as the rules have them: what recognition proposes
// and what a person said stand side by side, each with who and when.
//
// Fields that are on the paper (number, symbol, date, type, issuing body, subject) are
// kept where recognition and reviews keep them (Record::fields), so that no two places
// can say different things and search finds the person's value; the others in
// Record::described. Thread rule: pure.
#pragma once

#include <string>
#include <vector>

#include "archive/model/check_fields.h"
#include "archive/record.h"

namespace tangthu::archive {

struct DescribedField {
  const FieldRule* rule = nullptr;  // of the rules that were given
  std::string value;                // a person's; empty: there is none
  bool settled = false;             // a person said so, even that there is none
  std::string by;
  std::string at;                // ISO 8601, of the person's value
  std::string proposal;          // in the field's form; empty: none that fits
  double confidence = 0;         // of the proposal
  Json earlier = Json::array();  // [{"value", "by", "at"}], the oldest first
};

// `dossier`: what the document's dossier says, by field; it proposes for its documents.
std::vector<DescribedField> described_fields(const RecordRules& rules,
                                             const Record& record,
                                             const FieldValues& dossier);
// The name of a type that stands as the decree's abbreviation; what is none stays.
std::string type_name(const std::string& value);

// The persons' values alone.
FieldValues described_values(const RecordRules& rules, const Record& record);

// Sets values that are in the form in which they are kept. Returns the fields that
// changed, or were confirmed.
std::vector<std::string> describe(const RecordRules& rules, Record& record,
                                  const FieldValues& values, const std::string& by,
                                  UnixSeconds at);

}  // namespace tangthu::archive
