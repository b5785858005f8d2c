// A crash leaves nothing: no core at all, and none that could be forced holds a key.
//
// Two promises, tested apart. Programs ask the kernel for no core and are not dumpable.
// And keys lie in memory that cores leave out: were a core to be made all the same, by a
// kernel or by root with a debugger, it would hold the document that is open and no key.
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/process.h"
#include "tests/cli/agency.h"
#include "tests/cli/core_probe.h"
#include "tests/cli/vault_secrets.h"
#include "tests/support/process_memory.h"
#include "vault/keeper.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

using test::Pages;

// Where the kernel puts cores; only a plain name is one that a test can look for.
std::string core_pattern() {
  std::ifstream in("/proc/sys/kernel/core_pattern");
  std::string pattern;
  std::getline(in, pattern);
  return pattern;
}
bool cores_go_into_the_folder() {
  const std::string pattern = core_pattern();
  return !pattern.empty() && pattern[0] != '|' && pattern[0] != '/';
}

// One vault with one page, for all of them.
class CoreTest : public AgencyTest {
 protected:
  void SetUp() override {
#ifdef TANGTHU_SANITIZED
    GTEST_SKIP() << "a sanitizer keeps copies of its own";
#endif
    auto words = founding();
    words.insert(words.end(), {"--archivist", "thu"});
    write_passphrase("thu");
    fs::copy_file(path("thu.pass"), path("founders") / "thu");
    ASSERT_EQ(exit_of(words, "an"), 0);
    unseal();
    by_both_officers({"grant", "thu", "--level", "mat"});
    make_samples("in", {"--count", "1", "--seed", "8", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    fs::create_directory(path("cores"));
  }

  void take_the_page_in() {
    id_ = done({"ingest", path("in").string(), "--level", "mat"}, "thu")["id"];
    confirm_scan(id_);
  }
  // In every coding of tests/support/traces.h.
  void learn_secrets() {
    std::vector<DocumentId> documents;
    if (!id_.empty()) documents.push_back(*DocumentId::parse(id_));
    const auto root = vault::keeper_root_key(path("vault"));
    ASSERT_TRUE(root) << root.error().text();
    add_vault_secrets(secrets_, path("vault"), *root,
                      {{"thu", "mật khẩu của thu"}, {"binh", "mật khẩu của binh"}},
                      documents);
    for (int number = 1; number <= 5; ++number)
      add_shares(secrets_, share_file(number));
  }
  test::Ran probe(const std::string& mode) const {
    return test::run({"core_probe", mode, path("vault").string(), "thu",
                      path("thu.pass").string(), id_, path("cores").string()},
                     {});
  }
  // Every core allowed, in the folder `cores`.
  std::vector<std::string> with_cores(const std::string& command) const {
    return {
        "/bin/sh", "-c",
        "ulimit -c unlimited && cd " + path("cores").string() + " && exec " + command};
  }
  std::string program() const {
    return (program_folder() / "tangthu").string();
  }
  std::set<std::string> secrets_in_memory(pid_t process, Pages pages) const {
    std::set<std::string> found;
    EXPECT_TRUE(test::visit_memory(process, pages, [&](std::string_view piece) {
      found.merge(secrets_.found_in(piece));
    }));
    return found;
  }
  bool in_memory(pid_t process, std::string_view what) const {
    bool found = false;
    test::visit_memory(process, Pages::kInCores, [&](std::string_view piece) {
      found |= piece.find(what) != std::string_view::npos;
    });
    return found;
  }
  bool no_core() const {
    return fs::is_empty(path("cores"));
  }

  test::Traces secrets_;
  std::string id_;
};

// `tangthu get` that holds a decrypted document and can't get rid of it.
class BlockedGet {
 public:
  BlockedGet(const std::vector<std::string>& command,
             const test::Environment& environment, const fs::path& fifo)
      : fd_(make(fifo)), started_(command, environment) {
    pollfd wait{fd_, POLLIN, 0};
    poll(&wait, 1, 10'000);
    first_.resize(256);
    const ssize_t got = read(fd_, first_.data(), first_.size());
    first_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  }
  ~BlockedGet() { close(fd_); }
  BlockedGet(const BlockedGet&) = delete;
  BlockedGet& operator=(const BlockedGet&) = delete;
  test::Started& process() { return started_; }
  const std::string& first_bytes() const { return first_; }

 private:
  static int make(const fs::path& fifo) {
    mkfifo(fifo.c_str(), 0600);
    const int fd = open(fifo.c_str(), O_RDWR | O_CLOEXEC);
    fcntl(fd, F_SETPIPE_SZ, 4096);
    return fd;
  }
  int fd_;
  test::Started started_;
  std::string first_;
};

TEST_F(CoreTest, ACoreThatTheKernelMakesHoldsTheDocumentAndNoKey) {
  if (!cores_go_into_the_folder()) GTEST_SKIP() << "core_pattern: " << core_pattern();
  take_the_page_in();
  learn_secrets();
  const auto ran = probe("plain");
  ASSERT_EQ(ran.exit_code, 128 + SIGABRT) << ran.err;
  ASSERT_TRUE(ran.dumped_core);
  ASSERT_FALSE(no_core());
  const Bytes core = test::read_file(fs::directory_iterator(path("cores"))->path());
  EXPECT_NE(as_text(core).find(test::core_control()), std::string_view::npos);
  EXPECT_EQ(secrets_.found_in(as_text(core)), std::set<std::string>());
}

TEST_F(CoreTest, AHardenedProgramMakesNoneEvenWhereTheLimitAllowsIt) {
  take_the_page_in();
  const auto ran = probe("hardened");
  EXPECT_EQ(ran.exit_code, 128 + SIGABRT) << ran.err;
  EXPECT_FALSE(ran.dumped_core);
  EXPECT_TRUE(no_core());
}

TEST_F(CoreTest, GetKilledWithADocumentInMemoryLeavesNoCoreAndHadNoKeyWhereOneLooks) {
  take_the_page_in();
  learn_secrets();
  BlockedGet get(with_cores(program() + " get " + id_ + " --out - > ../fifo"),
                 environment("thu"), path("fifo"));
  ASSERT_TRUE(get.first_bytes().starts_with("%PDF")) << get.process().wait().err;
  const pid_t process = get.process().pid();
  EXPECT_EQ(test::soft_core_limit(process), "0");
  if (geteuid() == 0) {
    EXPECT_EQ(secrets_in_memory(process, Pages::kInCores), std::set<std::string>());
    // So that finding none means something.
    EXPECT_TRUE(in_memory(process, get.first_bytes()));
    const auto locked = secrets_in_memory(process, Pages::kOutsideCores);
    for (const char* name : {"root key", "label key", "document key", "barrier key"})
      EXPECT_TRUE(locked.contains(name)) << name;
    EXPECT_GE(test::status_number(process, "VmLck"),
              static_cast<long>(locked.size()) * 4);
  }
  get.process().kill(SIGABRT);
  const auto ran = get.process().wait();
  EXPECT_EQ(ran.exit_code, 128 + SIGABRT);
  EXPECT_FALSE(ran.dumped_core);
  EXPECT_TRUE(no_core());
}

TEST_F(CoreTest, AnIngestKilledInItsMiddleLeavesNoCore) {
  learn_secrets();
  // As many pages as are still being read when it is killed last.
  for (const auto& file : fs::directory_iterator(path("in"))) {
    if (file.path().extension() != ".png") continue;
    fs::create_directory(path("more"));
    for (const char* name : {"1.png", "2.png", "3.png", "4.png", "5.png", "6.png"})
      fs::copy_file(file.path(), path("more") / name);
  }
  for (const int milliseconds : {150, 400, 900}) {
    test::Started ingest(with_cores(program() + " ingest " + path("more").string() +
                                    " --jobs 1 --level mat"),
                         environment("thu"));
    usleep(static_cast<useconds_t>(milliseconds) * 1000);
    if (geteuid() == 0) {
      EXPECT_EQ(secrets_in_memory(ingest.pid(), Pages::kInCores),
                std::set<std::string>());
    }
    ingest.kill(SIGABRT);
    const auto ran = ingest.wait();
    EXPECT_FALSE(ran.dumped_core);
    EXPECT_TRUE(no_core());
  }
}

TEST_F(CoreTest, WhoeverMayNotLockMemoryIsToldAndServed) {
  const std::string without_the_right =
      geteuid() == 0 ? "setpriv --bounding-set -ipc_lock " : "";
  const auto list = [&](const char* limit) {
    return test::run({"/bin/sh", "-c",
                      std::string("ulimit -l ") + limit + " && exec " +
                          without_the_right + program() + " list"},
                     environment("binh"));
  };
  const auto limited = list("0");
  EXPECT_EQ(limited.exit_code, 0) << limited.err;
  EXPECT_NE(limited.err.find("ulimit -l"), std::string::npos) << limited.err;
  EXPECT_EQ(list("8192").err, "");
}

TEST_F(CoreTest, TheKeeperHasTheRootKeyInLockedMemoryOnly) {
  learn_secrets();
  const auto status = vault::keeper_status(path("vault"));
  ASSERT_TRUE(status);
  EXPECT_EQ(test::soft_core_limit(status->process), "0");
  if (geteuid() != 0) GTEST_SKIP() << "reading the keeper's memory takes root";
  EXPECT_EQ(secrets_in_memory(status->process, Pages::kInCores), std::set<std::string>());
  EXPECT_TRUE(
      secrets_in_memory(status->process, Pages::kOutsideCores).contains("root key"));
}

}  // namespace
}  // namespace tangthu::cli
