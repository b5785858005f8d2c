// libFuzzer: any text is refused as a checkpoint, key or proof, or reads back as itself;
// and so is any text after the beginning of a signed note.

#include "tests/fuzz/fuzz.h"
#include "vault/base64.h"
#include "vault/proof_file.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT

using fuzz::must;

const NoteKey& stranger() {
  static const NoteKey key{"tangthu/00", NoteKeyKind::kEd25519, VerifyKey{1}};
  return key;
}

void read_checkpoint_text(std::string_view text) {
  const auto note = parse_checkpoint(text);
  if (!note) {
    must(note.error().code() == ErrorCode::kCorrupt);
    return;
  }
  must(note->text() == text);
  must(!verify_checkpoint(*note, stranger()));
  must(!verify_cosignature(*note, {"w", NoteKeyKind::kCosignature, VerifyKey{1}}));
}

void read_proof(std::string_view text) {
  const auto proof = parse_proof_file(text);
  if (!proof) return fuzz::must_be(proof, ErrorCode::kCorrupt);
  must(parse_proof_file(encode_proof_file(*proof)).value() == *proof);
  (void)check_proof_file(*proof);
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const SigningKey key = signing_key_from_seed(fixed_bytes<32>(1));
  Checkpoint checkpoint;
  checkpoint.origin = log_origin(fixed_bytes<16>(2));
  checkpoint.head = {1, fixed_bytes<32>(3)};
  SignedCheckpoint note = sign_checkpoint(checkpoint, key);
  add_cosignature(note, "nhan-chung", key, 1'800'000'000);
  const std::string text = note.text();
  const NoteKey vkey{checkpoint.origin, NoteKeyKind::kEd25519, verify_key_of(key)};
  const auto seed = [](std::string name, std::string_view input) {
    return Seed{std::move(name), to_bytes(as_bytes(input))};
  };
  return {seed("checkpoint", text),
          seed("signatures", text.substr(text.rfind("\xE2\x80\x94") + 3)),
          seed("vkey", vkey.to_vkey()),
          seed("inclusion",
               encode_proof_file(InclusionProof{0, 1, checkpoint.head.root, {}, text})),
          seed("consistency", encode_proof_file(ConsistencyProof{
                                  checkpoint.head, 2, {fixed_bytes<32>(4)}, text})),
          seed("base64", to_base64(fixed_bytes<20>(5)))};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  read_checkpoint_text(text);
  read_checkpoint_text("tangthu/00\n3\n" + to_base64(empty_root()) +
                       "\ngeneration 1\ntime 2\n\n\xE2\x80\x94 tangthu/00 " +
                       std::string(text));
  read_proof(text);
  const auto key = parse_vkey(text);
  must(!key || key->to_vkey() == text);
  const auto bytes = from_base64(text);
  must(!bytes || to_base64(*bytes) == text);
  must(from_base64(to_base64({data, size})).value() == to_bytes({data, size}));
  return 0;
}
