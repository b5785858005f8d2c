#include "archive/outbox.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <set>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/bundle.h"

namespace tangthu::archive {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReceipts = "receipts";
constexpr const char* kRefused = "refused";
constexpr std::string_view kBundleEnd = ".bundle";
constexpr std::string_view kUnfinishedEnd = ".bundle.part";
constexpr std::chrono::hours kAbandonedAfter{1};

Failure cant_write(const fs::path& folder) {
  if (errno == ENOSPC || errno == EDQUOT) {
    return fail(ErrorCode::kStorage, "the disk for bundles is full",
                "free some space; nothing that was sealed before is lost",
                folder.string());
  }
  return fail(ErrorCode::kStorage, "the outbox can't be written to",
              "check the disk and the folder's permissions", folder.string());
}

Failure cant_read(const fs::path& folder) {
  return fail(ErrorCode::kStorage, "the outbox can't be read",
              "check the disk and the folder's permissions", folder.string());
}

std::optional<DocumentId> id_in_name(const std::string& name) {
  if (!name.ends_with(kBundleEnd)) return std::nullopt;
  return DocumentId::parse(
      std::string_view(name).substr(0, name.size() - kBundleEnd.size()));
}

// Calls `found` for the id of every receipt, until it says false.
template <typename Found>
Result<void> walk_receipts(const fs::path& folder, Found found) {
  std::ifstream in(folder / kReceipts, std::ios::binary);
  if (!in) {
    std::error_code error;
    if (!fs::exists(folder / kReceipts, error) && !error) return {};
    return cant_read(folder);
  }
  for (std::string line; std::getline(in, line);) {
    if (in.eof()) break;  // cut off
    const auto id = DocumentId::parse(line.substr(0, line.find(' ')));
    if (id && !found(*id)) return {};
  }
  if (in.bad()) return cant_read(folder);
  return {};
}

Result<void> sync_names(const fs::path& folder) {
  if (!sync_names_in(folder)) return cant_write(folder);
  return {};
}

// Room for receipts is had before the disk is full: with none, no bundle could go, and so
// no room be made. Where the file system can't, it is tried without.
void keep_room(int receipts, std::uint64_t size) {
  constexpr off_t kRoom = off_t{64} << 10;
  (void)::fallocate(receipts, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(size), kRoom);
}

// What a crash cut off of the last line goes.
Result<void> end_receipts_whole(const fs::path& folder) {
  const Descriptor file = open_file(folder / kReceipts, O_RDWR | O_CREAT);
  struct stat info {};
  if (!file.valid() || ::fstat(file.get(), &info) != 0) return cant_write(folder);
  constexpr std::size_t kMostOfALine = 4096;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  Bytes tail(std::min<std::uint64_t>(size, kMostOfALine));
  if (read_at(file.get(), size - tail.size(), tail) != tail.size())
    return cant_read(folder);
  const auto end = std::find(tail.rbegin(), tail.rend(), '\n');
  const auto torn = static_cast<std::uint64_t>(end - tail.rbegin());
  if (torn > 0 && ::ftruncate(file.get(), static_cast<off_t>(size - torn)) != 0)
    return cant_write(folder);
  keep_room(file.get(), size - torn);
  return {};
}

struct Waiting {
  std::int64_t sealed_ns;  // since 1970
  DocumentId id;
  auto operator<=>(const Waiting&) const = default;  // NOLINT(modernize-use-nullptr)
};

std::optional<std::int64_t> changed_ns(const fs::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return std::nullopt;
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return info.st_mtim.tv_sec * kNanoseconds + info.st_mtim.tv_nsec;
}

}  // namespace

Result<bool> sealed_in(const fs::path& outbox, const DocumentId& id) {
  // In this order: a bundle goes after its receipt is there.
  std::error_code ignored;
  if (fs::exists(vault::bundle_path(outbox, id), ignored) ||
      fs::exists(vault::bundle_path(outbox / kRefused, id), ignored))
    return true;
  bool found = false;
  TRY(walk_receipts(outbox, [&](const DocumentId& each) {
    found = each == id;
    return !found;
  }));
  return found;
}

Result<Outbox> Outbox::open(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorCode::kStorage, "there is no such folder", "make it first",
                folder.string());
  }
  Descriptor lock = open_file(folder / ".lock", O_RDWR | O_CREAT);
  if (!lock.valid()) return cant_write(folder);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail(ErrorCode::kSealedOrBusy, "another process sends from this outbox",
                "let it go on, or end it first", folder.string());
  }
  Outbox out(folder, std::move(lock));
  TRY(out.tidy());
  return out;
}

Result<void> Outbox::tidy() const {
  std::error_code error;
  fs::create_directory(folder_ / kRefused, error);
  if (error) return cant_write(folder_);
  TRY(end_receipts_whole(folder_));
  TRY(sync_names(folder_));
  const auto bundles = TRY(waiting());
  const std::set<DocumentId> there(bundles.begin(), bundles.end());
  TRY(walk_receipts(folder_, [&](const DocumentId& id) {
    if (there.contains(id)) fs::remove(bundle(id), error);
    return true;
  }));
  const auto now = fs::file_time_type::clock::now();
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (!entry.path().filename().string().ends_with(kUnfinishedEnd)) continue;
    std::error_code unknown;
    const auto written = entry.last_write_time(unknown);
    if (!unknown && now - written > kAbandonedAfter) fs::remove(entry.path(), unknown);
  }
  return {};
}

Result<std::vector<DocumentId>> Outbox::waiting() const {
  std::vector<Waiting> found;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end;
       at.increment(error)) {
    const auto id = id_in_name(at->path().filename().string());
    const auto sealed = id ? changed_ns(at->path()) : std::nullopt;
    if (sealed) found.push_back({*sealed, *id});
  }
  if (error) return cant_read(folder_);
  std::sort(found.begin(), found.end());
  std::vector<DocumentId> out;
  out.reserve(found.size());
  for (const Waiting& each : found)
    out.push_back(each.id);
  return out;
}

fs::path Outbox::bundle(const DocumentId& id) const {
  return vault::bundle_path(folder_, id);
}

Result<void> Outbox::accepted(const DocumentId& id, std::uint64_t log_index,
                              UnixSeconds now) const {
  const std::string line =
      id.to_string() + " " + std::to_string(log_index) + " " + format_utc(now) + "\n";
  {
    const Descriptor file = open_file(folder_ / kReceipts, O_WRONLY | O_CREAT | O_APPEND);
    if (!file.valid()) return cant_write(folder_);
    if (!write_all(file.get(), as_bytes(line)) || ::fsync(file.get()) != 0) {
      const int reason = errno;
      TRY(end_receipts_whole(folder_));
      errno = reason;
      return cant_write(folder_);
    }
  }
  if (::unlink(bundle(id).c_str()) != 0 && errno != ENOENT) return cant_write(folder_);
  // With the room that it left.
  return end_receipts_whole(folder_);
}

Result<void> Outbox::set_aside(const DocumentId& id, const std::string& reason) const {
  const fs::path aside = vault::bundle_path(folder_ / kRefused, id);
  fs::path beside = aside;
  beside.replace_extension(".txt");
  {
    const Descriptor file = open_file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.valid() || !write_all(file.get(), as_bytes(reason)) ||
        ::fsync(file.get()) != 0)
      return cant_write(folder_);
  }
  if (::rename(bundle(id).c_str(), aside.c_str()) != 0) return cant_write(folder_);
  TRY(sync_names(folder_ / kRefused));
  return sync_names(folder_);
}

}  // namespace tangthu::archive
