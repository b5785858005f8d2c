#include "vault/audit_log.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "tests/vault/hex.h"
#include "tests/vault/log_trial.h"

namespace tangthu::vault {
namespace {

class AuditLogTest : public testing::Test {
 protected:
  std::filesystem::path folder() const { return temporary_.path() / "log"; }

 private:
  TemporaryFolder temporary_{memory_or_disk()};
};

TEST_F(AuditLogTest, AnEmptyLogHasTheEmptyRoot) {
  make_log(folder(), 0);
  const auto log = open_log(folder());
  ASSERT_TRUE(log);
  EXPECT_EQ(log->head().value(), (TreeHead{0, empty_root()}));
  EXPECT_EQ(log->entry(0).error().code(), ErrorCode::kNotFound);
  EXPECT_TRUE(log->verify());
  EXPECT_EQ(AuditLog::create(folder()).error().code(), ErrorCode::kUsage);
}

TEST_F(AuditLogTest, EntriesReadBackAlsoAfterReopening) {
  make_log(folder(), 40);
  const auto log = open_log(folder());
  ASSERT_TRUE(log);
  ASSERT_EQ(log->head()->size, 40U);
  for (std::uint64_t n = 0; n < 40; ++n) {
    EXPECT_EQ(log->entry(n).value(), to_bytes(as_bytes(numbered_entry(n))));
  }
  std::uint64_t seen = 7;
  EXPECT_TRUE(log->visit(7, [&](std::uint64_t index, ByteView entry) -> Result<void> {
    EXPECT_EQ(index, seen++);
    EXPECT_EQ(as_text(entry), numbered_entry(index));
    return {};
  }));
  EXPECT_EQ(seen, 40U);
  EXPECT_EQ(log->verify()->root, log->head()->root);
}

TEST_F(AuditLogTest, ProofsOfAllEntriesAndSizesHold) {
  make_log(folder(), 40);
  const auto log = open_log(folder());
  const TreeHead head = log->head().value();
  for (std::uint64_t n = 0; n < 40; ++n) {
    const Hash32 leaf = leaf_hash(as_bytes(numbered_entry(n)));
    EXPECT_TRUE(inclusion_holds(leaf, n, log->inclusion_proof(n, 40).value(), head));
    const TreeHead old{n, log->root_at(n).value()};
    EXPECT_TRUE(consistency_holds(old, head, log->consistency_proof(n, 40).value()));
  }
  EXPECT_EQ(log->inclusion_proof(40, 41).error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(log->consistency_proof(41, 40).error().code(), ErrorCode::kUsage);
}

TEST_F(AuditLogTest, ABatchIsAppendedInOrder) {
  make_log(folder(), 3);
  const auto log = open_log(folder());
  std::vector<std::string> texts;
  for (std::uint64_t n = 3; n < 9003; ++n)
    texts.push_back(numbered_entry(n));
  std::vector<ByteView> views;
  for (const std::string& text : texts)
    views.push_back(as_bytes(text));
  EXPECT_EQ(log->append_all(views).value(), 3U);
  EXPECT_EQ(log->append_all({}).value(), 9003U);
  EXPECT_EQ(log->entry(8000).value(), to_bytes(as_bytes(numbered_entry(8000))));
  EXPECT_EQ(log->verify()->size, 9003U);
}

TEST_F(AuditLogTest, TheLargestEntryFitsAndOneByteMoreDoesNot) {
  make_log(folder(), 0);
  const auto log = open_log(folder());
  Bytes entry(kMaxLogEntryBytes, 'x');
  EXPECT_TRUE(log->append(entry));
  EXPECT_TRUE(log->append({}));
  entry.push_back('x');
  EXPECT_EQ(log->append(entry).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(log->verify()->size, 2U);
  EXPECT_TRUE(log->entry(1)->empty());
}

TEST_F(AuditLogTest, ObjectsSeeEachOthersEntries) {
  make_log(folder(), 1);
  const auto one = open_log(folder());
  const auto other = AuditLog::open(folder(), AuditLog::Access::kRead).value()->head();
  EXPECT_EQ(other->size, 1U);
  const auto two = open_log(folder());
  EXPECT_EQ(two->append(as_bytes(numbered_entry(1))).value(), 1U);
  EXPECT_EQ(one->head()->size, 2U);
  EXPECT_EQ(one->append(as_bytes(numbered_entry(2))).value(), 2U);
  EXPECT_EQ(two->entry(2).value(), to_bytes(as_bytes(numbered_entry(2))));
}

TEST_F(AuditLogTest, ThreadsMayShareOneLog) {
  make_log(folder(), 0);
  const auto log = open_log(folder());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string text = std::to_string(t) + ":" + std::to_string(i);
        const auto index = log->append(as_bytes(text));
        ASSERT_TRUE(index);
        ASSERT_EQ(log->entry(*index).value(), to_bytes(as_bytes(text)));
        ASSERT_TRUE(log->inclusion_proof(*index, *index + 1));
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(log->verify()->size, 200U);
}

// What is written together fails together, but not for the fault of one.
TEST_F(AuditLogTest, AnEntryThatIsTooLargeFailsAlone) {
  make_log(folder(), 0);
  const auto log = open_log(folder());
  const Bytes large(kMaxLogEntryBytes + 1);
  std::vector<std::thread> threads;
  std::atomic<int> refused = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        if (t > 0) {
          EXPECT_TRUE(log->append(as_bytes(std::to_string(i))));
          continue;
        }
        const auto outcome = log->append(large);
        if (!outcome && outcome.error().code() == ErrorCode::kUsage) ++refused;
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(refused, 50);
  EXPECT_EQ(log->verify()->size, 150U);
}

TEST_F(AuditLogTest, AReaderOnlyReads) {
  make_log(folder(), 5);
  const auto log = AuditLog::open(folder(), AuditLog::Access::kRead).value();
  EXPECT_EQ(log->append(as_bytes("no")).error().code(), ErrorCode::kStorage);
  EXPECT_EQ(log->head()->size, 5U);
  EXPECT_TRUE(log->verify());
}

TEST_F(AuditLogTest, AMissingLogIsNotFound) {
  EXPECT_EQ(AuditLog::open(folder(), AuditLog::Access::kAppend).error().code(),
            ErrorCode::kNotFound);
}

// What docs/FORMAT.md shows, byte by byte; computed by Python's hashlib.
TEST_F(AuditLogTest, TheWorkedExampleOfTheFormatIsWhatIsWritten) {
  ASSERT_TRUE(AuditLog::create(folder()));
  const auto log = open_log(folder());
  for (const char* text : {"mot", "hai", "ba"})
    ASSERT_TRUE(log->append(as_bytes(text)));
  EXPECT_EQ(
      log->head()->root,
      hex_array<32>("abeeb1a936cd49dbd28d1cbd53c8115d635839f1d65ef829fac0f3bdf1f81778"));
  EXPECT_EQ(read_file(folder() / "entries"),
            from_hex("74616e67746875206c6f67202020310a"
                     "030000006d6f74611231ef78faa54c656938ac246f9247"
                     "030000006861697f70730d5a5f79b64a68a7692b355691"
                     "020000006261ff0cbd25cea4396ad22ed158d089e13b"));
  EXPECT_EQ(read_file(folder() / "offsets"),
            from_hex("74616e67746875206f6666736574310a"
                     "27000000000000003e000000000000005400000000000000"));
  EXPECT_EQ(read_file(folder() / "hashes"),
            from_hex("74616e6774687520686173686573310a"
                     "6135adb697e4bf006e3070286bb96758ef1826dc644041bca74fac7f123a6d6f"
                     "b2c6ffe04f9bb3124a6edbbb1a320833e15953bf3d7bcf8de348efc7176c8e4b"
                     "72931f2e2e7dd7dab2dbbd6bf86163064ee0b67a61ad7e8241967a3df5e8e1f8"
                     "703297c455eb56a358353182b5931dc9c672533f86dc3802efcd0d5faa98fe91"));
}

// The index follows from the entries: however little of it is left, it comes back.
TEST_F(AuditLogTest, ALostOrShortenedIndexIsRebuilt) {
  make_log(folder(), 30);
  const TreeHead head = open_log(folder())->head().value();
  for (const char* name : {"offsets", "hashes"}) {
    const Bytes whole = read_file(folder() / name);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      write_file(folder() / name, ByteView(whole).first(size));
      const auto log = open_log(folder());
      ASSERT_TRUE(log) << name << " of " << size;
      ASSERT_EQ(log->head().value(), head) << name << " of " << size;
      ASSERT_EQ(read_file(folder() / name), whole);
    }
    std::filesystem::remove(folder() / name);
    ASSERT_EQ(open_log(folder())->head().value(), head);
    ASSERT_EQ(read_file(folder() / name), whole);
  }
}

// A power cut can leave pages of zeroes in files that were not synced.
TEST_F(AuditLogTest, PagesThatNeverReachedTheDiskAreRebuilt) {
  make_log(folder(), 30);
  const TreeHead head = open_log(folder())->head().value();
  for (const char* name : {"offsets", "hashes"}) {
    const std::size_t unit = std::string_view(name) == "offsets" ? 8 : 32;
    const Bytes whole = read_file(folder() / name);
    for (std::size_t place = 16; place < whole.size(); place += unit) {
      Bytes holed = whole;
      std::fill_n(holed.begin() + static_cast<long>(place), unit, std::uint8_t{0});
      write_file(folder() / name, holed);
      const auto log = open_log(folder());
      ASSERT_TRUE(log) << name << " at " << place;
      ASSERT_EQ(log->verify().value(), head);
      ASSERT_EQ(read_file(folder() / name), whole);
    }
  }
}

TEST_F(AuditLogTest, AReaderRefusesAnUnfinishedIndexAndChangesNothing) {
  make_log(folder(), 5);
  const Bytes whole = read_file(folder() / "hashes");
  write_file(folder() / "hashes", ByteView(whole).first(100));
  EXPECT_EQ(AuditLog::open(folder(), AuditLog::Access::kRead).error().code(),
            ErrorCode::kCorrupt);
  EXPECT_EQ(read_file(folder() / "hashes").size(), 100U);
}

// A crash in the middle of an append: any part of the frame is there, nothing counts it.
TEST_F(AuditLogTest, AnUnfinishedEndIsCutOff) {
  make_log(folder(), 6);
  const Bytes longer = read_file(folder() / "entries");
  const TreeHead head_of_6 = open_log(folder())->head().value();
  for (const char* sign : {"", "signed"}) {
    std::filesystem::remove_all(folder());
    make_log(folder(), 5);
    if (*sign != 0) sign_log(folder());
    const Bytes whole = read_file(folder() / "entries");
    for (std::size_t size = whole.size(); size < longer.size(); ++size) {
      write_file(folder() / "entries", ByteView(longer).first(size));
      const auto log = open_log(folder());
      ASSERT_TRUE(log);
      ASSERT_EQ(log->head()->size, 5U);
      ASSERT_EQ(read_file(folder() / "entries"), whole);
    }
  }
  // And a whole one, which was written but never counted, is taken in.
  write_file(folder() / "entries", longer);
  EXPECT_EQ(open_log(folder())->head().value(), head_of_6);
}

TEST_F(AuditLogTest, AnUnfinishedEndIsCutOffByTheNextAppendToo) {
  make_log(folder(), 5);
  const auto log = open_log(folder());
  Bytes torn = read_file(folder() / "entries");
  torn.insert(torn.end(), {9, 0, 0, 0, 'h', 'a', 'l', 'f'});
  write_file(folder() / "entries", torn);
  grow(*log, 7);
  EXPECT_EQ(log->verify()->size, 7U);
  EXPECT_EQ(open_log(folder())->entry(6).value(), to_bytes(as_bytes(numbered_entry(6))));
}

}  // namespace
}  // namespace tangthu::vault
