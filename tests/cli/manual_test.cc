// Manual pages and completions, as the program makes them.
#include <algorithm>
#include <map>

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

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// Columns on a terminal: every character takes one.
std::size_t columns(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

class HelpTest : public ManualTest {
 protected:
  test::Ran in(const std::string& locale, std::vector<std::string> words) const {
    words.insert(words.begin(), "tangthu");
    return test::run(words, {{"LC_ALL", locale}});
  }
  // Of every command, as {"user", "add"}, its help in English.
  std::map<std::vector<std::string>, std::string> commands() const {
    std::map<std::vector<std::string>, std::string> out;
    add_commands({}, out);
    return out;
  }

 private:
  // Those that the help of a command lists, and theirs.
  void add_commands(std::vector<std::string> words,
                    std::map<std::vector<std::string>, std::string>& out) const {
    words.push_back("--help");
    const test::Ran ran = in("C", words);
    words.pop_back();
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    out[words] = ran.out;
    bool listed = false;
    for (const std::string& line : lines_of(ran.out)) {
      if (listed && line.starts_with("  ") && line[2] != ' ') {
        words.push_back(line.substr(2, line.find(' ', 2) - 2));
        add_commands(words, out);
        words.pop_back();
      }
      listed = listed || line == "Commands:";
    }
  }
};

TEST_F(HelpTest, EveryCommandAndOptionIsExplainedInVietnamese) {
  ASSERT_EQ(in("C", {"help", "--manual", path("en").string()}).exit_code, 0);
  ASSERT_EQ(in("vi_VN.UTF-8", {"help", "--manual", path("vi").string()}).exit_code, 0);
  std::size_t sentences = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path("en"))) {
    const auto name = entry.path().filename();
    const Bytes one = test::read_file(entry.path());
    const Bytes other = test::read_file(path("vi") / name);
    const auto english = lines_of(as_text(one));
    const auto vietnamese = lines_of(as_text(other));
    ASSERT_EQ(english.size(), vietnamese.size()) << name;
    for (std::size_t i = 0; i < english.size(); ++i) {
      const std::string& line = english[i];
      const bool is_sentence = line.find(' ') != std::string::npos &&
                               !line.starts_with(".") && !line.starts_with("\\f") &&
                               !line.starts_with("See ") &&
                               !line.starts_with("for options");
      // Codes are the same in both.
      if (!is_sentence || line.starts_with("thuong, mat, toi")) continue;
      EXPECT_NE(line, vietnamese[i]) << name;
      ++sentences;
    }
  }
  EXPECT_GT(sentences, 400U);
}

TEST_F(HelpTest, HelpFitsATerminalInBothLanguages) {
  const auto fits = [](const std::string& help, const std::string& usage) {
    EXPECT_NE(help.find(usage + ": tangthu"), std::string::npos) << help;
    for (const std::string& line : lines_of(help)) {
      EXPECT_TRUE(line.starts_with(usage) || columns(line) <= 80) << line;
      EXPECT_FALSE(line.ends_with(' ')) << "nothing is said of" << line;
    }
  };
  const auto all = commands();
  EXPECT_GT(all.size(), 100U);
  for (const auto& [words, help] : all) {
    fits(help, "Usage");
    std::vector<std::string> asked = words;
    asked.emplace_back("--help");
    fits(in("vi_VN.UTF-8", asked).out, "Cách dùng");
  }
}

TEST_F(HelpTest, AWrongCommandLineIsAnsweredInTheUsersWordsWithTheHelpToSee) {
  struct Wrong {
    std::vector<std::string> words;
    const char* english;
    const char* vietnamese;
  };
  const Wrong all[] = {
      {{}, "a command is missing; see 'tangthu --help'", "thiếu tên lệnh"},
      {{"serch"}, "there is no such command: serch; see", "không có lệnh serch; xem"},
      {{"search"}, "QUERY is missing; see 'tangthu search --help'", "thiếu QUERY"},
      {{"user", "add", "a", "b"},
       "not expected: b; see 'tangthu user add --help'",
       "thừa: b"},
      {{"search", "a", "--limit"}, "--limit wants a value", "--limit cần một giá trị"},
      {{"search", "a", "--limit", "0"},
       "--limit: 0 is not within 1 to 10000",
       "--limit: 0 không nằm trong khoảng"},
      {{"search", "a", "--sort", "x"},
       "--sort: it does not take this value",
       "--sort: không nhận giá trị này"},
      {{"reindex", "--merge", "--missing"},
       "--missing does not go together with --merge",
       "--missing không dùng chung với --merge"},
      {{"help", "x"}, "there is no such topic: x", "không có chủ đề x"},
  };
  for (const Wrong& wrong : all) {
    for (const bool vietnamese : {false, true}) {
      const test::Ran ran = in(vietnamese ? "vi_VN.UTF-8" : "C", wrong.words);
      EXPECT_EQ(ran.exit_code, 2);
      EXPECT_EQ(ran.out, "");
      const char* expected = vietnamese ? wrong.vietnamese : wrong.english;
      EXPECT_EQ(ran.err.find("tangthu: "), 0U) << ran.err;
      EXPECT_NE(ran.err.find(expected), std::string::npos) << ran.err;
    }
  }
}

}  // namespace
}  // namespace tangthu::cli
