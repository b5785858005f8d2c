// What is wrong with a dossier before it is closed. Thread rule: pure.
#pragma once

#include <vector>

#include "archive/model/dossier_room.h"

namespace tangthu::archive {

struct DossierProblem {
  FieldFault fault;
  std::optional<DocumentId> document;  // none: the dossier itself
  bool absolute = false;               // no reason closes the dossier despite it
};

// Required fields of the dossier and its documents; codes that two dossiers bear; sheets
// against pages; pages that are missing or were not recognised, pages and fields that
// wait for a review; labels above the dossier's; dates outside its span; documents of the
// same number, symbol and date; documents that came in after it was closed. `damaged`:
// records that could not be read.
std::vector<DossierProblem> check_dossier(const RecordRules& rules, const Books& books,
                                          const Dossier& dossier, const Members& members);

}  // namespace tangthu::archive
