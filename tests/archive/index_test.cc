// The search index over real vaults: merged, revised, destroyed, moved, damaged.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "archive/index_work.h"
#include "archive/search.h"
#include "tests/archive/stored_document.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

const Label kThuong{Level::kThuong, {}};
const Label kMat{Level::kMat, {}};
const Label kToiMat{Level::kToiMat, {}};

class IndexTest : public vault::OpenVaultTest {
 protected:
  DocumentId put(const Label& label, std::string words,
                 std::map<std::string, std::string> fields = {}) const {
    const auto id =
        store_words(session(), label, {{std::move(words)}, std::move(fields)});
    EXPECT_TRUE(id) << id.error().text();
    return *id;
  }

  static Findings find(vault::Session& session, const std::string& query,
                       const Filter& filter = {}) {
    auto found = search(session, query, filter, 100);
    EXPECT_TRUE(found) << found.error().text();
    return found ? std::move(*found) : Findings();
  }
  static std::vector<DocumentId> ids(const Findings& found) {
    std::vector<DocumentId> out;
    for (const auto& hit : found.hits)
      out.push_back(hit.document.id);
    return out;
  }
  std::vector<DocumentId> ids(const std::string& query) const {
    return ids(find(session(), query));
  }
  // All that a searcher sees of the answers.
  static std::string answers(vault::Session& session) {
    std::ostringstream out;
    out.precision(17);
    for (const char* query : {"mật", "mat", "nhà nước", "\"nhà nước\"", "quyết* OR báo",
                              "so:12", "họp -báo", "nghi dinh", "5/3/2020", "vắng"}) {
      const Findings found = find(session, query);
      out << query << ' ' << found.damaged << ' ' << found.incomplete.size() << '\n';
      for (const auto& hit : found.hits) {
        out << hit.document.id.to_string() << ' ' << hit.score << ' ' << hit.snippet.text;
        for (const int page : hit.pages)
          out << ' ' << page;
        out << '\n';
      }
    }
    return out.str();
  }

  void put_some(const Label& label) const {
    put(label, "bí mật nhà nước");
    put(label, "nhà của nước\nhọp về nghị định", {{"number", "12"}});
    put(label, "quyết định về việc họp ngày 05 tháng 3 năm 2020");
    put(label, "báo cáo: mất mát của nhà nước", {{"agency", "UBND tỉnh"}});
    put(label, "họp báo về nghi dinh mat");
  }

  void merge() const {
    const auto merged = merge_index(session(), MergeWhen::kAlways);
    ASSERT_TRUE(merged) << merged.error().text();
  }
  std::size_t waiting() const { return find(session(), "x").waiting; }
};

TEST_F(IndexTest, MergingChangesNoAnswer) {
  put_some(kThuong);
  put_some(kMat);
  const std::string before = answers(session());
  EXPECT_EQ(waiting(), 10U);
  merge();
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(answers(session()), before);
  reopen();
  EXPECT_EQ(answers(session()), before);
  put_some(kMat);
  const std::string more = answers(session());
  EXPECT_NE(more, before);
  for (int i = 0; i < 4; ++i)
    merge();
  EXPECT_EQ(answers(session()), more);
}

TEST_F(IndexTest, SmallSegmentsBecomeOne) {
  for (int i = 0; i < 4; ++i) {
    put_some(kThuong);
    merge();
  }
  const auto index = session().read_index(kThuong);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->segments.size(), 1U);
  EXPECT_EQ(ids("mật").size(), 12U);
}

TEST_F(IndexTest, FewPacketsAreNotWorthAMerge) {
  put_some(kThuong);
  const auto report = merge_index(session(), MergeWhen::kDue);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->merged, 0U);
  EXPECT_EQ(waiting(), 5U);
}

TEST_F(IndexTest, ARevisedDocumentIsFoundByItsNewWordsAlone) {
  const auto id = put(kThuong, "chữ cũ");
  put(kThuong, "chữ khác");
  merge();
  for (int round = 0; round < 3; ++round) {
    const std::string word = "mới" + std::to_string(round);
    ASSERT_TRUE(revise_words(session(), id, {{"chữ " + word}, {}}));
    for (int merged = 0; merged < 2; ++merged) {
      EXPECT_EQ(ids(word), std::vector{id});
      EXPECT_TRUE(ids("cũ").empty());
      EXPECT_EQ(ids("chữ").size(), 2U);
      merge();
    }
  }
  // What was dead is gone: the segment with the old words was written again.
  const auto index = session().read_index(kThuong);
  ASSERT_TRUE(index);
  for (const auto& segment : index->segments)
    EXPECT_TRUE(segment.dead.empty());
}

