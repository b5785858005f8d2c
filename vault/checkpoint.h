// Signed checkpoints of the audit log, as text that other tools can check too:
//
//   signed note        c2sp.org/signed-note@v1.0.0       text, blank line, "— name
//   base64" checkpoint         c2sp.org/tlog-checkpoint@v1.0.0   origin, size, root,
//   extensions witness signature  c2sp.org/tlog-cosignature@v1.0.0  Ed25519 with a time,
//   type 0x04
//
// The origin is "tangthu/<vault id in hex>" and names the log's key as well. We write the
// two extension lines "generation N" (of the vault's store) and "time T" (seconds since
// 1970), and accept no others. Narrower than the specification: names are visible ASCII.
//
// Reading says nothing of truth: a checkpoint counts once verify_checkpoint has agreed.
// Errors are kCorrupt unless a line says otherwise. Any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "vault/crypto.h"
#include "vault/merkle.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxCheckpointBytes = std::size_t{64} * 1024;
inline constexpr std::size_t kMaxNoteSignatures = 32;
inline constexpr std::size_t kMaxNoteNameBytes = 255;
inline constexpr const char* kCheckpointFile = "checkpoint";

struct Checkpoint {
  std::string origin;
  TreeHead head;
  std::uint64_t generation = 0;
  UnixSeconds time = 0;

  bool operator==(const Checkpoint&) const = default;
};

std::string log_origin(ByteView vault_id);

// Signature types of signed-note. The values are part of keys and key ids.
enum class NoteKeyKind : std::uint8_t { kEd25519 = 1, kCosignature = 4 };

// A public key by which notes are checked; as text "name+keyid+base64", called a vkey.
struct NoteKey {
  std::string name;
  NoteKeyKind kind;
  VerifyKey key;

  bool operator==(const NoteKey&) const = default;
  std::array<std::uint8_t, 4> id() const;
  std::string to_vkey() const;
};
// kUsage when it is not a vkey of a kind we know.
Result<NoteKey> parse_vkey(std::string_view text);
// 1 to kMaxNoteNameBytes visible ASCII characters without '+'.
bool is_note_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::array<std::uint8_t, 4> id;
  Bytes bytes;
};

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<NoteSignature> signatures;

  // What is signed: the note's text with its last newline.
  std::string body() const;
  std::string text() const;
};

// The form only: canonical numbers and base 64, each key at most once.
Result<SignedCheckpoint> parse_checkpoint(std::string_view text);
// Signed under the key name checkpoint.origin. The origin must be a note name.
SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key);
// `key` (of kind kEd25519, named as the origin) has signed it.
Result<void> verify_checkpoint(const SignedCheckpoint& signed_checkpoint,
                               const NoteKey& key);

// Replaces what the same witness signed before. `time` below 2^63.
void add_cosignature(SignedCheckpoint& signed_checkpoint, const std::string& witness,
                     const SigningKey& key, UnixSeconds time);
// When the witness (kind kCosignature) signed; an error when it has not.
Result<UnixSeconds> verify_cosignature(const SignedCheckpoint& signed_checkpoint,
                                       const NoteKey& witness);

// The checkpoint in its file: replaced whole and durably.
Result<void> write_checkpoint(const std::filesystem::path& file,
                              const SignedCheckpoint& signed_checkpoint);
// Nothing when there is no file.
Result<std::optional<SignedCheckpoint>> read_checkpoint(
    const std::filesystem::path& file);

}  // namespace tangthu::vault
