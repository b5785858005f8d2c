// Real vaults against the reference, over archives that grow, change and are merged
// (tests/indexer/differential.h).
#include <algorithm>
#include <cstdlib>

#include "archive/index_work.h"
#include "archive/search_view.h"
#include "tests/archive/stored_document.h"
#include "tests/indexer/differential.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

using indexer::PacketSource;
using indexer::Ranked;

const Label kLabels[] = {{Level::kThuong, {}}, {Level::kMat, {}}, {Level::kToiMat, {}}};

// One vault, opened by its owner. Ids are the vault's own: those of the test stand for
// them in the same order, so that ties fall alike.
class InAVault : public indexer::SearchUnderTest {
 public:
  InAVault() {
    vault::CreateOptions options;
    options.cost = vault::kLeastSlowHashCost;
    vault::RootKey root;
    random_bytes(root.reveal_writable());
    std::vector<vault::Founder> founders;
    founders.push_back({"lan",
                        vault::passphrase_of("lan"),
                        vault::Roles::all(),
                        {{Level::kTuyetMat, {}, true}}});
    EXPECT_TRUE(vault::Vault::create(path(), options, root, founders));
    open();
  }

  void add(const DocumentId& id, const PacketSource& source) override {
    const DocumentWords words{source.page_texts, source.fields};
    const auto at = real_.find(id);
    if (at != real_.end() && pages_[id] == words.pages.size()) {
      EXPECT_TRUE(revise_words(session(), at->second, words));
      return;
    }
    if (at != real_.end()) remove(id);
    const auto stored = store_words(session(), kLabels[real_.size() % 3], words);
    ASSERT_TRUE(stored) << stored.error().text();
    real_[id] = *stored;
    pages_[id] = words.pages.size();
  }

  void remove(const DocumentId& id) override {
    const auto done = propose(session(), vault::DestroyAction{{real_.at(id)}, "1/QĐ"});
    ASSERT_TRUE(done) << done.error().text();
    real_.erase(id);
    open();
  }

  void move(const DocumentId& id, const PacketSource& /*source*/) override {
    const auto look = session().look("get");
    const Label from = session().open_document(*look, real_.at(id))->label();
    const Label to = from == kLabels[0] ? kLabels[1] : kLabels[0];
    const auto done = propose(
        session(), vault::ClassifyAction{real_.at(id), to, vault::PayloadKey::kKept});
    EXPECT_TRUE(done) << done.error().text();
  }

  void merge() override {
    const auto merged = merge_index(session(), MergeWhen::kAlways);
    EXPECT_TRUE(merged) << merged.error().text();
  }
  void reopen() override { open(); }

  std::vector<Ranked> search(const indexer::Query& query, std::size_t limit) override {
    const auto look = session().look("search");
    const auto view = SearchRoom(session()).view(*look);
    EXPECT_TRUE(view) << view.error().text();
    EXPECT_EQ(view->damaged, 0U);
    indexer::Demand demand;
    demand.limit = 1'000'000;
    const auto answer = evaluate(query, view->segments, demand);
    EXPECT_TRUE(answer) << answer.error().text();
    std::vector<Ranked> out;
    for (const indexer::Hit& hit : answer->hits) {
      const int rank = has_marks(query) ? hit.rank : hit.rank + 2;
      out.push_back({test_id(hit.id), 3 - rank, hit.score});
    }
    // Ties fall by the test's ids.
    std::sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) {
      if (a.tier != b.tier) return a.tier < b.tier;
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    if (out.size() > limit) out.resize(limit);
    return out;
  }

 private:
  std::filesystem::path path() const { return folder_.path() / "vault"; }
  vault::Session& session() const { return *opened_.session; }

  void open() {
    opened_.session.reset();
    opened_.vault.reset();
    auto opened = vault::open_with_passphrase(path(), "lan", vault::passphrase_of("lan"),
                                              vault::Access::kWrite);
    ASSERT_TRUE(opened) << opened.error().text();
    opened_ = std::move(*opened);
  }

  static bool has_marks(const indexer::Query& query) {
    return std::any_of(
        query.clauses.begin(), query.clauses.end(), [](const indexer::Clause& clause) {
          return clause.need != indexer::Clause::Need::kMustNot &&
                 std::any_of(clause.terms.begin(), clause.terms.end(),
                             [](const indexer::Term& term) { return term.has_marks; });
        });
  }

  DocumentId test_id(const DocumentId& real) const {
    const auto at = std::find_if(real_.begin(), real_.end(),
                                 [&](const auto& each) { return each.second == real; });
    EXPECT_NE(at, real_.end());
    return at == real_.end() ? real : at->first;
  }

  test::TemporaryFolder folder_{test::memory_or_disk()};
  vault::OpenedVault opened_;
  std::map<DocumentId, DocumentId> real_;
  std::map<DocumentId, std::size_t> pages_;
};

// TANGTHU_VAULT_QUERIES=20000 for the long run.
std::size_t wanted_queries() {
  const char* wanted = std::getenv("TANGTHU_VAULT_QUERIES");
  return wanted == nullptr ? 200 : std::strtoul(wanted, nullptr, 10);
}

TEST(IndexDifferentialTest, EverySearchOfEveryRandomVaultIsTheReferences) {
  const auto result = indexer::run_differential(
      [] { return std::make_unique<InAVault>(); }, {1945, wanted_queries()});
  EXPECT_EQ(result.difference, "");
  EXPECT_EQ(result.queries, wanted_queries());
}

}  // namespace
}  // namespace tangthu::archive
