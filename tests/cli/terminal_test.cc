// What a person types and sees: on a real terminal, with the real programs.
#include <algorithm>
#include <chrono>
#include <thread>

#include <signal.h>

#include "tests/cli/agency.h"
#include "tests/cli/soft_token.h"
#include "tests/support/on_terminal.h"
#include "tests/support/traces.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTyped = "năm chữ dễ nhớ này";

class TerminalTest : public AgencyTest {
 protected:
  // Without a passphrase file: there is somebody to ask.
  test::Environment asked(const std::string& user = "lan") const {
    auto out = environment(user);
    out.erase("TANGTHU_PASSPHRASE_FILE");
    return out;
  }
  std::vector<std::string> founding_without(const std::string& option) const {
    auto words = founding();
    const auto at = std::find(words.begin(), words.end(), option);
    words.erase(at, at + 2);
    words.insert(words.begin(), "tangthu");
    return words;
  }
  static std::string line(const std::string& text) { return text + "\n"; }
};

TEST_F(TerminalTest, APassphraseIsAskedTwiceAndNeverShown) {
  test::OnTerminal init({"tangthu", "init", "--slow-hash", "light"}, asked());
  ASSERT_TRUE(init.shows("Passphrase: ")) << init.screen();
  EXPECT_FALSE(init.echoes());
  init.type(line(kTyped));
  ASSERT_TRUE(init.shows("Once more: "));
  EXPECT_FALSE(init.echoes());
  init.type(line(kTyped));
  EXPECT_EQ(init.ends(), 0) << init.screen();
  EXPECT_TRUE(init.echoes());
  EXPECT_EQ(init.screen().find(kTyped), std::string::npos);

  test::OnTerminal list({"tangthu", "list"}, asked());
  ASSERT_TRUE(list.shows("Passphrase: "));
  list.type(line("falsch"));
  EXPECT_EQ(list.ends(), 6);
  test::OnTerminal again({"tangthu", "list"}, asked());
  ASSERT_TRUE(again.shows("Passphrase: "));
  again.type(line(kTyped));
  EXPECT_EQ(again.ends(), 0) << again.screen();
}

TEST_F(TerminalTest, TwoPassphrasesThatDifferMakeNoVault) {
  test::OnTerminal init({"tangthu", "init"}, asked());
  ASSERT_TRUE(init.shows("Passphrase: "));
  init.type(line(kTyped));
  ASSERT_TRUE(init.shows("Once more: "));
  init.type(line("năm chữ dễ nhớ kia"));
  EXPECT_EQ(init.ends(), 2);
  EXPECT_NE(init.screen().find("differ"), std::string::npos);
  EXPECT_TRUE(init.echoes());
  EXPECT_FALSE(fs::exists(path("vault")));
}

TEST_F(TerminalTest, AnEmptyPassphraseAndOneThatIsTooLongAreRefused) {
  for (const auto& typed : {std::string(), std::string(1025, 'x')}) {
    test::OnTerminal init({"tangthu", "init"}, asked());
    ASSERT_TRUE(init.shows("Passphrase: "));
    init.type(line(typed));
    EXPECT_EQ(init.ends(), 2) << typed.size();
    EXPECT_TRUE(init.echoes());
  }
  EXPECT_FALSE(fs::exists(path("vault")));
}

TEST_F(TerminalTest, WhatBreaksAPromptOffLeavesTheTerminalAsItWas) {
  const auto broken_off = [&](auto break_off) {
    test::OnTerminal init({"tangthu", "init"}, asked());
    EXPECT_TRUE(init.shows("Passphrase: "));
    EXPECT_FALSE(init.echoes());
    init.type("half of");
    // The kernel takes it in by and by; what came after the end would rightly be shown.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    break_off(init);
    EXPECT_EQ(init.ends(), 130) << init.screen();
    EXPECT_TRUE(init.echoes());
    EXPECT_EQ(init.screen().find("half of"), std::string::npos);
  };
  broken_off([](auto& init) { init.type("\x03"); });  // Ctrl-C
  broken_off([](auto& init) { init.signal(SIGTERM); });
  broken_off([](auto& init) { init.signal(SIGHUP); });
  broken_off([](auto& init) { init.type("\x1c"); });  // Ctrl-backslash
  EXPECT_FALSE(fs::exists(path("vault")));
}

TEST_F(TerminalTest, DestroyingWantsYesTypedOut) {
  init();
  const std::vector<std::string> destroy = {
      "tangthu", "destroy", "0123456789abcdefghjkmnpqrs", "--decision", "1"};
  for (const char* no : {"", "y", "no", "YES"}) {
    test::OnTerminal asking(destroy, environment());
    ASSERT_TRUE(asking.shows("Type yes: ")) << asking.screen();
    EXPECT_TRUE(asking.echoes());
    asking.type(line(no));
    EXPECT_EQ(asking.ends(), 2) << no;
  }
  test::OnTerminal sure(destroy, environment());
  ASSERT_TRUE(sure.shows("Type yes: "));
  sure.type(line("yes"));
  EXPECT_EQ(sure.ends(), 3) << "such a document is not there: " << sure.screen();
}

