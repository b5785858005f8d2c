// How far a long command is: the line itself, and what stands on a real terminal.
#include "cli/progress.h"

#include <algorithm>

#include "base/process.h"
#include "tests/cli/trial.h"
#include "tests/cli/watching.h"
#include "tests/support/on_terminal.h"

namespace tangthu::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr ProgressLine::Time kStart{};
constexpr std::uint64_t kMebibyte = 1 << 20;

// Columns on a terminal: what sets bold takes none.
std::size_t columns_of(std::string text) {
  for (const char* code : {"\x1B[1m", "\x1B[0m"}) {
    for (std::size_t at = text.find(code); at != std::string::npos; at = text.find(code))
      text.erase(at, std::string_view(code).size());
  }
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

TEST(ProgressLineTest, AtFirstNothingIsGuessed) {
  ProgressLine line;
  EXPECT_EQ(line.text(progress_of(0, 400 * kMebibyte, Counted::kBytes), kStart, 80,
                      Bar::kPlain),
            "[------------------------------]  0%  0 B");
}

TEST(ProgressLineTest, RateAndTimeLeftFollowFromWhatWasDone) {
  ProgressLine line;
  line.text(progress_of(0, 400 * kMebibyte, Counted::kBytes), kStart, 80, Bar::kPlain);
  EXPECT_EQ(line.text(progress_of(100 * kMebibyte, 400 * kMebibyte, Counted::kBytes),
                      kStart + seconds(10), 80, Bar::kPlain),
            "[#######-----------------------]  25%  100 MiB  10 MiB/s  time left 0:30");
  EXPECT_EQ(line.text(progress_of(101 * kMebibyte, 400 * kMebibyte, Counted::kBytes),
                      kStart + seconds(4040), 80, Bar::kBold),
            "[\x1B[1m#######\x1B[0m-----------------------]  25%  101 MiB  26 KiB/s  "
            "time left 3:19:20");
}

TEST(ProgressLineTest, WhatWasDoneBeforeDoesNotCountAsFast) {
  ProgressLine line;
  line.text({50, Counted::kDocuments, 0.5}, kStart, 80, Bar::kPlain);
  EXPECT_EQ(
      line.text({60, Counted::kDocuments, 0.6}, kStart + seconds(20), 80, Bar::kPlain),
      "[##################------------]  60%  60 documents  30.0/min  time left "
      "1:20");
}

TEST(ProgressLineTest, OfUnknownWorkTheTimeThatWentIsShown) {
  ProgressLine line;
  EXPECT_EQ(line.text({0, Counted::kPages}, kStart, 80, Bar::kPlain), "0 pages  0:00");
  EXPECT_EQ(line.text({1, Counted::kPages}, kStart + milliseconds(400), 80, Bar::kPlain),
            "1 page  0:00");
  EXPECT_EQ(line.text({90, Counted::kPages}, kStart + seconds(60), 80, Bar::kPlain),
            "90 pages  1.5/s  1:00");
}

TEST(ProgressLineTest, OtherWorkBeginsAnew) {
  ProgressLine line;
  line.text({0, Counted::kBytes, 0.0}, kStart, 80, Bar::kPlain);
  line.text({90, Counted::kBytes, 0.9}, kStart + seconds(9), 80, Bar::kPlain);
  for (const Progress& next :
       {Progress{95, Counted::kFiles, 0.1}, Progress{10, Counted::kFiles, 0.1},
        Progress{11, Counted::kFiles}}) {
    const std::string shown = line.text(next, kStart + seconds(10), 80, Bar::kPlain);
    EXPECT_EQ(shown.find("/s"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("time left"), std::string::npos) << shown;
  }
}

TEST(ProgressLineTest, ItFitsEveryTerminal) {
  for (std::size_t columns = 20; columns <= 200; ++columns) {
    ProgressLine line;
    const Counted what = columns % 2 == 0 ? Counted::kBytes : Counted::kDocuments;
    const std::uint64_t most = std::uint64_t{1} << 50;
    line.text(progress_of(0, most, what), kStart, columns, Bar::kBold);
    const std::string shown = line.text(progress_of(most / 3, most, what),
                                        kStart + seconds(86'400), columns, Bar::kBold);
    EXPECT_LT(columns_of(shown), std::min<std::size_t>(columns, 80)) << shown;
    EXPECT_NE(shown.find("33%"), std::string::npos) << shown;
  }
}

TEST(ProgressLineTest, WhatAServerTellsComesAsItWas) {
  for (const Progress& each :
       {Progress{7, Counted::kBytes, 0.25}, Progress{1, Counted::kRecords}}) {
    const auto back = progress_from(progress_json(each));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->done, each.done);
    EXPECT_EQ(back->what, each.what);
    EXPECT_EQ(back->share, each.share);
  }
  for (const char* bad :
       {"7", "\"7 MiB\"", "{}", R"({"done":-1,"what":"bytes"})", R"({"done":1})",
        R"({"done":1,"what":"\u001b[2J"})", R"({"done":1.5,"what":"bytes"})"})
    EXPECT_FALSE(progress_from(*json_from_text(bad))) << bad;
  EXPECT_EQ(progress_from(*json_from_text(R"({"done":1,"what":"bytes","share":7})"))
                ->share.value(),
            1.0);
}

class ProgressTest : public TrialTest {
 protected:
  using Words = std::vector<std::string>;

  void SetUp() override {
    init();
    std::filesystem::create_directory(path("in"));
    for (int number = 1; number <= 3; ++number)
      test::write_file(path("in") / (kTitle + std::to_string(number) + ".png"),
                       small_page(number));
  }
  // What a person at a terminal sees; it must end well.
  std::string screen_of(Words words, const test::Environment& environment) const {
    words.insert(words.begin(), "tangthu");
    test::OnTerminal terminal(words, environment);
    EXPECT_EQ(terminal.ends(), 0) << words[1] << ": " << terminal.screen();
    return terminal.screen();
  }
  std::string screen_of(const Words& words) const {
    return screen_of(words, environment());
  }
  // The lines that were overwritten.
  static std::vector<std::string> lines_of(const std::string& screen) {
    std::vector<std::string> out;
    for (std::size_t at = screen.find(kErase); at != std::string::npos;) {
      at += kErase.size();
      const std::size_t end = std::min(screen.find(kErase, at), screen.size());
      const std::string line = screen.substr(at, end - at);
      if (line.find('\n') == std::string::npos && !line.empty()) out.push_back(line);
      at = screen.find(kErase, end);
    }
    return out;
  }
  static bool has_bar(const std::string& screen) {
    const auto lines = lines_of(screen);
    return std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
      return line.starts_with('[') && line.find('%') != std::string::npos;
    });
  }

  static inline const std::string kErase = "\r\x1B[K";
  static inline const std::string kTitle = "BiMatTenGoi";
};

TEST_F(ProgressTest, EveryLongCommandHasABar) {
  const std::string shred = (path("vault") / "shred").string();
  const std::string backup = path("backup").string();
  const std::string in = path("in").string();
  const Words commands[] = {
      {"ingest", in, "--level", "thuong"},
      {"ocr", in, "--out", path("text").string()},
      {"clean", in, "--out", path("clean").string()},
      {"reindex"},
      {"verify"},
      {"backup", backup},
      {"verify", "--backup", backup},
      {"rekey", "--labels"},
      {"rekey", "--barrier"},
  };
  for (const Words& words : commands) {
    const std::string screen = screen_of(words);
    if (words != Words{"rekey", "--labels"}) {  // nothing lies under an older key
      EXPECT_TRUE(has_bar(screen)) << words[0] << ": " << screen;
    }
    for (const std::string& line : lines_of(screen)) {
      EXPECT_LT(columns_of(line), 80U) << line;
      EXPECT_EQ(line.find(kTitle), std::string::npos) << line;
    }
    EXPECT_TRUE(screen_of([&] {
                  Words quiet = words;
                  quiet.insert(quiet.begin(), "--quiet");
                  return quiet;
                }())
                    .find(kErase) == std::string::npos)
        << words[0];
    Words json = words;
    json.insert(json.begin(), "--json");
    EXPECT_EQ(screen_of(json).find(kErase), std::string::npos) << words[0];
  }
  auto restored = environment();
  restored["TANGTHU_VAULT"] = path("restored").string();
  EXPECT_TRUE(has_bar(screen_of({"restore", backup, "--shred", shred, "--log",
                                 (path("vault") / "log").string(), "--accept-gap"},
                                restored)));
}

TEST_F(ProgressTest, WhileFilesAreReadTheRateAndTheTimeLeftAreShown) {
  make_samples("pages", {"--count", "4", "--seed", "11", "--grade", "clean", "--pages",
                         "single", "--level", "thuong", "--format", "png"});
  const std::string screen =
      screen_of({"--jobs", "1", "ingest", path("pages").string(), "--level", "thuong"});
  const auto lines = lines_of(screen);
  ASSERT_FALSE(lines.empty()) << screen;
  EXPECT_NE(lines.front().find("]  0%  0 pages"), std::string::npos) << lines.front();
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("%  ") != std::string::npos &&
           (line.find("/min") != std::string::npos ||
            line.find("/s") != std::string::npos) &&
           line.find("time left 0:") != std::string::npos;
  })) << screen;
}

