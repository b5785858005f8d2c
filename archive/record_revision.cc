#include "archive/record_revision.h"

#include "archive/retrieve.h"
#include "archive/search_packet.h"

namespace tangthu::archive {

using vault::LabelRecordKind;

vault::Revision record_revision(const Record& record, std::vector<std::string> texts) {
  vault::Revision out;
  Bytes encoded = record.encode();
  out.objects.emplace_back(vault::ObjectName{vault::ObjectKind::kRecord, 1}, encoded);
  out.records = {{LabelRecordKind::kCatalogue, std::move(encoded)},
                 {LabelRecordKind::kPacket, search_packet(std::move(texts), record)}};
  return out;
}

Result<vault::PreparedRevision> record_revision(const vault::DocumentReader& reader,
                                                const Record& record) {
  std::vector<std::string> texts = TRY(page_texts(reader, record.pages));
  return vault::PreparedRevision{reader.envelope().version,
                                 record_revision(record, std::move(texts))};
}

}  // namespace tangthu::archive
