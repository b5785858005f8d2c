// What `status` says of an agency's vault: its keeper, and the ways to unseal it.
#pragma once

#include "cli/context.h"

namespace tangthu::cli {

struct Custody {
  bool sealed = true;
  Json json;         // members to be added to the status
  std::string text;  // lines for people, each with its line feed
};
Result<Custody> describe_custody(const std::filesystem::path& vault);

}  // namespace tangthu::cli
