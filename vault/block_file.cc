#include "vault/block_file.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace tangthu::vault {
namespace {

Failure cant_read(std::string name) {
  return fail(ErrorCode::kStorage, "a file can't be read",
              "check the disk and the file's permissions", std::move(name));
}

Failure cant_write(std::string name) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk is full",
                "free some space; nothing that was accepted before is lost",
                std::move(name));
  }
  return fail(ErrorCode::kStorage, "a file can't be written",
              "check the disk and the folder's permissions", std::move(name));
}

}  // namespace

Result<void> read_blocks(const std::filesystem::path& file, std::uint64_t offset,
                         std::uint64_t length, const BlockSink& see) {
  const std::string name = file.filename().string();
  const Descriptor in = open_file(file, O_RDONLY);
  if (!in.valid() && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "a file is missing",
                "check the path, or take it from a backup", name);
  }
  if (!in.valid()) return cant_read(name);
  static_cast<void>(::posix_fadvise(in.get(), 0, 0, POSIX_FADV_SEQUENTIAL));
  Bytes block(static_cast<std::size_t>(std::min<std::uint64_t>(kBlockBytes, length)));
  while (length > 0) {
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), length));
    const auto got = read_at(in.get(), offset, std::span(block).first(wanted));
    if (!got) return cant_read(name);
    if (*got == 0) {
      return fail(ErrorCode::kCorrupt, "a file is shorter than it was",
                  "take it from a backup", name);
    }
    TRY(see(ByteView(block).first(*got)));
    offset += *got;
    length -= *got;
  }
  return {};
}

Result<BlockWriter> BlockWriter::create(const std::filesystem::path& file) {
  std::string name = file.filename().string();
  Descriptor out = open_file(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (!out.valid()) return cant_write(std::move(name));
  return BlockWriter(std::move(out), std::move(name));
}

Result<void> BlockWriter::write(ByteView block) {
  if (!write_all(out_.get(), block)) return cant_write(name_);
  return {};
}

Result<void> BlockWriter::finish() {
  if (::fsync(out_.get()) != 0) return cant_write(name_);
  static_cast<void>(::posix_fadvise(out_.get(), 0, 0, POSIX_FADV_DONTNEED));
  out_.reset();
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  if (sync_names_in(folder)) return {};
  return cant_write(folder.filename().string());
}

}  // namespace tangthu::vault
