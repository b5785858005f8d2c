// Documents of known words, stored without paper: what search finds in them is what was
// put in.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "archive/record.h"
#include "archive/search_packet.h"
#include "indexer/packet.h"
#include "vault/session.h"

namespace tangthu::archive {

struct DocumentWords {
  std::vector<std::string> pages;
  std::map<std::string, std::string> fields;
};

inline Json page_of(const std::string& text, std::size_t number) {
  Json lines = Json::array();
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(
        {{"text", line},
         {"box", {0, 0, 10, 10}},
         {"words", {{{"text", line}, {"confidence", 0.9}, {"box", {0, 0, 10, 10}}}}}});
  }
  return {{"number", number},
          {"width", 100},
          {"height", 100},
          {"dpi", 100},
          {"lines", lines}};
}

inline Record record_of(const DocumentWords& words) {
  Record record;
  record.file = "a.png";
  record.media = "png";
  record.pages = static_cast<int>(words.pages.size());
  record.masters = 1;
  // What a packet has as attributes (indexer/packet.h) comes from the record.
  for (const auto& [name, value] : words.fields) {
    if (name == "@added") record.created = std::stoull(value);
    if (name == "@review") record.unsure_pages = {{1, 0.2}};
    if (name == "dossier") record.dossier = value;
    if (name.front() == indexer::kAttribute || name == "dossier") continue;
    record.fields[name] = {
        {"value", value}, {"confidence", 0.95}, {"page", 1}, {"box", {0, 0, 1, 1}}};
  }
  return record;
}

inline Result<DocumentId> store_words(vault::Session& session, const Label& label,
                                      const DocumentWords& words) {
  const Record record = record_of(words);
  auto writer = TRY(session.write_document(label));
  TRY(writer.add({vault::ObjectKind::kMaster, 1}, as_bytes("paper")));
  for (std::size_t i = 0; i < words.pages.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    TRY(writer.add({vault::ObjectKind::kText, number},
                   to_cbor(page_of(words.pages[i], number))));
  }
  TRY(writer.add({vault::ObjectKind::kRecord, 1}, record.encode()));
  TRY(writer.add_label_record(vault::LabelRecordKind::kCatalogue, record.encode()));
  TRY(writer.add_label_record(vault::LabelRecordKind::kPacket,
                              search_packet(words.pages, record)));
  TRY(writer.commit());
  return writer.id();
}

// The same document with other words on as many pages.
inline Result<void> revise_words(vault::Session& session, const DocumentId& id,
                                 const DocumentWords& words) {
  const vault::Look look = TRY(session.look("get"));
  const auto reader = TRY(session.open_document(look, id));
  const Record record = record_of(words);
  vault::Revision revision;
  for (std::size_t i = 0; i < words.pages.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i + 1);
    revision.objects.push_back(
        {{vault::ObjectKind::kText, number}, to_cbor(page_of(words.pages[i], number))});
  }
  revision.objects.push_back({{vault::ObjectKind::kRecord, 1}, record.encode()});
  revision.records = {
      {vault::LabelRecordKind::kCatalogue, record.encode()},
      {vault::LabelRecordKind::kPacket, search_packet(words.pages, record)}};
  return session.revise(id, reader.envelope().version, revision, {});
}

}  // namespace tangthu::archive
