// Whoever can write to the vault's folder changes, cuts and exchanges its files: keys,
// header, shred state, log. Where a file has a check without a key it is made anew.
#include <gtest/gtest.h>

#include "tests/vault/golden_vault.h"
#include "tests/vault/log_trial.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMagicBytes = 16;

// A small file's content with its frame made anew.
Bytes reframed(const Bytes& file, const std::function<void(Bytes&)>& change) {
  Bytes content(file.begin() + kMagicBytes, file.end() - sizeof(Hash16));
  change(content);
  return frame_file(as_text(ByteView(file).first(kMagicBytes)), content);
}

class FileTamperTest : public GoldenVaultTest {
 protected:
  void SetUp() override {
    GoldenVaultTest::SetUp();
    if (HasFatalFailure()) return;
    header_ = vault().header();
    root_ = vault().root().clone();
    close();
  }
  // Every content of the file that differs from the good one is refused by `read`.
  template <typename Read>
  void refuse_all(const char* name, Read read) {
    const auto file = path() / name;
    const Bytes good = test::read_file(file);
    ASSERT_TRUE(read());
    mutilate(good, [&](const Bytes& changed) {
      test::write_file(file, changed);
      ASSERT_FALSE(read());
    });
    const Bytes content(good.begin() + kMagicBytes, good.end() - sizeof(Hash16));
    mutilate(content, [&](const Bytes& changed) {
      test::write_file(file, reframed(good, [&](Bytes& all) { all = changed; }));
      ASSERT_FALSE(read());
    });
    std::filesystem::remove(file);
    ASSERT_FALSE(read());
    test::write_file(file, good);
    ASSERT_TRUE(read());
  }
  Result<void> unseal() const {
    auto vault = Vault::unseal(path(), root_.clone(), Access::kWrite);
    if (!vault) return Failure(vault.error());
    return {};
  }
  void expect_refused(ErrorCode code = ErrorCode::kCorrupt) const {
    const auto opened = unseal();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code(), code) << opened.error().text();
  }
  void copy_part(const char* from_folder, const char* name, const char* to_folder) const {
    const auto from = folder_.path() / from_folder / name;
    const auto to = folder_.path() / to_folder / name;
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }
  // A copy of the whole vault beside it.
  void keep(const char* name) const {
    std::filesystem::copy(path(), folder_.path() / name,
                          std::filesystem::copy_options::recursive);
  }
  void go_on() {
    reopen();
    store(kLow, "thêm một văn bản");
    close();
  }

  VaultHeader header_{};
  RootKey root_;
};

// The header was bound to the keys by two of its fields only: without any key an agency
// became a vault of one person, where one officer signs alone, and label keys were
// wrapped to whoever put his own key in the place of the recovery quorum's.
TEST_F(FileTamperTest, NoByteOfTheHeaderCanBeChanged) {
  refuse_all("VAULT", [&] {
    const auto header = read_header(path());
    return header && read_keyring(path(), root_, *header);
  });
}

TEST_F(FileTamperTest, AHeaderWithOtherRulesIsNoticedAtUnsealing) {
  const std::function<void(VaultHeader&)> changes[] = {
      [](VaultHeader& each) { each.profile = Profile::kAgency; },
      [](VaultHeader& each) { each.recovery_key = make_key_pair().public_key; },
      [](VaultHeader& each) { each.audit_key = make_key_pair().public_key; },
      [](VaultHeader& each) { ++each.cost.passes; },
  };
  for (const auto& change : changes) {
    VaultHeader header = header_;
    change(header);
    ASSERT_TRUE(write_header(path(), header));
    expect_refused();
  }
  ASSERT_TRUE(write_header(path(), header_));
  EXPECT_TRUE(unseal());
}

// What docs/OPERATIONS.md says of an upgrade, and of going back after one.
TEST_F(FileTamperTest, AVaultOfANewerFormatIsRefusedUnchangedAndAsksForANewerVersion) {
  const auto contents = [&] {
    std::map<std::string, Bytes> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
      if (entry.is_regular_file())
        out[entry.path().string()] = test::read_file(entry.path());
    }
    return out;
  };
  test::write_file(path() / "VAULT", reframed(test::read_file(path() / "VAULT"),
                                              [](Bytes& content) { ++content[0]; }));
  const auto before = contents();
  const auto opened = unseal();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), ErrorCode::kCorrupt);
  EXPECT_NE(std::string(opened.error().remedy()).find("newer version"),
            std::string::npos);
  EXPECT_EQ(contents(), before);
}

