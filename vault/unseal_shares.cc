// Slots that shares open: see vault/unseal_slots.h.
#include <algorithm>
#include <bit>

#include "base/id.h"
#include "vault/folder_handle.h"
#include "vault/unseal_file.h"

namespace tangthu::vault {
namespace {

// The secret that a vault's shares give together is the scalar's bytes.
UnsealSecret unseal_secret_of(const Scalar& scalar) {
  return UnsealSecret::copy_of(scalar.reveal());
}

Failure wrong_share(const Share& share) {
  return fail(ErrorCode::kAuthentication,
              "the share with this number is wrong or belongs to another split",
              "ask its custodian for the share that is in force now",
              std::to_string(share.part.number));
}

Result<void> check_purpose(const UnsealSlots& slots, const Share& share) {
  if (share.purpose != SharePurpose::kUnseal) {
    return fail(ErrorCode::kUsage, "this share is not one for unsealing",
                "use the share whose paper says 'unseal'",
                std::to_string(share.part.number));
  }
  if (share.vault != vault_prefix(slots.vault)) {
    return fail(ErrorCode::kUsage, "this share belongs to another vault",
                "use the share of this vault, or check --vault",
                std::to_string(share.part.number));
  }
  return {};
}

bool belongs(const Share& share, const UnsealSlot& slot) {
  return slot.kind == UnsealKind::kShares && share.split == split_prefix(slot.id) &&
         share.threshold == slot.threshold() && share.part.number <= slot.share_count &&
         share_holds(share.part, slot.commitments);
}

bool is_pending(const UnsealSlot& slot) {
  return slot.kind == UnsealKind::kShares && slot.state == SlotState::kPending;
}

Failure nothing_pending() {
  return fail(ErrorCode::kNotFound, "no new shares wait for confirmation",
              "begin with 'tangthu rekey'");
}

}  // namespace

Result<NewShareSlot> make_share_slot(const VaultId& vault, const RootKey& root_key,
                                     const Quorum& quorum, SlotState state,
                                     std::string name) {
  TRY(check_slot_name(name));
  const Scalar secret = random_scalar();
  ShamirSplit split = TRY(split_secret(secret, quorum));
  NewShareSlot out;
  out.slot.kind = UnsealKind::kShares;
  out.slot.state = state;
  out.slot.name = std::move(name);
  random_bytes(out.slot.id);
  out.slot.share_count = quorum.shares;
  out.slot.commitments = std::move(split.commitments);
  seal_root_key(out.slot, vault, unseal_secret_of(secret), root_key);

  const bool each_holds = std::all_of(
      split.shares.begin(), split.shares.end(),
      [&](const ShamirShare& share) { return share_holds(share, out.slot.commitments); });
  const bool opens = open_root_key(out.slot, vault, unseal_secret_of(secret)).has_value();
  if (!each_holds || !opens ||
      !test_every_subset(split.shares, quorum.threshold, secret)) {
    return fail(ErrorCode::kUnexpected, "the new shares do not fit together",
                "check this machine's memory before making a vault on it");
  }
  for (ShamirShare& part : split.shares) {
    out.shares.push_back({SharePurpose::kUnseal, vault_prefix(vault),
                          split_prefix(out.slot.id), quorum.threshold, std::move(part)});
  }
  return out;
}

Result<const UnsealSlot*> find_share_slot(const UnsealSlots& slots, const Share& share) {
  TRY(check_purpose(slots, share));
  for (const UnsealSlot& slot : slots.slots) {
    if (!belongs(share, slot)) continue;
    if (slot.state == SlotState::kActive) return &slot;
    return fail(ErrorCode::kAuthentication, "the share is new and not yet in force",
                "use the old share until every custodian has confirmed his new one",
                std::to_string(share.part.number));
  }
  return wrong_share(share);
}

Result<RootKey> open_with_shares(const UnsealSlots& slots,
                                 std::span<const Share> shares) {
  const UnsealSlot* slot = nullptr;
  std::vector<ShamirShare> parts;
  for (const Share& share : shares) {
    const UnsealSlot* own = TRY(find_share_slot(slots, share));
    if (slot != nullptr && own != slot) return wrong_share(share);
    slot = own;
    parts.push_back(share.part.clone());
  }
  if (slot == nullptr) {
    return fail(ErrorCode::kAuthentication, "there are too few shares",
                "ask further custodians for theirs");
  }
  const Scalar secret = TRY(combine_shares(parts, slot->commitments));
  auto root_key = open_root_key(*slot, slots.vault, unseal_secret_of(secret));
  if (!root_key) {
    return fail(ErrorCode::kCorrupt, "a way to unseal the vault was changed",
                "restore the file from a backup", kUnsealFile);
  }
  return std::move(*root_key);
}

Result<std::vector<Share>> begin_rekey(const std::filesystem::path& folder,
                                       const RootKey& root_key, const Quorum& quorum,
                                       std::string name) {
  FolderHandle handle = TRY(FolderHandle::open(folder));
  TRY(handle.lock());
  UnsealSlots slots = TRY(read_unseal_slots(folder));
  if (std::any_of(slots.slots.begin(), slots.slots.end(), is_pending)) {
    return fail(ErrorCode::kUsage, "new shares wait for confirmation already",
                "confirm them, or give them up, before making others");
  }
  NewShareSlot made = TRY(make_share_slot(slots.vault, root_key, quorum,
                                          SlotState::kPending, std::move(name)));
  slots.slots.push_back(std::move(made.slot));
  TRY(write_unseal_slots(folder, slots));
  return std::move(made.shares);
}

Result<RekeyProgress> confirm_share(const std::filesystem::path& folder,
                                    const Share& share) {
  FolderHandle handle = TRY(FolderHandle::open(folder));
  TRY(handle.lock());
  UnsealSlots slots = TRY(read_unseal_slots(folder));
  TRY(check_purpose(slots, share));
  const auto pending = std::find_if(slots.slots.begin(), slots.slots.end(), is_pending);
  if (pending == slots.slots.end()) return nothing_pending();
  if (!belongs(share, *pending)) return wrong_share(share);

  pending->confirmed =
      static_cast<std::uint16_t>(pending->confirmed | 1U << (share.part.number - 1));
  const RekeyProgress progress{
      static_cast<std::uint8_t>(std::popcount(pending->confirmed)), pending->share_count};
  if (progress.finished()) {
    pending->state = SlotState::kActive;
    const SlotId fresh = pending->id;
    std::erase_if(slots.slots, [&](const UnsealSlot& slot) {
      return slot.kind == UnsealKind::kShares && slot.id != fresh;
    });
  }
  TRY(write_unseal_slots(folder, slots));
  return progress;
}

Result<void> abort_rekey(const std::filesystem::path& folder) {
  FolderHandle handle = TRY(FolderHandle::open(folder));
  TRY(handle.lock());
  UnsealSlots slots = TRY(read_unseal_slots(folder));
  if (std::erase_if(slots.slots, is_pending) == 0) return nothing_pending();
  return write_unseal_slots(folder, slots);
}

}  // namespace tangthu::vault
