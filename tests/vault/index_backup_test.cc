// The index in a backup: it comes back with its documents, but never a word of what was
// destroyed since.
#include "tests/vault/index_vault.h"
#include "vault/backup.h"
#include "vault/restore.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

class IndexBackupTest : public IndexVaultTest {
 protected:
  void back_up_now() const {
    const auto report = back_up(session(), folder_.path() / "backup", nullptr);
    ASSERT_TRUE(report) << report.error().text();
  }
  // With the shred keys of now; goes on in the restored vault.
  void restore_and_open() {
    RestoreOptions options;
    options.shred = path() / "shred";
    options.gap = Gap::kAccepted;
    const RootKey root = RootKey::copy_of(vault().root().reveal());
    const fs::path restored = folder_.path() / "restored";
    const auto done = restore(folder_.path() / "backup", restored, options, nullptr);
    ASSERT_TRUE(done) << done.error().text();
    close();
    const auto adopted = Vault::adopt_restored(restored, root.clone());
    ASSERT_TRUE(adopted) << adopted.error().text();
    auto opened =
        open_with_passphrase(restored, "lan", passphrase_of("lan"), Access::kWrite);
    ASSERT_TRUE(opened) << opened.error().text();
    opened_ = std::move(*opened);
  }
};

TEST_F(IndexBackupTest, ARestoredIndexIsWholeAndAnswersAsBefore) {
  const DocumentId one = store_indexed(kMat, "một");
  const SegmentEntry entry = merge(kMat, "thứ nhất").value();
  const DocumentId two = store_indexed(kMat, "hai");
  back_up_now();
  ASSERT_TRUE(merge(kMat, "sau đó"));
  restore_and_open();
  EXPECT_EQ(index(kMat).state, LabelIndexState::kWhole);
  EXPECT_EQ(index(kMat).segments, std::vector{entry});
  EXPECT_EQ(content(kMat, entry), "thứ nhất");
  EXPECT_TRUE(live(kMat, one));
  EXPECT_EQ(packets(work(IndexTask::kMerge, kMat)).at(0).document, two);
  EXPECT_TRUE(session().unindexed(kMat)->empty());
}

TEST_F(IndexBackupTest, AnIndexThatWasPuncturedSinceIsLostAndNoDocumentIsHidden) {
  const DocumentId gone = store_indexed(kMat, "phải hủy");
  const DocumentId stays = store_indexed(kMat, "giữ lại");
  const DocumentId other = store_indexed(kToiMat, "mức khác");
  const SegmentEntry entry = merge(kMat, "phải hủy giữ lại").value();
  ASSERT_TRUE(merge(kToiMat, "mức khác"));
  back_up_now();
  ASSERT_TRUE(take_out(kMat, gone, "phải hủy"));
  ASSERT_TRUE(session().propose(DestroyAction{{gone}, "12/QĐ"}));
  restore_and_open();
  EXPECT_EQ(text_of(session(), gone), "(not found)");
  EXPECT_EQ(text_of(session(), stays), "giữ lại");
  EXPECT_EQ(index(kMat).state, LabelIndexState::kLost);
  EXPECT_EQ(session().unindexed(kMat).value(), std::vector{stays}) << "and it is named";
  EXPECT_EQ(index(kToiMat).state, LabelIndexState::kWhole) << "others are not touched";
  EXPECT_TRUE(live(kToiMat, other));
  const IndexWork noted = work(IndexTask::kRebuild, kMat);
  ASSERT_TRUE(session().drop_index(noted));
  EXPECT_EQ(content(kMat, entry), "(damaged)");
  ASSERT_TRUE(session().put_packet(noted, stays, 1, as_bytes("giữ lại")));
  ASSERT_TRUE(session().complete_index(noted));
  ASSERT_TRUE(merge(kMat, "giữ lại"));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kWhole);
  EXPECT_TRUE(session().unindexed(kMat)->empty());
}

}  // namespace
}  // namespace tangthu::vault
