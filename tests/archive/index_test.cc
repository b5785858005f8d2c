// The search index over real vaults: merged, revised, destroyed, moved, damaged.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "archive/index_work.h"
#include "archive/search.h"
#include "tests/archive/stored_document.h"
#include "tests/vault/open_vault.h"
#include "vault/segment.h"

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

  static Wanted everything() {
    Wanted wanted;
    wanted.limit = 100;
    wanted.facets = true;
    wanted.boxes = true;
    return wanted;
  }
  static Findings find(vault::Session& session, const std::string& query,
                       const Filter& filter = {}) {
    auto found = search(session, query, filter, everything());
    EXPECT_TRUE(found) << found.error().text();
    return found ? std::move(*found) : Findings();
  }
  static std::vector<DocumentId> ids(const Findings& found) {
    std::vector<DocumentId> out;
    for (const auto& hit : found.hits)
      out.push_back(hit.id);
    return out;
  }
  std::vector<DocumentId> ids(const std::string& query) const {
    return ids(find(session(), query));
  }
  // All that a searcher sees of the answers.
  static std::string answers(vault::Session& session) {
    std::ostringstream out;
    out.precision(17);
    for (const char* query :
         {"mật", "mat", "nhà nước", "\"nhà nước\"", "quyết* OR báo", "so:12", "họp -báo",
          "nghi dinh", "5/3/2020", "vắng", "nghj", "quyeet~", "\"nước nhà\"~3",
          "date:2019..2021", "level:>=mat"}) {
      for (const std::size_t page : {1U, 2U, 3U}) {
        Wanted wanted = everything();
        wanted.limit = 2;
        wanted.page = page;
        const auto found = search(session, query, {}, wanted);
        EXPECT_TRUE(found) << found.error().text();
        out << query << " page " << page << '\n';
        if (found) write(out, *found);
      }
      out << query << '\n';
      write(out, find(session, query));
    }
    return out.str();
  }
  static void write(std::ostream& out, const Findings& found) {
    out << found.damaged << ' ' << found.incomplete.size() << ' ' << found.before << ' '
        << found.total << '\n';
    for (const auto& hit : found.hits) {
      out << hit.id.to_string() << ' ' << hit.score << ' ' << hit.snippet.text;
      for (const int page : hit.pages)
        out << ' ' << page;
      for (const PageBoxes& page : hit.boxes) {
        out << " [" << page.page;
        for (const BoxedWord& word : page.words)
          out << ' ' << word.text << '@' << word.box.x << ',' << word.box.y;
        out << ']';
      }
      out << '\n';
    }
    const auto& [types, agencies, years] = found.facets;
    for (const indexer::Facet& facet : {types, agencies, years}) {
      for (const auto& [value, documents] : facet.values)
        out << value << '=' << documents << ' ';
      out << "none=" << facet.without << '\n';
    }
    for (const auto& [word, proposal, documents] : found.suggestions)
      out << word << "→" << proposal << ' ' << documents << '\n';
  }

  void put_some(const Label& label) const {
    put(label, "bí mật nhà nước", {{"type", "Quyết định"}, {"date", "2020-03-05"}});
    put(label, "nhà của nước\nhọp về nghị định",
        {{"number", "12"}, {"type", "Tờ trình"}, {"date", "2019-01-01"}});
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

// Its packet is there and the segment still has it, as after a crash between the two.
TEST_F(IndexTest, HalfTakenOutADocumentCountsOnce) {
  put_some(kMat);
  const DocumentWords words = {{"bí mật nhà nước trong két"}, {{"number", "12"}}};
  const auto id = store_words(session(), kMat, words);
  ASSERT_TRUE(id);
  merge();
  const std::string before = answers(session());
  const auto work = session().work_on_index(vault::IndexTask::kTakeOut, kMat, {});
  ASSERT_TRUE(work);
  ASSERT_TRUE(
      session().put_packet(*work, *id, 1, search_packet(words.pages, record_of(words))));
  EXPECT_EQ(waiting(), 1U);
  EXPECT_EQ(answers(session()), before);
  reopen();
  EXPECT_EQ(answers(session()), before);
  merge();
  EXPECT_EQ(waiting(), 0U);
  EXPECT_EQ(answers(session()), before);
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
    EXPECT_EQ(found.hits[0].label, kToiMat);
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

TEST_F(IndexTest, ADamagedSegmentIsNamedAndBuiltAgain) {
  put_some(kThuong);
  put_some(kMat);
  merge();
  const std::string before = answers(session());
  const auto index = session().read_index(kMat);
  ASSERT_TRUE(index);
  auto& vault = session().vault();
  const auto damaged =
      vault::segment_partition(vault.barrier(), index->segments.front().id);
  ASSERT_TRUE(vault.store().drop_body(
      damaged, vault::ObjectName{vault::ObjectKind::kSegment, 1}.body()));

  const Findings found = find(session(), "nhà nước");
  EXPECT_EQ(found.incomplete, std::vector{kMat});
  EXPECT_EQ(found.total, 3U);
  for (const auto& hit : found.hits)
    EXPECT_EQ(hit.label, kThuong);
  const auto report = rebuild_index(session(), Rebuild::kAll, {});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->documents, 10U);
  EXPECT_EQ(answers(session()), before);
}

TEST_F(IndexTest, WhatNoIndexHasIsCountedUntilItIsIndexed) {
  put_some(kThuong);
  put_some(kMat);
  merge();
  put_some(kMat);
  EXPECT_EQ(count_unindexed(session()).value(), 0U);
  // Interrupted: of the first label nothing but one document is in an index.
  const auto cut = rebuild_index(session(), Rebuild::kAll,
                                 [](std::size_t, std::size_t) { return false; });
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code(), ErrorCode::kInterrupted);
  EXPECT_EQ(count_unindexed(session()).value(), 4U);
  ASSERT_TRUE(rebuild_index(session(), Rebuild::kMissing, {}));
  EXPECT_EQ(count_unindexed(session()).value(), 0U);
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
    ASSERT_TRUE(store_words(*lan->session, kToiMat,
                            {{"mật mật nhà nước quyết tâm báo họp vắng nghi nghj"},
                             {{"number", "12"},
                              {"type", "Công điện"},
                              {"agency", "Bộ Công an"},
                              {"date", "2021-02-03"}}}));
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

TEST_F(IndexTest, AFilterMeansTheSameForListAndSearch) {
  for (const char* type : {"Quyết định", "quyet dinh", "Tờ trình", ""}) {
    for (const char* agency : {"Sở Y tế", "UBND tỉnh Sở", ""}) {
      for (const char* date : {"2019-12-31", "2020-01-01", ""}) {
        std::map<std::string, std::string> fields;
        if (*type != 0) fields["type"] = type;
        if (*agency != 0) fields[*date != 0 ? "agency" : "parent_agency"] = agency;
        if (*date != 0) fields["date"] = date;
        put(*type != 0 ? kMat : kThuong, "chữ", fields);
      }
    }
  }
  merge();
  std::vector<Filter> filters(8);
  filters[0].type = "QUYẾT ĐỊNH";
  filters[1].agency = "so";
  filters[2].level = Level::kMat;
  filters[3].from = "2020-01-01";
  filters[4].to = "2019-12-31";
  filters[5].dossier = "HS-1";
  filters[6] = filters[0];
  filters[6].from = "2019-12-31";
  filters[6].agency = "Sở Y";
  for (const Filter& filter : filters) {
    const auto listed = list_documents(session(), filter);
    ASSERT_TRUE(listed);
    std::vector<DocumentId> wanted;
    for (const Listed& each : listed->documents)
      wanted.push_back(each.id);
    std::vector<DocumentId> found = ids(find(session(), "chữ", filter));
    std::sort(wanted.begin(), wanted.end());
    std::sort(found.begin(), found.end());
    EXPECT_EQ(found, wanted);
  }
}

TEST_F(IndexTest, PagesFollowEachOtherAndTheTotalStays) {
  for (int i = 0; i < 7; ++i) {
    put(i % 2 == 0 ? kThuong : kMat, std::string("mật") + (i % 3 == 0 ? " mật" : ""));
    if (i == 3) merge();
  }
  const std::vector<DocumentId> all = ids("mật");
  ASSERT_EQ(all.size(), 7U);
  std::vector<DocumentId> paged;
  for (std::size_t page = 1; page <= 4; ++page) {
    Wanted wanted;
    wanted.limit = 3;
    wanted.page = page;
    const auto found = search(session(), "mật", {}, wanted);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->total, 7U);
    EXPECT_EQ(found->before, (page - 1) * 3);
    for (const auto& hit : found->hits)
      paged.push_back(hit.id);
  }
  EXPECT_EQ(paged, all);
}

