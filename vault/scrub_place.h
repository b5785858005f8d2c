// Where an interrupted scrub goes on: the vault's file `scrub`.
#pragma once

#include <filesystem>
#include <optional>

#include "vault/scrub.h"
#include "vault/store.h"

namespace tangthu::vault {

struct ScrubPlace {
  PartitionName next{};  // nothing of it and of what follows was judged
  double data_fraction = 1.0;
  std::uint32_t part = 1;
  std::uint32_t parts = 1;
  ScrubReport report;  // of what lies before
};

Result<void> keep_scrub_place(const std::filesystem::path& vault,
                              const ScrubPlace& place);
// Nothing when there is none, or it can't be read: then the scrub begins anew.
std::optional<ScrubPlace> find_scrub_place(const std::filesystem::path& vault);
void forget_scrub_place(const std::filesystem::path& vault);

}  // namespace tangthu::vault
