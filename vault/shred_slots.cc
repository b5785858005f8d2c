#include "vault/shred_slots.h"

#include <algorithm>

#include "vault/durable_file.h"
#include "vault/shred_list.h"
#include "vault/wiped_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu shred 2\n";
constexpr std::string_view kContext = "tangthu shred v2";
constexpr std::string_view kWrapLabel = "tangthu shred wrap key v2";
constexpr std::uint32_t kFormat = 2;
constexpr std::size_t kMostBytes = std::size_t{512} << 20;

std::filesystem::path primary(const ShredPlace& place) {
  return place.folder / "shred";
}

ShredWrapKey wrap_key(const ShredPlace& place) {
  ShredWrapKey key;
  hkdf_sha512(place.root.reveal(), place.vault, as_bytes(kWrapLabel),
              key.reveal_writable());
  return key;
}

Bytes context(const ShredPlace& place, std::uint64_t version) {
  ByteWriter out;
  out.raw(as_bytes(kContext));
  out.raw(place.vault);
  out.integer(version);
  return out.take();
}

Failure damaged(const std::filesystem::path& file) {
  return fail(ErrorCode::kCorrupt, "the shred keys are damaged",
              "connect another shred slot of the vault, or restore the file",
              file.filename().string());
}

Failure too_old() {
  return fail(ErrorCode::kCorrupt,
              "the newest shred keys are lost, only older ones are here",
              "connect the vault's other shred slots, then try again", "shred");
}

Result<void> write_slot(const ShredPlace& place, const std::filesystem::path& file,
                        const ShredTree& tree) {
  const LockedBuffer state = tree.encode();
  ByteWriter out;
  out.integer(kFormat);
  out.integer(tree.punctures());
  out.raw(place.vault);
  out.raw(
      xseal(wrap_key(place).reveal(), state.span(), context(place, tree.punctures())));
  return replace_and_wipe(file, frame_file(kMagic, out.view()));
}

Result<ShredTree> read_slot(const ShredPlace& place, const std::filesystem::path& file) {
  const Bytes framed = TRY(read_small_file(file, kMostBytes));
  const Bytes content = TRY(unframe_file(kMagic, framed, file.filename().string()));
  ByteReader in(content);
  if (in.integer<std::uint32_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "the shred keys are of a format this version does not know",
                "open the vault with a newer version of tangthu");
  }
  const auto version = in.integer<std::uint64_t>();
  const auto vault = in.fixed<16>();
  const ByteView sealed = in.raw(in.remaining());
  if (in.failed() || vault != place.vault || sealed.size() < kXOverhead) {
    return damaged(file);
  }
  LockedBuffer state(sealed.size() - kXOverhead);
  if (!xopen_into(wrap_key(place).reveal(), sealed, context(place, version),
                  state.span())) {
    return damaged(file);
  }
  ShredTree tree = TRY(ShredTree::decode(state.span()));
  if (tree.punctures() != version) return damaged(file);
  return tree;
}

// Writes the slots that are behind and in reach. A slot's file is never made here: where
// a stick is not mounted, it would land on the disk below its mount point.
void bring_up_to_date(const ShredPlace& place, const ShredTree& tree, ShredList& list) {
  for (ShredSlot& slot : list.slots) {
    const auto there = read_slot(place, slot.file);
    if (!there) continue;
    const bool same = there->punctures() == tree.punctures() && there->covers(tree);
    // A state of another tree is not ours to overwrite.
    if (!same && !tree.covers(*there)) continue;
    const auto done =
        same ? finish_wiping(slot.file) : write_slot(place, slot.file, tree);
    if (done) slot.confirmed = tree.punctures();
  }
}

struct Gathered {
  ShredTree tree;
  bool primary_is_current;
};

// The punctures of all slots that are in reach and can be read.
Result<Gathered> gather(const ShredPlace& place, const ShredList& list) {
  auto own = read_slot(place, primary(place));
  const bool has_primary = own.has_value();
  std::optional<ShredTree> tree;
  if (own) tree = own->clone();
  for (const ShredSlot& slot : list.slots) {
    auto there = read_slot(place, slot.file);
    if (!there) continue;
    auto merged = tree ? tree->merge(*there) : std::move(*there);
    if (merged) tree = std::move(merged);
  }
  if (!tree) return Failure(own.error());
  if (!has_primary && tree->punctures() < list.announced) return too_old();
  const bool current = has_primary && own->punctures() == tree->punctures();
  return Gathered{std::move(*tree), current};
}

