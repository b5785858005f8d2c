#include "vault/root_key_source.h"

#include "vault/keeper.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {

Result<RootKey> find_root_key(const std::filesystem::path& folder,
                              const std::filesystem::path& key_file) {
  const bool named = !key_file.empty();
  const auto credential = named ? std::nullopt : unseal_credential();
  if (!named && !credential) return keeper_root_key(folder);
  const auto slots = TRY(read_unseal_slots(folder));
  if (credential)
    return open_with_key_file(slots, *credential, KeyFileOrigin::kCredential);
  return open_with_key_file(slots, key_file, KeyFileOrigin::kFile);
}

}  // namespace tangthu::vault
