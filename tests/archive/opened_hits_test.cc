// What hits showed is kept for the next who search, and for nobody else.
#include "archive/opened_hits.h"

#include "archive/search.h"
#include "archive/search_view.h"
#include "tests/archive/stored_document.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};

std::shared_ptr<const OpenedHit> hit_of(const std::string& text) {
  return std::make_shared<const OpenedHit>(Record(), text);
}

TEST(OpenedHits, AreGivenOutWhileNothingHasChanged) {
  OpenedHits hits(100);
  const OpenedHits::Place place{hits.add_index(), DocumentId::random(), 1};
  EXPECT_EQ(hits.find(place, 1), nullptr);
  const auto kept = hit_of("một");
  hits.keep(place, 1, kept, 10);
  EXPECT_EQ(hits.find(place, 1), kept);
  EXPECT_EQ(hits.find(place, 2), nullptr) << "the document has changed";
  EXPECT_EQ(hits.find(place, 1), nullptr) << "and what was kept of it is gone";
  EXPECT_EQ(hits.bytes(), 0U);
}

TEST(OpenedHits, WhatWasUsedLongestAgoGoesFirst) {
  OpenedHits hits(30);
  const auto index = hits.add_index();
  std::vector<OpenedHits::Place> places;
  for (int page = 1; page <= 3; ++page) {
    places.emplace_back(index, DocumentId(), page);
    hits.keep(places.back(), 1, hit_of("chữ"), 10);
  }
  EXPECT_NE(hits.find(places[0], 1), nullptr);
  hits.keep({index, DocumentId(), 4}, 1, hit_of("chữ"), 10);
  EXPECT_NE(hits.find(places[0], 1), nullptr);
  EXPECT_EQ(hits.find(places[1], 1), nullptr);
  EXPECT_EQ(hits.bytes(), 30U);
  hits.keep({index, DocumentId(), 5}, 1, hit_of("chữ"), 31);
  EXPECT_EQ(hits.bytes(), 30U) << "larger than all there is room for";
  hits.keep(places[0], 2, hit_of("chữ"), 15);
  EXPECT_LE(hits.bytes(), 30U) << "one place is kept once";
}

TEST(OpenedHits, OfAnIndexThatEndsNothingStays) {
  OpenedHits hits(100);
  const auto first = hits.add_index();
  const auto second = hits.add_index();
  const DocumentId id = DocumentId::random();
  for (const auto index : {first, second})
    hits.keep({index, id, 1}, 1, hit_of("chữ"), 10);
  hits.drop_index(first);
  EXPECT_EQ(hits.find({first, id, 1}, 1), nullptr);
  EXPECT_NE(hits.find({second, id, 1}, 1), nullptr);
  EXPECT_EQ(hits.bytes(), 10U);
}

class HitShelfTest : public vault::OpenVaultTest {
 protected:
  DocumentId put(const std::string& words) const {
    const auto id = store_words(session(), kThuong, {{words}, {}});
    EXPECT_TRUE(id) << id.error().text();
    return *id;
  }
  static Result<std::shared_ptr<const OpenedHit>> open(HitShelf& shelf,
                                                       vault::Session& session,
                                                       const DocumentId& id) {
    const auto look = TRY(session.look("search"));
    return shelf.open(session, look, kThuong, id, 1);
  }

  std::shared_ptr<OpenedHits> hits_ = std::make_shared<OpenedHits>(1 << 20);
  HitShelf shelf_{hits_};
};

TEST_F(HitShelfTest, ADocumentIsOpenedOnceUntilItChanges) {
  const auto id = put("bí mật");
  const auto first = open(shelf_, session(), id);
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ((*first)->text.text(), "bí mật\n");
  put("công khai");
  EXPECT_EQ(*open(shelf_, session(), id), *first) << "another one changed";
  ASSERT_TRUE(revise_words(session(), id, {{"sáng tỏ"}, {{"type", "Báo cáo"}}}));
  const auto second = open(shelf_, session(), id);
  ASSERT_TRUE(second) << second.error().text();
  EXPECT_EQ((*second)->text.text(), "sáng tỏ\n");
  EXPECT_EQ((*second)->record.field_values().at("type"), "Báo cáo");
}

TEST_F(HitShelfTest, WhatMovedOutOfALabelIsNotFoundByThoseWhoHoldThatAlone) {
  add_user("mai", {Level::kThuong, {}, false});
  const auto id = put("bí mật");
  const auto user = vault().log_in("mai", vault::passphrase_of("mai"));
  ASSERT_TRUE(user);
  ASSERT_TRUE(open(shelf_, **user, id));
  ASSERT_TRUE(
      session().propose(vault::ClassifyAction{id, kMat, vault::PayloadKey::kKept}));
  const auto kept = hits_->bytes();
  // Officers still read it, under its new label: not for those of the old one.
  ASSERT_TRUE(open(shelf_, session(), id));
  EXPECT_LE(hits_->bytes(), kept);
  const auto refused = open(shelf_, **user, id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kNotFound);
}

TEST_F(HitShelfTest, ASessionThatEndedOpensNothing) {
  const auto id = put("bí mật");
  ASSERT_TRUE(open(shelf_, session(), id));
  ASSERT_TRUE(vault().end_sessions());
  const auto refused = open(shelf_, session(), id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kAuthentication);
}

}  // namespace
}  // namespace tangthu::archive
