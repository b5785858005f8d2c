// Work on fonds and dossiers. Takes the archivist's duty, but for reading.
//
// What can't be done as asked is told as faults, and then nothing was changed. Documents
// are moved one after another, each whole: Record::dossier names its dossier, and changes
// from one code to another in one revision, so that at no moment a document is in none or
// in two. Before documents come into a dossier its order names them. So whatever breaks
// off is completed by doing the same again, which passes over what is done.
// Thread rule: that of the session.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/model/books.h"

namespace tangthu::archive {

using Faults = std::vector<FieldFault>;

// A code that documents bear.
struct CodeUse {
  std::string code;
  std::size_t documents = 0;
  std::size_t pages = 0;
  Label highest{Level::kThuong, {}};  // dominates the label of each
};
using CodeUses = std::map<std::string, CodeUse>;  // by key

struct DossierDraft {
  std::string code;  // empty: the next that is free in the fonds
  std::string fonds;
  FieldValues typed;
  std::optional<Label> label;  // none: the lowest that dominates its documents'
};

// Called before each document; false: enough (kInterrupted).
using MoveProgress = std::function<bool(std::size_t done, std::size_t of)>;

class DossierRoom {
 public:
  // The look is in the audit log before anything is opened; it names no code.
  static Result<DossierRoom> enter(vault::Session& session);

  const RecordRules& rules() const { return rules_; }
  const Books& books() const { return books_; }
  Result<CodeUses> code_uses();
  // In order. That the dossier is looked at is noted with its id.
  Result<Members> members(const Dossier& dossier);
  // kNotFound.
  Result<Fonds> fonds(const std::string& code) const;
  Result<Dossier> dossier(const std::string& code) const;
  // From ids and codes of documents as typed. kNotFound.
  Result<std::vector<DocumentId>> documents(const std::vector<std::string>& typed);

  // Faults: a code that is missing, in use or too long, values that do not fit.
  Result<Fonds> add_fonds(const FieldValues& typed, Faults& faults);
  Result<void> edit_fonds(Fonds& fonds, const FieldValues& typed, Faults& faults);

  // Besides: a fonds that there is not or is closed, a label below that of a document.
  Result<Dossier> open(const DossierDraft& draft, Faults& faults);
  Result<void> edit(Dossier& dossier, const FieldValues& typed, Faults& faults);

  // Puts documents at the end of the dossier, wherever they were. Faults: a dossier that
  // is closed, either of them; a label that the dossier's does not dominate. Returns how
  // many were not yet there.
  Result<std::size_t> add(Dossier& dossier, const std::vector<DocumentId>& documents,
                          Faults& faults, const MoveProgress& progress = {});
  // Out of this dossier, into none.
  Result<std::size_t> remove(Dossier& dossier, const std::vector<DocumentId>& documents,
                             Faults& faults);
  // These first, in this order, the others after them as they were.
  Result<void> reorder(Dossier& dossier, const std::vector<DocumentId>& documents,
                       Faults& faults);
  // Documents of `from` into `to`.
  Result<std::size_t> split(Dossier& from, Dossier& to,
                            const std::vector<DocumentId>& documents, Faults& faults,
                            const MoveProgress& progress = {});
  // All that this session can read; then `from` is merged, and takes nothing any more.
  Result<std::size_t> merge(Dossier& from, Dossier& to, Faults& faults,
                            const MoveProgress& progress = {});

  // Freezes members, order and totals, with what was wrong where it is closed `despite`.
  Result<void> close(Dossier& dossier, const std::vector<Member>& members,
                     const std::string& despite, std::size_t problems);
  Result<void> reopen(Dossier& dossier, const std::string& reason, Faults& faults);

 private:
  DossierRoom(vault::Session& session, vault::Look look, RecordRules rules)
      : session_(&session), look_(std::move(look)), rules_(std::move(rules)) {}

  Result<std::string> next_code(const DossierDraft& draft, const CodeUses& uses) const;
  void check_code(RecordKind kind, const std::string& code, Faults& faults) const;
  // Their documents, as far as they can be moved to `to`.
  Result<std::vector<Member>> movable(const Dossier& to,
                                      const std::vector<DocumentId>& documents,
                                      Faults& faults);
  Result<std::size_t> move(Dossier& to, const std::vector<Member>& documents,
                           const MoveProgress& progress);
  Result<void> file(const DocumentId& id, const std::string& code,
                    const DocumentId& into);
  Result<void> keep(Dossier& dossier, std::string_view event,
                    Json details = Json::object());

  vault::Session* session_;
  vault::Look look_;
  RecordRules rules_;
  Books books_;
};

// Of members: all their pages.
std::size_t page_total(const std::vector<Member>& members);
// The lowest label that dominates both.
Label joined(const Label& a, const Label& b);
bool dominates(const Label& upper, const Label& lower);

}  // namespace tangthu::archive
