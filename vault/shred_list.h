// The file `shred-slots`: which shred slots a vault has, and what each has confirmed.
#pragma once

#include "vault/shred_slots.h"

namespace tangthu::vault {

struct ShredList {
  std::uint64_t announced = 0;  // the primary has this version or is about to
  std::vector<ShredSlot> slots;
  bool operator==(const ShredList& other) const;
};

// An empty list where there is no file. kCorrupt unless it was written under this root
// key.
Result<ShredList> read_shred_list(const ShredPlace& place);
Result<void> write_shred_list(const ShredPlace& place, const ShredList& list);

// kUsage, with what is wrong about it.
Result<void> accept_new_slot(const std::filesystem::path& folder, const ShredList& list,
                             const std::string& name, const std::filesystem::path& file);

}  // namespace tangthu::vault