TEST_F(ProgressTest, OfArchivesNobodyKnowsHowManyPagesCome) {
  ASSERT_EQ(test::run({"/usr/bin/env", "tar", "-C", path("in").string(), "-cf",
                       path("in.tar").string(), "."})
                .exit_code,
            0);
  const std::string screen =
      screen_of({"ingest", path("in.tar").string(), "--level", "thuong"});
  EXPECT_FALSE(lines_of(screen).empty());
  EXPECT_FALSE(has_bar(screen)) << screen;
}

TEST_F(ProgressTest, WithoutATerminalOrOnADumbOneNothingIsDrawn) {
  const auto shell = [&](const std::string& words) {
    test::OnTerminal terminal(
        {"/bin/sh", "-c",
         "exec env " + words + " " + (program_folder() / "tangthu").string() + " verify" +
             (words.empty() ? " 2> " + path("err").string() : "")},
        environment());
    EXPECT_EQ(terminal.ends(), 0) << terminal.screen();
    return terminal.screen();
  };
  EXPECT_EQ(shell("").find(kErase), std::string::npos);
  EXPECT_EQ(as_text(test::read_file(path("err"))).find('\r'), std::string_view::npos);
  EXPECT_EQ(shell("TERM=dumb").find('\r' + std::string("\x1B")), std::string::npos);
  EXPECT_TRUE(has_bar(shell("TERM=vt100")));
}

