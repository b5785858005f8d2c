#include "scanner/folder_alarm.h"

#include <cstring>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace tangthu::scanner {
namespace {

constexpr std::uint32_t kFolderWent =
    IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_IGNORED | IN_Q_OVERFLOW;

}  // namespace

FolderAlarm::FolderAlarm(const std::filesystem::path& folder)
    : events_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  if (!events_.valid()) return;
  const std::uint32_t wanted =
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  if (inotify_add_watch(events_.get(), folder.c_str(), wanted) < 0) events_.reset();
}

void FolderAlarm::wait(std::chrono::milliseconds most) const {
  pollfd wait{events_.get(), POLLIN, 0};
  poll(&wait, events_.valid() ? 1 : 0, static_cast<int>(most.count()));
}

Alarms FolderAlarm::take() {
  Alarms out;
  alignas(inotify_event) char buffer[64 << 10];
  for (;;) {
    const ssize_t got = events_.valid() ? read(events_.get(), buffer, sizeof buffer) : -1;
    if (got <= 0) return out;
    for (ssize_t at = 0; at < got;) {
      inotify_event event{};
      std::memcpy(&event, buffer + at, sizeof event);
      const char* name = buffer + at + sizeof event;
      if ((event.mask & kFolderWent) != 0) out.look_at_all = true;
      if (event.len > 0) out.names.insert(name);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
}

}  // namespace tangthu::scanner
