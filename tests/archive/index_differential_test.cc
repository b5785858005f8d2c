// Real vaults against the reference, over archives that grow, change and are merged
// (tests/indexer/differential.h). Of the merges, destructions and moves some are made by
// `tangthu` in a process of its own, which is killed (kill -9) at a random moment, with
// TANGTHU_VAULT_KILLS set: no two such runs are the same.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "archive/index_work.h"
#include "archive/search_view.h"
#include "tests/archive/stored_document.h"
#include "tests/indexer/differential.h"
#include "tests/support/run.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

using indexer::PacketSource;
using indexer::Ranked;

const Label kLabels[] = {{Level::kThuong, {}}, {Level::kMat, {}}, {Level::kToiMat, {}}};

// What became of commands that were to be killed.
struct Kills {
  bool wanted = std::getenv("TANGTHU_VAULT_KILLS") != nullptr;
  int killed = 0;
  int finished = 0;
};

// One vault, opened by its owner. Ids are the vault's own: those of the test stand for
// them in the same order, so that ties fall alike.
class InAVault : public indexer::SearchUnderTest {
 public:
  explicit InAVault(Kills& kills) : kills_(kills) {
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
    const auto passphrase = vault::passphrase_of("lan");
    test::write_file(passphrase_file(), passphrase.reveal());
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

  // What was killed half way is done again.
  void remove(const DocumentId& id) override {
    const DocumentId real = real_.at(id);
    if (kills_.wanted && one_in(2)) {
      command_killed({"destroy", real.to_string(), "--decision", "1/QĐ", "--yes"});
      if (!is_there(real)) {
        real_.erase(id);
        return;
      }
    }
    const auto done = propose(session(), vault::DestroyAction{{real}, "1/QĐ"});
    ASSERT_TRUE(done) << done.error().text();
    real_.erase(id);
    open();
  }

  // Moved or not, the answers are the same.
  void move(const DocumentId& id, const PacketSource& /*source*/) override {
    const DocumentId real = real_.at(id);
    const auto look = session().look("get");
    const Label from = session().open_document(*look, real)->label();
    const Label to = from == kLabels[0] ? kLabels[1] : kLabels[0];
    if (kills_.wanted && one_in(2)) {
      command_killed(
          {"classify", real.to_string(), "--level", std::string(level_code(to.level))});
      return;
    }
    const auto done =
        propose(session(), vault::ClassifyAction{real, to, vault::PayloadKey::kKept});
    EXPECT_TRUE(done) << done.error().text();
  }

  void merge() override {
    if (kills_.wanted && one_in(2)) return command_killed({"reindex", "--merge"});
    const auto merged = merge_index(session(), MergeWhen::kAlways);
    EXPECT_TRUE(merged) << merged.error().text();
  }
  void reopen() override { open(); }

  std::vector<Ranked> search(const indexer::Query& query, std::size_t limit) override {
    indexer::Demand demand;
    demand.limit = 1'000'000;
    std::vector<Ranked> out;
    for (const indexer::Hit& hit : ask(query, demand).first.hits) {
      const int rank = has_marks(query) ? hit.rank : hit.rank + 2;
      out.push_back({test_id(hit.id), 3 - rank, static_cast<int>(hit.cost), hit.score});
    }
    // Ties fall by the test's ids.
    std::sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) {
      if (a.tier != b.tier) return a.tier < b.tier;
      if (a.cost != b.cost) return a.cost < b.cost;
      return a.score != b.score ? a.score > b.score : a.id < b.id;
    });
    if (out.size() > limit) out.resize(limit);
    return out;
  }

  std::optional<std::uint64_t> count(const indexer::Query& query) override {
    indexer::Demand demand;
    demand.count = true;
    return ask(query, demand).first.total;
  }
  std::optional<indexer::Facets> facets(const indexer::Query& query) override {
    indexer::Demand demand;
    demand.count = true;
    const auto [answer, view] = ask(query, demand);
    auto facets = count_facets(view->segments, answer.documents);
    EXPECT_TRUE(facets);
    return std::move(*facets);
  }

 private:
  std::filesystem::path path() const { return folder_.path() / "vault"; }
  std::filesystem::path passphrase_file() const { return folder_.path() / "lan.pass"; }
  bool one_in(unsigned count) { return random_() % count == 0; }

  std::pair<indexer::Answer, std::shared_ptr<const SearchView>> ask(
      const indexer::Query& query, const indexer::Demand& demand) {
    if (!room_) room_.emplace(session());
    const auto look = session().look("search");
    auto view = room_->view(*look);
    EXPECT_TRUE(view) << view.error().text();
    EXPECT_EQ((*view)->damaged, 0U);
    EXPECT_TRUE((*view)->incomplete.empty());
    auto answer = evaluate(query, (*view)->segments, demand);
    EXPECT_TRUE(answer) << answer.error().text();
    return {std::move(*answer), std::move(*view)};
  }

  bool is_there(const DocumentId& real) const {
    const auto look = session().look("get");
    return session().open_document(*look, real).has_value();
  }

  // Killed somewhere between its beginning and a little after it has ended by itself.
  void command_killed(std::vector<std::string> words) {
    using Clock = std::chrono::steady_clock;
    close();
    words.insert(words.begin(),
                 {"tangthu", "--vault", path().string(), "--user", "lan",
                  "--passphrase-file", passphrase_file().string(), "--quiet"});
    const auto begun = Clock::now();
    test::Started started(words, {});
    if (longest_ > Clock::duration::zero()) {
      const double share = static_cast<double>(random_() % 1000) / 800;
      std::this_thread::sleep_for(longest_ * share);
      started.kill();
    }
    const test::Ran ran = started.wait();
    EXPECT_TRUE(ran.exit_code == 0 || ran.exit_code == 128 + SIGKILL) << ran.err;
    if (ran.exit_code == 0) longest_ = Clock::now() - begun;
    ++(ran.exit_code == 0 ? kills_.finished : kills_.killed);
    open();
  }
  vault::Session& session() const { return *opened_.session; }

  void close() {
    room_.reset();
    opened_.session.reset();
    opened_.vault.reset();
  }
  void open() {
    close();
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
  std::optional<SearchRoom> room_;
  Kills& kills_;
  std::mt19937 random_{std::random_device{}()};    // moments are no two times the same
  std::chrono::steady_clock::duration longest_{};  // of a command that ended by itself
  std::map<DocumentId, DocumentId> real_;
  std::map<DocumentId, std::size_t> pages_;
};

