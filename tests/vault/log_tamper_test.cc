// Whatever is done to a log, it is refused, or seen against a head that was kept, or the
// log is still what it was. Never anything else.
#include <gtest/gtest.h>

#include "tests/vault/log_trial.h"

namespace tangthu::vault {
namespace {

constexpr std::uint64_t kSize = 9;

class LogTamperTest : public testing::Test {
 protected:
  void SetUp() override {
    make_log(golden(), kSize);
    head_ = open_log(golden())->head().value();
  }
  std::filesystem::path golden() const { return temporary_.path() / "golden"; }
  std::filesystem::path folder() const { return temporary_.path() / "log"; }

  // True when the log in folder() holds just what the golden one does.
  static bool is_whole(AuditLog& log) {
    for (std::uint64_t n = 0; n < kSize; ++n) {
      const auto entry = log.entry(n);
      if (!entry || as_text(*entry) != numbered_entry(n)) return false;
    }
    return true;
  }

  // Opens and verifies. What is accepted must be whole and extend the known head.
  void expect_refused_or_whole(const std::string& what) {
    const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend);
    if (!log) {
      EXPECT_EQ(log.error().code(), ErrorCode::kCorrupt) << what;
      return;
    }
    const auto verified = (*log)->verify();
    if (!verified) {
      EXPECT_EQ(verified.error().code(), ErrorCode::kCorrupt) << what;
      return;
    }
    EXPECT_TRUE((*log)->must_extend(head_)) << what;
    EXPECT_TRUE(is_whole(**log)) << what;
  }

  // The frames of `entries`, with the magic as the first.
  std::vector<Bytes> frames() const {
    Bytes bytes = read_file(golden() / "entries");
    std::vector<Bytes> out{Bytes(bytes.begin(), bytes.begin() + 16)};
    for (std::size_t at = 16; at < bytes.size();) {
      ByteReader reader(ByteView(bytes).subspan(at));
      const std::size_t size = reader.sized().size() + kFrameOverhead;
      out.push_back(to_bytes(ByteView(bytes).subspan(at, size)));
      at += size;
    }
    return out;
  }
  void write_frames(const std::vector<Bytes>& frames) const {
    Bytes bytes;
    for (const Bytes& frame : frames)
      bytes.insert(bytes.end(), frame.begin(), frame.end());
    write_file(folder() / "entries", bytes);
  }

  TemporaryFolder temporary_{memory_or_disk()};
  TreeHead head_;
};

TEST_F(LogTamperTest, EveryFlippedByteOfEveryFileIsRefusedOrHarmless) {
  for (const char* sign : {"", "signed"}) {
    if (*sign != 0) sign_log(golden());
    for (const char* name : kLogFileNames) {
      const Bytes whole = read_file(golden() / name);
      for (std::size_t i = 0; i < whole.size(); ++i) {
        copy_log(golden(), folder());
        Bytes changed = whole;
        changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
        write_file(folder() / name, changed);
        expect_refused_or_whole(std::string(name) + " at " + std::to_string(i));
      }
    }
  }
}

TEST_F(LogTamperTest, EveryFlippedByteOfAnEntryNamesIt) {
  copy_log(golden(), folder());
  const std::vector<Bytes> whole = frames();
  for (std::size_t n = 1; n < whole.size(); ++n) {
    for (std::size_t i = 0; i < whole[n].size(); ++i) {
      std::vector<Bytes> changed = whole;
      changed[n][i] ^= 0x40;
      write_frames(changed);
      const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend);
      ASSERT_FALSE(log);
      EXPECT_EQ(log.error().code(), ErrorCode::kCorrupt);
      EXPECT_EQ(log.error().subject(), "entry " + std::to_string(n - 1));
    }
  }
}

TEST_F(LogTamperTest, EveryTruncationOfTheEntriesIsRefused) {
  for (const char* sign : {"", "signed"}) {
    if (*sign != 0) sign_log(golden());
    const Bytes whole = read_file(golden() / "entries");
    for (std::size_t size = 0; size < whole.size(); ++size) {
      copy_log(golden(), folder());
      write_file(folder() / "entries", ByteView(whole).first(size));
      const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend);
      ASSERT_FALSE(log) << size;
      EXPECT_EQ(log.error().code(), ErrorCode::kCorrupt) << size;
      EXPECT_EQ(read_file(folder() / "entries").size(), size) << "evidence was changed";
    }
  }
}

// Also when every file is cut to match: then the checkpoint knows better.
TEST_F(LogTamperTest, ALogCutBelowItsCheckpointIsRefusedWhateverIsCut) {
  sign_log(golden());
  const std::vector<Bytes> whole = frames();
  for (std::size_t keep = 0; keep < kSize; ++keep) {
    copy_log(golden(), folder());
    write_frames({whole.begin(), whole.begin() + 1 + static_cast<long>(keep)});
    std::filesystem::remove(folder() / "offsets");
    std::filesystem::remove(folder() / "hashes");
    const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend);
    ASSERT_FALSE(log) << keep;
    EXPECT_EQ(log.error().code(), ErrorCode::kCorrupt);
  }
}

