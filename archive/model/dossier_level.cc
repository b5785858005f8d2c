#include "archive/model/dossier_level.h"

#include "archive/entry.h"
#include "archive/model/books.h"
#include "archive/model/check_fields.h"
#include "archive/model/dossier_room.h"

namespace tangthu::archive {

Result<void> check_dossier_level(vault::Session& session, const vault::Action& action) {
  const auto* move = std::get_if<vault::ClassifyAction>(&action);
  if (move == nullptr) return {};
  const vault::Look look =
      TRY(session.look("classify-look", {{"id", move->document.to_string()}}));
  const auto entry = read_entry(session, look, move->document);
  if (!entry && entry.error().code() == ErrorCode::kNotFound) return {};  // a document
  if (!entry) return Failure(entry.error());
  if (entry->kind() != kDossierKind) return {};
  const Dossier dossier = TRY(read_dossier(*entry));
  const Members members = TRY(read_members(session, look, dossier.code, &dossier));
  for (const Member& each : members.documents) {
    if (dominates(move->to, each.label)) continue;
    return Failure(
        field_fault(ErrorCode::kUsage, "level",
                    "label-dominates " + each.label.to_string(),
                    "a document of the dossier would lie above it",
                    "give a level that no document of it is above, or move or declassify "
                    "that document first")
            .error);
  }
  return {};
}

}  // namespace tangthu::archive
