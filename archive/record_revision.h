// Putting another record in place of the one that a document has: with it change the
// catalogue, and what search knows of the document.
#pragma once

#include <string>
#include <vector>

#include "archive/record.h"
#include "vault/document.h"
#include "vault/revise.h"

namespace tangthu::archive {

// `texts`: of the document's pages, in order.
vault::Revision record_revision(const Record& record, std::vector<std::string> texts);

// Of a document whose texts stay.
Result<vault::PreparedRevision> record_revision(const vault::DocumentReader& reader,
                                                const Record& record);

}  // namespace tangthu::archive
