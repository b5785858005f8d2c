// Where the shred tree's state lives: in slots outside the store and outside every
// backup.
//
//   shred        the primary slot, beside the store
//   shred-slots  where the other slots are (a USB stick, another disk), and which version
//                of the state each one has confirmed
//
// A slot is the state sealed under a key from the root key, with vault and version bound.
// The version is the number of punctures. docs/FORMAT.md has the bytes.
//
// A punctured id stays punctured: states are only ever merged, so that a slot which was
// out of reach for a year, or a primary that came back out of an old disk image, takes
// over the punctures of the others and never undoes one.
//
// Thread rule: whoever writes holds the vault's lock; reading takes none.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "vault/shred_tree.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxShredSlots = 64;

struct ShredPlace {
  std::filesystem::path folder;  // of the vault
  const RootKey& root;
  Hash16 vault;
};

struct ShredSlot {
  std::string name;
  std::filesystem::path file;
  std::uint64_t confirmed = 0;  // the version that was durable there last
};

// Of a new vault. kUsage where there is a state already.
Result<void> create_shred(const ShredPlace& place, const ShredTree& tree);

enum class ShredRepair { kNone, kSlots };

// The punctures of all slots in reach. With kSlots, what a crash interrupted is finished
// and every slot that is behind is brought up to date; one that can't be stays
// unconfirmed. kCorrupt when only slots are left that are known to be older than the
// primary was.
Result<ShredTree> read_shred(const ShredPlace& place, ShredRepair repair);

// Destroys the leaves of `ids`: success means that the primary slot does not have them
// any more. The other slots follow where they are in reach. After a failure the ids are
// either all punctured in the primary or none; the same call can be repeated. kUsage when
// the tree has had its number of punctures.
Result<ShredTree> puncture_everywhere(const ShredPlace& place,
                                      std::span<const ShredId> ids);

// Tries again every slot that is behind; answers what unconfirmed() would.
Result<std::vector<ShredSlot>> sync_slots(const ShredPlace& place);

// Needs no key, and trusts the list as it lies there.
Result<std::vector<ShredSlot>> shred_slots(const std::filesystem::path& folder);
// The slots that may still hold what has been destroyed.
Result<std::vector<ShredSlot>> unconfirmed(const std::filesystem::path& folder);

// The version that a slot's file says it has. Needs no key, and trusts it. kCorrupt when
// it is no slot of this vault.
Result<std::uint64_t> shred_slot_version(const std::filesystem::path& file,
                                         const Hash16& vault);

// Makes a new slot in a new file. kUsage for a name that is taken, a file that exists, or
// one within the vault's folder.
Result<void> add_shred_slot(const ShredPlace& place, const std::string& name,
                            const std::filesystem::path& file);

// Takes the slot off the list and wipes it where it is in reach. One that is lost keeps
// its state: it can be neutralised only by a new root key.
enum class SlotRemoval { kWiped, kOutOfReach };
Result<SlotRemoval> remove_shred_slot(const ShredPlace& place, const std::string& name);

}  // namespace tangthu::vault
