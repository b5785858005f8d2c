// The mixed load that is killed.
#pragma once

#include <filesystem>

#include "tests/crash/child.h"
#include "tests/crash/oracle.h"
#include "vault/session.h"

namespace tangthu::crash {

class Load {
 public:
  Load(vault::Session& session, Oracle oracle, std::uint64_t seed, Tell tell)
      : session_(session),
        oracle_(std::move(oracle)),
        random_(seed),
        tell_(std::move(tell)) {}

  // One operation; of a kind by chance when none is given.
  Result<void> step();
  Result<void> step(Kind kind);
  // What was begun last.
  Kind kind() const { return started_.kind; }
  const Oracle& oracle() const { return oracle_; }

 private:
  void start(Event event);
  Result<void> done(std::uint64_t log_index = 0, std::string text = {});
  const std::pair<const DocumentId, Document>& some_document();
  Result<void> put();
  Result<void> classify();
  Result<void> destroy();
  Result<void> read();
  Result<void> grant();
  Result<void> revoke();
  Result<void> rewrap();
  Result<void> begin_barrier_epoch();
  Result<void> reseal();
  Result<void> change_passphrase();
  Result<void> add_user();
  Result<void> sign();
  Result<void> back_up();
  Result<void> revise();
  Result<void> merge();
  // Before they are destroyed or moved.
  Result<void> take_out(const std::set<DocumentId>& ids);

  vault::Session& session_;
  Oracle oracle_;
  Random random_;
  const Tell tell_;
  Event started_{};
};

// Where a vault's backups are.
std::filesystem::path backup_of(const std::filesystem::path& vault);

Passphrase passphrase_of(std::string_view user, unsigned number);
Result<void> make_vault(const std::filesystem::path& folder);

// Opens the vault, does `operations` of them as the seed says, closes it, and tells every
// step. The exit status: 0, or 1 when something failed that nothing had disturbed.
int run_load(const std::filesystem::path& folder, Oracle oracle, std::uint64_t seed,
             unsigned operations, const Tell& tell);

}  // namespace tangthu::crash
