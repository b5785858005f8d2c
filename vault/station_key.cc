#include "vault/station_key.h"

#include "base/id.h"
#include "vault/directory.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu station\n";
using StationSeed = SecretOf<struct StationSeedRole>;

}  // namespace

Result<StationKey> make_station_key(const std::filesystem::path& file,
                                    std::string_view name) {
  if (std::filesystem::exists(file)) {
    return fail(ErrorCode::kUsage, "there is a file of this name already",
                "choose another name; a station keeps its key", file.string());
  }
  StationSeed seed;
  random_bytes(seed.reveal_writable());
  const std::string normal = TRY(normalise_user_name(name));
  ByteWriter out;
  out.sized(normal);
  out.raw(seed.reveal());
  TRY(write_durably(file, frame_file(kMagic, out.view())));
  return StationKey{normal, signing_key_from_seed(seed.reveal())};
}

Result<StationKey> read_station_key(const std::filesystem::path& file) {
  const Bytes bytes = TRY(read_small_file(file));
  auto content = unframe_file(kMagic, bytes, file.string());
  if (content) {
    ByteReader in(*content);
    std::string name = in.text();
    const ByteView seed = in.raw(32);
    if (in.complete()) {
      StationKey out{std::move(name), signing_key_from_seed(seed.first<32>())};
      wipe(content->data(), content->size());
      return out;
    }
  }
  return fail(ErrorCode::kBadInput, "not a station's key, or a damaged one",
              "make one with 'tangthu station key'", file.string());
}

}  // namespace tangthu::vault
