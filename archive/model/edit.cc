#include "archive/model/edit.h"

#include "archive/record_revision.h"
#include "archive/retrieve.h"

namespace tangthu::archive {
namespace {

bool is_frozen(const Dossier* dossier) {
  return dossier != nullptr && dossier->state != DossierState::kOpen;
}

FieldFault frozen() {
  return field_fault(ErrorCode::kUsage, "fileCode", "dossier-open",
                     "the document is in a closed dossier",
                     "open it again with 'tangthu dossier reopen'");
}

}  // namespace

Result<void> check_dossier_open(const Dossier* dossier) {
  if (is_frozen(dossier)) return Failure(frozen().error);
  return {};
}

Result<OpenedDocument> open_to_edit(vault::Session& session, const vault::Look& look,
                                    const DocumentId& id) {
  TRY(session.require(vault::Duty::kDescribe));
  auto reader = TRY(session.open_document(look, id));
  Record record = TRY(read_record(reader));
  return OpenedDocument{std::move(reader), std::move(record)};
}

void check_edit(const RecordRules& rules, const Record& record, const Dossier* dossier,
                const FieldValues& values, std::vector<FieldFault>& faults) {
  if (is_frozen(dossier)) faults.push_back(frozen());
  FieldValues after = described_values(rules, record);
  for (const auto& [name, value] : values)
    after[name] = value;
  check_together(rules, RecordKind::kDocument, after, faults);
}

FieldValues proposals(const RecordRules& rules, const Record& record,
                      const Dossier* dossier) {
  FieldValues out;
  const FieldValues said = dossier == nullptr ? FieldValues() : dossier->values();
  for (const DescribedField& field : described_fields(rules, record, said)) {
    if (!field.settled && !field.proposal.empty()) out[field.rule->name] = field.proposal;
  }
  return out;
}

Result<std::vector<std::string>> edit_document(vault::Session& session,
                                               const RecordRules& rules,
                                               OpenedDocument& opened,
                                               const FieldValues& values) {
  auto changed = describe(rules, opened.record, values, session.user().name, now_utc());
  if (changed.empty()) return changed;
  const auto prepared = TRY(record_revision(opened.reader, opened.record));
  TRY(session.revise(opened.reader.id(), prepared.version, prepared.revision,
                     {{"how", "edited"}, {"fields", changed}}));
  return changed;
}

}  // namespace tangthu::archive
