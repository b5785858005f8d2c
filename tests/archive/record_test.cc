#include "archive/record.h"

#include <gtest/gtest.h>

namespace tangthu::archive {
namespace {

Record some_record() {
  Record record;
  record.file = "hộp 3/quyết định 12.tif";
  record.media = "tiff";
  record.pages = 2;
  record.masters = 1;
  record.dossier = "H49.12";
  record.created = 1'790'000'000;
  record.fields["number"] = {{"value", nullptr}, {"confidence", 0.0}};
  record.fields["agency"] = {{"value", "SỞ NỘI VỤ"}, {"confidence", 0.9}};
  record.warnings = {warning::kBlankPage};
  record.has_signature = true;
  return record;
}

TEST(RecordTest, ComesBackFromItsBytes) {
  const Record record = some_record();
  const auto read = Record::decode(record.encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->file, record.file);
  EXPECT_EQ(read->pages, 2);
  EXPECT_EQ(read->dossier, "H49.12");
  EXPECT_EQ(read->created, record.created);
  EXPECT_EQ(read->fields, record.fields);
  EXPECT_EQ(read->warnings, record.warnings);
  EXPECT_TRUE(read->has_signature);
}

TEST(RecordTest, ActsThatAreNoneAreDamage) {
  Record record = some_record();
  record.acts = {{{"act", "extend"}, {"until", "2035-01-01"}, {"at", 1U}}};
  EXPECT_EQ(Record::decode(record.encode())->acts, record.acts);
  for (const Json& wrong :
       {Json(1), Json{{"act", "extend"}}, Json::array({1}), Json::array({Json::object()}),
        Json::array({{{"act", 1}}}), Json::array({{{"act", "extend"}, {"until", 2035}}}),
        Json::array({{{"act", "extend"}, {"at", "now"}}})}) {
    record.acts = wrong;
    const auto read = Record::decode(record.encode());
    ASSERT_FALSE(read.has_value()) << wrong.dump();
    EXPECT_EQ(read.error().code(), ErrorCode::kCorrupt);
  }
}

TEST(RecordTest, FieldsThatNeedAPersonHaveNoValue) {
  const auto values = some_record().field_values();
  EXPECT_EQ(values.size(), 1U);
  EXPECT_EQ(values.at("agency"), "SỞ NỘI VỤ");
}

TEST(RecordTest, DamagedBytesAreAnErrorAndNeverACrash) {
  const Bytes good = some_record().encode();
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto read = Record::decode(ByteView(good).first(size));
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().code(), ErrorCode::kCorrupt);
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 0xA5;
    static_cast<void>(Record::decode(changed));
  }
}

}  // namespace
}  // namespace tangthu::archive
