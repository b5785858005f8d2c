#include "vault/wiped_file.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

using std::filesystem::path;

Descriptor open_to_wipe(const path& file) {
  return open_file(file, O_WRONLY | O_NOFOLLOW);
}

bool overwrite(const Descriptor& file) {
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return false;
  static constexpr std::array<std::uint8_t, 65536> kZeroes{};
  for (off_t at = 0; at < info.st_size;) {
    const auto size =
        static_cast<std::size_t>(std::min<off_t>(kZeroes.size(), info.st_size - at));
    const auto part = ByteView(kZeroes).first(size);
    if (!write_all_at(file.get(), static_cast<std::uint64_t>(at), part)) return false;
    at += static_cast<off_t>(size);
  }
  return ::fdatasync(file.get()) == 0;
}

path old_name(const path& file) {
  return file.string() + ".old";
}

Failure not_wiped(const path& file) {
  return fail(ErrorCode::kStorage, "an old copy of the shred keys can't be overwritten",
              "check the disk and its permissions, then try again",
              file.filename().string());
}

bool missing(const path& file) {
  struct stat info {};
  return ::lstat(file.c_str(), &info) != 0 && errno == ENOENT;
}

bool same_file(const path& a, const path& b) {
  struct stat first {};
  struct stat second {};
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Whose name the disk knows is certain only then.
}  // namespace

Result<void> wipe_file(const path& file) {
  if (missing(file)) return {};
  const Descriptor open = open_to_wipe(file);
  if (!open.valid() || !overwrite(open) || ::unlink(file.c_str()) != 0) {
    return not_wiped(file);
  }
  return {};
}

Result<void> finish_wiping(const path& file) {
  TRY(wipe_file(file.string() + ".new"));
  const path old = old_name(file);
  if (missing(old)) return {};
  // The interruption came before the new file took the name: this is the living one.
  if (same_file(file, old)) {
    if (::unlink(old.c_str()) != 0) return not_wiped(old);
    return {};
  }
  if (!sync_names_in(file.parent_path())) return not_wiped(old);
  return wipe_file(old);
}

Result<void> replace_and_wipe(const path& file, ByteView bytes) {
  TRY(finish_wiping(file));
  const Descriptor old =
      open_to_wipe(file);  // also where there are no hard links, as on FAT
  const bool linked = ::link(file.c_str(), old_name(file).c_str()) == 0;
  if (auto written = write_durably(file, bytes); !written) {
    (void)finish_wiping(file);
    return written;
  }
  if (linked) return wipe_file(old_name(file));
  if (old.valid() && !overwrite(old)) return not_wiped(file);
  return {};
}

}  // namespace tangthu::vault
