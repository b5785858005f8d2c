#include "vault/durable_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "vault/crypto.h"
#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMagicSize = 16;

}  // namespace

Failure cant_write_file(std::string name) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk is full",
                "free some space; nothing that was accepted before is lost",
                std::move(name));
  }
  return fail(ErrorCode::kStorage, "a file of the vault can't be written",
              "check the disk and the permissions of the vault's folder",
              std::move(name));
}

Failure cant_read_file(std::string name) {
  return fail(ErrorCode::kStorage, "a file of the vault can't be read",
              "check the disk and the permissions of the vault's folder",
              std::move(name));
}

Result<void> write_durably(const std::filesystem::path& file, ByteView bytes) {
  const std::filesystem::path beside = file.string() + ".new";
  {
    const Descriptor out = open_file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!out.valid() || !write_all(out.get(), bytes) || ::fsync(out.get()) != 0) {
      return cant_write_file(file.filename().string());
    }
  }
  if (::rename(beside.c_str(), file.c_str()) != 0)
    return cant_write_file(file.filename().string());
  if (!sync_names_in(file.parent_path()))
    return cant_write_file(file.filename().string());
  return {};
}

Result<Bytes> read_small_file(const std::filesystem::path& file, std::size_t most_bytes) {
  const Descriptor in = open_file(file, O_RDONLY);
  struct stat info {};
  if (!in.valid() && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file of the vault is missing",
                "check --vault, or restore the file from a backup",
                file.filename().string());
  }
  const bool usable = in.valid() && ::fstat(in.get(), &info) == 0 &&
                      static_cast<std::size_t>(info.st_size) <= most_bytes;
  Bytes bytes(usable ? static_cast<std::size_t>(info.st_size) : 0);
  if (!usable || read_at(in.get(), 0, bytes) != bytes.size()) {
    return cant_read_file(file.filename().string());
  }
  return bytes;
}

Bytes frame_file(std::string_view magic, ByteView content) {
  ByteWriter out;
  out.raw(as_bytes(magic));
  out.raw(content);
  out.raw(blake2b_16({out.view()}));
  return out.take();
}

Result<Bytes> unframe_file(std::string_view magic, ByteView file, std::string subject) {
  const bool long_enough = file.size() >= kMagicSize + sizeof(Hash16);
  if (!long_enough || as_text(file.first(kMagicSize)) != magic) {
    return fail(ErrorCode::kCorrupt, "not a file that this version of tangthu made",
                "check --vault; a newer vault needs a newer tangthu", std::move(subject));
  }
  const ByteView covered = file.first(file.size() - sizeof(Hash16));
  const Hash16 check = blake2b_16({covered});
  if (!equal_in_constant_time(check, file.last(sizeof(Hash16)))) {
    return damaged_file(std::move(subject));
  }
  return to_bytes(covered.subspan(kMagicSize));
}

}  // namespace tangthu::vault
