#include "archive/catalogue.h"

namespace tangthu::archive {

Result<std::size_t> read_catalogue(
    vault::Session& session, const vault::Look& look,
    const std::function<Result<std::any>(const DocumentId&, const Label&, Record&&)>&
        read,
    const vault::VisitRead& visit) {
  return session.visit_label_records(
      look, vault::LabelRecordKind::kCatalogue,
      [&read](const Label& label, vault::LabelRecord&& found) -> Result<std::any> {
        return read(found.document, label, TRY(Record::decode(found.content)));
      },
      visit);
}

Result<std::size_t> visit_catalogue(
    vault::Session& session, const vault::Look& look,
    const std::function<Result<void>(const DocumentId&, const Label&, Record&&)>& visit) {
  using Found = std::tuple<DocumentId, Label, Record>;
  return read_catalogue(
      session, look,
      [](const DocumentId& id, const Label& label, Record&& record) -> Result<std::any> {
        return std::any(Found(id, label, std::move(record)));
      },
      [&visit](std::any&& read) {
        auto& [id, label, record] = *std::any_cast<Found>(&read);
        return visit(id, label, std::move(record));
      });
}

}  // namespace tangthu::archive
