#include "vault/slots.h"

#include <cstdint>

#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kHeaderMagic = "tangthu vault 1\n";
constexpr std::string_view kSlotsMagic = "tangthu slots 1\n";
constexpr std::string_view kShredMagic = "tangthu shred 1\n";
constexpr const char* kHeaderFile = "VAULT";
constexpr const char* kSlotsFile = "slots";
constexpr const char* kShredFile = "shred";
constexpr std::uint8_t kPassphraseSlot = 1;
constexpr std::uint32_t kMaxSlots = 10'000;

struct Slot {
  Hash16 tag;
  Bytes sealed;
};

using SlotMaterial = SecretOf<struct SlotMaterialRole, 48>;
using SlotPlaintext = SecretOf<struct SlotPlaintextRole, 32 + 16 + 32>;

SlotMaterial derive_slot(const VaultHeader& header, std::string_view user_name,
                         const Passphrase& passphrase) {
  const Hash16 salt = blake2b_16(
      {as_bytes("tangthu slot salt v1"), header.slot_salt, as_bytes(user_name)});
  SlotMaterial material;
  argon2id(passphrase.reveal(), salt, header.cost, material.reveal_writable());
  return material;
}

Hash16 tag_of(const SlotMaterial& material) {
  Hash16 tag;
  std::copy_n(material.reveal().begin(), tag.size(), tag.begin());
  return tag;
}

std::span<const std::uint8_t, 32> key_of(const SlotMaterial& material) {
  return material.reveal().last<32>();
}

Bytes slot_context(const VaultId& vault, const Hash16& tag) {
  ByteWriter out;
  out.raw(as_bytes("tangthu slot v1"));
  out.raw(vault);
  out.raw(tag);
  return out.take();
}

Failure damaged(const char* file) {
  return fail(ErrorCode::kCorrupt, "a file of the vault is damaged",
              "restore the file from a backup", file);
}

Result<std::vector<Slot>> read_slots(const std::filesystem::path& vault) {
  const Bytes file = TRY(read_small_file(vault / kSlotsFile));
  const Bytes content = TRY(unframe_file(kSlotsMagic, file, kSlotsFile));
  ByteReader in(content);
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxSlots) return damaged(kSlotsFile);
  std::vector<Slot> slots;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto kind = in.integer<std::uint8_t>();
    Slot slot{in.fixed<16>(), to_bytes(in.sized())};
    if (kind == kPassphraseSlot) slots.push_back(std::move(slot));
  }
  if (!in.complete()) return damaged(kSlotsFile);
  return slots;
}

Result<void> write_slots(const std::filesystem::path& vault,
                         const std::vector<Slot>& slots) {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(slots.size()));
  for (const Slot& slot : slots) {
    out.integer(kPassphraseSlot);
    out.raw(slot.tag);
    out.sized(slot.sealed);
  }
  return write_durably(vault / kSlotsFile, frame_file(kSlotsMagic, out.view()));
}

template <typename Secret>
Secret derive_from_root(const RootKey& root, const VaultId& vault,
                        std::string_view label) {
  Secret out;
  hkdf_sha512(root.reveal(), vault, as_bytes(label), out.reveal_writable());
  return out;
}

ShredWrapKey derive_shred_wrap_key(const RootKey& root, const VaultId& vault) {
  return derive_from_root<ShredWrapKey>(root, vault, "tangthu shred wrap key v1");
}

Bytes shred_context(const VaultId& vault, std::uint32_t epoch) {
  ByteWriter out;
  out.raw(as_bytes("tangthu shred v1"));
  out.raw(vault);
  out.integer(epoch);
  return out.take();
}

bool cost_is_sane(const SlowHashCost& cost) {
  return cost.passes >= kLeastSlowHashCost.passes &&
         cost.passes <= kMostSlowHashCost.passes &&
         cost.memory_kib >= kLeastSlowHashCost.memory_kib &&
         cost.memory_kib <= kMostSlowHashCost.memory_kib;
}

}  // namespace

Result<VaultHeader> read_header(const std::filesystem::path& vault) {
  auto file = read_small_file(vault / kHeaderFile);
  if (!file && file.error().code() == ErrorCode::kNotFound) {
    return fail(ErrorCode::kNotFound, "there is no vault here",
                "check --vault, or make one with 'tangthu init'", vault.string());
  }
  if (!file) return Failure(file.error());
  const Bytes content = TRY(unframe_file(kHeaderMagic, *file, kHeaderFile));
  ByteReader in(content);
  const auto format = in.integer<std::uint16_t>();
  if (format != 1) {
    return fail(ErrorCode::kCorrupt,
                "the vault is of a format this version does not know",
                "open it with a newer version of tangthu", kHeaderFile);
  }
  VaultHeader header{};
  header.profile = static_cast<Profile>(in.integer<std::uint8_t>());
  header.id = in.fixed<16>();
  header.created = in.integer<std::uint64_t>();
  header.verify_key = in.fixed<32>();
  header.slot_salt = in.fixed<16>();
  header.cost.passes = in.integer<std::uint32_t>();
  header.cost.memory_kib = in.integer<std::uint32_t>();
  if (!in.complete() || !cost_is_sane(header.cost)) return damaged(kHeaderFile);
  return header;
}