TEST_F(IndexTest, ADestroyedDocumentLeavesTheIndexFirst) {
  put_some(kMat);
  const auto id = put(kMat, "tuyệt đối không ai được đọc");
  merge();
  ASSERT_EQ(ids("tuyệt đối"), std::vector{id});
  // The vault itself refuses: no way round the index.
  const auto refused = session().propose(vault::DestroyAction{{id}, "1/QĐ"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kSealedOrBusy);
  const auto done = propose(session(), vault::DestroyAction{{id}, "1/QĐ"});
  ASSERT_TRUE(done) << done.error().text();
  reopen();
  EXPECT_TRUE(ids("tuyệt đối").empty());
  EXPECT_EQ(ids("mật").size(), 3U);
  EXPECT_EQ(waiting(), 0U);
  merge();
  EXPECT_EQ(ids("mật").size(), 3U);
}

TEST_F(IndexTest, TakenOutADocumentIsFoundAsEver) {
  put_some(kMat);
  const auto id = put(kMat, "bí mật nhà nước trong két", {{"number", "12"}});
  merge();
  const std::string before = answers(session());
  ASSERT_TRUE(take_out(session(), {id}));
  EXPECT_EQ(waiting(), 1U);
  EXPECT_EQ(answers(session()), before);
  ASSERT_TRUE(take_out(session(), {id}));  // there is nothing to do
  merge();
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(answers(session()), before);
}

TEST_F(IndexTest, AMovedDocumentIsFoundUnderItsNewLevelAlone) {
  put_some(kMat);
  const auto id = put(kMat, "được nâng lên");
  add_user("binh", {Level::kMat, {}, false});
  merge();
  const auto moved =
      propose(session(), vault::ClassifyAction{id, kToiMat, vault::PayloadKey::kRenewed});
  ASSERT_TRUE(moved) << moved.error().text();
  for (int round = 0; round < 2; ++round) {
    const auto found = find(session(), "nâng");
    ASSERT_EQ(ids(found), std::vector{id});
    EXPECT_EQ(found.hits[0].document.label, kToiMat);
    merge();
  }
  close();
  auto binh = open_as("binh");
  ASSERT_TRUE(binh) << binh.error().text();
  EXPECT_TRUE(find(*binh->session, "nâng").hits.empty());
  EXPECT_EQ(find(*binh->session, "mật").hits.size(), 3U);
}

TEST_F(IndexTest, RebuiltFromTheDocumentsItGivesTheSameAnswers) {
  put_some(kThuong);
  put_some(kMat);
  merge();
  put_some(kMat);
  const std::string before = answers(session());
  std::size_t told = 0;
  const auto report = rebuild_index(session(), Rebuild::kAll,
                                    [&](std::size_t, std::size_t) { return ++told > 0; });
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->documents, 15U);
  EXPECT_EQ(told, 15U);
  EXPECT_TRUE(report->damaged.empty());
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(answers(session()), before);
}

// What the searcher may not open changes nothing that he sees, not the last bit.
TEST_F(IndexTest, WhatIsAboveOnesClearanceLeavesNoTrace) {
  add_user("binh", {Level::kMat, {}, false});
  put_some(kThuong);
  put_some(kMat);
  merge();
  put(kMat, "họp kín về nhà nước");
  close();
  const auto other = folder_.path() / "other";
  std::filesystem::copy(path(), other, std::filesystem::copy_options::recursive);
  std::string below;
  {
    auto binh = open_as("binh");
    ASSERT_TRUE(binh) << binh.error().text();
    below = answers(*binh->session);
  }
  auto lan = vault::open_with_passphrase(other, "lan", vault::passphrase_of("lan"),
                                         vault::Access::kWrite);
  ASSERT_TRUE(lan) << lan.error().text();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(
        store_words(*lan->session, kToiMat,
                    {{"mật mật nhà nước quyết tâm báo họp vắng"}, {{"number", "12"}}}));
  }
  ASSERT_TRUE(merge_index(*lan->session, MergeWhen::kAlways));
  ASSERT_TRUE(store_words(*lan->session, kToiMat, {{"nghị định mật"}, {}}));
  EXPECT_NE(answers(*lan->session), below);
  lan->session.reset();
  lan->vault.reset();
  auto binh = vault::open_with_passphrase(other, "binh", vault::passphrase_of("binh"),
                                          vault::Access::kRead);
  ASSERT_TRUE(binh) << binh.error().text();
  EXPECT_EQ(answers(*binh->session), below);
}

// Every file of the vault, RocksDB's own logs too.
TEST_F(IndexTest, NoWordOfADocumentIsInAnyFile) {
  const std::string planted = "kimcương";
  put(kMat, "cất " + planted + " trong hầm", {{"subject", "về " + planted}});
  merge();
  put(kMat, "thêm " + planted);
  ASSERT_EQ(ids(planted).size(), 2U);
  close();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    for (const std::string& word : {planted, std::string("kimcuong")}) {
      EXPECT_EQ(bytes.find(word), std::string::npos) << entry.path();
    }
  }
  EXPECT_GT(files, 10U);
}

}  // namespace
}  // namespace tangthu::archive
