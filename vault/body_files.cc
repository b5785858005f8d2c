#include "vault/body_files.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/number.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "body-";
constexpr std::size_t kDigits = 8;

Failure not_there(std::string name) {
  return fail(ErrorCode::kCorrupt, "a file of the vault is missing or cut short",
              "run 'tangthu verify' to see what is affected, then restore from a backup",
              std::move(name));
}

}  // namespace

BodyFiles::Appended::~Appended() {
  if (files_ == nullptr) return;
  const std::lock_guard lock(files_->places_);
  files_->arriving_.erase(place_);
}

std::string BodyFiles::name_of(std::uint32_t file) {
  std::string digits = std::to_string(file);
  if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
  return std::string(kPrefix) + digits;
}

std::optional<std::uint32_t> BodyFiles::number_of(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  const auto number = parse_number<std::uint32_t>(name.substr(kPrefix.size()));
  if (!number || *number == 0 || name_of(*number) != name) return std::nullopt;
  return number;
}

Result<BodyFiles::Sizes> BodyFiles::sizes() const {
  Sizes out;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_, failed)) {
    const auto number = number_of(entry.path().filename().string());
    if (!number) continue;
    const std::uint64_t size = entry.file_size(failed);
    if (!failed) out[*number] = size;
    if (failed != std::errc::no_such_file_or_directory && failed) break;
    failed.clear();  // removed meanwhile
  }
  if (failed) return cant_read_file(folder_.filename().string());
  return out;
}

// With places_ held. The name is on disk before anything that refers to it can be.
Result<void> BodyFiles::begin_file(std::uint32_t number) {
  Descriptor file = open_file(folder_ / name_of(number), O_RDWR | O_CREAT);
  struct stat info {};
  if (!file.valid() || ::fstat(file.get(), &info) != 0 || !sync_names_in(folder_)) {
    return cant_write_file(name_of(number));
  }
  last_ = std::make_shared<const Descriptor>(std::move(file));
  number_ = number;
  end_ = static_cast<std::uint64_t>(info.st_size);
  return {};
}

Result<BodyPlace> BodyFiles::reserve(std::uint32_t size) {
  if (last_ == nullptr) {
    const Sizes present = TRY(sizes());
    TRY(begin_file(present.empty() ? 1 : present.rbegin()->first));
  }
  if (end_ > 0 && end_ + size > kMaxFileBytes) TRY(begin_file(number_ + 1));
  const BodyPlace place{number_, static_cast<std::uint32_t>(end_), size};
  end_ += size;
  arriving_.insert(place);
  return place;
}

Result<BodyFiles::Appended> BodyFiles::append(ByteView bytes) {
  std::unique_lock lock(places_);
  const BodyPlace place = TRY(reserve(static_cast<std::uint32_t>(bytes.size())));
  const auto file = last_;
  lock.unlock();
  Appended appended(*this, place);
  // A part of it may stay where it is: nothing will refer to it.
  if (!write_all_at(file->get(), place.offset, bytes))
    return cant_write_file(name_of(place.file));
  lock.lock();
  unsynced_[place.file] = file;
  return appended;
}

Result<void> BodyFiles::sync() {
  return syncs_.reach([this]() -> Result<void> {
    std::unique_lock lock(places_);
    const auto files = std::exchange(unsynced_, {});
    lock.unlock();
    for (const auto& [number, file] : files) {
      if (::fdatasync(file->get()) != 0) return cant_write_file(name_of(number));
    }
    return {};
  });
}

Result<Bytes> BodyFiles::read(const BodyPlace& place, std::uint64_t skip,
                              std::uint64_t length) const {
  if (skip >= place.size) return Bytes();
  const Descriptor file = open_file(folder_ / name_of(place.file), O_RDONLY);
  if (!file.valid() && errno == ENOENT) return not_there(name_of(place.file));
  Bytes out(std::min<std::uint64_t>(length, place.size - skip));
  const auto got =
      file.valid() ? read_at(file.get(), place.offset + skip, out) : std::nullopt;
  if (!got) return cant_read_file(name_of(place.file));
  if (*got != out.size()) return not_there(name_of(place.file));
  return out;
}

Result<void> BodyFiles::link_into(const fs::path& other) const {
  const std::lock_guard lock(names_);
  for (const auto& [number, size] : TRY(sizes())) {
    const std::string name = name_of(number);
    if (::link((folder_ / name).c_str(), (other / name).c_str()) != 0)
      return cant_write_file(name);
  }
  return {};
}

Result<void> BodyFiles::remove(std::uint32_t file) const {
  if (::unlink((folder_ / name_of(file)).c_str()) == 0) return {};
  return cant_write_file(name_of(file));
}

// Makes a hole of whatever lies between the live places of a file, which are in order.
Result<void> BodyFiles::free_between(std::uint32_t file, std::uint64_t size,
                                     std::span<const BodyPlace> live) const {
  const Descriptor open = open_file(folder_ / name_of(file), O_RDWR);
  if (!open.valid()) return cant_write_file(name_of(file));
  std::uint64_t at = 0;
  const auto free_up_to = [&](std::uint64_t end) {
    if (end <= at) return;
    // Where there can be no holes what was dropped stays: ciphertext without a key.
    static_cast<void>(::fallocate(open.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                                  static_cast<off_t>(at), static_cast<off_t>(end - at)));
  };
  for (const BodyPlace& place : live) {
    free_up_to(std::min<std::uint64_t>(place.offset, size));
    at = std::max(at, std::uint64_t{place.offset} + place.size);
  }
  free_up_to(size);
  return {};
}

Result<void> BodyFiles::free_all_but(const LivePlaces& live) {
  const std::lock_guard names(names_);
  std::unique_lock lock(places_);
  // What is appended from here on lies beyond these ends.
  Sizes ends = TRY(sizes());
  const std::uint32_t last = number_;
  if (last_ != nullptr) ends[last] = end_;
  const std::vector<BodyPlace> arriving(arriving_.begin(), arriving_.end());
  lock.unlock();
  std::vector<BodyPlace> kept = TRY(live());
  kept.insert(kept.end(), arriving.begin(), arriving.end());
  std::sort(kept.begin(), kept.end());
  for (const auto& [file, size] : ends) {
    const auto begin = std::lower_bound(kept.begin(), kept.end(), BodyPlace{file, 0, 0});
    const auto end = std::lower_bound(begin, kept.end(), BodyPlace{file + 1, 0, 0});
    std::error_code failed;
    if (fs::hard_link_count(folder_ / name_of(file), failed) != 1) continue;
    TRY(begin == end && file != last ? remove(file)
                                     : free_between(file, size, {begin, end}));
  }
  return {};
}

}  // namespace tangthu::vault
