// Entries: what the archive's books have besides documents: a fonds, a dossier, a case, a
// copy, a line of a register. Each is sealed under a label, as a document is, and found
// with it; it has no pages, and search does not see it.
//
// An entry is a JSON object with "kind" (text), stored as CBOR, at most 1 MiB. Whoever
// writes one says which duty that takes; events in the log bear its id and no content.
// Thread rule: that of the session.
#pragma once

#include <any>
#include <functional>
#include <string>

#include "base/json.h"
#include "vault/session.h"

namespace tangthu::archive {

struct Entry {
  DocumentId id;
  Label label;
  std::uint32_t version = 0;
  Json content;

  std::string kind() const { return content.value("kind", ""); }
};

// An entry on its way in; its id is known before it is there. One that is not committed
// leaves nothing.
class NewEntry {
 public:
  static Result<NewEntry> begin(vault::Session& session, const Label& label,
                                vault::Duty duty = vault::Duty::kDescribe);
  const DocumentId& id() const { return writer_.id(); }
  // On disk when this returns. The log notes `event` with the id and these details, which
  // must hold no content. kBadInput past 1 MiB.
  Result<void> commit(const Json& content, std::string_view event,
                      Json details = Json::object(),
                      vault::LabelRecordKind kind = vault::LabelRecordKind::kEntry);

 private:
  NewEntry(vault::Session& session, vault::DocumentWriter writer)
      : session_(&session), writer_(std::move(writer)) {}
  vault::Session* session_;
  vault::DocumentWriter writer_;
};

Result<DocumentId> add_entry(vault::Session& session, const Label& label,
                             const Json& content, std::string_view event,
                             Json details = Json::object(),
                             vault::Duty duty = vault::Duty::kDescribe);
// kNotFound when there is none, or its label is not held.
Result<Entry> read_entry(vault::Session& session, const vault::Look& look,
                         const DocumentId& id);
// Puts `changed` in place of the version that was read, whole or not at all; on disk when
// this returns. kSealedOrBusy when it was changed meanwhile.
Result<void> change_entry(vault::Session& session, const Entry& changed,
                          std::string_view event, Json details = Json::object(),
                          vault::Duty duty = vault::Duty::kDescribe);
// What keeps `changed` with an act that officers sign (vault/approval.h).
vault::PreparedRevision prepared_change(const Entry& changed);

// Those of this kind ("": all) that the session can read, in no order; without the rows.
// Returns how many damaged ones were passed over.
Result<std::size_t> visit_entries(vault::Session& session, const vault::Look& look,
                                  std::string_view kind,
                                  const std::function<Result<void>(Entry&&)>& visit);
// The rows alone: entries that were committed as vault::LabelRecordKind::kRow. `read`
// says what is to be known of one, and is called by several threads (vault/document.h).
Result<std::size_t> read_rows(vault::Session& session, const vault::Look& look,
                              const std::function<Result<std::any>(Entry&&)>& read,
                              const vault::VisitRead& visit);

}  // namespace tangthu::archive
