// Lists that go with dossiers on paper: what a dossier has (mục lục văn bản), and which
// dossiers a fonds has or hands over (mục lục hồ sơ). Forms are those of
// rules/registers.toml. Of Tuyệt mật no subject is shown.
// Thread rule: pure.
#pragma once

#include <string>
#include <vector>

#include "archive/model/dossier_room.h"
#include "archive/paper/forms.h"
#include "archive/paper/paper_format.h"

namespace tangthu::archive {

// A dossier with what its documents come to.
struct ListedDossier {
  Dossier dossier;
  std::size_t documents = 0;
  std::size_t pages = 0;
};

Result<Bytes> document_inventory(const FormBook& forms, const RecordRules& rules,
                                 const Dossier& dossier,
                                 const std::vector<Member>& members, const Date& day,
                                 PaperFormat format);
// `fonds` may be null: dossiers of none.
Result<Bytes> dossier_inventory(const FormBook& forms, const RecordRules& rules,
                                const Fonds* fonds,
                                const std::vector<ListedDossier>& dossiers,
                                const Date& day, PaperFormat format);

}  // namespace tangthu::archive
