#include "vault/backup.h"

#include <csignal>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/vault/hex.h"
#include "tests/vault/open_vault.h"
#include "vault/backup_check.h"
#include "vault/restore.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

const Label kMat{Level::kMat, {}};

class BackupTest : public OpenVaultTest {
 protected:
  fs::path repository() const { return folder_.path() / "backup"; }
  fs::path restored() const { return folder_.path() / "restored"; }
  fs::path kept(const std::string& name) const { return folder_.path() / name; }

  BackupReport back_up_now() const {
    const auto report = back_up(session(), repository(), nullptr);
    EXPECT_TRUE(report) << report.error().text();
    return report.value_or(BackupReport());
  }
  BackupCheckReport check() const {
    auto report = check_backup(repository(), {}, nullptr);
    EXPECT_TRUE(report);
    return std::move(*report);
  }
  RestoreOptions present() const {
    RestoreOptions options;
    options.shred = path() / "shred";
    options.gap = Gap::kAccepted;
    return options;
  }
  RootKey root() const { return RootKey::copy_of(vault().root().reveal()); }

  // Restores and takes into use; the session of "lan" in it.
  Result<OpenedVault> restore_and_open(const RestoreOptions& options,
                                       const std::string& user = "lan") {
    fs::remove_all(restored());
    TRY(restore(repository(), restored(), options, nullptr));
    TRY(Vault::adopt_restored(restored(), root()));
    return open_with_passphrase(restored(), user, passphrase_of(user), Access::kWrite);
  }
  Outcome destroy(const DocumentId& id) const {
    const auto outcome = session().propose(DestroyAction{{id}, "12/QĐ"});
    EXPECT_TRUE(outcome) << outcome.error().text();
    return outcome.value_or(Outcome());
  }
};

TEST_F(BackupTest, ARestoredVaultHasWhatTheVaultHad) {
  const DocumentId id = store(kMat, "công văn");
  back_up_now();
  const auto opened = restore_and_open(present());
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(text_of(*opened->session, id), "công văn");
  EXPECT_EQ(count_records(*opened->session), 1U);
}

TEST_F(BackupTest, ASecondBackupCopiesWhatIsNewOnly) {
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer->add({ObjectKind::kMaster, 1}, counting_bytes(8'000'000)));
  ASSERT_TRUE(writer->commit());
  const BackupReport first = back_up_now();
  EXPECT_GT(first.new_bytes, 8'000'000U);
  store(kMat, "mới");
  const BackupReport second = back_up_now();
  EXPECT_GT(second.bytes, 8'000'000U);
  EXPECT_LT(second.new_bytes, 200'000U);
  EXPECT_TRUE(check().damage.empty());
}

TEST_F(BackupTest, NothingInItDestroysOrOpensAnything) {
  back_up_now();
  const auto names = list_snapshots(repository()).value();
  const auto trusted = read_trusted_snapshot(repository(), names.back());
  ASSERT_TRUE(trusted);
  for (const SnapshotPart& part : trusted->snapshot.parts) {
    EXPECT_FALSE(part.path.starts_with("shred")) << part.path;
    EXPECT_NE(part.path, "reserve");
  }
}

TEST_F(BackupTest, ADestroyedDocumentStaysDestroyedAndTheOthersComeBack) {
  const DocumentId gone = store(kMat, "phải hủy");
  const DocumentId stays = store(kMat, "giữ lại");
  back_up_now();
  fs::copy_file(path() / "shred", kept("old-shred"));
  destroy(gone);
  EXPECT_EQ(text_of(session(), gone), "(not found)");

  RestoreOptions options = present();
  auto opened = restore_and_open(options);
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(text_of(*opened->session, gone), "(not found)");
  EXPECT_EQ(text_of(*opened->session, stays), "giữ lại");
  EXPECT_EQ(count_records(*opened->session), 1U);
  const auto partition = document_partition(opened->vault->barrier(), gone);
  EXPECT_FALSE(opened->vault->store().get(partition, kManifestKey).value());
  opened->session.reset();
  opened->vault.reset();

  // Why slots must be overwritten: a copy from before still opens it.
  options.shred = kept("old-shred");
  opened = restore_and_open(options);
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(text_of(*opened->session, gone), "phải hủy");
}

