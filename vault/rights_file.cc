#include "vault/rights_file.h"

#include <ctime>
#include <string_view>

#include "vault/damage.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr const char* kRightsFile = "rights";
constexpr std::string_view kRightsMagic = "tangthu rights1\n";

bool same_time(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         same_time(a.st_mtim, b.st_mtim) && same_time(a.st_ctim, b.st_ctim);
}

// Times of files have steps: a change after this moment shows.
bool is_settled(const struct stat& file) {
  constexpr std::time_t kSeconds = 3;  // two whole ones
  timespec now{};
  return clock_gettime(CLOCK_REALTIME, &now) == 0 &&
         file.st_ctim.tv_sec + kSeconds <= now.tv_sec;
}

}  // namespace

RightsFile::RightsFile(const std::filesystem::path& vault) : path_(vault / kRightsFile) {}

Result<std::uint64_t> RightsFile::read() const {
  const Bytes file = TRY(read_small_file(path_));
  const Bytes content = TRY(unframe_file(kRightsMagic, file, kRightsFile));
  ByteReader in(content);
  const auto count = in.integer<std::uint64_t>();
  if (in.complete()) return count;
  return damaged_file(kRightsFile);
}

Result<void> RightsFile::write(std::uint64_t count) const {
  ByteWriter out;
  out.integer(count);
  return write_durably(path_, frame_file(kRightsMagic, out.view()));
}

Result<std::uint64_t> RightsFile::count() {
  const std::lock_guard lock(reading_);
  struct stat now {};
  const bool is_there = ::stat(path_.c_str(), &now) == 0;
  if (is_there && known_ && same_file(now, known_->file)) return known_->count;
  known_.reset();
  const std::uint64_t count = TRY(read());
  // What was replaced since stat() has other times the next time: it is read again then.
  if (is_there && is_settled(now)) known_ = Known{now, count};
  return count;
}

}  // namespace tangthu::vault
