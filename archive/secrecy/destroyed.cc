#include "archive/secrecy/destroyed.h"

#include "vault/document.h"

namespace tangthu::archive {
namespace {

constexpr const char* kKind = "destroyed";

Result<bool> is_gone(vault::Session& session, const DocumentId& id) {
  const auto there = vault::find_envelope(session.vault().documents(), id);
  if (there) return false;
  if (there.error().code() == ErrorCode::kNotFound) return true;
  return Failure(there.error());
}

}  // namespace

Result<void> note_destruction(vault::Session& session,
                              const vault::DestroyAction& action) {
  for (const DocumentId& id : action.documents) {
    const Label label = TRY(session.label_of(id));
    if (label.level == Level::kThuong) continue;
    TRY(add_entry(session, label,
                  {{"kind", kKind},
                   {"document", id.to_string()},
                   {"decision", action.decision},
                   {"by", session.user().name},
                   {"at", now_utc()}},
                  "destroy-trace", {{"document", id.to_string()}}, vault::Duty::kSign));
  }
  return {};
}

Result<DestroyedSecrets> destroyed_secrets(vault::Session& session,
                                           const vault::Look& look) {
  DestroyedSecrets out;
  std::size_t malformed = 0;
  out.damaged =
      TRY(visit_entries(session, look, kKind, [&](Entry&& entry) -> Result<void> {
        const Json& content = entry.content;
        const bool sound = content.contains("document") &&
                           content["document"].is_string() && content.contains("at") &&
                           content["at"].is_number_unsigned();
        const auto id = sound ? DocumentId::parse(content["document"].get<std::string>())
                              : std::nullopt;
        if (!id) {
          ++malformed;
          return {};
        }
        if (!TRY(is_gone(session, *id))) return {};
        const auto at = content["at"].get<UnixSeconds>();
        DestroyedSecret& kept = out.secrets[*id];
        if (at >= kept.at) kept = {entry.label.level, at};
        return {};
      }));
  out.damaged += malformed;
  return out;
}

}  // namespace tangthu::archive
