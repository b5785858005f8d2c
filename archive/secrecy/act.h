// Acts: what an officer decided of a secret, with the paper that says so. An act is kept
// in the document's record, and never changed or taken away again.
//
// An act as CBOR, to be signed by officers and noted in the log: {"act": "extend",
// "until": day, "decision": number, "decided": day, "authority": who}: what its row of
// the machine "secrecy" says. In the record besides: "by", the officer whose signature
// made it count, and "at".
#pragma once

#include <optional>
#include <string>

#include "archive/secrecy/life.h"
#include "vault/session.h"

namespace tangthu::archive {

// A further period of protection.
struct Extension {
  Date until;  // protected to the end of this day
  Date decided;
  std::string decision;   // number and symbol of the decision, 1 to 200 bytes
  std::string authority;  // who decided, at most 200 bytes
};

// kUsage, with what is wrong, when the rules in force on the day of the decision do not
// allow it: for a document that is no secret, or of which nobody knows how long it is
// protected; decided too late, in the future or before the classification; ending no
// later than before, or later than one more period.
Result<void> check_extension(const SecrecyRuleBook& rules, Level level,
                             const SecretLife& life, const Extension& extension,
                             const Date& today);

// As the log calls the act by which a document leaves quarantine (base/quarantine.h).
inline constexpr const char* kConfirmScanEvent = "secrecy-confirm-scan";

// What officers have to sign: for an act that moves the document, a ClassifyAction; for
// the others a RecordAction. Checked against the document as it is now; in the audit log
// before that is opened. kUsage when the rules do not allow it.
Result<vault::Action> decide(vault::Session& session, const SecrecyRuleBook& rules,
                             const DocumentId& id, const CaseAct& act,
                             vault::PayloadKey key = vault::PayloadKey::kKept);

// An act that nobody signs besides who does it: "notify".
Result<void> note_act(vault::Session& session, const SecrecyRuleBook& rules,
                      const DocumentId& id, const CaseAct& act);

// The revision that keeps an act, as the session makes it. kUsage when the act can't be
// read, or when the document as it is now does not allow it any more.
Result<vault::PreparedRevision> keep_act(vault::Session& session,
                                         const SecrecyRuleBook& rules,
                                         const DocumentId& id, const std::string& event,
                                         ByteView act);

}  // namespace tangthu::archive
