// libFuzzer: any text is refused as a checkpoint, key or proof, or reads back as itself.
// A corpus is not needed: the target builds signed notes around what it is given.
//
// cmake --preset fuzz && cmake --build --preset fuzz; build-fuzz/bin/checkpoint_fuzz
// -max_total_time=60
#include <cstdlib>

#include "vault/base64.h"
#include "vault/proof_file.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT

void must(bool condition) {
  if (!condition) std::abort();
}

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
  if (!proof) return;
  must(parse_proof_file(encode_proof_file(*proof)).value() == *proof);
  (void)check_proof_file(*proof);
}

}  // namespace

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
