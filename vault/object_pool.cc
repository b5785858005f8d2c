#include "vault/object_pool.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kUnnamed = ".new";

Failure bad_object(const Hash32& hash) {
  return fail(ErrorCode::kCorrupt, "an object of the backup is damaged or missing",
              "use another snapshot, or make a new backup",
              "objects/" + object_name(hash));
}

}  // namespace

std::string object_name(const Hash32& hash) {
  return to_hex(hash);
}

ObjectPool::ObjectPool(const std::filesystem::path& repository)
    : folder_(repository / "objects") {}

std::filesystem::path ObjectPool::path_of(const Hash32& hash) const {
  return folder_ / object_name(hash);
}

Result<void> ObjectPool::prepare() const {
  std::error_code failed;
  std::filesystem::create_directories(folder_, failed);
  if (failed) {
    return fail(ErrorCode::kStorage, "the folder for the backup can't be made",
                "check the path and its permissions", folder_.string());
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failed)) {
    if (entry.path().extension() == kUnnamed) {
      std::filesystem::remove(entry.path(), failed);
    }
  }
  return sync_folder(folder_.parent_path());
}

bool ObjectPool::has(const ObjectRef& object) const {
  std::error_code failed;
  return std::filesystem::file_size(path_of(object.hash), failed) == object.size &&
         !failed;
}

Result<ObjectPool::Kept> ObjectPool::keep(const std::filesystem::path& file,
                                          std::uint64_t offset,
                                          std::uint64_t size) const {
  return keep(
      [&](const BlockSink& sink) { return read_blocks(file, offset, size, sink); }, size);
}

Result<ObjectPool::Kept> ObjectPool::keep(ByteView bytes) const {
  return keep([&](const BlockSink& sink) { return sink(bytes); }, bytes.size());
}

Result<ObjectPool::Kept> ObjectPool::keep(const Source& source,
                                          std::uint64_t size) const {
  Sha256 first;
  TRY(source([&](ByteView block) -> Result<void> {
    first.add(block);
    return {};
  }));
  const ObjectRef object{first.finish(), size};
  if (has(object)) return Kept{object, false};
  const std::filesystem::path name = path_of(object.hash);
  const std::filesystem::path unnamed = name.string() + std::string(kUnnamed);
  BlockWriter out = TRY(BlockWriter::create(unnamed));
  TRY(source([&](ByteView block) { return out.write(block); }));
  TRY(out.finish());
  // From the disk: neither a file that changed between the two readings nor a bad write
  // ever gets the name.
  Sha256 second;
  TRY(read_blocks(unnamed, 0, size, [&](ByteView block) -> Result<void> {
    second.add(block);
    return {};
  }));
  std::error_code failed;
  if (second.finish() != object.hash) {
    std::filesystem::remove(unnamed, failed);
    return fail(ErrorCode::kStorage, "what was written to the backup reads differently",
                "check the disk of the backup, then try again", object_name(object.hash));
  }
  std::filesystem::rename(unnamed, name, failed);
  if (failed) {
    return fail(ErrorCode::kStorage, "a file can't be written",
                "check the disk and the folder's permissions", object_name(object.hash));
  }
  return Kept{object, true};
}

Result<void> ObjectPool::sync() const {
  return sync_folder(folder_);
}

Result<void> ObjectPool::read(const ObjectRef& object, const BlockSink& see) const {
  const auto file = path_of(object.hash);
  std::error_code failed;
  if (std::filesystem::file_size(file, failed) != object.size || failed) {
    return bad_object(object.hash);
  }
  Sha256 hash;
  TRY(read_blocks(file, 0, object.size, [&](ByteView block) -> Result<void> {
    hash.add(block);
    return see(block);
  }));
  if (hash.finish() != object.hash) return bad_object(object.hash);
  return {};
}

Result<Bytes> ObjectPool::read_small(const ObjectRef& object,
                                     std::size_t most_bytes) const {
  if (object.size > most_bytes) return bad_object(object.hash);
  Bytes out;
  TRY(read(object, [&](ByteView block) -> Result<void> {
    out.insert(out.end(), block.begin(), block.end());
    return {};
  }));
  return out;
}

Result<std::uint64_t> ObjectPool::sweep(
    const std::function<bool(const std::string&)>& is_named) const {
  std::uint64_t bytes = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, failed)) {
    if (is_named(entry.path().filename().string())) continue;
    bytes += entry.file_size(failed);
    std::filesystem::remove(entry.path(), failed);
  }
  TRY(sync());
  return bytes;
}

}  // namespace tangthu::vault