Result<void> write_header(const std::filesystem::path& vault, const VaultHeader& header) {
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.integer(static_cast<std::uint8_t>(header.profile));
  out.raw(header.id);
  out.integer(header.created);
  out.raw(header.verify_key);
  out.raw(header.slot_salt);
  out.integer(header.cost.passes);
  out.integer(header.cost.memory_kib);
  return write_durably(vault / kHeaderFile, frame_file(kHeaderMagic, out.view()));
}

Result<SlotContent> open_slot(const std::filesystem::path& vault,
                              const VaultHeader& header, std::string_view user_name,
                              const Passphrase& passphrase) {
  const std::vector<Slot> slots = TRY(read_slots(vault));
  const SlotMaterial material = derive_slot(header, user_name, passphrase);
  const Hash16 tag = tag_of(material);
  for (const Slot& slot : slots) {
    if (!equal_in_constant_time(slot.tag, tag)) continue;
    SlotPlaintext plain;
    if (!xopen_into(key_of(material), slot.sealed, slot_context(header.id, tag),
                    plain.reveal_writable())) {
      return damaged(kSlotsFile);
    }
    const auto bytes = plain.reveal();
    SlotContent content{
        RootKey::copy_of(bytes.first<32>()), {}, PrivateKey::copy_of(bytes.last<32>())};
    std::copy_n(bytes.begin() + 32, content.user.size(), content.user.begin());
    return content;
  }
  return fail(ErrorCode::kAuthentication, "user name or passphrase is wrong",
              "check --user and the passphrase, then try again");
}

Result<void> add_slot(const std::filesystem::path& vault, const VaultHeader& header,
                      std::string_view user_name, const Passphrase& passphrase,
                      const SlotContent& content) {
  std::vector<Slot> slots;
  if (std::filesystem::exists(vault / kSlotsFile)) slots = TRY(read_slots(vault));
  if (slots.size() >= kMaxSlots) {
    return fail(ErrorCode::kUsage, "the vault has as many users as it can take",
                "at most 10,000 passphrases fit into one vault");
  }
  const SlotMaterial material = derive_slot(header, user_name, passphrase);
  SlotPlaintext plain;
  const auto bytes = plain.reveal_writable();
  std::copy_n(content.root_key.reveal().begin(), 32, bytes.begin());
  std::copy_n(content.user.begin(), 16, bytes.begin() + 32);
  std::copy_n(content.private_key.reveal().begin(), 32, bytes.begin() + 48);
  const Hash16 tag = tag_of(material);
  slots.push_back(
      {tag, xseal(key_of(material), plain.reveal(), slot_context(header.id, tag))});
  return write_slots(vault, slots);
}

BarrierKey derive_barrier_key(const RootKey& root, const VaultId& vault) {
  return derive_from_root<BarrierKey>(root, vault, "tangthu barrier key v1, epoch 1");
}

BlindingKey derive_blinding_key(const RootKey& root, const VaultId& vault) {
  return derive_from_root<BlindingKey>(root, vault, "tangthu blinding key v1");
}

SigningKey derive_signing_key(const RootKey& root, const VaultId& vault) {
  using Seed = SecretOf<struct SigningSeedRole>;
  const auto seed = derive_from_root<Seed>(root, vault, "tangthu station signing key v1");
  return signing_key_from_seed(seed.reveal());
}

Result<ShredKeys> read_shred_keys(const std::filesystem::path& vault, const RootKey& root,
                                  const VaultId& id) {
  const Bytes file = TRY(read_small_file(vault / kShredFile));
  const Bytes content = TRY(unframe_file(kShredMagic, file, kShredFile));
  const ShredWrapKey wrap_key = derive_shred_wrap_key(root, id);
  ByteReader in(content);
  ShredKeys keys;
  const auto count = in.integer<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto epoch = in.integer<std::uint32_t>();
    const ByteView sealed = in.sized();
    ShredKey key;
    if (!xopen_into(wrap_key.reveal(), sealed, shred_context(id, epoch),
                    key.reveal_writable())) {
      return damaged(kShredFile);
    }
    keys.by_epoch.emplace(epoch, std::move(key));
  }
  if (!in.complete() || keys.by_epoch.empty()) return damaged(kShredFile);
  return keys;
}

Result<void> write_shred_keys(const std::filesystem::path& vault, const RootKey& root,
                              const VaultId& id, const ShredKeys& keys) {
  const ShredWrapKey wrap_key = derive_shred_wrap_key(root, id);
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(keys.by_epoch.size()));
  for (const auto& [epoch, key] : keys.by_epoch) {
    out.integer(epoch);
    out.sized(xseal(wrap_key.reveal(), key.reveal(), shred_context(id, epoch)));
  }
  return write_durably(vault / kShredFile, frame_file(kShredMagic, out.view()));
}

}  // namespace tangthu::vault