TEST_F(FileTamperTest, NoByteOfTheKeyringCanBeChanged) {
  refuse_all("keyring", [&] { return read_keyring(path(), root_, header_).has_value(); });
}

TEST_F(FileTamperTest, NoByteOfAPassphraseSlotCanBeChanged) {
  const auto keys = derive_passphrase(header_, "lan", passphrase_of("lan"));
  const Bytes file = test::read_file(path() / "slots");
  const Bytes content(file.begin() + kMagicBytes, file.end() - sizeof(Hash16));
  mutilate(content, [&](const Bytes& changed) {
    test::write_file(path() / "slots",
                     reframed(file, [&](Bytes& all) { all = changed; }));
    const auto root = open_slot(path(), header_.id, keys);
    // The slots of others may be changed without harm to this one.
    ASSERT_TRUE(!root || equal_in_constant_time(root->reveal(), root_.reveal()));
  });
}

TEST_F(FileTamperTest, NoByteOfTheShredStateCanBeChanged) {
  const auto read = [&] {
    return read_shred({path(), root_, header_.id}, ShredRepair::kNone).has_value();
  };
  const Bytes good = test::read_file(path() / "shred");
  const Bytes content(good.begin() + kMagicBytes, good.end() - sizeof(Hash16));
  ASSERT_TRUE(read());
  for (std::size_t at = 0; at < content.size(); at += at < 64 ? 1 : 41) {
    for (const std::uint8_t bits : kFlips) {
      test::write_file(path() / "shred",
                       reframed(good, [&](Bytes& all) { all[at] ^= bits; }));
      ASSERT_FALSE(read()) << at;
    }
  }
  for (std::size_t size = 0; size < content.size(); size += size < 64 ? 1 : 101) {
    test::write_file(path() / "shred",
                     reframed(good, [&](Bytes& all) { all.resize(size); }));
    ASSERT_FALSE(read()) << size;
  }
}

TEST_F(FileTamperTest, AnOlderShredStateIsRefused) {
  const Bytes before = test::read_file(path() / "shred");
  reopen();
  ASSERT_TRUE(session().propose(DestroyAction{{high_}, "12/QĐ"}));
  close();
  test::write_file(path() / "shred", before);
  expect_refused();
  // With an older list too the two agree. Only a slot elsewhere, or the version that
  // somebody noted, tells (THREATS.md).
}

TEST_F(FileTamperTest, WithoutTheRightsCounterNobodyLogsIn) {
  reopen();
  std::filesystem::remove(path() / "rights");
  EXPECT_FALSE(session().look("get"));
  EXPECT_FALSE(vault().log_in("lan", passphrase_of("lan")));
}

TEST_F(FileTamperTest, AnOlderStoreIsRefused) {
  keep("old");
  go_on();
  copy_part("old", "store", "vault");
  expect_refused();
}

TEST_F(FileTamperTest, AnOlderLogIsRefused) {
  keep("old");
  go_on();
  copy_part("old", "log", "vault");
  expect_refused();
}

// Both agree with each other. That is what a witness is for.
TEST_F(FileTamperTest, AnOlderStoreWithItsLogIsFoundByWhoeverKeptALaterCheckpoint) {
  keep("old");
  go_on();
  const auto kept = read_checkpoint(log_folder(path()) / kCheckpointFile).value().value();
  copy_part("old", "store", "vault");
  copy_part("old", "log", "vault");
  EXPECT_TRUE(unseal());
  const auto log = open_log(log_folder(path()));
  EXPECT_FALSE(log->must_extend(kept.checkpoint.head));
}

// Without its checkpoint a log takes any older store for its own.
TEST_F(FileTamperTest, ALogWithoutItsCheckpointIsRefused) {
  keep("old");
  go_on();
  copy_part("old", "store", "vault");
  std::filesystem::remove(log_folder(path()) / kCheckpointFile);
  expect_refused();
}

TEST_F(FileTamperTest, ACheckpointThatAnotherKeySignedIsRefused) {
  const auto file = log_folder(path()) / kCheckpointFile;
  auto checkpoint = read_checkpoint(file).value().value().checkpoint;
  test::write_file(file, as_bytes(sign_checkpoint(checkpoint, log_signing_key()).text()));
  expect_refused();
}

