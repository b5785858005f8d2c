// A line of shell: for other people's programs that look at what we made.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace tangthu::test {

struct Said {
  int status = -1;     // as of wait(2): 0 is success
  std::string output;  // and errors
};

inline Said shell(const std::string& command) {
  FILE* pipe = popen(("(" + command + ") 2>&1").c_str(), "r");
  if (pipe == nullptr) std::abort();
  Said said;
  char buffer[4096];
  std::size_t size = 0;
  while ((size = fread(buffer, 1, sizeof buffer, pipe)) > 0)
    said.output.append(buffer, size);
  said.status = pclose(pipe);
  return said;
}

}  // namespace tangthu::test