std::size_t number_from(const char* name, std::size_t otherwise) {
  const char* wanted = std::getenv(name);
  return wanted == nullptr ? otherwise : std::strtoul(wanted, nullptr, 10);
}

// The long run, within the hour: TANGTHU_VAULT_KILLS=1 TANGTHU_VAULT_QUERIES=100000
// TANGTHU_VAULT_STATE=40 TANGTHU_VAULT_SEED=N test_archive
// --gtest_filter=IndexDifferentialTest.*
TEST(IndexDifferentialTest, EverySearchOfEveryRandomVaultIsTheReferences) {
  indexer::DifferentialPlan plan;
  plan.seed = static_cast<std::uint32_t>(number_from("TANGTHU_VAULT_SEED", 1945));
  plan.queries = number_from("TANGTHU_VAULT_QUERIES", 200);
  plan.of_a_state = number_from("TANGTHU_VAULT_STATE", plan.of_a_state);
  Kills kills;
  const auto result =
      indexer::run_differential([&] { return std::make_unique<InAVault>(kills); }, plan);
  EXPECT_EQ(result.difference, "");
  EXPECT_EQ(result.queries, plan.queries);
  std::cout << result.queries << " queries, " << result.with_hits << " with hits, "
            << result.merges << " merges; commands killed: " << kills.killed
            << ", too late: " << kills.finished << '\n';
}

}  // namespace
}  // namespace tangthu::archive
