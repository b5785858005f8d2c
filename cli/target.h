// Where taken-in documents go: a vault, or a station's folder of bundles.
#pragma once

#include "archive/destination.h"
#include "cli/taking_in.h"
#include "vault/station_key.h"

namespace tangthu::cli {

// With what must live as long as the destination. It is not to be moved once opened.
struct Target {
  OpenedSession opened;
  vault::Kit kit;
  vault::StationKey station;
  archive::Destination destination;
  archive::HasArrived has_arrived;
  // Where batches that are on their way lie, and who opens them.
  std::filesystem::path batches;
  vault::SpoolOwner owner;
  // What allows a batch of scans, once it is asked for: see below.
  std::optional<archive::ScanApproval> approval;
};

// As in Target: beside the vault's store, or beside the bundles.
Result<std::filesystem::path> batches_folder(const Context& context,
                                             const TakingInOptions& options);

// The vault opens with the passphrase, or where there is none as every command's does.
Result<void> open_target(const Context& context, const TakingInOptions& options,
                         const Passphrase* passphrase, Target& out);

// A station's folder of bundles alone; it needs kit, key and folder.
Result<void> open_station_target(const TakingInOptions& options, Target& out);

// What allows the scan, where the options name it; at a station as they name it. kUsage,
// kNotFound when it allows this user none today.
Result<std::optional<archive::ScanApproval>> scan_approval(
    const Target& target, const TakingInOptions& options);
// The same for a run that goes on: where it allows none any more, the user is told and
// there is none.
Result<std::optional<archive::ScanApproval>> scan_approval_now(
    const Context& context, const Target& target, const TakingInOptions& options);

}  // namespace tangthu::cli
