#include "vault/shred_list.h"

#include <algorithm>

#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu shslots\n";
constexpr std::string_view kContext = "tangthu shred slots v1";
constexpr std::string_view kCheckLabel = "tangthu shred slots key v1";
constexpr const char* kFile = "shred-slots";
constexpr std::uint32_t kFormat = 1;
constexpr std::size_t kMostNameBytes = 64;
constexpr std::size_t kMostPathBytes = 4096;

using CheckKey = SecretOf<struct ShredListKeyRole>;

Hash32 check_of(const ShredPlace& place, ByteView content) {
  CheckKey key;
  hkdf_sha512(place.root.reveal(), place.vault, as_bytes(kCheckLabel),
              key.reveal_writable());
  Hash32 check;
  keyed_hash_32_into(key.reveal(), {as_bytes(kContext), place.vault, content}, check);
  return check;
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "the list of shred slots is damaged",
              "restore the file from a backup", kFile);
}

// content ‖ check (32)
Result<Bytes> read_content(const std::filesystem::path& folder) {
  auto file = read_small_file(folder / kFile);
  if (!file && file.error().code() == ErrorCode::kNotFound) return Bytes();
  if (!file) return Failure(file.error());
  Bytes content = TRY(unframe_file(kMagic, *file, kFile));
  if (content.size() < sizeof(Hash32)) return damaged();
  return content;
}

Result<ShredList> parse(ByteView content) {
  ByteReader in(content);
  if (in.integer<std::uint32_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "the list of shred slots is of a format this version does not know",
                "open the vault with a newer version of tangthu", kFile);
  }
  ShredList list;
  list.announced = in.integer<std::uint64_t>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxShredSlots) return damaged();
  for (std::uint32_t i = 0; i < count; ++i) {
    ShredSlot slot;
    slot.name = in.text();
    slot.file = in.text();
    slot.confirmed = in.integer<std::uint64_t>();
    list.slots.push_back(std::move(slot));
  }
  if (!in.complete()) return damaged();
  return list;
}

bool lies_within(const std::filesystem::path& folder, const std::filesystem::path& file) {
  const auto outer = std::filesystem::weakly_canonical(folder);
  const auto inner = std::filesystem::weakly_canonical(file);
  return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

}  // namespace

bool ShredList::operator==(const ShredList& other) const {
  const auto same = [](const ShredSlot& a, const ShredSlot& b) {
    return a.name == b.name && a.file == b.file && a.confirmed == b.confirmed;
  };
  return announced == other.announced && std::ranges::equal(slots, other.slots, same);
}

Result<ShredList> read_shred_list(const ShredPlace& place) {
  const Bytes content = TRY(read_content(place.folder));
  if (content.empty()) return ShredList();
  const ByteView covered = ByteView(content).first(content.size() - sizeof(Hash32));
  if (!equal_in_constant_time(check_of(place, covered),
                              ByteView(content).last(sizeof(Hash32)))) {
    return damaged();
  }
  return parse(covered);
}

Result<void> write_shred_list(const ShredPlace& place, const ShredList& list) {
  ByteWriter out;
  out.integer(kFormat);
  out.integer(list.announced);
  out.integer(static_cast<std::uint32_t>(list.slots.size()));
  for (const ShredSlot& slot : list.slots) {
    out.sized(slot.name);
    out.sized(slot.file.string());
    out.integer(slot.confirmed);
  }
  out.raw(check_of(place, out.view()));
  return write_durably(place.folder / kFile, frame_file(kMagic, out.view()));
}

Result<void> accept_new_slot(const std::filesystem::path& folder, const ShredList& list,
                             const std::string& name, const std::filesystem::path& file) {
  if (name.empty() || name.size() > kMostNameBytes ||
      file.string().size() > kMostPathBytes || list.slots.size() >= kMaxShredSlots) {
    return fail(ErrorCode::kUsage, "this shred slot can't be listed",
                "a vault has at most 64 slots, with names of up to 64 bytes");
  }
  if (std::ranges::find(list.slots, name, &ShredSlot::name) != list.slots.end()) {
    return fail(ErrorCode::kUsage, "there is a shred slot of this name already",
                "choose another name", name);
  }
  if (std::filesystem::exists(file) || lies_within(folder, file)) {
    return fail(
        ErrorCode::kUsage, "a shred slot is a new file outside the vault's folder",
        "choose a file on another disk or on a USB stick", file.filename().string());
  }
  return {};
}

Result<std::vector<ShredSlot>> shred_slots(const std::filesystem::path& folder) {
  const Bytes content = TRY(read_content(folder));
  if (content.empty()) return std::vector<ShredSlot>();
  return TRY(parse(ByteView(content).first(content.size() - sizeof(Hash32)))).slots;
}

Result<std::vector<ShredSlot>> unconfirmed(const std::filesystem::path& folder) {
  const Bytes content = TRY(read_content(folder));
  if (content.empty()) return std::vector<ShredSlot>();
  ShredList list = TRY(parse(ByteView(content).first(content.size() - sizeof(Hash32))));
  std::erase_if(list.slots,
                [&](const ShredSlot& slot) { return slot.confirmed >= list.announced; });
  return std::move(list.slots);
}

}  // namespace tangthu::vault
