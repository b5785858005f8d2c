// tangthu-proof: checks a proof of an audit log offline. Exit status 0: the proof holds
// and every key that was named has signed; 7: not so; 2 and 4: it could not be tried.
#include <iostream>

#include "base/clock.h"
#include "proof/arguments.h"
#include "vault/proof_file.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file
using namespace tangthu::vault;

constexpr const char* kProgram = "tangthu-proof";
constexpr const char* kUsageText =
    "usage: tangthu-proof check PROOF.json [--key VKEY] [--witness VKEY]... "
    "[--old CHECKPOINT]\n"
    "  --key      the log's key: its signature is checked (do name it)\n"
    "  --witness  a witness whose cosignature is required\n"
    "  --old      a checkpoint kept from earlier: a consistency proof must begin with "
    "it\n";

Result<void> check_old(const ProofFile& proof, const std::string& file,
                       const SignedCheckpoint& newer, const std::string& vkey) {
  const auto older = TRY(parse_checkpoint(TRY(proof::read_text(file))));
  if (!vkey.empty()) TRY(verify_checkpoint(older, TRY(parse_vkey(vkey))));
  const auto* consistency = std::get_if<ConsistencyProof>(&proof);
  if (consistency == nullptr || consistency->from != older.checkpoint.head ||
      older.checkpoint.origin != newer.checkpoint.origin) {
    return fail(ErrorCode::kCorrupt, "the proof does not begin with the older checkpoint",
                "ask for a consistency proof from the size of that checkpoint", file);
  }
  return {};
}

Result<void> check(const proof::Arguments& arguments) {
  const auto proof = TRY(parse_proof_file(TRY(proof::read_text(arguments.words[1]))));
  const auto checkpoint = TRY(check_proof_file(proof));
  const std::string key = arguments.option("--key");
  if (!key.empty()) TRY(verify_checkpoint(checkpoint, TRY(parse_vkey(key))));
  const std::string old = arguments.option("--old");
  if (!old.empty()) TRY(check_old(proof, old, checkpoint, key));

  const Checkpoint& head = checkpoint.checkpoint;
  if (const auto* inclusion = std::get_if<InclusionProof>(&proof)) {
    std::cout << "entry " << inclusion->index << " is in ";
  } else {
    std::cout << "the first " << std::get<ConsistencyProof>(proof).from.size
              << " entries are unchanged in ";
  }
  std::cout << head.origin << " of " << head.head.size << " entries, signed "
            << format_utc(head.time) << "\n";
  const auto [first, last] = arguments.options.equal_range("--witness");
  for (auto option = first; option != last; ++option) {
    const NoteKey witness = TRY(parse_vkey(option->second));
    const UnixSeconds time = TRY(verify_cosignature(checkpoint, witness));
    std::cout << "seen by " << witness.name << " " << format_utc(time) << "\n";
  }
  if (key.empty()) {
    std::cerr << kProgram << ": no --key was given: who signed was not checked\n";
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments =
      proof::read_arguments(argc, argv, {"--key", "--witness", "--old"});
  if (!arguments) return proof::report(kProgram, arguments.error());
  if (arguments->words.size() != 2 || arguments->words[0] != "check") {
    std::cerr << kUsageText;
    return static_cast<int>(ErrorCode::kUsage);
  }
  const auto checked = check(*arguments);
  return checked ? 0 : proof::report(kProgram, checked.error());
}
