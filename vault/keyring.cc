#include "vault/keyring.h"

#include "base/id.h"
#include "vault/damage.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu keys  1\n";
constexpr const char* kFile = "keyring";
constexpr std::uint16_t kFormat = 2;
constexpr std::uint32_t kMaxEpochs = 1000;

using KeyringKey = SecretOf<struct KeyringKeyRole>;
using SigningSeed = SecretOf<struct SigningSeedRole>;

KeyringKey derive_keyring_key(const RootKey& root, const VaultId& id) {
  KeyringKey key;
  hkdf_sha512(root.reveal(), id, as_bytes("tangthu keyring key v1"),
              key.reveal_writable());
  return key;
}

Bytes keyring_context(const VaultId& id) {
  ByteWriter out;
  out.raw(as_bytes("tangthu keyring v1"));
  out.raw(id);
  return out.take();
}

Hash32 header_digest(const VaultHeader& header) {
  return blake2b_32({as_bytes("tangthu header v1"), encode_header(header)});
}

// Keys in and out of a plain buffer that is wiped by its owner.
class KeyReader {
 public:
  explicit KeyReader(ByteView bytes) : in_(bytes) {}
  template <typename Secret>
  Secret take() {
    const ByteView part = in_.raw(32);
    if (part.size() != 32) return Secret();
    return Secret::copy_of(part.first<32>());
  }
  ByteReader& plain() { return in_; }

 private:
  ByteReader in_;
};

// The first half of an Ed25519 private key is its seed (RFC 8032).
std::span<const std::uint8_t, 32> seed_of(const SigningKey& key) {
  return key.reveal().first<32>();
}

struct Stored {
  Keyring keyring;
  Hash32 header;
};

std::optional<Stored> decode(ByteView bytes) {
  KeyReader in(bytes);
  Stored stored;
  Keyring& out = stored.keyring;
  const auto epochs = in.plain().integer<std::uint32_t>();
  if (epochs == 0 || epochs > kMaxEpochs) return std::nullopt;
  for (std::uint32_t i = 0; i < epochs && !in.plain().failed(); ++i) {
    const auto epoch = in.plain().integer<std::uint32_t>();
    if (!out.barrier_keys.empty() && epoch <= out.barrier_epoch()) return std::nullopt;
    out.barrier_keys.emplace(epoch, in.take<BarrierKey>());
  }
  out.blinding_key = in.take<BlindingKey>();
  out.signing_key = signing_key_from_seed(in.take<SigningSeed>().reveal());
  out.intake_key = in.take<PrivateKey>();
  stored.header = in.plain().fixed<32>();
  if (!in.plain().complete()) return std::nullopt;
  return stored;
}

}  // namespace

Keyring Keyring::clone() const {
  Keyring out;
  for (const auto& [epoch, key] : barrier_keys)
    out.barrier_keys.emplace(epoch, key.clone());
  out.blinding_key = blinding_key.clone();
  out.signing_key = signing_key.clone();
  out.intake_key = intake_key.clone();
  return out;
}

Keyring make_keyring() {
  Keyring out;
  random_bytes(out.barrier_keys[1].reveal_writable());
  random_bytes(out.blinding_key.reveal_writable());
  SigningSeed seed;
  random_bytes(seed.reveal_writable());
  out.signing_key = signing_key_from_seed(seed.reveal());
  random_bytes(out.intake_key.reveal_writable());
  return out;
}

Result<Keyring> read_keyring(const std::filesystem::path& vault, const RootKey& root,
                             const VaultHeader& header) {
  const Bytes file = TRY(read_small_file(vault / kFile));
  const Bytes content = TRY(unframe_file(kMagic, file, kFile));
  ByteReader in(content);
  if (in.integer<std::uint16_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "a file of the vault is of a format this version "
                "does not know",
                "open it with a newer version of tangthu", kFile);
  }
  const ByteView sealed = in.raw(in.remaining());
  if (sealed.size() < kXOverhead) return damaged_file(kFile);
  LockedBuffer plain(sealed.size() - kXOverhead + 1);  // never of size zero
  const auto out = plain.span().first(sealed.size() - kXOverhead);
  if (!xopen_into(derive_keyring_key(root, header.id).reveal(), sealed,
                  keyring_context(header.id), out)) {
    return fail(ErrorCode::kAuthentication, "the key does not open this vault",
                "check that the key or the shares belong to this vault", kFile);
  }
  auto stored = decode(out);
  if (!stored) return damaged_file(kFile);
  if (stored->header != header_digest(header)) {
    return fail(ErrorCode::kCorrupt, "the vault's header was exchanged",
                "restore the file from a backup", "VAULT");
  }
  return std::move(stored->keyring);
}

Result<void> write_keyring(const std::filesystem::path& vault, const RootKey& root,
                           const VaultHeader& header, const Keyring& keyring) {
  const std::size_t epochs = keyring.barrier_keys.size();
  LockedBuffer plain(4 + epochs * 36 + std::size_t{4} * 32);
  std::span<std::uint8_t> rest = plain.span();
  const auto put = [&rest](ByteView bytes) {
    std::copy(bytes.begin(), bytes.end(), rest.begin());
    rest = rest.subspan(bytes.size());
  };
  const auto number = [&put](std::size_t value) {
    ByteWriter out;
    out.integer(static_cast<std::uint32_t>(value));
    put(out.view());
  };
  number(epochs);
  for (const auto& [epoch, key] : keyring.barrier_keys) {
    number(epoch);
    put(key.reveal());
  }
  put(keyring.blinding_key.reveal());
  put(seed_of(keyring.signing_key));
  put(keyring.intake_key.reveal());
  put(header_digest(header));

  ByteWriter out;
  out.integer(kFormat);
  out.raw(xseal(derive_keyring_key(root, header.id).reveal(), plain.span(),
                keyring_context(header.id)));
  return write_durably(vault / kFile, frame_file(kMagic, out.view()));
}

}  // namespace tangthu::vault
