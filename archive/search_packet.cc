#include "archive/search_packet.h"

#include "archive/review_item.h"
#include "indexer/packet.h"

namespace tangthu::archive {

Bytes search_packet(std::vector<std::string> texts, const Record& record) {
  indexer::PacketSource source;
  source.page_texts = std::move(texts);
  source.fields = record.field_values();
  if (!record.dossier.empty()) source.fields["dossier"] = record.dossier;
  if (record.created > 0) source.fields["@added"] = std::to_string(record.created);
  if (!items_of({}, {}, record, std::nullopt).empty()) source.fields["@review"] = "1";
  return indexer::write_packet(source);
}

}  // namespace tangthu::archive
