// Real keepers: each test starts processes of its own and seals them at its end.
#include "vault/keeper.h"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/id.h"
#include "tests/support/temporary_folder.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

using State = KeeperStatus::State;

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::kUnexpected : result.error().code();
}

bool wait_until(const std::function<bool()>& holds) {
  for (int i = 0; i < 500; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

bool is_gone(int process) {
  if (::kill(process, 0) != 0) return true;
  // A container's first process may leave it as a zombie.
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  const std::string text(std::istreambuf_iterator<char>(status), {});
  return text.find("State:\tZ") != std::string::npos;
}

class KeeperTest : public testing::Test {
 protected:
  void SetUp() override { prepare(folder_.path() / "vault"); }
  void TearDown() override { static_cast<void>(keeper_seal(path_)); }

  void prepare(const std::filesystem::path& path) {
    static_cast<void>(keeper_seal(path_));
    path_ = path;
    std::filesystem::create_directories(path_);
    random_bytes(vault_);
    random_bytes(root_.reveal_writable());
    auto made = make_share_slot(vault_, root_, {2, 3}, SlotState::kActive, "shares");
    ASSERT_TRUE(made);
    shares_ = std::move(made->shares);
    ASSERT_TRUE(add_unseal_slot(path_, vault_, made->slot));
  }
  std::filesystem::path socket() const { return path_ / "keeper.sock"; }
  State state() const { return keeper_status(path_)->state; }
  int process() const { return keeper_status(path_)->process; }
  bool holds_root() const {
    const auto key = keeper_root_key(path_);
    return key && equal_in_constant_time(key->reveal(), root_.reveal());
  }
  void unseal() {
    ASSERT_TRUE(keeper_give_share(path_, shares_[0]));
    ASSERT_TRUE(keeper_give_share(path_, shares_[2]));
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_;
  VaultId vault_{};
  RootKey root_;
  std::vector<Share> shares_;
};

TEST_F(KeeperTest, GathersSharesUntilTheyAreEnough) {
  EXPECT_EQ(state(), State::kSealed);
  EXPECT_EQ(code_of(keeper_root_key(path_)), ErrorCode::kSealedOrBusy);
  const auto first = keeper_give_share(path_, shares_[1]);
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ(first->state, State::kGathering);
  EXPECT_EQ(first->given, 1U);
  EXPECT_EQ(first->threshold, 2U);
  EXPECT_EQ(code_of(keeper_root_key(path_)), ErrorCode::kSealedOrBusy);
  const auto second = keeper_give_share(path_, shares_[0]);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->state, State::kUnsealed);
  EXPECT_EQ(second->given, 0U);
  EXPECT_TRUE(holds_root());
  EXPECT_TRUE(holds_root());
}

TEST_F(KeeperTest, AWrongShareIsNamedAndTheGoodOnesAreKept) {
  ASSERT_TRUE(keeper_give_share(path_, shares_[0]));
  Share wrong = shares_[1].clone();
  wrong.part.value.reveal_writable()[0] ^= 1;
  const auto refused = keeper_give_share(path_, wrong);
  EXPECT_EQ(code_of(refused), ErrorCode::kAuthentication);
  EXPECT_EQ(refused.error().subject(), "2");
  EXPECT_EQ(code_of(keeper_give_share(path_, shares_[0])), ErrorCode::kUsage);
  EXPECT_EQ(keeper_status(path_)->given, 1U);
  ASSERT_TRUE(keeper_give_share(path_, shares_[1]));
  EXPECT_TRUE(holds_root());
  EXPECT_EQ(code_of(keeper_give_share(path_, shares_[2])), ErrorCode::kUsage);
}

TEST_F(KeeperTest, AWrongShareStartsNoKeeper) {
  shares_[0].part.value.reveal_writable()[0] ^= 1;
  EXPECT_FALSE(keeper_give_share(path_, shares_[0]));
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

TEST_F(KeeperTest, SharesThatARekeyReplacedNoLongerCount) {
  ASSERT_TRUE(keeper_give_share(path_, shares_[0]));
  const auto fresh = begin_rekey(path_, root_, {2, 2}, "new");
  for (const Share& share : *fresh)
    ASSERT_TRUE(confirm_share(path_, share));
  EXPECT_EQ(code_of(keeper_give_share(path_, shares_[1])), ErrorCode::kAuthentication);
  EXPECT_EQ(keeper_give_share(path_, (*fresh)[0])->given, 1U);
  EXPECT_EQ(keeper_give_share(path_, (*fresh)[1])->state, State::kUnsealed);
  EXPECT_TRUE(holds_root());
}

TEST_F(KeeperTest, HoldsAKeyThatACommandOpened) {
  ASSERT_TRUE(keeper_hold(path_, root_));
  EXPECT_TRUE(holds_root());
  EXPECT_TRUE(keeper_hold(path_, root_));
  EXPECT_EQ(code_of(keeper_hold(path_, RootKey())), ErrorCode::kUsage);
  EXPECT_TRUE(holds_root());
}

TEST_F(KeeperTest, SealingEndsTheProcessAndRemovesTheSocket) {
  unseal();
  const int keeper = process();
  ASSERT_GT(keeper, 0);
  ASSERT_TRUE(keeper_seal(path_));
  EXPECT_EQ(state(), State::kSealed);
  EXPECT_FALSE(std::filesystem::exists(socket()));
  EXPECT_TRUE(wait_until([&] { return is_gone(keeper); }));
  EXPECT_TRUE(keeper_seal(path_));
}

TEST_F(KeeperTest, AKilledKeeperLeavesTheVaultSealedAndIsReplaced) {
  unseal();
  const int keeper = process();
  ASSERT_EQ(kill(keeper, SIGKILL), 0);
  ASSERT_TRUE(wait_until([&] { return is_gone(keeper); }));
  EXPECT_TRUE(std::filesystem::exists(socket()));  // stale
  EXPECT_EQ(state(), State::kSealed);
  EXPECT_EQ(code_of(keeper_root_key(path_)), ErrorCode::kSealedOrBusy);
  unseal();
  EXPECT_TRUE(holds_root());
  EXPECT_NE(process(), keeper);
}

TEST_F(KeeperTest, ATermSignalSeals) {
  unseal();
  const int keeper = process();
  ASSERT_EQ(kill(keeper, SIGTERM), 0);
  ASSERT_TRUE(wait_until([&] { return is_gone(keeper); }));
  EXPECT_FALSE(std::filesystem::exists(socket()));
}

TEST_F(KeeperTest, AnIdleKeeperSeals) {
  ASSERT_TRUE(keeper_hold(path_, root_, {std::chrono::seconds(1)}));
  EXPECT_TRUE(holds_root());
  const int keeper = process();  // looked at without a request from here on
  EXPECT_TRUE(wait_until([&] { return is_gone(keeper); }));
  EXPECT_EQ(state(), State::kSealed);
}

TEST_F(KeeperTest, AbortedItLeavesNoCore) {
  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_CORE, &unlimited);
  unseal();
  const int keeper = process();
  std::ifstream limits("/proc/" + std::to_string(keeper) + "/limits");
  std::string line;
  while (std::getline(limits, line) && line.find("core file") == std::string::npos) {
  }
  EXPECT_NE(line.find(" 0 "), std::string::npos) << line;
  EXPECT_EQ(line.find("unlimited"), std::string::npos) << line;
  ASSERT_EQ(kill(keeper, SIGABRT), 0);
  ASSERT_TRUE(wait_until([&] { return is_gone(keeper); }));
  EXPECT_FALSE(std::filesystem::exists("/core"));
  EXPECT_FALSE(std::filesystem::exists("/core." + std::to_string(keeper)));
  EXPECT_EQ(test::file_with(folder_.path(), as_text(root_.reveal())), "");
}

TEST_F(KeeperTest, TheSocketIsForItsOwnerOnly) {
  unseal();
  struct stat info {};
  ASSERT_EQ(lstat(socket().c_str(), &info), 0);
  EXPECT_TRUE(S_ISSOCK(info.st_mode));
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(KeeperTest, AVaultWithALongPathHasAKeeper) {
  prepare(folder_.path() / std::string(120, 'a') / std::string(120, 'b'));
  unseal();
  EXPECT_TRUE(holds_root());
}

TEST_F(KeeperTest, TwoVaultsHaveTwoKeepers) {
  unseal();
  const auto other = folder_.path() / "other";
  std::filesystem::create_directory(other);
  EXPECT_EQ(keeper_status(other)->state, State::kSealed);
  RootKey key;
  ASSERT_TRUE(keeper_hold(other, key));
  EXPECT_TRUE(holds_root());
  EXPECT_TRUE(keeper_seal(other));
  EXPECT_TRUE(holds_root());
}

TEST_F(KeeperTest, WhatIsNoSocketIsNotReplaced) {
  test::write_file(socket(), as_bytes("a file"));
  EXPECT_EQ(code_of(keeper_give_share(path_, shares_[0])), ErrorCode::kStorage);
  EXPECT_EQ(as_text(test::read_file(socket())), "a file");
}

TEST_F(KeeperTest, NonsenseOnTheSocketDisturbsNobody) {
  unseal();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket().string();
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(std::begin(address.sun_path), path.size());
  for (const std::string& nonsense :
       {std::string("x"), std::string(1, '\1') + '\xee', std::string(5000, '\1'),
        std::string("\1\2short share"), std::string("\1\4short key"), std::string()}) {
    const int client = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    if (!nonsense.empty()) {
      EXPECT_EQ(send(client, nonsense.data(), nonsense.size(), MSG_NOSIGNAL),
                static_cast<ssize_t>(nonsense.size()));
    }
    close(client);
  }
  EXPECT_TRUE(holds_root());
}

// How often these bytes are in another process's writable memory; nothing when this
// process may not look. An occurrence across two regions does not count.
std::optional<std::size_t> copies_in(int process, ByteView wanted) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps");
  // Without a stream: its buffer would keep what it read.
  const int memory = open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
  std::size_t count = 0;
  std::size_t looked_at = 0;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::array<char, 5> rights{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, rights.data()) != 3 ||
        rights[0] != 'r' || rights[1] != 'w') {
      continue;
    }
    std::string bytes(end - begin, '\0');
    const ssize_t got =
        pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(begin));
    looked_at += got > 0 ? static_cast<std::size_t>(got) : 0;
    for (auto at = bytes.find(as_text(wanted)); at != std::string::npos;
         at = bytes.find(as_text(wanted), at + 1)) {
      ++count;
    }
    wipe(bytes.data(), bytes.size());  // or the next keeper inherits it from this heap
  }
  close(memory);
  if (looked_at == 0) return std::nullopt;
  return count;
}

