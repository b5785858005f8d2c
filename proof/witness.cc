// tangthu-witness: cosigns checkpoints of one log, each only when it extends the last
// one. To be run by another body than the vault's; see docs/FORMAT.md, "The audit log".
//
// Its folder has `witness` (its key, its name and the log's key) and `last` (the last
// checkpoint that it cosigned). `last` is on disk before a cosignature leaves, so that no
// crash lets it sign two histories. Exit status 7: refused.
#include <iostream>

#include "base/id.h"
#include "base/process.h"
#include "proof/arguments.h"
#include "vault/durable_file.h"
#include "vault/log_file.h"
#include "vault/proof_file.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file
using namespace tangthu::vault;
using WitnessSeed = SecretOf<struct WitnessSeedRole>;

constexpr const char* kProgram = "tangthu-witness";
constexpr const char* kUsageText =
    "usage: tangthu-witness init FOLDER --name NAME --log VKEY\n"
    "         makes a key; prints the witness's VKEY\n"
    "       tangthu-witness cosign FOLDER CHECKPOINT [--proof PROOF.json]\n"
    "         prints the checkpoint with the cosignature\n";
constexpr std::string_view kMagic = "tangthu witness\n";
constexpr const char* kKeyFile = "witness";
constexpr const char* kLastFile = "last";
constexpr const char* kLockFile = "lock";

struct Witness {
  std::string name;
  NoteKey log;
  SigningKey key;
};

Result<void> init(const std::filesystem::path& folder, const std::string& name,
                  const std::string& log_vkey) {
  const NoteKey log = TRY(parse_vkey(log_vkey));
  if (!is_note_name(name) || log.kind != NoteKeyKind::kEd25519) {
    return fail(ErrorCode::kUsage, "not the name of a witness, or not the key of a log",
                "a name is visible ASCII without '+', as witness.example/1", name);
  }
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (std::filesystem::exists(folder / kKeyFile, failed)) {
    return fail(ErrorCode::kUsage, "there is a witness in this folder already",
                "choose another folder", folder.string());
  }
  WitnessSeed seed;
  random_bytes(seed.reveal_writable());
  ByteWriter content;
  content.raw(seed.reveal());
  content.sized(name);
  content.sized(log_vkey);
  Bytes file = frame_file(kMagic, content.view());
  TRY(write_durably(folder / kLockFile, {}));
  auto written = write_durably(folder / kKeyFile, file);
  wipe(file.data(), file.size());
  TRY(std::move(written));
  const VerifyKey key = verify_key_of(signing_key_from_seed(seed.reveal()));
  std::cout << NoteKey{name, NoteKeyKind::kCosignature, key}.to_vkey() << "\n";
  return {};
}

Result<Witness> load(const std::filesystem::path& folder) {
  Bytes file = TRY(read_small_file(folder / kKeyFile));
  Bytes content = TRY(unframe_file(kMagic, file, kKeyFile));
  ByteReader reader(content);
  auto seed_bytes = reader.fixed<WitnessSeed::kSize>();
  const std::string name = reader.text();
  const std::string log = reader.text();
  auto key = signing_key_from_seed(seed_bytes);
  wipe(seed_bytes.data(), seed_bytes.size());
  wipe(file.data(), file.size());
  wipe(content.data(), sizeof seed_bytes);
  if (!reader.complete()) {
    return fail(ErrorCode::kCorrupt, "the file of the witness is damaged",
                "make a new witness: tangthu-witness init", kKeyFile);
  }
  return Witness{name, TRY(parse_vkey(log)), std::move(key)};
}

Failure refused() {
  return fail(ErrorCode::kCorrupt, "refused: the log does not extend what was cosigned",
              "keep both checkpoints as evidence: a log that forks was tampered with");
}

// The new head extends the last one, by the proof where they differ.
Result<void> must_extend(const TreeHead& last, const Checkpoint& next,
                         const std::string& proof_file) {
  if (next.head.size < last.size) return refused();
  if (next.head.size == last.size || last.size == 0) {
    if (!consistency_holds(last, next.head, {})) return refused();
    return {};
  }
  if (proof_file.empty()) {
    return fail(ErrorCode::kUsage, "a consistency proof is needed",
                "give --proof: tangthu audit prove, from the last size that was cosigned",
                "from " + std::to_string(last.size));
  }
  const auto proof = TRY(parse_proof_file(TRY(proof::read_text(proof_file))));
  const auto* consistency = std::get_if<ConsistencyProof>(&proof);
  if (consistency == nullptr || consistency->from.size != last.size ||
      consistency->to != next.head.size ||
      !consistency_holds(last, next.head, consistency->hashes)) {
    return refused();
  }
  return {};
}

Result<void> cosign(const std::filesystem::path& folder, const std::string& file,
                    const std::string& proof_file) {
  const auto lock_file = TRY(LogFile::open(folder / kLockFile, LogAccess::kRead));
  const auto lock = TRY(LogLock::take(lock_file));
  const Witness witness = TRY(load(folder));
  auto next = TRY(parse_checkpoint(TRY(proof::read_text(file))));
  TRY(verify_checkpoint(next, witness.log));
  const auto last = TRY(read_checkpoint(folder / kLastFile));
  if (last) {
    const NoteKey own{witness.name, NoteKeyKind::kCosignature,
                      verify_key_of(witness.key)};
    TRY(verify_cosignature(*last, own));
    TRY(verify_checkpoint(*last, witness.log));
  }
  const TreeHead seen = last ? last->checkpoint.head : TreeHead{0, empty_root()};
  TRY(must_extend(seen, next.checkpoint, proof_file));
  add_cosignature(next, witness.name, witness.key, now_utc());
  TRY(parse_checkpoint(next.text()));  // one signature too many would bar the next time
  TRY(write_checkpoint(folder / kLastFile, next));
  std::cout << next.text();
  return {};
}

Result<void> run(const proof::Arguments& arguments) {
  const std::vector<std::string>& words = arguments.words;
  const std::string name = arguments.option("--name");
  const std::string log = arguments.option("--log");
  if (words.size() == 2 && words[0] == "init" && !name.empty() && !log.empty()) {
    return init(words[1], name, log);
  }
  if (words.size() == 3 && words[0] == "cosign") {
    return cosign(words[1], words[2], arguments.option("--proof"));
  }
  std::cerr << kUsageText;
  return fail(ErrorCode::kUsage, "the arguments are not understood",
              "call it as shown above");
}

}  // namespace

int main(int argc, char** argv) {
  harden_process();
  initialise_sodium();
  const auto arguments =
      proof::read_arguments(argc, argv, {"--name", "--log", "--proof"});
  if (!arguments) return proof::report(kProgram, arguments.error());
  const auto done = run(*arguments);
  return done ? 0 : proof::report(kProgram, done.error());
}
