// What a watcher notes of a claimed file: which of its documents went out, under which
// id. The lines lie beside the file, so they say nothing of it.
#pragma once

#include <map>
#include <string>

#include "base/id.h"

namespace tangthu::archive {

// Ids by the ordinal of the input, or of the document, within its file. Several where an
// attempt failed. A line that a crash cut off is none.
std::multimap<int, DocumentId> parse_claim_note(const std::string& note);
std::string claim_note_line(int ordinal, const DocumentId& id);

}  // namespace tangthu::archive
