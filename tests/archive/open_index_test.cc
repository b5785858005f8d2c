// Sessions that share what one of them opened of the index.
#include "archive/open_index.h"

#include <atomic>
#include <thread>

#include "archive/index_work.h"
#include "archive/search.h"
#include "archive/search_view.h"
#include "tests/archive/stored_document.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};

class OpenIndexTest : public vault::OpenVaultTest {
 protected:
  static constexpr std::size_t kMostOpen = std::size_t{16} << 20;

  DocumentId put(const Label& label, const std::string& words) const {
    const auto id = store_words(session(), label, {{words}, {}});
    EXPECT_TRUE(id) << id.error().text();
    return *id;
  }
  std::unique_ptr<vault::Session> another_session() const {
    auto out = vault().log_in("lan", vault::passphrase_of("lan"));
    EXPECT_TRUE(out) << out.error().text();
    return std::move(*out);
  }
  static std::size_t count(vault::Session& session, SearchRoom& room,
                           const std::string& query) {
    const auto found = search(session, room, query, {}, {});
    EXPECT_TRUE(found) << found.error().text();
    return found ? found->total : 0;
  }
};

TEST_F(OpenIndexTest, OneIsSharedByThoseWhoHoldTheSameKeysAndGoesWithTheLast) {
  OpenIndexes indexes(kMostOpen, kMostOpen);
  auto first = indexes.of(kMat, {1, 2});
  EXPECT_EQ(indexes.of(kMat, {1, 2}), first);
  EXPECT_NE(indexes.of(kMat, {2}), first) << "what epoch 1 sealed is not open to them";
  EXPECT_NE(indexes.of(kThuong, {1, 2}), first);
  const std::weak_ptr<OpenIndex> seen = first;
  first.reset();
  EXPECT_TRUE(seen.expired());
}

TEST_F(OpenIndexTest, WhatOneSessionOpenedAnotherNeedNotOpenAgain) {
  put(kThuong, "bí mật nhà nước");
  const auto indexes = std::make_shared<OpenIndexes>(kMostOpen, kMostOpen);
  const auto other = another_session();
  SearchRoom room(session(), indexes);
  SearchRoom beside(*other, indexes);
  EXPECT_EQ(count(session(), room, "mật"), 1U);
  const auto look = session().look("search");
  const auto index = indexes->of(kThuong, {1});
  const auto opened = index->view(session(), *look, 0);
  ASSERT_TRUE(opened);
  EXPECT_EQ(count(*other, beside, "mật"), 1U);
  EXPECT_EQ(*index->view(session(), *look, 0), *opened) << "it was made only once";
  put(kThuong, "mật");
  EXPECT_EQ(count(*other, beside, "mật"), 2U);
  EXPECT_EQ(count(session(), room, "mật"), 2U);
  EXPECT_NE(*index->view(session(), *look, 0), *opened);
}

TEST_F(OpenIndexTest, EverySearchFindsWhatWasStoredBeforeItBeganBesideMergesAndOthers) {
  const auto indexes = std::make_shared<OpenIndexes>(kMostOpen, kMostOpen);
  constexpr std::size_t kDocuments = 60;
  std::atomic<std::size_t> stored = 0;
  std::atomic<bool> done = false;
  std::atomic<std::size_t> searches = 0;
  std::vector<std::thread> searchers;
  for (int i = 0; i < 3; ++i) {
    searchers.emplace_back([&, own = std::shared_ptr(another_session())] {
      SearchRoom room(*own, indexes);
      while (!done) {
        const std::size_t before = stored;
        EXPECT_GE(count(*own, room, "mật"), before);
        ++searches;
      }
      EXPECT_EQ(count(*own, room, "mật"), kDocuments);
    });
  }
  for (std::size_t i = 0; i < kDocuments; ++i) {
    put(i % 3 == 0 ? kMat : kThuong, "bí mật số " + std::to_string(i));
    ++stored;
    if (i % 7 == 6) {
      const auto merged = merge_index(session(), MergeWhen::kAlways);
      EXPECT_TRUE(merged) << merged.error().text();
    }
  }
  done = true;
  for (std::thread& thread : searchers)
    thread.join();
  EXPECT_GT(searches, 0U);
}

}  // namespace
}  // namespace tangthu::archive
