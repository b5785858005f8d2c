#include "tests/support/process_memory.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace tangthu::test {
namespace {

constexpr std::size_t kPiece = std::size_t{4} << 20;
constexpr std::size_t kOverlap = 4096;

struct Mapping {
  std::uint64_t start;
  std::uint64_t end;
  bool readable;
  bool outside_cores;
};

std::string proc(pid_t process, const char* name) {
  return "/proc/" + std::to_string(process) + "/" + name;
}

// smaps(5): each mapping's line, then its figures, with the flags last.
std::vector<Mapping> mappings_of(pid_t process) {
  std::ifstream in(proc(process, "smaps"));
  std::vector<Mapping> out;
  std::string line;
  while (std::getline(in, line)) {
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    char dash = 0;
    std::string rights;
    std::istringstream head(line);
    if (head >> std::hex >> start >> dash >> end >> rights && dash == '-') {
      out.push_back({start, end, rights[0] == 'r', false});
    } else if (line.starts_with("VmFlags:") && !out.empty()) {
      out.back().outside_cores = line.find(" dd") != std::string::npos;
    }
  }
  return out;
}

}  // namespace

bool visit_memory(pid_t process, Pages pages,
                  const std::function<void(std::string_view)>& visit) {
  const int fd = open(proc(process, "mem").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  std::uint64_t total = 0;
  std::string piece(kPiece, '\0');
  for (const Mapping& mapping : mappings_of(process)) {
    if (!mapping.readable || mapping.outside_cores != (pages == Pages::kOutsideCores))
      continue;
    for (std::uint64_t at = mapping.start; at < mapping.end; at += kPiece - kOverlap) {
      const auto size = std::min<std::uint64_t>(kPiece, mapping.end - at);
      const ssize_t got = pread(fd, piece.data(), size, static_cast<off_t>(at));
      if (got <= 0) break;  // the kernel's own pages
      total += static_cast<std::uint64_t>(got);
      visit({piece.data(), static_cast<std::size_t>(got)});
    }
  }
  close(fd);
  return total > 0;
}

long status_number(pid_t process, const std::string& name) {
  std::ifstream in(proc(process, "status"));
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
  }
  return -1;
}

std::string soft_core_limit(pid_t process) {
  std::ifstream in(proc(process, "limits"));
  std::string line;
  while (std::getline(in, line)) {
    if (!line.starts_with("Max core file size")) continue;
    std::string soft;
    std::istringstream(line.substr(18)) >> soft;
    return soft;
  }
  return "";
}

}  // namespace tangthu::test
