#include "vault/unseal_slots.h"

#include <algorithm>

#include "base/id.h"
#include "vault/durable_file.h"
#include "vault/folder_handle.h"
#include "vault/unseal_file.h"

namespace tangthu::vault {
namespace {

Failure too_many_slots() {
  return fail(ErrorCode::kUsage, "the vault has as many ways to unseal as it can take",
              "remove one of them first", kUnsealFile);
}

bool is_active(const UnsealSlot& slot) {
  return slot.state == SlotState::kActive;
}

}  // namespace

Result<UnsealSlots> read_unseal_slots(const std::filesystem::path& folder) {
  return decode_unseal_slots(TRY(read_small_file(folder / kUnsealFile)));
}

Result<void> write_unseal_slots(const std::filesystem::path& folder,
                                const UnsealSlots& slots) {
  if (slots.slots.size() > kMaxUnsealSlots) return too_many_slots();
  return write_durably(folder / kUnsealFile, encode_unseal_slots(slots));
}

Result<void> add_unseal_slot(const std::filesystem::path& folder, const VaultId& vault,
                             const UnsealSlot& slot) {
  FolderHandle handle = TRY(FolderHandle::open(folder));
  TRY(handle.lock());
  UnsealSlots slots{vault, {}};
  auto stored = read_unseal_slots(folder);
  if (!stored && stored.error().code() != ErrorCode::kNotFound)
    return Failure(stored.error());
  if (stored) slots = std::move(*stored);
  if (slots.vault != vault) {
    return fail(ErrorCode::kCorrupt, "the file belongs to another vault",
                "restore the file from a backup", kUnsealFile);
  }
  slots.slots.push_back(slot);
  return write_unseal_slots(folder, slots);
}

Result<void> remove_unseal_slot(const std::filesystem::path& folder, const SlotId& id) {
  FolderHandle handle = TRY(FolderHandle::open(folder));
  TRY(handle.lock());
  UnsealSlots slots = TRY(read_unseal_slots(folder));
  if (std::erase_if(slots.slots, [&](const UnsealSlot& slot) { return slot.id == id; }) ==
      0) {
    return fail(ErrorCode::kNotFound, "there is no such way to unseal the vault",
                "see 'tangthu status'");
  }
  if (std::none_of(slots.slots.begin(), slots.slots.end(), is_active)) {
    return fail(ErrorCode::kUsage, "the last way to unseal the vault can't be removed",
                "add another one first");
  }
  return write_unseal_slots(folder, slots);
}

}  // namespace tangthu::vault
