// Another process's memory as the kernel would write it into a core, and what it says of
// itself in /proc. Reading the memory of a hardened program takes root.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace tangthu::test {

enum class Pages {
  kInCores,      // whatever a core may hold, whole files that are mapped too
  kOutsideCores  // marked by MADV_DONTDUMP
};

// Calls back with pieces that overlap by 4 KiB. False when the memory can't be read.
bool visit_memory(pid_t process, Pages pages,
                  const std::function<void(std::string_view)>& visit);

// The number after "NAME:" in /proc/PID/status, in kB where it has a unit; -1 without.
long status_number(pid_t process, const std::string& name);
// Of RLIMIT_CORE, as the kernel writes it: "0", "unlimited".
std::string soft_core_limit(pid_t process);

}  // namespace tangthu::test