TEST_F(ProgressTest, ANarrowTerminalAndNoColorAreRespected) {
  make_samples("pages", {"--count", "3", "--seed", "12", "--grade", "clean", "--pages",
                         "single", "--format", "png"});
  const auto at = [&](const std::string& settings) {
    test::OnTerminal terminal(
        {"/bin/sh", "-c",
         "stty cols 60; exec env " + settings + " " +
             (program_folder() / "tangthu").string() + " --jobs 1 ocr " +
             path("pages").string() + " --out " + path("out").string()},
        environment());
    EXPECT_EQ(terminal.ends(), 0) << terminal.screen();
    return lines_of(terminal.screen());
  };
  const auto bold = at("TERM=xterm");
  const auto plain = at("NO_COLOR=1");
  for (const auto& lines : {bold, plain}) {
    ASSERT_FALSE(lines.empty());
    for (const std::string& line : lines)
      EXPECT_LT(columns_of(line), 60U) << line;
  }
  const auto has_code = [](const std::string& line) {
    return line.find('\x1B') != std::string::npos;
  };
  EXPECT_TRUE(std::any_of(bold.begin(), bold.end(), has_code));
  EXPECT_FALSE(std::any_of(plain.begin(), plain.end(), has_code));
}

}  // namespace
}  // namespace tangthu::cli
