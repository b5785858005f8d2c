#include "vault/passphrase.h"

#include <algorithm>
#include <vector>

#include "vault/damage.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu slots 2\n";
constexpr const char* kFile = "slots";
constexpr std::uint32_t kMaxSlots = 10'000;

struct Slot {
  Hash16 tag;
  Bytes sealed;
};

using Material = SecretOf<struct PassphraseMaterialRole, 96>;

Bytes slot_context(const VaultId& vault, const Hash16& tag) {
  ByteWriter out;
  out.raw(as_bytes("tangthu slot v2"));
  out.raw(vault);
  out.raw(tag);
  return out.take();
}

Result<std::vector<Slot>> read_slots(const std::filesystem::path& vault) {
  const Bytes file = TRY(read_small_file(vault / kFile));
  const Bytes content = TRY(unframe_file(kMagic, file, kFile));
  ByteReader in(content);
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxSlots) return damaged_file(kFile);
  std::vector<Slot> slots;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    slots.push_back({in.fixed<16>(), to_bytes(in.sized())});
  }
  if (!in.complete()) return damaged_file(kFile);
  return slots;
}

Result<void> write_slots(const std::filesystem::path& vault,
                         const std::vector<Slot>& slots) {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(slots.size()));
  for (const Slot& slot : slots) {
    out.raw(slot.tag);
    out.sized(slot.sealed);
  }
  return write_durably(vault / kFile, frame_file(kMagic, out.view()));
}

}  // namespace

PassphraseKeys derive_passphrase(const VaultHeader& header, std::string_view user_name,
                                 const Passphrase& passphrase) {
  const Hash16 salt = blake2b_16(
      {as_bytes("tangthu slot salt v1"), header.slot_salt, as_bytes(user_name)});
  Material material;
  argon2id(passphrase.reveal(), salt, header.cost, material.reveal_writable());
  const auto bytes = material.reveal();
  PassphraseKeys keys{{},
                      SlotKey::copy_of(bytes.subspan<16, 32>()),
                      {},
                      LoginKey::copy_of(bytes.subspan<64, 32>())};
  std::copy_n(bytes.begin(), 16, keys.slot_tag.begin());
  std::copy_n(bytes.begin() + 48, 16, keys.login_tag.begin());
  return keys;
}

SlowHashCost measured_cost(std::chrono::milliseconds wanted) {
  using Clock = std::chrono::steady_clock;
  SlowHashCost cost = kSlowHashCost;
  Material material;
  const auto start = Clock::now();
  argon2id(as_bytes("measured"), Hash16{}, {1, cost.memory_kib},
           material.reveal_writable());
  const auto one = std::max<Clock::duration>(Clock::now() - start, Clock::duration(1));
  const auto passes = static_cast<std::uint64_t>(wanted / one);
  cost.passes = static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(passes, cost.passes, kMostSlowHashCost.passes));
  return cost;
}

Result<RootKey> open_slot(const std::filesystem::path& vault, const VaultId& id,
                          const PassphraseKeys& keys) {
  for (const Slot& slot : TRY(read_slots(vault))) {
    if (!equal_in_constant_time(slot.tag, keys.slot_tag)) continue;
    RootKey root;
    if (!xopen_into(keys.slot_key.reveal(), slot.sealed, slot_context(id, slot.tag),
                    root.reveal_writable())) {
      return damaged_file(kFile);
    }
    return root;
  }
  return wrong_login();
}

Result<void> add_slot(const std::filesystem::path& vault, const VaultId& id,
                      const PassphraseKeys& keys, const RootKey& root) {
  std::vector<Slot> slots;
  if (std::filesystem::exists(vault / kFile)) slots = TRY(read_slots(vault));
  std::erase_if(slots, [&](const Slot& slot) { return slot.tag == keys.slot_tag; });
  if (slots.size() >= kMaxSlots) {
    return fail(ErrorCode::kUsage, "the vault has as many users as it can take",
                "at most 10,000 passphrases fit into one vault");
  }
  slots.push_back({keys.slot_tag, xseal(keys.slot_key.reveal(), root.reveal(),
                                        slot_context(id, keys.slot_tag))});
  return write_slots(vault, slots);
}

Result<void> keep_slots(const std::filesystem::path& vault,
                        std::span<const Hash16> tags) {
  std::vector<Slot> slots = TRY(read_slots(vault));
  const auto removed = std::erase_if(slots, [&](const Slot& slot) {
    return std::ranges::find(tags, slot.tag) == tags.end();
  });
  if (removed == 0) return {};
  return write_slots(vault, slots);
}

Failure wrong_login() {
  return fail(ErrorCode::kAuthentication, "user name or passphrase is wrong",
              "check --user and the passphrase, then try again");
}

}  // namespace tangthu::vault
