#include "archive/search_packet.h"

#include "indexer/packet.h"

namespace tangthu::archive {

Bytes search_packet(std::vector<std::string> texts, const Record& record) {
  indexer::PacketSource source;
  source.page_texts = std::move(texts);
  source.fields = record.field_values();
  if (!record.dossier.empty()) source.fields["dossier"] = record.dossier;
  return indexer::write_packet(source);
}

}  // namespace tangthu::archive