TEST_F(FileTamperTest, AStoreWithoutItsAnchorIsRefused) {
  reopen();
  delete_raw(system(), "anchor");
  // Its session does not go on either way; the log was signed when it ended.
  close();
  expect_refused();
}

TEST_F(FileTamperTest, AnOldAnchorIsRefused) {
  reopen();
  const Bytes old = raw(system(), "anchor");
  const PartitionName partition = system();
  store(kLow, "thêm");
  put_raw(partition, "anchor", old);
  close();
  expect_refused();
}

class VaultLogTamperTest : public FileTamperTest {
 protected:
  // The log written anew with other entries, all of its own hashes right.
  void rewrite(const std::function<void(std::vector<Bytes>&)>& change) {
    const auto folder = log_folder(path());
    std::vector<Bytes> entries;
    ASSERT_TRUE(
        open_log(folder)->visit(0, [&](std::uint64_t, ByteView entry) -> Result<void> {
          entries.push_back(to_bytes(entry));
          return {};
        }));
    change(entries);
    const Bytes checkpoint = test::read_file(folder / kCheckpointFile);
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(AuditLog::create(folder));
    const auto log = open_log(folder);
    for (const Bytes& entry : entries)
      ASSERT_TRUE(log->append(entry));
    test::write_file(folder / kCheckpointFile, checkpoint);
  }
};

TEST_F(VaultLogTamperTest, ALogWrittenAnewUnchangedIsAccepted) {
  rewrite([](std::vector<Bytes>&) {});
  EXPECT_TRUE(unseal());
}

TEST_F(VaultLogTamperTest, ALogWithOneOtherEntryIsRefused) {
  rewrite([](std::vector<Bytes>& entries) { entries[2].back() ^= 1; });
  expect_refused();
}

TEST_F(VaultLogTamperTest, ALogWithAnEntryLeftOutIsRefused) {
  rewrite([](std::vector<Bytes>& entries) { entries.erase(entries.begin() + 3); });
  expect_refused();
}

TEST_F(VaultLogTamperTest, ALogWithTwoEntriesExchangedIsRefused) {
  rewrite([](std::vector<Bytes>& entries) { std::swap(entries[1], entries[2]); });
  expect_refused();
}

TEST_F(VaultLogTamperTest, ALogThatForksIsRefused) {
  const auto fork = [](std::vector<Bytes>& entries) {
    entries.back()[40] ^= 1;
    entries.push_back(entries[1]);
  };
  rewrite(fork);
  expect_refused();
}

TEST_F(VaultLogTamperTest, AShorterLogIsRefused) {
  rewrite([](std::vector<Bytes>& entries) { entries.pop_back(); });
  expect_refused();
}

TEST_F(VaultLogTamperTest, ALogOfAnotherVaultIsRefused) {
  rewrite([](std::vector<Bytes>& entries) { entries.clear(); });
  expect_refused();
}

TEST_F(VaultLogTamperTest, AFileOfTheLogWithAChangedByteLosesNothingUnnoticed) {
  const auto folder = log_folder(path());
  const TreeHead head = open_log(folder)->head().value();
  for (const char* name : kLogFileNames) {
    const auto file = folder / name;
    keep("kept");
    const Bytes good = test::read_file(file);
    const std::size_t step = good.size() / 60 + 1;
    for (std::size_t at = 0; at < good.size(); at += step) {
      for (const bool cut : {false, true}) {
        Bytes changed = good;
        if (cut) {
          changed.resize(at);
        } else {
          changed[at] ^= 0x80;
        }
        test::write_file(file, changed);
        const auto log = AuditLog::open(folder, AuditLog::Access::kAppend);
        const auto whole =
            log ? (*log)->verify() : Result<TreeHead>(Failure(log.error()));
        if (whole) {
          EXPECT_EQ(*whole, head) << name << " " << at;
        } else {
          EXPECT_EQ(whole.error().code(), ErrorCode::kCorrupt) << name << " " << at;
        }
        std::filesystem::remove_all(folder);
        copy_part("kept", "log", "vault");
      }
    }
    std::filesystem::remove_all(folder_.path() / "kept");
  }
  EXPECT_TRUE(unseal());
}

}  // namespace
}  // namespace tangthu::vault
