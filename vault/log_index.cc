#include "vault/log_index.h"

#include "vault/durable_file.h"
#include "vault/log_frame.h"

namespace tangthu::vault {
namespace {

constexpr const char* kOffsetsFile = "offsets";
constexpr const char* kHashesFile = "hashes";
constexpr std::string_view kOffsetsMagic = "tangthu offset1\n";
constexpr std::string_view kHashesMagic = "tangthu hashes1\n";
constexpr std::size_t kOffsetSize = sizeof(std::uint64_t);

std::uint64_t offset_place(std::uint64_t index) {
  return kLogMagicSize + index * kOffsetSize;
}

std::uint64_t hash_place(std::uint64_t stored) {
  return kLogMagicSize + stored * sizeof(Hash32);
}

Result<bool> begins_with(const LogFile& file, std::string_view magic) {
  std::array<std::uint8_t, kLogMagicSize> found;
  if (TRY(file.read_some(0, found)) < found.size()) return false;
  if (as_text(found) == magic) return true;
  return fail(ErrorCode::kCorrupt, "not a file that this version of tangthu made",
              "check --vault; a newer vault needs a newer tangthu", file.name());
}

}  // namespace

Result<void> LogIndex::create(const std::filesystem::path& folder) {
  TRY(write_durably(folder / kHashesFile, as_bytes(kHashesMagic)));
  return write_durably(folder / kOffsetsFile, as_bytes(kOffsetsMagic));
}

Result<LogIndex> LogIndex::open(const std::filesystem::path& folder, LogAccess access) {
  auto offsets = TRY(LogFile::open(folder / kOffsetsFile, access));
  auto hashes = TRY(LogFile::open(folder / kHashesFile, access));
  return LogIndex(std::move(offsets), std::move(hashes));
}

Result<bool> LogIndex::has_magic() const {
  const bool offsets = TRY(begins_with(offsets_, kOffsetsMagic));
  return TRY(begins_with(hashes_, kHashesMagic)) && offsets;
}

Result<void> LogIndex::write_magic() const {
  TRY(hashes_.write_at(0, as_bytes(kHashesMagic)));
  return offsets_.write_at(0, as_bytes(kOffsetsMagic));
}

Result<std::uint64_t> LogIndex::count() const {
  const std::uint64_t size = TRY(offsets_.size());
  if (size < kLogMagicSize) return std::uint64_t{0};
  std::uint64_t count = (size - kLogMagicSize) / kOffsetSize;
  while (count > 0 && TRY(end_of(count - 1)) == 0)
    --count;
  return count;
}

Result<bool> LogIndex::has_hashes_of(std::uint64_t count) const {
  return TRY(hashes_.size()) >= hash_place(stored_count(count));
}

Result<std::uint64_t> LogIndex::end_of(std::uint64_t index) const {
  std::array<std::uint8_t, kOffsetSize> bytes;
  TRY(offsets_.read_at(offset_place(index), bytes));
  return ByteReader(bytes).integer<std::uint64_t>();
}

Result<std::uint64_t> LogIndex::begin_of(std::uint64_t index) const {
  if (index == 0) return std::uint64_t{kLogMagicSize};
  return end_of(index - 1);
}

Result<Hash32> LogIndex::hash(std::uint64_t stored) const {
  Hash32 hash;
  TRY(hashes_.read_at(hash_place(stored), hash));
  return hash;
}

HashReader LogIndex::reader() const {
  return [this](std::uint64_t stored) { return hash(stored); };
}

Result<void> LogIndex::add(std::uint64_t count, std::span<const Hash32> hashes,
                           std::span<const std::uint64_t> ends) const {
  ByteWriter hash_bytes;
  for (const Hash32& hash : hashes)
    hash_bytes.raw(hash);
  TRY(hashes_.write_at(hash_place(stored_count(count)), hash_bytes.view()));
  ByteWriter end_bytes;
  for (const std::uint64_t end : ends)
    end_bytes.integer(end);
  return offsets_.write_at(offset_place(count), end_bytes.view());
}

Result<void> LogIndex::cut(std::uint64_t count) const {
  return offsets_.truncate(offset_place(count));
}

Result<void> LogIndex::sync() const {
  TRY(hashes_.sync());
  return offsets_.sync();
}

}  // namespace tangthu::vault
