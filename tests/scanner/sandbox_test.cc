// The walls around decoders, from both sides.
#include "scanner/sandbox.h"

#include <chrono>
#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "make_files.h"
#include "scanner/decoded_pages.h"

namespace tangthu::scanner {
namespace {

using namespace testing;

const std::filesystem::path& probe() {
  static const auto path = helper_program("decoder-probe");
  return path;
}

// Does the deed succeed within these walls ("open": none)?
bool succeeds(const std::string& walls, const std::string& deed,
              const std::string& file = "-") {
  const std::string command =
      "'" + probe().string() + "' " + walls + " " + deed + " '" + file + "'";
  const int status = std::system(command.c_str());  // NOLINT: a test's own command
  EXPECT_TRUE(WIFEXITED(status)) << command;
  EXPECT_LE(WEXITSTATUS(status), 1) << command;
  return WEXITSTATUS(status) == 0;
}

TEST(SandboxTest, NothingGetsOut) {
  const TemporaryFolder folder;
  write_file(folder / "there", as_bytes("x"));
  for (const char* walls : {"none", "fonts"}) {
    for (const char* deed :
         {"socket", "unix-socket", "fork", "exec", "ptrace", "signal", "code"}) {
      EXPECT_FALSE(succeeds(walls, deed)) << walls << " " << deed;
    }
    EXPECT_FALSE(succeeds(walls, "create", folder / "new")) << walls;
    EXPECT_FALSE(succeeds(walls, "write", folder / "there")) << walls;
    EXPECT_FALSE(succeeds(walls, "remove", folder / "there")) << walls;
    EXPECT_FALSE(succeeds(walls, "read", folder / "there")) << walls;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "new"));
  EXPECT_TRUE(std::filesystem::exists(folder / "there"));
}

// The probe itself can do these things: the walls are what stops it.
TEST(SandboxTest, WithoutWallsTheSameDeedsSucceed) {
  const TemporaryFolder folder;
  for (const char* deed : {"unix-socket", "fork", "exec", "ptrace", "signal", "code"}) {
    EXPECT_TRUE(succeeds("open", deed)) << deed;
  }
  EXPECT_TRUE(succeeds("open", "create", folder / "new"));
  EXPECT_TRUE(succeeds("open", "read", folder / "new"));
  EXPECT_TRUE(succeeds("open", "remove", folder / "new"));
}

TEST(SandboxTest, OnlyTheDecoderOfDocumentsReadsFontsAndOnlyFonts) {
  const std::string folder = "/usr/share/poppler";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "poppler-data is not installed";
  EXPECT_TRUE(succeeds("fonts", "read", folder));
  EXPECT_FALSE(succeeds("none", "read", folder));
  EXPECT_FALSE(succeeds("fonts", "read", "/etc/passwd"));
}

TEST(SandboxTest, MemoryIsBounded) {
#ifdef TANGTHU_SANITIZED
  GTEST_SKIP() << "sanitizers reserve terabytes of addresses";
#else
  EXPECT_FALSE(succeeds("none", "memory"));
#endif
}

Result<std::optional<Page>> first_page(const char* lie, int patience_seconds = 20) {
  DecoderProcess::Launch launch;
  launch.program = probe();
  launch.argument = lie;
  launch.patience = std::chrono::seconds(patience_seconds);
  launch.subject = "scan.png";
  const Descriptor input = TRY(sealed_memory({as_bytes("nothing")}));
  auto decoder = TRY(DecoderProcess::start(launch, input));
  return decoded_pages(std::move(decoder), "scan.png")->next();
}

TEST(DecoderProcessTest, NoLieOfADecoderIsBelieved) {
  for (const char* lie :
       {"huge-page", "endless-page", "odd-channels", "unknown-frame", "unknown-fault",
        "member-among-pages", "half-page", "no-pages", "crash", "closed-and-alive"}) {
    const auto page = first_page(lie);
    ASSERT_FALSE(page.has_value()) << lie;
    EXPECT_EQ(page.error().code(), ErrorCode::kBadInput) << lie;
    EXPECT_EQ(page.error().subject(), "scan.png") << lie;
  }
}

TEST(DecoderProcessTest, ACrashNamesTheFileAndTheDecoder) {
  const auto page = first_page("crash");
  ASSERT_FALSE(page.has_value());
  EXPECT_STREQ(page.error().text(), "the decoder failed on this file");
}

TEST(DecoderProcessTest, ASilentDecoderIsNotWaitedForLongerThanAllowed) {
  const auto before = std::chrono::steady_clock::now();
  const auto page = first_page("silence", 1);
  ASSERT_FALSE(page.has_value());
  EXPECT_STREQ(page.error().text(), "decoding the file took too long");
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
}

TEST(DecoderProcessTest, AMissingProgramIsAnErrorOfTheInstallation) {
  DecoderProcess::Launch launch;
  launch.program = "/nonexistent/tangthu-decode";
  const auto input = sealed_memory({as_bytes("x")});
  ASSERT_TRUE(input.has_value());
  const auto started = DecoderProcess::start(launch, *input);
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().code(), ErrorCode::kUnexpected);
}

}  // namespace
}  // namespace tangthu::scanner
