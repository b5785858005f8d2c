// A captured batch of which a document can't be stored: the others are, and it waits.
#include "archive/capture.h"

#include "archive/retrieve.h"
#include "archive/search.h"
#include "archive/spooled_page.h"
#include "tests/archive/made_pages.h"
#include "tests/vault/open_vault.h"
#include "vault/station.h"

namespace tangthu::archive {
namespace {

namespace fs = std::filesystem;

Page secret_page(std::uint64_t seed) {
  return made_page(seed, 200, Level::kToiMat);
}

class CaptureTest : public vault::OpenVaultTest {
 protected:
  void SetUp() override {
    OpenVaultTest::SetUp();
    fs::create_directory(out());
    random_bytes(station_.reveal_writable());
    set_kit({Level::kThuong});
    auto spool = vault::Spool::create(batches(), session().spool_owner(), as_bytes("x"));
    ASSERT_TRUE(spool);
    spool_ = std::move(*spool);
  }
  void TearDown() override {
    spool_.reset();
    OpenVaultTest::TearDown();
  }
  fs::path out() const { return folder_.path() / "out"; }
  fs::path batches() const { return folder_.path() / "batches"; }

  // What the station may write to from now on.
  void set_kit(const std::vector<Level>& levels) {
    std::vector<Label> labels;
    labels.reserve(levels.size());
    for (const Level level : levels)
      labels.push_back({level, {}});
    const auto bytes = vault::make_kit(session(), labels);
    ASSERT_TRUE(bytes) << bytes.error().text();
    auto kit = vault::read_kit(*bytes);
    ASSERT_TRUE(kit);
    kit_ = std::move(*kit);
  }
  // As another process would.
  void take_up_again() {
    const DocumentId id = spool_->id();
    spool_.reset();
    auto spool = vault::Spool::open(batches(), id, session().spool_owner());
    ASSERT_TRUE(spool);
    spool_ = std::move(*spool);
  }
  CaptureReport capture_from(std::unique_ptr<scanner::PageSource> device,
                             const Destination& destination) {
    BatchJournal journal(*spool_, BatchJournal::Pages::kInSpool);
    EXPECT_TRUE(journal.load(arrived_in_bundles(out())));
    CaptureOptions options{"x",
                           {Label{Level::kThuong, {}}, "H1", {2, Picture::kLayered, {}}}};
    options.digitise.batch.emplace();
    options.digitise.batch->rules.sheets_a_document = 1;
    const CaptureListener listener{
        {[this](const Digitised& stored) { stored_.push_back(stored); },
         [this](const std::string& name, const Error& error) {
           failed_.push_back(name + ": " + error.text());
         },
         [](const DigitiseReport&) {}},
        [](const Error&, int) {}};
    const std::atomic<bool> never = false;
    auto report =
        capture(journal, std::move(device), destination, options, listener, never);
    EXPECT_TRUE(report) << report.error().text();
    refused_ = journal.refused_places();
    return *report;
  }
  Destination bundles() const { return into_bundles(out(), kit_, station_); }
  std::size_t waiting() const { return spool_->numbers(vault::SpoolKind::kPage)->size(); }

  vault::Kit kit_;
  vault::SigningKey station_;
  std::unique_ptr<vault::Spool> spool_;
  std::vector<Digitised> stored_;
  std::vector<std::string> failed_;
  std::vector<std::size_t> refused_;
};

TEST_F(CaptureTest, ADocumentThatCannotBeStoredStopsNoOtherAndWaitsUntilItCan) {
  auto report = capture_from(
      std::make_unique<MadePages>(pages_of(made_page(1), secret_page(8), made_page(3))),
      bundles());
  EXPECT_TRUE(report.done);
  EXPECT_EQ(report.digitised.documents, 2);
  EXPECT_EQ(report.digitised.failed, 1);
  EXPECT_EQ(failed_, std::vector<std::string>{
                         "x#2: its secrecy stamp asks for a level that can't be "
                         "written to"});
  EXPECT_EQ(refused_, std::vector<std::size_t>{1});
  EXPECT_EQ(waiting(), 1U);
  EXPECT_TRUE(read_png(*spool_, 2)) << "its master was not held in memory";
  EXPECT_FALSE(vault::list_spools(batches())->empty());

  // As it was, it fails as it did; nothing else comes again.
  take_up_again();
  report = capture_from(nullptr, bundles());
  EXPECT_EQ(report.digitised.documents, 0);
  EXPECT_EQ(report.digitised.failed, 1);
  EXPECT_EQ(waiting(), 1U);

  set_kit({Level::kThuong, Level::kToiMat});
  take_up_again();
  stored_.clear();
  report = capture_from(nullptr, bundles());
  EXPECT_TRUE(report.done);
  ASSERT_EQ(stored_.size(), 1U);
  EXPECT_EQ(stored_[0].label.level, Level::kToiMat);
  ASSERT_TRUE(stored_[0].place);
  EXPECT_EQ(stored_[0].place->first_page, 2);
  EXPECT_EQ(stored_[0].place->opens, scanner::CutReason::kCount);
  EXPECT_EQ(stored_[0].record.dossier, "H1");
  EXPECT_TRUE(vault::list_spools(batches())->empty());
}

// The note of another attempt has successors: only what arrived may count as stored.
TEST_F(CaptureTest, AnotherAttemptThatDiesBeforeItsCommitLosesNothing) {
  capture_from(
      std::make_unique<MadePages>(pages_of(secret_page(8), made_page(3), made_page(4))),
      bundles());
  EXPECT_EQ(waiting(), 1U);
  for (const bool arrives : {false, true}) {
    take_up_again();
    BatchJournal journal(*spool_, BatchJournal::Pages::kInSpool);
    ASSERT_TRUE(journal.load(arrived_in_bundles(out())));
    ASSERT_EQ(journal.refused_places(), std::vector<std::size_t>{0});
    BatchNote note;
    note.id = DocumentId::random();
    if (arrives) test::write_file(vault::bundle_path(out(), note.id), as_bytes("x"));
    ASSERT_TRUE(journal.again(0)->before_commit(note));
    take_up_again();
    BatchJournal later(*spool_, BatchJournal::Pages::kInSpool);
    ASSERT_TRUE(later.load(arrived_in_bundles(out())));
    EXPECT_EQ(later.refused_places().size(), arrives ? 0U : 1U);
    EXPECT_EQ(waiting(), arrives ? 0U : 1U);
  }
}

}  // namespace
}  // namespace tangthu::archive
