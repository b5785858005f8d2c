// `tangthu audit`: what its commands share, one or two a file.
#pragma once

#include <filesystem>
#include <string>

#include "cli/context.h"
#include "vault/journal.h"
#include "vault/proof_file.h"

namespace tangthu::cli {

// The log as anybody can read it, without a key; and its last checkpoint, whose signature
// was checked against the vault's key.
struct PublicLog {
  vault::VaultHeader header;
  std::unique_ptr<vault::AuditLog> log;
  vault::SignedCheckpoint checkpoint;
};
// kNotFound without a vault or a checkpoint, kCorrupt.
Result<PublicLog> open_public_log(const Context& context);
// The key by which the log's checkpoints are checked.
vault::NoteKey log_key(const vault::VaultHeader& header);
// A checkpoint of this log in a file. kBadInput when it can't be read.
Result<vault::SignedCheckpoint> read_note(const Context& context,
                                          const std::filesystem::path& file);
// To the file and a line about it, or, without a file, to stdout as it is; with --json as
// the member `name` of the result.
Result<int> give_text(const Context& context, const std::filesystem::path& out,
                      const std::string& text, const char* name, Json json);

struct ListOptions {
  std::uint64_t from = 0;
  std::uint64_t limit = 0;  // 0: all
};
Result<int> audit_list(Context& context, const ListOptions& options);
Result<int> audit_verify(Context& context);
Result<int> audit_checkpoint(Context& context, const std::filesystem::path& out);
Result<int> audit_key(Context& context);
Result<int> audit_cosign(Context& context, const std::filesystem::path& note,
                         const std::string& witness);
// `what`: a document's id or an entry's number.
Result<int> audit_prove(Context& context, const std::string& what,
                        const std::filesystem::path& out);
Result<int> audit_consistency(Context& context, const std::filesystem::path& old,
                              const std::filesystem::path& out);

}  // namespace tangthu::cli
