#include "archive/catalogue.h"

namespace tangthu::archive {

Result<std::size_t> visit_catalogue(
    vault::Session& session, const vault::Look& look,
    const std::function<Result<void>(const DocumentId&, const Label&, Record&&)>& visit) {
  std::size_t malformed = 0;
  const std::size_t damaged = TRY(session.visit_label_records(
      look, vault::LabelRecordKind::kCatalogue,
      [&](const Label& label, vault::LabelRecord&& found) -> Result<void> {
        auto record = Record::decode(found.content);
        // Its maker sealed no record: that must not hide the other documents.
        if (record) return visit(found.document, label, std::move(*record));
        ++malformed;
        return {};
      }));
  return damaged + malformed;
}

}  // namespace tangthu::archive
