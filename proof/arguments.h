// What the two programs share: arguments, small text files, and how an error is said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace tangthu::proof {

struct Arguments {
  std::vector<std::string> words;  // in order, without the options
  std::multimap<std::string, std::string> options;

  // The last one given, or nothing.
  std::string option(const std::string& name) const;
};

// "--name value" for the names given; kUsage for any other word that begins with "--".
Result<Arguments> read_arguments(int argc, char** argv,
                                 const std::vector<std::string>& option_names);

// At most 256 KiB; kBadInput otherwise.
Result<std::string> read_text(const std::string& file);

// Says the error on stderr; its exit status.
int report(const std::string& program, const Error& error);

}  // namespace tangthu::proof
