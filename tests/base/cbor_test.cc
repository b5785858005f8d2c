#include "base/cbor.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace tangthu {
namespace {

using Texts = std::vector<std::string_view>;

Json page() {
  return {{"number", 1},
          {"turned", -90},
          {"blank", false},
          {"lines",
           {{{"text", "Số: 87/QĐ-UBND"},
             {"box", {1, 2, 300, 70'000}},
             {"words", {{{"text", "Số:"}, {"confidence", 0.98}}}}},
            {{"box", {0, 0, 0, 0}}, {"text", ""}},
            {{"text", std::string(300, 'x')}}}},
          {"stamps", {{{"text", "MẬT"}}}}};
}

TEST(CborTest, TheTextsOfAListAreFoundAmongEverythingElse) {
  const Bytes bytes = Json::to_cbor(page());
  EXPECT_EQ(texts_in_cbor(bytes, "lines", "text"),
            (Texts{"Số: 87/QĐ-UBND", "", std::string(300, 'x')}));
  EXPECT_EQ(texts_in_cbor(bytes, "stamps", "text"), Texts{"MẬT"});
  EXPECT_EQ(texts_in_cbor(Json::to_cbor({{"lines", Json::array()}}), "lines", "text"),
            Texts{});
}

TEST(CborTest, WhatHasNoSuchTextsIsNoSuchMap) {
  const Bytes bytes = Json::to_cbor(page());
  EXPECT_FALSE(texts_in_cbor(bytes, "words", "text")) << "no such member";
  EXPECT_FALSE(texts_in_cbor(bytes, "lines", "box")) << "one of them has none";
  EXPECT_FALSE(texts_in_cbor(bytes, "number", "text")) << "no list";
  for (const Json& none :
       {Json(), Json("lines"), Json::array({1}), Json{{"lines", {1, 2}}},
        Json{{"lines", {{{"text", 7}}}}}, Json{{"lines", {{{"text", nullptr}}}}}})
    EXPECT_FALSE(texts_in_cbor(Json::to_cbor(none), "lines", "text")) << none;
}

TEST(CborTest, WhatIsCutLongerOrTooDeepIsNone) {
  const Bytes good = Json::to_cbor(page());
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(texts_in_cbor(ByteView(good).first(size), "lines", "text")) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(texts_in_cbor(longer, "lines", "text"));
  Json deep = 1;
  for (std::size_t i = 0; i < 2 * kMaxJsonDepth; ++i)
    deep = Json::array({std::move(deep)});
  EXPECT_FALSE(
      texts_in_cbor(Json::to_cbor({{"deep", std::move(deep)}, {"lines", Json::array()}}),
                    "lines", "text"));
}

}  // namespace
}  // namespace tangthu
