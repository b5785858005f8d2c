// What is written into the audit log, and who can read it.
//
// An entry is sealed to the log's public key, so that whoever can append can't read, and
// not even the machine's administrator learns who read what. Its first part is a
// commitment to the statement: whoever is given statement and nonce can check, without
// any key, that the log contains it.
//
//   entry      u8 version ‖ commitment (32) ‖ seal_to(audit key, nonce (32) ‖ statement)
//   commitment BLAKE2b-256("tangthu audit commitment v1" ‖ nonce ‖ statement)
//   statement  JSON: time, event, user, and what belongs to the event; padded with spaces
//              to a multiple of 256 bytes, so that its size says little
//
// A statement holds ids, names of users, levels and decisions; never a document's text.
// Thread rule: any thread.
#pragma once

#include <string>

#include "base/json.h"
#include "vault/audit_log.h"
#include "vault/header.h"

namespace tangthu::vault {

// What was noted, and the means to prove it to others.
struct Noted {
  std::uint64_t index;
  Bytes statement;
  Hash32 nonce;
};

struct AuditRecord {
  std::uint64_t index;
  Json statement;
  Bytes raw_statement;
  Hash32 nonce;
};

class AuditTrail {
 public:
  // `log` must outlive the trail.
  AuditTrail(AuditLog& log, const VaultHeader& header)
      : log_(log), vault_(header.id), audit_key_(header.audit_key) {}

  AuditLog& log() { return log_; }

  // On disk when this returns. `details` is a JSON object.
  Result<Noted> note(std::string_view event, std::string_view user, Json details = {});

  // For an auditor. kCorrupt when an entry is not what this vault sealed.
  Result<AuditRecord> read(std::uint64_t index, const PrivateKey& key);

 private:
  AuditLog& log_;
  VaultId vault_;
  PublicKey audit_key_;
};

Hash32 audit_commitment(const Hash32& nonce, ByteView statement);
// The commitment that stands in an entry; nothing when it is none.
std::optional<Hash32> commitment_of(ByteView entry);

}  // namespace tangthu::vault
