// Files and folders.
#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scanner/fault.h"
#include "scanner/media.h"
#include "scanner/names.h"
#include "scanner/walk.h"

namespace tangthu::scanner {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxFolderDepth = 64;

Step failure(const fs::path& path, Literal text, Literal remedy) {
  std::string name = displayable(path.string());
  return Input(InputFailure{name, Error(ErrorCode::kBadInput, text, remedy, name)});
}

Step failure(const fs::path& path, Fault fault) {
  std::string name = displayable(path.string());
  return Input(InputFailure{name, error_of(fault, name)});
}

Step unreadable(const fs::path& path, int reason) {
  switch (reason) {
    case ENOENT:
    case ENOTDIR:
      return failure(path, "there is no such file", "check its name");
    case EACCES:
    case EPERM:
      return failure(path, "reading the file is not permitted",
                     "check its permissions and those of its folder");
    default:
      return failure(path, "the file can't be read",
                     "check the disk or network it is on");
  }
}

// In natural order; what is never a document is left out.
class FolderWalk final : public Walk {
 public:
  FolderWalk(fs::path folder, std::vector<std::string> names, int depth)
      : folder_(std::move(folder)), names_(std::move(names)), depth_(depth) {}

  Step next() override {
    if (at_ == names_.size()) return WalkEnd{};
    return take_path(folder_ / names_[at_++], Found::kMet, depth_);
  }

 private:
  fs::path folder_;
  std::vector<std::string> names_;
  int depth_;
  std::size_t at_ = 0;
};

Step take_folder(const fs::path& path, int depth) {
  if (depth >= kMaxFolderDepth) {
    return failure(path, "folders are nested more than 64 deep", "give the inner folder");
  }
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end;
       at.increment(error)) {
    std::string name = at->path().filename().string();
    if (!is_clutter(name)) names.push_back(std::move(name));
  }
  if (error) return unreadable(path, error.value());
  std::sort(names.begin(), names.end(), natural_less);
  return std::make_unique<FolderWalk>(path, std::move(names), depth + 1);
}

// A link in a folder is not followed. One that stays inside leads to what the walk meets
// anyway; one that leads out might be a document that someone expects to be taken in.
Step take_met_link(const fs::path& path) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  const fs::path folder = fs::canonical(path.parent_path(), error);
  if (!error) {
    const auto [end, unused] =
        std::mismatch(folder.begin(), folder.end(), target.begin(), target.end());
    if (end == folder.end()) return Nothing{};
  }
  return failure(path, "the file is a link that leads out of its folder",
                 "give the file that it leads to");
}

bool read_at(int fd, std::span<std::uint8_t> to, off_t at) {
  while (!to.empty()) {
    const ssize_t got = pread(fd, to.data(), to.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to = to.subspan(static_cast<std::size_t>(got));
    at += got;
  }
  return true;
}

Step take_other(const fs::path& path, Found found, Fault fault) {
  const bool matters = found == Found::kNamed || name_claims_document(path.string());
  if (matters) return failure(path, fault);
  return Nothing{};
}

Step take_image(const fs::path& path, const Descriptor& file, MediaType type,
                std::uint64_t size) {
  if (size > kMaxFileBytes) return failure(path, Fault::kMemberTooLarge);
  Bytes content(size);
  if (!read_at(file.get(), content, 0)) return unreadable(path, EIO);
  return Input(InputFile{displayable(path.string()), type, std::move(content)});
}

// `path` is what it is called.
Step take_open_file(Descriptor file, const fs::path& path, Found found) {
  struct stat about {};
  if (fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return unreadable(path, EIO);
  }
  const auto size = static_cast<std::uint64_t>(about.st_size);
  if (size == 0) return take_other(path, found, Fault::kEmpty);
  Bytes head(std::min<std::uint64_t>(size, kSniffBytes));
  if (!read_at(file.get(), head, 0)) return unreadable(path, EIO);
  const Sniffed what = sniff(head);
  switch (what.kind) {
    case ContentKind::kImage:
      return take_image(path, file, *what.type, size);
    case ContentKind::kArchive:
      return walk_archive(std::move(file), displayable(path.string()), 1,
                          std::make_shared<ArchiveUse>());
    case ContentKind::kOffice:
      return take_other(path, found, Fault::kOffice);
    case ContentKind::kOther:
      break;
  }
  return take_other(path, found, Fault::kNotAnImage);
}

Step take_file(const fs::path& path, Found found) {
  const int no_link = found == Found::kMet ? O_NOFOLLOW : 0;
  // Not blocking: a pipe put in the file's place must not hold us.
  Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | no_link));
  if (!file.valid()) return unreadable(path, errno);
  return take_open_file(std::move(file), path, found);
}

}  // namespace

Step take_opened(OpenedFile file) {
  if (!file.content.valid()) return unreadable(file.name, file.error);
  return take_open_file(std::move(file.content), file.name, Found::kNamed);
}

Step take_path(const fs::path& path, Found found, int folder_depth) {
  struct stat about {};
  const int looked =
      found == Found::kMet ? lstat(path.c_str(), &about) : stat(path.c_str(), &about);
  if (looked != 0) return unreadable(path, errno);
  if (S_ISDIR(about.st_mode)) return take_folder(path, folder_depth);
  if (S_ISREG(about.st_mode)) return take_file(path, found);
  if (S_ISLNK(about.st_mode)) return take_met_link(path);
  return failure(path, "it is neither a file nor a folder", "give a file or a folder");
}

}  // namespace tangthu::scanner