TEST_F(BackupTest, ShredKeysThatAreOlderThanTheBackupAreRefused) {
  fs::copy_file(path() / "shred", kept("old-shred"));
  const DocumentId gone = store(kMat, "phải hủy");
  destroy(gone);
  back_up_now();
  RestoreOptions options = present();
  options.shred = kept("old-shred");
  EXPECT_EQ(restore(repository(), restored(), options, nullptr).error().code(),
            ErrorCode::kCorrupt);
  options.shred.clear();
  EXPECT_EQ(restore(repository(), restored(), options, nullptr).error().code(),
            ErrorCode::kUsage);
}

TEST_F(BackupTest, ARevokedUserStaysRevoked) {
  add_user("minh", {Level::kMat, {}, true});
  const DocumentId id = store(kMat, "công văn");
  back_up_now();
  ASSERT_TRUE(session().revoke("minh", std::nullopt));
  const auto opened = restore_and_open(present(), "minh");
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_TRUE(opened->session->readable_labels().value().empty());
  EXPECT_EQ(text_of(*opened->session, id), "(not found)");
}

TEST_F(BackupTest, ASnapshotThatIsOlderThanTheWitnessIsRefused) {
  back_up_now();
  store(kMat, "sau đó");
  close();  // signs
  fs::copy_file(path() / "log/checkpoint", kept("witness"));
  fs::copy(path() / "log", kept("log"));
  reopen();
  RestoreOptions options = present();
  options.gap = Gap::kRefused;
  auto refused = restore(repository(), restored(), options, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kCorrupt);  // nothing was shown
  options.witness = kept("witness");
  refused = restore(repository(), restored(), options, nullptr);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kCorrupt);
  EXPECT_FALSE(fs::exists(restored() / "VAULT"));
  // The log that survived closes the gap.
  options.log = kept("log");
  const auto opened = restore_and_open(options);
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(count_records(*opened->session), 0U);
}

TEST_F(BackupTest, TheRestoreIsInTheLogAndNewerThanWhatWasBefore) {
  back_up_now();
  store(kMat, "sau đó");
  close();
  fs::copy(path() / "log", kept("log"));
  const auto before = read_checkpoint(kept("log") / "checkpoint").value();
  reopen();
  RestoreOptions options = present();
  options.log = kept("log");
  {
    const auto opened = restore_and_open(options);
    ASSERT_TRUE(opened) << opened.error().text();
    bool found = false;
    const auto head = opened->vault->journal().log().head().value();
    for (std::uint64_t i = before->checkpoint.head.size; i < head.size; ++i) {
      const auto record = opened->session->read_log(i);
      ASSERT_TRUE(record);
      found = found || record->statement["event"] == "restored";
    }
    EXPECT_TRUE(found);
  }
  const auto after = read_checkpoint(restored() / "log/checkpoint").value();
  EXPECT_GT(after->checkpoint.generation, before->checkpoint.generation);
}

TEST_F(BackupTest, ARestoredVaultOpensOnlyOnceTakenIntoUse) {
  back_up_now();
  ASSERT_TRUE(restore(repository(), restored(), present(), nullptr));
  EXPECT_EQ(open_with_passphrase(restored(), "lan", passphrase_of("lan"), Access::kRead)
                .error()
                .code(),
            ErrorCode::kSealedOrBusy);
  ASSERT_TRUE(Vault::adopt_restored(restored(), root()));
  EXPECT_TRUE(
      open_with_passphrase(restored(), "lan", passphrase_of("lan"), Access::kRead));
}