// The list announces a version before the primary has it: whoever loses the primary knows
// which version to look for.
Result<void> store(const ShredPlace& place, const ShredTree& tree, ShredList& list) {
  list.announced = tree.punctures();
  TRY(write_shred_list(place, list));
  TRY(write_slot(place, primary(place), tree));
  bring_up_to_date(place, tree, list);
  return write_shred_list(place, list);
}

}  // namespace

Result<void> create_shred(const ShredPlace& place, const ShredTree& tree) {
  if (std::filesystem::exists(primary(place))) {
    return fail(ErrorCode::kUsage, "there are shred keys here already",
                "choose a new folder for a new vault");
  }
  ShredList list;
  return store(place, tree, list);
}

Result<ShredTree> read_shred(const ShredPlace& place, ShredRepair repair) {
  ShredList list = TRY(read_shred_list(place));
  Gathered gathered = TRY(gather(place, list));
  if (repair == ShredRepair::kNone) return std::move(gathered.tree);
  if (!gathered.primary_is_current) {
    TRY(store(place, gathered.tree, list));
    return std::move(gathered.tree);
  }
  TRY(finish_wiping(primary(place)));
  const ShredList before = list;
  list.announced = gathered.tree.punctures();
  bring_up_to_date(place, gathered.tree, list);
  if (list != before) TRY(write_shred_list(place, list));
  return std::move(gathered.tree);
}

Result<ShredTree> puncture_everywhere(const ShredPlace& place,
                                      std::span<const ShredId> ids) {
  ShredTree tree = TRY(read_shred(place, ShredRepair::kSlots));
  ShredList list = TRY(read_shred_list(place));
  const std::uint64_t before = tree.punctures();
  for (const ShredId& id : ids) {
    tree.puncture(id);
    if (tree.punctures() > ShredTree::kMaxPunctures) {
      return fail(ErrorCode::kUsage, "the vault has destroyed as much as it can record",
                  "give the vault new shred keys, then destroy again");
    }
  }
  if (tree.punctures() != before) TRY(store(place, tree, list));
  return tree;
}

Result<std::vector<ShredSlot>> sync_slots(const ShredPlace& place) {
  TRY(read_shred(place, ShredRepair::kSlots));
  return unconfirmed(place.folder);
}

Result<std::uint64_t> shred_slot_version(const std::filesystem::path& file,
                                         const Hash16& vault) {
  const Bytes framed = TRY(read_small_file(file, kMostBytes));
  const Bytes content = TRY(unframe_file(kMagic, framed, file.filename().string()));
  ByteReader in(content);
  const auto format = in.integer<std::uint32_t>();
  const auto version = in.integer<std::uint64_t>();
  if (in.fixed<16>() != vault || in.failed() || format != kFormat) return damaged(file);
  return version;
}

Result<void> add_shred_slot(const ShredPlace& place, const std::string& name,
                            const std::filesystem::path& file) {
  const ShredTree tree = TRY(read_shred(place, ShredRepair::kSlots));
  ShredList list = TRY(read_shred_list(place));
  const auto absolute = std::filesystem::absolute(file);
  TRY(accept_new_slot(place.folder, list, name, absolute));
  // Listed before it is written: no copy of the state lies anywhere unlisted.
  list.slots.push_back({name, absolute, 0});
  TRY(write_shred_list(place, list));
  if (auto written = write_slot(place, absolute, tree); !written) {
    if (!std::filesystem::exists(absolute)) {
      list.slots.pop_back();
      TRY(write_shred_list(place, list));
    }
    return written;
  }
  list.slots.back().confirmed = tree.punctures();
  return write_shred_list(place, list);
}

Result<SlotRemoval> remove_shred_slot(const ShredPlace& place, const std::string& name) {
  ShredList list = TRY(read_shred_list(place));
  const auto slot = std::ranges::find(list.slots, name, &ShredSlot::name);
  if (slot == list.slots.end()) {
    return fail(ErrorCode::kNotFound, "there is no shred slot of this name",
                "see 'tangthu status' for the slots there are");
  }
  const bool in_reach = read_slot(place, slot->file).has_value() &&
                        finish_wiping(slot->file) && wipe_file(slot->file);
  list.slots.erase(slot);
  TRY(write_shred_list(place, list));
  return in_reach ? SlotRemoval::kWiped : SlotRemoval::kOutOfReach;
}

}  // namespace tangthu::vault