TEST_F(KeeperTest, TheRootKeyIsInItsMemoryOnceAndSharesAreNotLeft) {
#ifdef TANGTHU_SANITIZED
  GTEST_SKIP() << "a sanitizer's shadow memory is too large to search";
#endif
  ASSERT_TRUE(keeper_give_share(path_, shares_[0]));
  const auto share = shares_[0].part.value.reveal();
  const auto while_gathering = copies_in(process(), share);
  if (!while_gathering) GTEST_SKIP() << "may not read another process's memory";
  EXPECT_EQ(*while_gathering, 1U);
  ASSERT_TRUE(keeper_give_share(path_, shares_[2]));
  EXPECT_EQ(copies_in(process(), share), 0U);
  // Not from before the fork either, nor from a message.
  ASSERT_TRUE(keeper_seal(path_));
  ASSERT_TRUE(keeper_hold(path_, root_));
  ASSERT_TRUE(holds_root());
  EXPECT_EQ(copies_in(process(), root_.reveal()), 1U);
}

TEST_F(KeeperTest, CommandsAtTheSameTimeShareOneKeeper) {
  std::vector<pid_t> commands;
  for (const Share& share : shares_) {
    const pid_t child = fork();
    if (child == 0) {
      // The third comes too late: the vault is unsealed by then.
      const auto given = keeper_give_share(path_, share);
      _exit(given || given.error().code() == ErrorCode::kUsage ? 0 : 1);
    }
    commands.push_back(child);
  }
  for (const pid_t command : commands) {
    int outcome = 1;
    waitpid(command, &outcome, 0);
    EXPECT_EQ(outcome, 0);
  }
  EXPECT_TRUE(holds_root());
}

