#include "vault/checkpoint.h"

#include <algorithm>
#include <limits>

#include "vault/base64.h"
#include "vault/durable_file.h"
#include "vault/note.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kGeneration = "generation ";
constexpr std::string_view kTime = "time ";
constexpr UnixSeconds kMaxTime = std::numeric_limits<std::int64_t>::max();

Failure malformed() {
  return fail(ErrorCode::kCorrupt, "not a checkpoint of an audit log",
              "get the checkpoint again from the vault");
}

// Takes the line "<label><number>" off.
std::optional<std::uint64_t> take_number(std::string_view& text, std::string_view label,
                                         std::uint64_t most) {
  const auto line = take_line(text);
  if (!line || !line->starts_with(label)) return std::nullopt;
  const auto number = parse_decimal(line->substr(label.size()));
  return number && *number <= most ? number : std::nullopt;
}

std::optional<Checkpoint> take_body(std::string_view& text) {
  const auto origin = take_line(text);
  if (!origin || !is_note_name(*origin)) return std::nullopt;
  const auto size = take_number(text, "", kMaxTreeSize);
  const auto root_line = take_line(text);
  if (!size || !root_line) return std::nullopt;
  const auto root = array_from_base64<32>(*root_line);
  const auto generation =
      take_number(text, kGeneration, std::numeric_limits<std::uint64_t>::max());
  const auto time = take_number(text, kTime, kMaxTime);
  if (!root || !generation || !time) return std::nullopt;
  return Checkpoint{std::string(*origin), {*size, *root}, *generation, *time};
}

bool same_key(const NoteSignature& a, const NoteSignature& b) {
  return a.name == b.name && a.id == b.id;
}

std::string cosigned_message(std::string_view body, UnixSeconds time) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(body);
}

const NoteSignature* signature_by(const SignedCheckpoint& note, const NoteKey& key) {
  const auto id = key.id();
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name == key.name && signature.id == id) return &signature;
  }
  return nullptr;
}

Failure not_signed() {
  return fail(ErrorCode::kCorrupt, "the checkpoint is not signed by the expected key",
              "compare the key with the one that was published for this log");
}

// A known key's signature that does not hold spoils the note (signed-note, "Signatures").
Failure wrong_signature() {
  return fail(ErrorCode::kCorrupt, "a signature of the checkpoint does not hold",
              "the checkpoint was changed: compare with a copy of your own");
}

}  // namespace

std::string SignedCheckpoint::body() const {
  const Checkpoint& c = checkpoint;
  return c.origin + "\n" + std::to_string(c.head.size) + "\n" + to_base64(c.head.root) +
         "\n" + std::string(kGeneration) + std::to_string(c.generation) + "\n" +
         std::string(kTime) + std::to_string(c.time) + "\n";
}

std::string SignedCheckpoint::text() const {
  std::string out = body() + "\n";
  for (const NoteSignature& signature : signatures)
    out += signature_line(signature);
  return out;
}

Result<SignedCheckpoint> parse_checkpoint(std::string_view text) {
  if (text.size() > kMaxCheckpointBytes) return malformed();
  auto checkpoint = take_body(text);
  const auto blank = take_line(text);
  if (!checkpoint || !blank || !blank->empty() || text.empty()) return malformed();
  SignedCheckpoint out{*std::move(checkpoint), {}};
  while (!text.empty()) {
    const auto line = take_line(text);
    auto signature = line ? parse_signature_line(*line) : std::nullopt;
    if (!signature || out.signatures.size() == kMaxNoteSignatures) return malformed();
    const auto same = [&](const auto& other) { return same_key(other, *signature); };
    if (std::any_of(out.signatures.begin(), out.signatures.end(), same))
      return malformed();
    out.signatures.push_back(*std::move(signature));
  }
  return out;
}

SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  SignedCheckpoint out{checkpoint, {}};
  const NoteKey note_key{checkpoint.origin, NoteKeyKind::kEd25519, verify_key_of(key)};
  const Signature signature = sign(key, as_bytes(out.body()));
  out.signatures.push_back({note_key.name, note_key.id(), to_bytes(signature)});
  return out;
}

Result<void> verify_checkpoint(const SignedCheckpoint& signed_checkpoint,
                               const NoteKey& key) {
  const bool is_log_key = key.kind == NoteKeyKind::kEd25519 &&
                          key.name == signed_checkpoint.checkpoint.origin;
  const NoteSignature* found =
      is_log_key ? signature_by(signed_checkpoint, key) : nullptr;
  if (found == nullptr) return not_signed();
  ByteReader reader(found->bytes);
  const auto signature = reader.fixed<sizeof(Signature)>();
  const std::string body = signed_checkpoint.body();
  if (!reader.complete() || !signature_holds(key.key, as_bytes(body), signature)) {
    return wrong_signature();
  }
  return {};
}

void add_cosignature(SignedCheckpoint& signed_checkpoint, const std::string& witness,
                     const SigningKey& key, UnixSeconds time) {
  const NoteKey note_key{witness, NoteKeyKind::kCosignature, verify_key_of(key)};
  const std::string message = cosigned_message(signed_checkpoint.body(), time);
  ByteWriter stamped;
  for (int shift = 56; shift >= 0; shift -= 8) {  // big-endian, as the specification says
    stamped.integer(static_cast<std::uint8_t>(time >> shift));
  }
  stamped.raw(sign(key, as_bytes(message)));
  NoteSignature added{witness, note_key.id(), stamped.take()};
  std::erase_if(signed_checkpoint.signatures,
                [&](const NoteSignature& other) { return same_key(other, added); });
  signed_checkpoint.signatures.push_back(std::move(added));
}

Result<UnixSeconds> verify_cosignature(const SignedCheckpoint& signed_checkpoint,
                                       const NoteKey& witness) {
  const bool is_witness_key = witness.kind == NoteKeyKind::kCosignature;
  const NoteSignature* found =
      is_witness_key ? signature_by(signed_checkpoint, witness) : nullptr;
  if (found == nullptr) return not_signed();
  ByteReader reader(found->bytes);
  UnixSeconds time = 0;
  for (const std::uint8_t byte : reader.fixed<sizeof(UnixSeconds)>()) {
    time = time << 8 | byte;
  }
  const auto signature = reader.fixed<sizeof(Signature)>();
  const std::string message = cosigned_message(signed_checkpoint.body(), time);
  if (!reader.complete() || time > kMaxTime ||
      !signature_holds(witness.key, as_bytes(message), signature)) {
    return wrong_signature();
  }
  return time;
}

Result<void> write_checkpoint(const std::filesystem::path& file,
                              const SignedCheckpoint& signed_checkpoint) {
  return write_durably(file, as_bytes(signed_checkpoint.text()));
}

Result<std::optional<SignedCheckpoint>> read_checkpoint(
    const std::filesystem::path& file) {
  auto bytes = read_small_file(file);
  if (!bytes && bytes.error().code() == ErrorCode::kNotFound) return std::nullopt;
  if (!bytes) return Failure(std::move(bytes).error());
  return std::optional(TRY(parse_checkpoint(as_text(*bytes))));
}

}  // namespace tangthu::vault
