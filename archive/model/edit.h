// Editing the descriptive fields of a document: record, catalogue and search packet
// change in one revision or not at all. Takes the archivist's duty. Thread rule: that of
// the session.
#pragma once

#include <string>
#include <vector>

#include "archive/model/books.h"
#include "archive/model/described.h"

namespace tangthu::archive {

struct OpenedDocument {
  vault::DocumentReader reader;
  Record record;
};
Result<OpenedDocument> open_to_edit(vault::Session& session, const vault::Look& look,
                                    const DocumentId& id);

// What of values that are in the form in which they are kept this document forbids: it is
// in a closed dossier, or an end would lie before a beginning. `dossier` may be null.
void check_edit(const RecordRules& rules, const Record& record, const Dossier* dossier,
                const FieldValues& values, std::vector<FieldFault>& faults);

// kUsage, with field and rule, for a document of a dossier that is closed; of none: well.
Result<void> check_dossier_open(const Dossier* dossier);

// What is proposed for fields that no person has settled.
FieldValues proposals(const RecordRules& rules, const Record& record,
                      const Dossier* dossier);

// Values that were checked. On disk when this returns; which fields changed (none: they
// were so already, and nothing was written). kSealedOrBusy when the document was changed
// since it was opened.
Result<std::vector<std::string>> edit_document(vault::Session& session,
                                               const RecordRules& rules,
                                               OpenedDocument& opened,
                                               const FieldValues& values);

}  // namespace tangthu::archive
