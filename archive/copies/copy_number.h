// Numbers of copies: continuous in a year and label, whatever crashes.
//
// A counter is an entry under the label: {"kind": "copy-counter", "year", "next",
// "pending": {"number", "id"}}. A number is put down with the id of the entry that will
// carry it; one whose entry never came is given again.
#pragma once

#include "archive/entry.h"

namespace tangthu::archive {

// The next number, put down on disk for the entry `id`, which must be committed before
// the next number is asked for: the vault has one writer. kSealedOrBusy when others kept
// changing the counter.
Result<int> reserve_copy_number(vault::Session& session, const vault::Look& look,
                                const Label& label, int year, const DocumentId& id);

}  // namespace tangthu::archive
