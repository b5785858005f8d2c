// A fonds (phông) and a dossier (hồ sơ): entries of the archive's books
// (archive/entry.h).
//
//   fonds    {"kind": "fonds", "code", "fields", "history"}, under the label thuong
//   dossier  {"kind": "dossier", "code", "fonds", "state", "fields", "order", "history",
//             "frozen"}
//
// "fields" as archive/model/kept_fields.h has them; "history" [{"what", "by", "at", …}].
// Which documents a dossier has stands with the documents alone (Record::dossier): no
// crash can make the two disagree. "order" is the order of those that it names; ids in it
// that are of no member are passed over, members that are not in it come after, by the
// time they came in. "frozen", while a dossier is closed: {"documents": [id…], and the
// totals}.
// Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/entry.h"
#include "archive/model/kept_fields.h"

namespace tangthu::archive {

inline constexpr const char* kFondsKind = "fonds";
inline constexpr const char* kDossierKind = "dossier";
inline constexpr std::size_t kMaxDossierDocuments = 30'000;

enum class DossierState { kOpen, kClosed, kMerged };
std::string_view dossier_state_code(DossierState state);  // "open", "closed", "merged"

struct Fonds {
  DocumentId id;
  Label label{Level::kThuong, {}};
  std::uint32_t version = 0;
  std::string code;
  Json fields = Json::object();
  Json history = Json::array();

  FieldValues values() const;  // with the code
};

struct Dossier {
  DocumentId id;
  Label label{Level::kThuong, {}};
  std::uint32_t version = 0;
  std::string code;
  std::string fonds;  // code; may be empty
  DossierState state = DossierState::kOpen;
  Json fields = Json::object();
  std::vector<DocumentId> order;
  Json history = Json::array();
  Json frozen;  // null while it is open

  FieldValues values() const;  // with the code
};

// kCorrupt when the entry is none.
Result<Fonds> read_fonds(const Entry& entry);
Result<Dossier> read_dossier(const Entry& entry);
Entry to_entry(const Fonds& fonds);
Entry to_entry(const Dossier& dossier);

// Adds what was done, by whom, and now; `more`: an object, what belongs to it.
void note(Json& history, std::string_view what, const std::string& by,
          const Json& more = Json::object());

}  // namespace tangthu::archive
