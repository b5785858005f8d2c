// The vault that is served: sealed, or open for writing. One of its kind holds the
// folder.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>

#include "vault/vault.h"

namespace tangthu::server {

// Thread rule: any thread.
class StrongRoom {
 public:
  // `unseal_key_file` may be empty: see vault/root_key_source.h.
  StrongRoom(std::filesystem::path folder, std::filesystem::path unseal_key_file);

  const std::filesystem::path& folder() const { return folder_; }
  // Opens it when it is sealed and can be unsealed now, which goes into the audit log;
  // looked for once a second at most. kSealedOrBusy when it can't.
  Result<std::shared_ptr<vault::Vault>> enter();
  // What is open now; null when it is sealed.
  std::shared_ptr<vault::Vault> opened() const;
  // Gives the vault up: closed, and its keys wiped, when the last one lets go of it. From
  // now on no key file and no credential opens it, but custodians ('tangthu unseal').
  void seal();
  // Whether nobody has the vault any more that was given up.
  bool is_closed() const;

 private:
  using Clock = std::chrono::steady_clock;

  const std::filesystem::path folder_;
  const std::filesystem::path key_file_;
  mutable std::mutex mutex_;  // guards the rest
  std::shared_ptr<vault::Vault> vault_;
  std::weak_ptr<vault::Vault> given_up_;
  bool was_sealed_ = false;
  Clock::time_point tried_{};
};

}  // namespace tangthu::server
