// Manual pages and completions, as the program makes them.
#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

class ManualTest : public TrialTest {
 protected:
  // What a shell that has the completion would propose.
  std::string proposed(const std::string& words, const std::string& count) const {
    const std::string script = "source <(tangthu help --completion bash); COMP_WORDS=(" +
                               words + "); COMP_CWORD=" + count +
                               "; _tangthu; echo \"${COMPREPLY[*]}\"";
    const auto ran = test::run({"/bin/bash", "-c", script},
                               {{"PATH", program_path() + ":/usr/bin:/bin"}});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return ran.out;
  }
  static std::string program_path() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
  }
};

TEST_F(ManualTest, EveryCommandHasAPageWithItsOptions) {
  ASSERT_EQ(tangthu({"help", "--manual", path("man").string()}).exit_code, 0);
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path("man"))) {
    const Bytes bytes = test::read_file(entry.path());
    const auto text = as_text(bytes);
    for (const char* part : {".TH TANGTHU", ".SH NAME\n", ".SH SYNOPSIS\n"})
      EXPECT_NE(text.find(part), std::string_view::npos) << entry.path() << part;
    ++pages;
  }
  EXPECT_GT(pages, 45U);
  const Bytes get = test::read_file(path("man/tangthu-get.1"));
  for (const char* option : {"\\-\\-format", "\\-\\-unmarked", "\\fIID\\fR"})
    EXPECT_NE(as_text(get).find(option), std::string_view::npos) << option;
}

TEST_F(ManualTest, BashProposesCommandsOptionsAndValues) {
  EXPECT_EQ(proposed("tangthu sea", "1"), "search seal\n");
  EXPECT_EQ(proposed("tangthu user ad", "2"), "add\n");
  EXPECT_EQ(proposed("tangthu user add --ro", "3"), "--role\n");
  EXPECT_EQ(proposed("tangthu --json get --format ''", "4"), "pdf text master\n");
  EXPECT_EQ(proposed("tangthu user add --serv", "3"), "--server --server-ca\n");
  test::write_file(path("giay.pdf"), {});
  EXPECT_EQ(proposed("tangthu get --out " + path("gi").string(), "3"),
            path("giay.pdf").string() + "\n");
}

TEST_F(ManualTest, OtherShellsHaveScriptsAndUnknownOnesAreNamed) {
  EXPECT_NE(tangthu({"help", "--completion", "zsh"}).out.find("bashcompinit"),
            std::string::npos);
  EXPECT_NE(tangthu({"help", "--completion", "fish"})
                .out.find("__fish_seen_subcommand_from user; and "
                          "__fish_seen_subcommand_from add' -l role"),
            std::string::npos);
  EXPECT_EQ(tangthu({"help", "--completion", "tcsh"}).exit_code, 2);
}

}  // namespace
}  // namespace tangthu::cli
