#include "vault/wrap.h"

#include <stdexcept>

#include "base/id.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kWrapDomain = "tangthu wrap v1";
constexpr std::string_view kKeyIdDomain = "tangthu key id v1";

struct WrapKeys {
  SecretOf<struct WrapMaterialRole, 64> material;
  std::span<const std::uint8_t, 32> key() const { return material.reveal().first<32>(); }
  std::span<const std::uint8_t, 32> commitment() const {
    return material.reveal().last<32>();
  }
};

WrapKeys derive(const SharedSecret& shared, const PublicKey& ephemeral,
                const PublicKey& recipient, ByteView context) {
  ByteWriter head;
  head.raw(as_bytes(kWrapDomain));
  head.integer(kSuite1);
  ByteWriter length;
  length.integer(static_cast<std::uint32_t>(context.size()));
  return {blake2b_64(
      {head.view(), shared.reveal(), ephemeral, recipient, length.view(), context})};
}

Failure wrong_bytes() {
  return fail(ErrorCode::kCorrupt, "a wrapped key is damaged or belongs elsewhere",
              "run 'tangthu verify', then restore from a backup");
}

}  // namespace

KeyId key_id(const PublicKey& key) {
  return blake2b_16({as_bytes(kKeyIdDomain), key});
}

Bytes wrap_secret(const PublicKey& recipient, ByteView secret, ByteView context) {
  const KeyPair ephemeral = make_key_pair();
  SharedSecret shared;
  if (!x25519(ephemeral.private_key, recipient, shared)) {
    throw std::invalid_argument("a recipient's public key is of small order");
  }
  const WrapKeys keys = derive(shared, ephemeral.public_key, recipient, context);
  ByteWriter out;
  out.integer(kSuite1);
  out.raw(key_id(recipient));
  out.integer(static_cast<std::uint16_t>(ephemeral.public_key.size()));
  out.raw(ephemeral.public_key);
  out.raw(keys.commitment());
  out.sized(xseal(keys.key(), secret, context));
  return out.take();
}

Result<void> unwrap_secret(const PrivateKey& own, const PublicKey& own_public,
                           ByteView wrapped, ByteView context,
                           std::span<std::uint8_t> out) {
  ByteReader in(wrapped);
  if (in.integer<std::uint16_t>() != kSuite1) {
    return fail(ErrorCode::kCorrupt,
                "a key is wrapped in a suite this version does not know",
                "open the vault with a newer version of tangthu");
  }
  const auto recipient = in.fixed<16>();
  const bool size_fits = in.integer<std::uint16_t>() == sizeof(PublicKey);
  const auto ephemeral = in.fixed<32>();
  const auto commitment = in.fixed<32>();
  const ByteView sealed = in.sized();
  if (!in.complete() || !size_fits || recipient != key_id(own_public))
    return wrong_bytes();

  SharedSecret shared;
  if (!x25519(own, ephemeral, shared)) return wrong_bytes();
  const WrapKeys keys = derive(shared, ephemeral, own_public, context);
  if (!equal_in_constant_time(keys.commitment(), commitment)) return wrong_bytes();
  if (!xopen_into(keys.key(), sealed, context, out)) return wrong_bytes();
  return {};
}

Bytes seal_to(const PublicKey& recipient, ByteView plaintext, ByteView context) {
  SealingKey key;
  random_bytes(key.reveal_writable());
  ByteWriter out;
  out.sized(wrap_secret(recipient, key.reveal(), context));
  out.raw(xseal(key.reveal(), plaintext, context));
  return out.take();
}

Result<Bytes> open_sealed(const PrivateKey& own, const PublicKey& own_public,
                          ByteView sealed, ByteView context) {
  ByteReader in(sealed);
  const ByteView wrapped = in.sized();
  const ByteView body = in.raw(in.remaining());
  if (in.failed()) return wrong_bytes();
  SealingKey key;
  TRY(unwrap_secret(own, own_public, wrapped, context, key.reveal_writable()));
  auto plaintext = xopen(key.reveal(), body, context);
  if (!plaintext) return wrong_bytes();
  return std::move(*plaintext);
}

}  // namespace tangthu::vault
