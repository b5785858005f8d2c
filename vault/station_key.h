// A station's signing key, in a file of its own: mode 0600, framed.
//
//   magic "tangthu station\n" ‖ sized(name) ‖ Ed25519 seed (32)
//
// It opens nothing. Whoever steals it can hand in documents in the station's name until
// the vault's administrator disables the station.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

struct StationKey {
  std::string name;
  SigningKey key;
};

// kUsage when there is such a file already, or the name is unusable.
Result<StationKey> make_station_key(const std::filesystem::path& file,
                                    std::string_view name);
// kBadInput when it is none.
Result<StationKey> read_station_key(const std::filesystem::path& file);

}  // namespace tangthu::vault
