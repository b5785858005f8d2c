// The documents of the service's bench: those of the search bench as an archive has them.
#pragma once

#include "archive/record.h"
#include "archive/search_packet.h"
#include "base/json.h"
#include "bench/search/corpus_file.h"
#include "vault/submission.h"

namespace tangthu::bench {

inline Json page_of(const std::string& text) {
  Json lines = Json::array();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back({{"text", text.substr(at, end - at)},
                     {"box", {0, 0, 10, 10}},
                     {"words", Json::array()}});
    at = end + 1;
  }
  return {
      {"number", 1},       {"width", 2480},     {"height", 3508},           {"dpi", 300},
      {"turn_degrees", 0}, {"skew_degrees", 0}, {"lines", std::move(lines)}};
}

// `writer`: a document's or a submission's.
template <typename Writer>
Result<void> write_paper(Writer& writer, const Record& made, std::uint32_t number) {
  archive::Record record;
  record.file = std::to_string(number) + ".pdf";
  record.pages = static_cast<int>(made.pages.size());
  record.created = now_utc();
  for (const auto& [name, value] : made.fields) {
    record.fields[name] = {
        {"value", value}, {"confidence", 0.98}, {"page", 1}, {"box", {0, 0, 1, 1}}};
  }
  const Bytes encoded = record.encode();
  TRY(writer.add({vault::ObjectKind::kMaster, 1}, as_bytes(record.file)));
  for (std::size_t i = 0; i < made.pages.size(); ++i) {
    TRY(writer.add({vault::ObjectKind::kText, static_cast<std::uint32_t>(i + 1)},
                   archive::to_cbor(page_of(made.pages[i]))));
  }
  TRY(writer.add({vault::ObjectKind::kRecord, 1}, encoded));
  TRY(writer.add_label_record(vault::LabelRecordKind::kCatalogue, encoded));
  return writer.add_label_record(vault::LabelRecordKind::kPacket,
                                 archive::search_packet(made.pages, record));
}

}  // namespace tangthu::bench
