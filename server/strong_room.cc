#include "server/strong_room.h"

#include "vault/keeper.h"
#include "vault/root_key_source.h"

namespace tangthu::server {
namespace {

Failure sealed() {
  return fail(ErrorCode::kSealedOrBusy, "the vault is sealed",
              "custodians unseal it with 'tangthu unseal'");
}

}  // namespace

StrongRoom::StrongRoom(std::filesystem::path folder,
                       std::filesystem::path unseal_key_file)
    : folder_(std::move(folder)), key_file_(std::move(unseal_key_file)) {}

Result<std::shared_ptr<vault::Vault>> StrongRoom::enter() {
  const std::lock_guard lock(mutex_);
  if (vault_) return vault_;
  const auto now = Clock::now();
  const bool too_soon =
      tried_ != Clock::time_point{} && now - tried_ < std::chrono::seconds(1);
  if (too_soon || !given_up_.expired()) return sealed();
  tried_ = now;
  const vault::VaultHeader header = TRY(vault::read_header(folder_));
  if (header.profile == vault::Profile::kSingle) {
    return fail(ErrorCode::kUsage, "a trial vault for one person is not served",
                "found a vault of the agency profile: 'tangthu help init'",
                folder_.string());
  }
  vault::RootKey root = TRY(was_sealed_ ? vault::keeper_root_key(folder_)
                                        : vault::find_root_key(folder_, key_file_));
  std::shared_ptr<vault::Vault> opened =
      TRY(vault::Vault::unseal(folder_, std::move(root), vault::Access::kWrite));
  TRY(opened->journal().note("unseal", "", {{"by", "server"}}));
  vault_ = std::move(opened);
  return vault_;
}

std::shared_ptr<vault::Vault> StrongRoom::opened() const {
  const std::lock_guard lock(mutex_);
  return vault_;
}

void StrongRoom::seal() {
  const std::lock_guard lock(mutex_);
  if (vault_) given_up_ = vault_;  // what was given up before may not be closed yet
  vault_.reset();
  was_sealed_ = true;
}

bool StrongRoom::is_closed() const {
  const std::lock_guard lock(mutex_);
  return !vault_ && given_up_.expired();
}

}  // namespace tangthu::server
