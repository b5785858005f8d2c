// The fields of fonds, dossiers and documents as dated data (rules/records.toml): their
// types, lengths, codes, and which there must be.
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace tangthu::archive {

enum class RecordKind { kFonds, kDossier, kDocument };
inline constexpr RecordKind kRecordKinds[] = {RecordKind::kFonds, RecordKind::kDossier,
                                              RecordKind::kDocument};
std::string_view record_kind_code(RecordKind kind);  // "fonds", "dossier", "document"

enum class FieldType { kText, kCode, kDate, kNumber, kYear };
std::string_view field_type_code(FieldType type);  // "text", "code", …

struct FieldCode {
  std::string code;
  std::string vi;
  std::string en;
};

struct FieldRule {
  std::string name;
  std::string vi;
  std::string en;
  FieldType type = FieldType::kText;
  std::size_t most = 0;  // characters (NFC), digits of a number; 0: no limit of its own
  bool required = false;
  bool computed = false;
  std::string required_if;                     // a field of the same kind; or empty
  std::vector<std::string> required_if_codes;  // the codes of it that ask for this one
  std::string code_list;                       // its name in the rules; of kCode alone
  std::vector<FieldCode> codes;
  std::string not_before;   // a field of the same kind, or empty
  std::string proposed_by;  // as the file of rules says; or empty
};

struct RecordRules {
  std::string name;
  Date from;  // first day in force
  std::string law;
  std::string source;
  std::string dossier_code;  // pattern with {fonds}, {year}, {ordinal}
  int ordinal_digits = 0;
  int document_digits = 0;
  std::string document_separator;
  std::map<std::string, std::vector<FieldCode>> code_lists;
  std::array<std::vector<FieldRule>, 3> fields;  // by kind, in their order

  const std::vector<FieldRule>& of(RecordKind kind) const;
  // Nothing when the kind has no such field.
  const FieldRule* find(RecordKind kind, std::string_view name) const;
};

class RecordRuleBook {
 public:
  // kUsage, with "FILE:LINE: TABLE.KEY", for what is not rules: no TOML, unknown keys or
  // kinds, fields without a type, codes that are no list, sets out of order.
  static Result<RecordRuleBook> parse(std::string_view text, const std::string& file);
  // "records" of archive/rules_file.h.
  static Result<RecordRuleBook> load();

  // Those in force; before the first set, the first.
  const RecordRules& in_force(const Date& day) const;

 private:
  std::vector<RecordRules> sets_;  // by day; at least one
};

// Those in force today, as load() has them.
Result<RecordRules> current_record_rules();

}  // namespace tangthu::archive
