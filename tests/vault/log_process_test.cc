// Several processes on one log; processes that are killed; a disk that is full.
#include <csignal>
#include <cstring>
#include <map>
#include <set>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/vault/log_trial.h"

namespace tangthu::vault {
namespace {

// Runs `work` in a child; its result is the exit status.
template <typename Work>
pid_t in_child(const Work& work) {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  ::_exit(work() ? 0 : 1);
}

bool succeeded(pid_t pid) {
  int status = 0;
  return ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

class LogProcessTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(AuditLog::create(folder())); }
  std::filesystem::path folder() const { return temporary_.path() / "log"; }

  std::multiset<std::string> all_entries(AuditLog& log) const {
    std::multiset<std::string> out;
    EXPECT_TRUE(log.visit(0, [&](std::uint64_t, ByteView entry) -> Result<void> {
      out.emplace(as_text(entry));
      return {};
    }));
    return out;
  }

 private:
  TemporaryFolder temporary_;
};

TEST_F(LogProcessTest, FourProcessesAppendAndNothingIsLost) {
  constexpr int kProcesses = 4;
  constexpr int kEach = 200;
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    children.push_back(in_child([&] {
      const auto log = open_log(folder());
      for (int i = 0; log && i < kEach; ++i) {
        const std::string text = std::to_string(p) + "/" + std::to_string(i);
        const auto index = log->append(as_bytes(text));
        if (!index || as_text(log->entry(*index).value()) != text) return false;
        const TreeHead head = log->head().value();
        const auto proof = log->inclusion_proof(*index, head.size);
        if (!proof) return false;
      }
      return log != nullptr;
    }));
  }
  for (const pid_t child : children)
    EXPECT_TRUE(succeeded(child));
  const auto log = open_log(folder());
  ASSERT_TRUE(log);
  EXPECT_EQ(log->verify()->size, std::uint64_t{kProcesses * kEach});
  const auto found = all_entries(*log);
  for (int p = 0; p < kProcesses; ++p) {
    for (int i = 0; i < kEach; ++i) {
      EXPECT_EQ(found.count(std::to_string(p) + "/" + std::to_string(i)), 1U);
    }
  }
}

// Appends batches and tells each acknowledged number through the pipe, until killed.
bool append_and_tell(const std::filesystem::path& folder, int pipe) {
  const auto log = open_log(folder);
  if (!log) return false;
  for (;;) {
    const std::uint64_t size = log->head()->size;
    const std::string one = numbered_entry(size);
    const std::string two = numbered_entry(size + 1);
    const ByteView both[] = {as_bytes(one), as_bytes(two)};
    const auto first = log->append_all(std::span(both).first(1 + size % 2));
    if (!first) return false;
    const std::uint64_t acknowledged = *first + 1 + size % 2;
    if (::write(pipe, &acknowledged, sizeof acknowledged) != sizeof acknowledged)
      return false;
  }
}

TEST_F(LogProcessTest, AKilledWriterLosesNothingThatWasAcknowledged) {
  std::uint64_t acknowledged = 0;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t child = in_child([&] { return append_and_tell(folder(), ends[1]); });
    ::close(ends[1]);
    ::usleep(static_cast<useconds_t>(10'000 + (round * 7919) % 30'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    std::uint64_t told = 0;
    while (::read(ends[0], &told, sizeof told) == sizeof told)
      acknowledged = told;
    ::close(ends[0]);

    const auto log = open_log(folder());
    ASSERT_TRUE(log) << round;
    const std::uint64_t size = log->verify()->size;
    EXPECT_GE(size, acknowledged);
    EXPECT_LE(size, acknowledged + 2) << "the one append that was under way";
    for (std::uint64_t n = 0; n < size; ++n) {
      ASSERT_EQ(as_text(log->entry(n).value()), numbered_entry(n));
    }
    if (round % 3 == 0) {
      ASSERT_TRUE(log->publish(checkpoint_of(log->head().value())));
    }
    acknowledged = size;
  }
  EXPECT_GT(acknowledged, 20U);
}

// A limit on file sizes is the disk that is full: the write ends in the middle.
TEST_F(LogProcessTest, AFullDiskRefusesTheEntryAndCountsNothing) {
  grow(*open_log(folder()), 3);
  const auto before = std::filesystem::file_size(folder() / "entries");
  for (const std::size_t room : {0UL, 1UL, 19UL, 500UL}) {
    EXPECT_TRUE(succeeded(in_child([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const auto log = open_log(folder());
      const rlimit limit{before + room, RLIM_INFINITY};
      if (!log || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
      const auto refused = log->append(Bytes(1000, 'x'));
      if (refused || refused.error().code() != ErrorCode::kStorage) return false;
      if (std::strstr(refused.error().text(), "disk is full") == nullptr) return false;
      if (log->head()->size != 3) return false;
      const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
      ::setrlimit(RLIMIT_FSIZE, &none);
      return std::filesystem::file_size(folder() / "entries") == before;
    }))) << room;
  }
  grow(*open_log(folder()), 5);
  EXPECT_EQ(open_log(folder())->verify()->size, 5U);
}

// The entries fit, their index does not: then they are not counted either.
TEST_F(LogProcessTest, AnIndexThatCannotGrowCountsNothing) {
  grow(*open_log(folder()), 20);  // the hashes are by far the largest file now
  const auto hashes = std::filesystem::file_size(folder() / "hashes");
  const auto entries = std::filesystem::file_size(folder() / "entries");
  ASSERT_GT(hashes, entries + 100);
  EXPECT_TRUE(succeeded(in_child([&] {
    ::signal(SIGXFSZ, SIG_IGN);
    const auto log = open_log(folder());
    const rlimit limit{hashes + 7, RLIM_INFINITY};
    if (!log || ::setrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
    const auto refused = log->append(as_bytes("no room"));
    return !refused && refused.error().code() == ErrorCode::kStorage;
  })));
  EXPECT_EQ(std::filesystem::file_size(folder() / "entries"), entries);
  const auto log = open_log(folder());
  EXPECT_EQ(log->verify()->size, 20U);
  grow(*log, 22);
  EXPECT_EQ(log->verify()->size, 22U);
}

}  // namespace
}  // namespace tangthu::vault
