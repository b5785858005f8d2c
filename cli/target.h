// Where taken-in documents go: a vault, or a station's folder of bundles.
#pragma once

#include "archive/destination.h"
#include "cli/taking_in.h"
#include "vault/station_key.h"

namespace tangthu::cli {

// With what must live as long as the destination. It is not to be moved once opened.
struct Target {
  vault::OpenedVault opened;
  vault::Kit kit;
  vault::StationKey station;
  archive::Destination destination;
  archive::HasArrived has_arrived;
  // Where batches that are on their way lie, and who opens them.
  std::filesystem::path batches;
  vault::SpoolOwner owner;
};

// As in Target: beside the vault's store, or beside the bundles.
Result<std::filesystem::path> batches_folder(const Context& context,
                                             const TakingInOptions& options);

// The vault opens with the passphrase, or where there is none as every command's does.
Result<void> open_target(const Context& context, const TakingInOptions& options,
                         const Passphrase* passphrase, Target& out);

}  // namespace tangthu::cli
