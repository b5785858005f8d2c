// The catalogue: the records of all documents that a session may read.
#pragma once

#include <any>
#include <functional>

#include "archive/record.h"
#include "vault/session.h"

namespace tangthu::archive {

// In no order. Returns how many damaged records were passed over: what they speak of may
// be missing, and 'tangthu verify' names it. Errors: those of the session and of `visit`.
Result<std::size_t> visit_catalogue(
    vault::Session& session, const vault::Look& look,
    const std::function<Result<void>(const DocumentId&, const Label&, Record&&)>& visit);

// The same in two steps. `read` says what is to be known of one document, nothing when it
// is not to be visited: called by several threads, several times at once. `visit` has
// what it said.
Result<std::size_t> read_catalogue(
    vault::Session& session, const vault::Look& look,
    const std::function<Result<std::any>(const DocumentId&, const Label&, Record&&)>&
        read,
    const vault::VisitRead& visit);

}  // namespace tangthu::archive
