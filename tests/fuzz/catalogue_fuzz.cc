// libFuzzer: what a station seals for the readers, once it is open: the catalogue's
// records and the pages' texts, in CBOR, and JSON. Whoever may hand in a document chooses
// these bytes, and whoever lists the documents reads them.
//
// Covered: archive/record.h, base/json.h, base/cbor.h.
#include "archive/record.h"
#include "base/cbor.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file
using archive::Record;
using fuzz::must;
using fuzz::must_be;

// All that is done with a value of unknown shape: copied, compared, written.
void use(const Json& json) {
  const Json copy = json;
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  must(copy == json || text.find("null") != std::string::npos);  // NaN is not itself
}

// A walk over the bytes finds the texts that the values have.
void texts(ByteView bytes) {
  const auto lines = texts_in_cbor(bytes, "lines", "text");
  const auto json = json_from_cbor(bytes);
  if (!lines || !json) return;
  must(json->at("lines").size() == lines->size());
  for (std::size_t i = 0; i < lines->size(); ++i)
    must(json->at("lines")[i].at("text") == (*lines)[i]);
}

void cbor(ByteView bytes) {
  const auto json = archive::from_cbor(bytes);
  if (!json) return must_be(json, ErrorCode::kCorrupt);
  use(*json);
  const Bytes again = archive::to_cbor(*json);
  must(archive::to_cbor(archive::from_cbor(again).value()) == again);
}

void record(ByteView bytes) {
  const auto record = Record::decode(bytes);
  if (!record) return must_be(record, ErrorCode::kCorrupt);
  use(record->fields);
  use(record->stamps);
  use(Json(record->field_values()));
  use(Json(record->warnings));
  must(record->pages >= 0 && record->masters >= 0);
  const Bytes again = record->encode();
  must(Record::decode(again)->encode() == again);
}

void deep_cbor(ByteView bytes) {
  cbor(fuzz::repeated(bytes));
}

// A record whose fields are a value of unknown shape.
void fields(ByteView bytes) {
  Record made;
  made.warnings = {archive::warning::kBlankPage};
  const Bytes sound = made.encode();
  const std::string_view key =
      "\x66"
      "fields\xA0";
  const std::size_t at = as_text(sound).find(key);
  must(at != std::string_view::npos);
  ByteWriter out;
  out.raw(ByteView(sound).first(at + key.size() - 1));
  out.raw(bytes);
  out.raw(ByteView(sound).subspan(at + key.size()));
  record(out.view());
}

constexpr fuzz::Parser kParsers[] = {
    {"cbor", cbor},           {"texts", texts},   {"record", record},
    {"deep-cbor", deep_cbor}, {"fields", fields},
};

Record sound_record() {
  Record out;
  out.file = "quyet-dinh.pdf";
  out.media = "pdf";
  out.pages = 2;
  out.masters = 1;
  out.created = 1'800'000'000;
  out.fields["number"] = {
      {"value", "582/QĐ"}, {"confidence", 0.93}, {"page", 1}, {"box", {1, 2, 3, 4}}};
  out.fields["date"] = {{"value", nullptr}};
  out.stamps.push_back({{"text", "MẬT"}, {"page", 1}});
  out.warnings = {archive::warning::kLowConfidence};
  out.acts.push_back(
      {{"act", "extend"}, {"until", "2035-01-01"}, {"at", 1'800'000'000U}});
  return out;
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  const Json page = {{"number", 1},
                     {"lines", {{{"text", "Kính gửi"}, {"box", {1, 2, 3, 4}}}}}};
  add("cbor", archive::to_cbor(page));
  add("texts", archive::to_cbor(page));
  add("record", sound_record().encode());
  add("fields", archive::to_cbor(sound_record().fields));
  add("deep-cbor", repetition("", 40, "\x81", "\x01"));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
