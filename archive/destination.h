// Where digitised documents go: into a vault, or into bundles for one that is elsewhere.
// The way of a page is the same (vault/submission.h).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

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

using Destination = std::function<Result<std::unique_ptr<Draft>>(const Label&)>;

// Whether a document that was on its way out has arrived.
using HasArrived = std::function<Result<bool>(const DocumentId&)>;

// The session must outlive the destination.
Destination into_vault(vault::Session& session);
// One file ID.bundle a document in `folder`, which must exist. kit and key must outlive
// it.
Destination into_bundles(const std::filesystem::path& folder, const vault::Kit& kit,
                         const vault::SigningKey& station);

// Ever accepted, be it destroyed since.
HasArrived arrived_in_vault(vault::Session& session);
// Lies there; a bundle that was carried away can't be told from one that never was.
HasArrived arrived_in_bundles(const std::filesystem::path& folder);

}  // namespace tangthu::archive
