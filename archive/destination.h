// Where digitised documents go: into a vault, or into bundles for one that is elsewhere.
// The way of a page is the same (vault/submission.h).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "archive/scan_approval.h"
#include "vault/bundle.h"
#include "vault/session.h"

namespace tangthu::archive {

// A document on its way out. One that is not committed leaves nothing.
class Draft {
 public:
  virtual ~Draft() = default;
  virtual vault::SubmissionWriter& document() = 0;
  // Durable when this returns.
  virtual Result<void> commit() = 0;
};

// Of a secret, with what allows its scan where anything does.
using Destination = std::function<Result<std::unique_ptr<Draft>>(
    const Label&, const std::optional<ScanApproval>&)>;

// Whether a document that was on its way out has arrived.
using HasArrived = std::function<Result<bool>(const DocumentId&)>;

// Into an agency's vault secrets go into quarantine that no approval covers. The session
// must outlive the destination.
Destination into_vault(vault::Session& session);
// One file ID.bundle a document in `folder`, which must exist. kit and key must outlive
// it. Where the kit has a label in quarantine alone, there.
Destination into_bundles(const std::filesystem::path& folder, const vault::Kit& kit,
                         const vault::SigningKey& station);

// Ever accepted, be it destroyed since.
HasArrived arrived_in_vault(vault::Session& session);
// Lies there, or was sent or refused from there (outbox.h); a bundle that was carried
// away by hand can't be told from one that never was.
HasArrived arrived_in_bundles(const std::filesystem::path& folder);

}  // namespace tangthu::archive
