// What core_probe leaves in ordinary memory, where it is found: made while it runs, so
// that it does not stand in the program's file.
#pragma once

#include <string>

namespace tangthu::test {

inline std::string core_control() {
  std::string out;
  for (unsigned i = 0; i < 40; ++i)
    out.push_back(static_cast<char>('!' + i * 7 % 90));
  return out;
}

}  // namespace tangthu::test
