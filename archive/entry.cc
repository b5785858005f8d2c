#include "archive/entry.h"

#include "archive/record.h"

namespace tangthu::archive {

using vault::LabelRecordKind;

Result<NewEntry> NewEntry::begin(vault::Session& session, const Label& label,
                                 vault::Duty duty) {
  return NewEntry(session, TRY(session.write_entry(label, duty)));
}

Result<void> NewEntry::commit(const Json& content, std::string_view event, Json details,
                              LabelRecordKind kind) {
  return session_->commit_entry(writer_, to_cbor(content), event, std::move(details),
                                kind);
}

Result<DocumentId> add_entry(vault::Session& session, const Label& label,
                             const Json& content, std::string_view event, Json details,
                             vault::Duty duty) {
  NewEntry entry = TRY(NewEntry::begin(session, label, duty));
  TRY(entry.commit(content, event, std::move(details)));
  return entry.id();
}

namespace {

Result<Entry> decode(const Label& label, vault::LabelRecord&& record) {
  Json content = TRY(from_cbor(record.content));
  if (!content.is_object() || !content.contains("kind") || !content["kind"].is_string()) {
    return fail(ErrorCode::kCorrupt, "an entry of the archive's books is damaged",
                "run 'tangthu verify' to see what is affected, then restore from a "
                "backup",
                record.document.to_string());
  }
  return Entry{record.document, label, record.version, std::move(content)};
}

}  // namespace

Result<Entry> read_entry(vault::Session& session, const vault::Look& look,
                         const DocumentId& id) {
  vault::LabelRecord record = TRY(session.read_entry(look, id));
  return decode(TRY(session.label_of(id)), std::move(record));
}

Result<void> change_entry(vault::Session& session, const Entry& changed,
                          std::string_view event, Json details, vault::Duty duty) {
  return session.revise_entry(changed.id, changed.version, to_cbor(changed.content), duty,
                              event, std::move(details));
}

vault::PreparedRevision prepared_change(const Entry& changed) {
  return {changed.version, {{}, {{LabelRecordKind::kEntry, to_cbor(changed.content)}}}};
}

Result<std::size_t> visit_entries(vault::Session& session, const vault::Look& look,
                                  std::string_view kind,
                                  const std::function<Result<void>(Entry&&)>& visit) {
  return session.visit_label_records(
      look, LabelRecordKind::kEntry,
      [kind](const Label& label, vault::LabelRecord&& found) -> Result<std::any> {
        Entry entry = TRY(decode(label, std::move(found)));
        if (!kind.empty() && entry.kind() != kind) return std::any();
        return std::any(std::move(entry));
      },
      [&visit](std::any&& entry) {
        return visit(std::move(*std::any_cast<Entry>(&entry)));
      });
}

Result<std::size_t> read_rows(vault::Session& session, const vault::Look& look,
                              const std::function<Result<std::any>(Entry&&)>& read,
                              const vault::VisitRead& visit) {
  return session.visit_label_records(
      look, LabelRecordKind::kRow,
      [&read](const Label& label, vault::LabelRecord&& found) -> Result<std::any> {
        return read(TRY(decode(label, std::move(found))));
      },
      visit);
}

}  // namespace tangthu::archive