TEST_F(BackupTest, AnotherVaultsFolderOrAFullOneIsRefused) {
  fs::create_directories(kept("other"));
  test::write_file(kept("other") / "thư", as_bytes("x"));
  EXPECT_EQ(back_up(session(), kept("other"), nullptr).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(back_up(session(), path() / "within", nullptr).error().code(),
            ErrorCode::kUsage);
}

TEST_F(BackupTest, PruningLeavesWhatTheRestNeeds) {
  store(kMat, "một");
  back_up_now();
  const DocumentId id = store(kMat, "hai");
  back_up_now();
  store(kMat, "ba");
  const BackupReport last = back_up_now();
  const auto pruned = prune(repository(), 1);
  ASSERT_TRUE(pruned);
  EXPECT_EQ(pruned->removed, 2U);
  EXPECT_EQ(list_snapshots(repository()).value(), std::vector{last.snapshot});
  EXPECT_TRUE(check().damage.empty());
  const auto opened = restore_and_open(present());
  ASSERT_TRUE(opened);
  EXPECT_EQ(text_of(*opened->session, id), "hai");
}

TEST_F(BackupTest, AFlippedBitAnywhereIsNamed) {
  store(kMat, "một");
  back_up_now();
  store(kMat, "hai");
  const BackupReport second = back_up_now();
  const auto trusted = read_trusted_snapshot(repository(), second.snapshot);
  ASSERT_TRUE(trusted);
  std::map<std::string, std::string> object_path;  // object → a file of the snapshot
  for (const SnapshotPart& part : trusted->snapshot.parts) {
    std::string name;
    for (const std::uint8_t byte : part.hash) {
      char two[3];
      std::snprintf(two, sizeof two, "%02x", byte);
      name += two;
    }
    object_path[name] = part.path;
  }
  std::minstd_rand dice(7);
  std::size_t files = 0;
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(repository())) {
    if (entry.is_regular_file()) all.push_back(entry.path());
  }
  for (const fs::path& file : all) {
    const Bytes good = test::read_file(file);
    if (good.empty()) continue;
    Bytes bad = good;
    bad[dice() % bad.size()] ^= static_cast<std::uint8_t>(1U << (dice() % 8));
    test::write_file(file, bad);
    const BackupCheckReport report = check();
    ASSERT_FALSE(report.damage.empty()) << file;
    const std::string name = file.filename().string();
    for (const BackupDamage& damage : report.damage) {
      if (file.parent_path().filename() == "snapshots") {
        EXPECT_EQ(damage.snapshot, name);
        EXPECT_EQ(damage.file, "");
      } else if (damage.snapshot == second.snapshot) {
        EXPECT_EQ(damage.file, object_path[name]);
      }
    }
    test::write_file(file, good);
    ++files;
  }
  EXPECT_GT(files, 10U);
  EXPECT_TRUE(check().damage.empty());
}

TEST_F(BackupTest, ASnapshotUnderAnothersNameIsNotBelieved) {
  back_up_now();
  const BackupReport last = back_up_now();
  const fs::path folder = snapshots_folder(repository());
  fs::copy_file(folder / last.snapshot, folder / "20300101T000000Z-9");
  const BackupCheckReport report = check();
  ASSERT_EQ(report.damage.size(), 1U);
  EXPECT_EQ(report.damage[0].snapshot, "20300101T000000Z-9");
}

TEST_F(BackupTest, KilledBackupsLeaveEarlierSnapshotsRestorable) {
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer->add({ObjectKind::kMaster, 1}, counting_bytes(3'000'000)));
  ASSERT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("trước")));
  ASSERT_TRUE(writer->commit());
  const DocumentId id = writer->id();
  const BackupReport first = back_up_now();
  const RootKey key = root();
  close();
  for (int round = 0; round < 10; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      auto opened = open_as("lan", Access::kWrite);
      if (!opened) _exit(1);
      opened_ = std::move(*opened);
      auto more = session().write_document(kMat);
      if (!more->add({ObjectKind::kMaster, 1}, counting_bytes(3'000'000))) _exit(1);
      if (!more->commit()) _exit(1);
      for (;;)
        static_cast<void>(back_up(session(), repository(), nullptr));
    }
    usleep(static_cast<useconds_t>(60'000 + 23'000 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_TRUE(check().damage.empty());
  }
  std::filesystem::create_directory(path() / "backup.new");
  reopen();
  EXPECT_FALSE(std::filesystem::exists(path() / "backup.new"));
  close();
  RestoreOptions options = present();
  options.snapshot = first.snapshot;
  ASSERT_TRUE(restore(repository(), restored(), options, nullptr));
  ASSERT_TRUE(Vault::adopt_restored(restored(), RootKey::copy_of(key.reveal())));
  auto opened =
      open_with_passphrase(restored(), "lan", passphrase_of("lan"), Access::kWrite);
  ASSERT_TRUE(opened);
  EXPECT_EQ(text_of(*opened->session, id), "trước");
  reopen();
  back_up_now();
  EXPECT_FALSE(fs::exists(path() / "backup.new"));
}

}  // namespace
}  // namespace tangthu::vault
