// Cases as the archive keeps them: each an entry (archive/entry.h) under the label of
// what it is about, with the acts in order. Every act is signed by the user who did it,
// over the case, its number and the act before it (vault/attestation.h), so that none can
// be changed, taken away or put in between without being noticed.
//
//   {"kind": "case", "machine": NAME, "acts": [{"act", "by", "at", "says", "user": hex,
//    "signature": hex}], "list": [{"id", "level", "pages", "dossier", "number", …}]}
//
// "list" says what the documents were that the first act names, without the subject where
// lists show none: it is what stays of them when they are destroyed.
//
//   statement: CBOR of {"case": id, "machine", "number", "before": the signature before,
//   "act": {"act", "by", "at", "says"}}
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "archive/cases/case.h"
#include "archive/entry.h"
#include "archive/secrecy/rules.h"

namespace tangthu::archive {

struct StoredCase {
  Entry entry;
  Case walk;
  std::string state;
};

// "copying-approve": how the log calls an act.
std::string event_of(const Machine& machine, std::string_view act);

// Documents that a case of destruction is to destroy, by what decision: those that were
// proposed and that the council did not keep. kUsage when it has not come so far, or, in
// no emergency, one of them is under a hold.
struct Condemned {
  std::vector<DocumentId> documents;
  std::string decision;
};
Result<Condemned> condemned_by(vault::Session& session, const vault::Look& look,
                               const StoredCase& stored);

// Documents under a hold, of the holds that this session can see.
Result<std::set<DocumentId>> held_documents(vault::Session& session,
                                            const vault::Look& look);

struct CaseOutcome {
  DocumentId id;
  std::string state;       // after it
  vault::Outcome outcome;  // done, or waiting for a second officer
};

// The session's user, with the offices that he holds.
Result<Actor> actor_of(vault::Session& session, const vault::Look& look,
                       const SecrecyRuleBook& rules);

// Does the first act, or the next. Checked against the case, the rules and the user; in
// the log before anything is opened; on disk when it returns. What two officers do is
// proposed in an agency's vault and counts with the second signature. The label is the
// highest of the documents that the first act names, and thuong without compartments
// where it names none. Errors: those of check_act(); kNotFound for documents and cases
// that the session can't read.
Result<CaseOutcome> begin_case(vault::Session& session, const SecrecyRuleBook& rules,
                               const Machine& machine, std::string_view act, Json says);
Result<CaseOutcome> go_on(vault::Session& session, const SecrecyRuleBook& rules,
                          const DocumentId& id, std::string_view act, Json says);

// What an act asks the vault to do, when it counts: whoever asked may read the documents
// to the end of the last day, or no longer. By an officer; does nothing where nothing is
// to be done, and may be done again after a crash. Documents that are gone are passed
// over.
Result<void> carry_out(vault::Session& session, const DocumentId& id);

// kCorrupt, naming the case, when an act is not as it was signed.
Result<StoredCase> read_case(vault::Session& session, const vault::Look& look,
                             const DocumentId& id);
// Of this machine (null: all); in order of their beginning. Damaged ones are counted.
struct CaseList {
  std::vector<StoredCase> cases;
  std::size_t damaged = 0;
};
Result<CaseList> list_cases(vault::Session& session, const vault::Look& look,
                            const Machine* machine);

// What keeps an act of two officers, for the second of them; nothing when the action is
// not of a case.
Result<std::optional<vault::PreparedRevision>> keep_case_act(
    vault::Session& session, const SecrecyRuleBook& rules,
    const vault::RecordAction& action);

}  // namespace tangthu::archive