// Runs `does` in a child process as the user nobody; its answer is the child's.
bool as_nobody(const std::function<bool()>& does) {
  const pid_t child = fork();
  if (child == 0) {
    const bool became = setgid(65534) == 0 && setuid(65534) == 0;
    _exit(became && does() ? 0 : 1);
  }
  int outcome = 1;
  waitpid(child, &outcome, 0);
  return WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0;
}

TEST_F(KeeperTest, AnotherUserGetsNothingAndCantTraceIt) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root to be another user";
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0777));
  ASSERT_EQ(chown(path_.c_str(), 65534, 65534), 0);
  ASSERT_EQ(chown((path_ / "unseal").c_str(), 65534, 65534), 0);
  ASSERT_TRUE(as_nobody([&] { return keeper_hold(path_, root_).has_value(); }));
  int keeper = 0;
  EXPECT_TRUE(as_nobody([&] { return holds_root(); }));
  // Root is another user, too: neither side talks.
  EXPECT_EQ(code_of(keeper_root_key(path_)), ErrorCode::kSealedOrBusy);
  EXPECT_EQ(code_of(keeper_status(path_)), ErrorCode::kSealedOrBusy);
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    struct stat info {};
    std::error_code ignored;
    const auto target = std::filesystem::read_symlink(entry.path() / "fd/0", ignored);
    std::ifstream status(entry.path() / "status");
    const std::string text(std::istreambuf_iterator<char>(status), {});
    if (text.find("Name:\ttest_vault") == std::string::npos ||
        text.find("Uid:\t65534") == std::string::npos) {
      continue;
    }
    keeper = std::stoi(entry.path().filename());
    // Not dumpable: its files in /proc belong to root, and ptrace is refused.
    ASSERT_EQ(stat((entry.path() / "mem").c_str(), &info), 0);
    EXPECT_EQ(info.st_uid, 0U);
    EXPECT_EQ(target, "/dev/null");
  }
  EXPECT_GT(keeper, 0);
  EXPECT_TRUE(as_nobody([&] { return keeper_seal(path_).has_value(); }));
}

}  // namespace
}  // namespace tangthu::vault
