// The documents of the service's bench: those of the search bench as an archive has them.
#pragma once

#include "archive/record.h"
#include "archive/search_packet.h"
#include "base/json.h"
#include "bench/search/corpus_file.h"
#include "vault/submission.h"

namespace tangthu::bench {

// As `ocr` writes them: every word with its place.
inline Json words_of(std::string_view line) {
  Json out = Json::array();
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(' ', at), line.size());
    out.push_back({{"text", line.substr(at, end - at)},
                   {"confidence", 0.96},
                   {"box", {200 + 20 * at, 3000, 20 * (end - at), 60}}});
    at = end + 1;
  }
  return out;
}

inline Json page_of(const std::string& text) {
  Json lines = Json::array();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    lines.push_back(
        {{"text", line}, {"box", {200, 3000, 2000, 60}}, {"words", words_of(line)}});
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