// A facet's count is the total of a search with that filter: lists show the same of top
// secrets, so they count.
TEST_F(IndexTest, FacetsCountWhatTheFilterFinds) {
  put_some(kThuong);
  put_some(kMat);
  merge();
  put_some({Level::kTuyetMat, {}});
  const Findings found = find(session(), "nhà OR họp");
  EXPECT_EQ(found.total, 15U);
  ASSERT_EQ(found.facets.types.values.size(), 2U);
  for (const auto& [value, documents] : found.facets.types.values) {
    Filter filter;
    filter.type = value;
    EXPECT_EQ(find(session(), "nhà OR họp", filter).total, documents);
    EXPECT_EQ(documents, 3U);
  }
  EXPECT_EQ(found.facets.types.without, 9U);
  EXPECT_EQ(found.facets.years.values,
            (std::vector<indexer::FacetValue>{{"2020", 3}, {"2019", 3}}));
}

// Proposals said words of subjects that no list shows.
TEST_F(IndexTest, NoWordOfATopSecretIsProposed) {
  put({Level::kTuyetMat, {}}, "chiến dịch thạchlâm", {{"subject", "về thạchlâm"}});
  EXPECT_TRUE(find(session(), "thachlam1").suggestions.empty());
  EXPECT_TRUE(find(session(), "subject:thachlan").suggestions.empty());
  merge();
  EXPECT_TRUE(find(session(), "thachlan").suggestions.empty());
  put(kToiMat, "thạchlâm");
  const auto proposed = find(session(), "thachlan").suggestions;
  ASSERT_EQ(proposed.size(), 1U);
  EXPECT_EQ(proposed[0].proposal, "thạchlâm");
  EXPECT_EQ(proposed[0].documents, 1U);
}

TEST_F(IndexTest, AHitHasTheBoxesOfItsWordsUnlessItIsATopSecret) {
  put(kMat, "trang một\nbí mật\nnhà nước");
  const auto found = find(session(), "mật nhà");
  ASSERT_EQ(found.hits.size(), 1U);
  ASSERT_EQ(found.hits[0].boxes.size(), 1U);
  const PageBoxes& page = found.hits[0].boxes[0];
  EXPECT_EQ(page.page, 1);
  ASSERT_EQ(page.words.size(), 2U);  // the stored words of this test are whole lines
  EXPECT_EQ(page.words[0].text, "bí mật");
  EXPECT_EQ(page.words[1].text, "nhà nước");
  EXPECT_EQ(page.words[0].box, (Box{0, 0, 10, 10}));
  put({Level::kTuyetMat, {}}, "tuyệt mật nhà");
  for (const auto& hit : find(session(), "mật nhà").hits) {
    const bool hidden = hit.label.level == Level::kTuyetMat;
    EXPECT_EQ(hit.boxes.empty(), hidden);
    EXPECT_EQ(hit.snippet.text.empty(), hidden);
  }
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