TEST_F(TerminalTest, EachCustodianSeesHisShareAloneAndTypesItUnseen) {
  test::OnTerminal ceremony(founding_without("--share-dir"), environment("an"));
  std::vector<std::string> shares;
  test::Traces traces;
  for (int number = 1; number <= 5; ++number) {
    ASSERT_TRUE(ceremony.shows("custodian " + std::to_string(number) + "/5"))
        << ceremony.screen();
    ASSERT_TRUE(ceremony.shows("press Enter again."));
    const std::size_t his_turn = ceremony.screen().rfind("custodian");
    EXPECT_EQ(ceremony.screen().find("unseal: ", his_turn), std::string::npos)
        << "shown before he is ready";
    ceremony.type("\n");
    ASSERT_TRUE(ceremony.shows("recovery: "));
    ASSERT_TRUE(ceremony.shows("\r\n"));
    shares.push_back(ceremony.between("unseal: ", "\r\n"));
    traces.add_secret("share", as_bytes(shares.back()));
    ceremony.type("\n");
    ASSERT_TRUE(ceremony.shows("\x1b[3J")) << "his share stays on the screen";
  }
  EXPECT_EQ(ceremony.ends(), 0) << ceremony.screen();
  EXPECT_EQ(traces.found_below(path("")), std::set<std::string>());

  for (const std::size_t number : {0U, 2U, 4U}) {
    test::OnTerminal typing({"tangthu", "unseal"}, environment("an"));
    ASSERT_TRUE(typing.shows("Share: "));
    EXPECT_FALSE(typing.echoes());
    typing.type(line(shares[number]));
    EXPECT_EQ(typing.ends(), 0) << typing.screen();
    EXPECT_TRUE(typing.echoes());
    EXPECT_EQ(typing.screen().find(shares[number]), std::string::npos);
  }
  EXPECT_EQ(exit_of({"list"}, "binh"), 0);
}

TEST_F(TerminalTest, ACeremonyThatIsBrokenOffLeavesNoVaultThatNobodyCanOpen) {
  auto words = founding_without("--share-dir");
  words.insert(words.end(), {"--key-file", path("key").string()});
  for (const bool while_a_share_is_shown : {false, true}) {
    test::OnTerminal ceremony(words, environment("an"));
    ASSERT_TRUE(ceremony.shows("custodian 1/5")) << ceremony.screen();
    if (while_a_share_is_shown) {
      ceremony.type("\n");
      ASSERT_TRUE(ceremony.shows("recovery: "));
    }
    ceremony.type("\x03");
    EXPECT_EQ(ceremony.ends(), 130) << ceremony.screen();
    EXPECT_LT(ceremony.screen().rfind("unseal: ") + 1,
              ceremony.screen().rfind("\x1b[3J") + 1)
        << "a share is still on the screen";
    EXPECT_EQ(ceremony.screen().find("custodian 2/5"), std::string::npos);
    EXPECT_TRUE(fs::is_empty(path("vault")));
    EXPECT_FALSE(fs::exists(path("key")));
  }
  EXPECT_EQ(exit_of(founding(), "an"), 0);  // and it can be begun anew
}

TEST_F(TerminalTest, FoundersAndTheTokensPinAreAsked) {
  const SoftToken token(path(""));
  surroundings_ = token.environment();
  test::OnTerminal ceremony(founding_without("--founder-passphrases"), environment("an"));
  for (const std::string name : {"an", "binh", "chi", "kiem"}) {
    for (const std::string& prompt :
         {"Passphrase of " + name + ": ", std::string("Once more: ")}) {
      ASSERT_TRUE(ceremony.shows(prompt)) << ceremony.screen();
      EXPECT_FALSE(ceremony.echoes());
      ceremony.type(line("mật khẩu của " + name));
    }
  }
  EXPECT_EQ(ceremony.ends(), 0) << ceremony.screen();
  EXPECT_EQ(ceremony.screen().find("mật khẩu"), std::string::npos);
  unseal();
  token.add_to_vault([&](auto command) { return done(command, "an"); });
  done({"seal"}, "an");
  test::OnTerminal typing({"tangthu", "unseal", "--token", SoftToken::place()},
                          environment("an"));
  ASSERT_TRUE(typing.shows("PIN of the token: ")) << typing.screen();
  EXPECT_FALSE(typing.echoes());
  typing.type(line(SoftToken::kPin));
  EXPECT_EQ(typing.ends(), 0) << typing.screen();
  EXPECT_EQ(typing.screen().find(SoftToken::kPin), std::string::npos);
  EXPECT_EQ(exit_of({"list"}, "binh"), 0);
}

}  // namespace
}  // namespace tangthu::cli