TEST_F(LogTamperTest, EntriesSwappedDoubledOrLeftOutAreRefused) {
  const std::vector<Bytes> whole = frames();
  for (std::size_t a = 1; a < whole.size(); ++a) {
    for (std::size_t b = a + 1; b < whole.size(); ++b) {
      for (int kind = 0; kind < 3; ++kind) {
        copy_log(golden(), folder());
        std::vector<Bytes> changed = whole;
        if (kind == 0) std::swap(changed[a], changed[b]);
        if (kind == 1) changed[b] = changed[a];
        if (kind == 2) changed.erase(changed.begin() + static_cast<long>(a));
        write_frames(changed);
        const auto log = AuditLog::open(folder(), AuditLog::Access::kAppend);
        EXPECT_FALSE(log) << a << " " << b << " " << kind;
      }
    }
  }
}

// The checks are no signatures: who rewrites all three files is found by the checkpoint.
TEST_F(LogTamperTest, AForkWithItsOwnIndexIsRefusedByTheCheckpoint) {
  sign_log(golden());
  for (std::uint64_t prefix = 0; prefix < kSize; ++prefix) {
    std::filesystem::remove_all(folder());
    make_log(folder(), prefix);
    ASSERT_TRUE(open_log(folder())->append(as_bytes("forged")));
    grow(*open_log(folder()), kSize + 3);
    EXPECT_FALSE(open_log(folder())->must_extend(head_));
    std::filesystem::copy(golden() / kCheckpointFile, folder() / kCheckpointFile);
    for (const auto access : {AuditLog::Access::kAppend, AuditLog::Access::kRead}) {
      const auto log = AuditLog::open(folder(), access);
      ASSERT_FALSE(log) << prefix;
      EXPECT_EQ(log.error().code(), ErrorCode::kCorrupt);
    }
    std::filesystem::remove(folder() / "offsets");
    EXPECT_FALSE(AuditLog::open(folder(), AuditLog::Access::kAppend));
  }
}

TEST_F(LogTamperTest, AForkHasNoConsistencyProof) {
  make_log(folder(), 4);
  ASSERT_TRUE(open_log(folder())->append(as_bytes("forged")));
  grow(*open_log(folder()), kSize + 3);
  const auto fork = open_log(folder());
  const auto proof = fork->consistency_proof(kSize, kSize + 3);
  ASSERT_TRUE(proof);
  EXPECT_FALSE(consistency_holds(head_, fork->head().value(), *proof));
}

TEST_F(LogTamperTest, ARollbackToAnOlderCopyIsSeenByAHeadKeptElsewhere) {
  sign_log(golden());
  copy_log(golden(), folder());
  grow(*open_log(golden()), kSize + 2);
  sign_log(golden());
  const TreeHead newer = open_log(golden())->head().value();
  const auto older_copy = open_log(folder());  // sound in itself
  ASSERT_TRUE(older_copy);
  EXPECT_EQ(older_copy->must_extend(newer).error().code(), ErrorCode::kCorrupt);
  EXPECT_TRUE(open_log(golden())->must_extend(head_));
}

TEST_F(LogTamperTest, ALogThatShrinksUnderAnOpenOneIsNoticed) {
  copy_log(golden(), folder());
  const auto log = open_log(folder());
  std::filesystem::resize_file(folder() / "entries", 40);
  EXPECT_EQ(log->append(as_bytes("more")).error().code(), ErrorCode::kCorrupt);
  std::filesystem::resize_file(folder() / "offsets", 40);
  EXPECT_EQ(log->head().error().code(), ErrorCode::kCorrupt);
  EXPECT_EQ(log->append(as_bytes("more")).error().code(), ErrorCode::kCorrupt);
}

TEST_F(LogTamperTest, DamagedHashesGiveNoProofAndCanBeRebuilt) {
  sign_log(golden());
  const Bytes whole = read_file(golden() / "hashes");
  for (std::size_t i = 16; i < whole.size(); i += 5) {
    copy_log(golden(), folder());
    Bytes changed = whole;
    changed[i] ^= 1;
    write_file(folder() / "hashes", changed);
    if (const auto log = open_log(folder())) {
      EXPECT_FALSE(log->verify());
      for (std::uint64_t n = 0; n < kSize; ++n) {
        const auto proof = log->inclusion_proof(n, kSize);
        const Hash32 leaf = leaf_hash(as_bytes(numbered_entry(n)));
        EXPECT_TRUE(!proof || inclusion_holds(leaf, n, *proof, head_));
      }
    }
    ASSERT_TRUE(AuditLog::rebuild_index(folder()));
    EXPECT_EQ(open_log(folder())->verify().value(), head_);
  }
}

TEST_F(LogTamperTest, ACheckpointThatIsNotOfThisLogIsNotPublished) {
  const auto log = open_log(golden());
  TreeHead wrong = head_;
  wrong.root[0] ^= 1;
  EXPECT_FALSE(log->publish(checkpoint_of(wrong)));
  wrong = head_;
  wrong.size += 1;
  EXPECT_FALSE(log->publish(checkpoint_of(wrong)));
  EXPECT_TRUE(log->publish(checkpoint_of(head_)));
  // An older one of the same log does not replace a newer one.
  EXPECT_TRUE(log->publish(checkpoint_of({4, log->root_at(4).value()})));
  EXPECT_EQ((*read_checkpoint(golden() / kCheckpointFile))->checkpoint.head, head_);
}

}  // namespace
}  // namespace tangthu::vault
