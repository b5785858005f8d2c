#include "vault/unseal_file.h"

#include <bit>

#include "vault/damage.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu unseal1\n";
constexpr std::uint16_t kFormat = 1;
constexpr std::string_view kSlotDomain = "tangthu unseal slot v1";
constexpr std::string_view kKeyLabel = "tangthu unseal slot key v1";
constexpr std::size_t kMaxWrappedBytes = 4096;
constexpr std::size_t kSealedBytes = RootKey::kSize + kXOverhead;

using UnsealSlotKey = SecretOf<struct UnsealSlotKeyRole>;

Failure unknown_kind() {
  return fail(ErrorCode::kCorrupt, "the vault is of a format this version does not know",
              "open it with a newer version of tangthu", kUnsealFile);
}

Bytes encode_parameters(const UnsealSlot& slot) {
  ByteWriter out;
  switch (slot.kind) {
    case UnsealKind::kShares:
      out.integer(slot.threshold());
      out.integer(slot.share_count);
      for (const Point& commitment : slot.commitments)
        out.raw(commitment);
      break;
    case UnsealKind::kKeyFile:
      break;
    case UnsealKind::kToken:
      out.sized(slot.token_label);
      out.sized(slot.key_label);
      out.sized(slot.wrapped_secret);
      break;
  }
  return out.take();
}

bool decode_parameters(ByteView parameters, UnsealSlot& slot) {
  ByteReader in(parameters);
  if (slot.kind == UnsealKind::kShares) {
    const auto threshold = in.integer<std::uint8_t>();
    slot.share_count = in.integer<std::uint8_t>();
    if (!check_quorum({threshold, slot.share_count})) return false;
    for (std::uint8_t i = 0; i < threshold; ++i)
      slot.commitments.push_back(in.fixed<32>());
  } else if (slot.kind == UnsealKind::kToken) {
    slot.token_label = in.text();
    slot.key_label = in.text();
    slot.wrapped_secret = to_bytes(in.sized());
    if (slot.token_label.size() > kMaxTokenLabelBytes ||
        slot.key_label.size() > kMaxTokenLabelBytes ||
        slot.wrapped_secret.size() > kMaxWrappedBytes) {
      return false;
    }
  }
  return in.complete();
}

void encode_slot(const UnsealSlot& slot, ByteWriter& out) {
  out.integer(static_cast<std::uint8_t>(slot.kind));
  out.integer(static_cast<std::uint8_t>(slot.state));
  out.raw(slot.id);
  out.sized(slot.name);
  out.sized(encode_parameters(slot));
  out.integer(slot.confirmed);
  out.sized(slot.sealed_root_key);
}

Result<UnsealSlot> decode_slot(ByteReader& in) {
  UnsealSlot slot;
  slot.kind = static_cast<UnsealKind>(in.integer<std::uint8_t>());
  slot.state = static_cast<SlotState>(in.integer<std::uint8_t>());
  slot.id = in.fixed<16>();
  slot.name = in.text();
  const ByteView parameters = in.sized();
  slot.confirmed = in.integer<std::uint16_t>();
  slot.sealed_root_key = to_bytes(in.sized());
  if (in.failed() || slot.name.size() > kMaxSlotNameBytes)
    return damaged_file(kUnsealFile);
  if (slot.kind < UnsealKind::kShares || slot.kind > UnsealKind::kToken ||
      slot.state < SlotState::kActive || slot.state > SlotState::kPending) {
    return unknown_kind();
  }
  if (!decode_parameters(parameters, slot) ||
      slot.sealed_root_key.size() != kSealedBytes ||
      std::bit_width(slot.confirmed) > slot.share_count) {
    return damaged_file(kUnsealFile);
  }
  return slot;
}

Bytes slot_context(const UnsealSlot& slot, const VaultId& vault) {
  ByteWriter out;
  out.raw(as_bytes(kSlotDomain));
  out.raw(vault);
  out.raw(slot.id);
  out.integer(static_cast<std::uint8_t>(slot.kind));
  out.sized(slot.name);
  out.sized(encode_parameters(slot));
  return out.take();
}

UnsealSlotKey slot_key(const UnsealSlot& slot, const UnsealSecret& secret) {
  UnsealSlotKey key;
  hkdf_sha512(secret.reveal(), slot.id, as_bytes(kKeyLabel), key.reveal_writable());
  return key;
}

}  // namespace

Bytes encode_unseal_slots(const UnsealSlots& slots) {
  ByteWriter out;
  out.integer(kFormat);
  out.raw(slots.vault);
  out.integer(static_cast<std::uint32_t>(slots.slots.size()));
  for (const UnsealSlot& slot : slots.slots)
    encode_slot(slot, out);
  return frame_file(kMagic, out.view());
}

Result<UnsealSlots> decode_unseal_slots(ByteView file) {
  const Bytes content = TRY(unframe_file(kMagic, file, kUnsealFile));
  ByteReader in(content);
  if (in.integer<std::uint16_t>() != kFormat) return unknown_kind();
  UnsealSlots out;
  out.vault = in.fixed<16>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxUnsealSlots) return damaged_file(kUnsealFile);
  for (std::uint32_t i = 0; i < count; ++i)
    out.slots.push_back(TRY(decode_slot(in)));
  if (!in.complete()) return damaged_file(kUnsealFile);
  return out;
}

void seal_root_key(UnsealSlot& slot, const VaultId& vault, const UnsealSecret& secret,
                   const RootKey& root_key) {
  slot.sealed_root_key = xseal(slot_key(slot, secret).reveal(), root_key.reveal(),
                               slot_context(slot, vault));
}

std::optional<RootKey> open_root_key(const UnsealSlot& slot, const VaultId& vault,
                                     const UnsealSecret& secret) {
  RootKey root_key;
  if (slot.sealed_root_key.size() != kSealedBytes ||
      !xopen_into(slot_key(slot, secret).reveal(), slot.sealed_root_key,
                  slot_context(slot, vault), root_key.reveal_writable())) {
    return std::nullopt;
  }
  return root_key;
}

Result<void> check_slot_name(std::string_view name) {
  if (!name.empty() && name.size() <= kMaxSlotNameBytes) return {};
  return fail(ErrorCode::kUsage, "this name of a way to unseal is not possible",
              "choose a name of 1 to 200 bytes");
}

}  // namespace tangthu::vault
