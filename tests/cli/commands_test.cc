// Options, exit codes and output forms.
#include "tests/cli/trial.h"
#include "tests/support/json_schema.h"

namespace tangthu::cli {
namespace {

using CommandsTest = TrialTest;

TEST_F(CommandsTest, AWrongPassphraseAndAnUnknownUserEndInSix) {
  init();
  write_passphrase("mai");
  const auto wrong = test::run({"tangthu", "list"},
                               {{"TANGTHU_VAULT", path("vault").string()},
                                {"TANGTHU_USER", "lan"},
                                {"TANGTHU_PASSPHRASE_FILE", path("mai.pass").string()}});
  const auto unknown = tangthu({"list"}, "mai");
  EXPECT_EQ(wrong.exit_code, 6);
  EXPECT_EQ(unknown.exit_code, 6);
  EXPECT_EQ(wrong.err, unknown.err);
}

TEST_F(CommandsTest, BadUsageEndsInTwoAndSaysWhatToDo) {
  init();
  for (const auto& words :
       std::vector<std::vector<std::string>>{{},
                                             {"nosuch"},
                                             {"ingest"},
                                             {"ingest", "x.png", "--level", "secret"},
                                             {"--jobs", "0", "list"},
                                             {"search", "\"unfinished"},
                                             {"get", "0123456789abcdefghjkmnpqrs"}}) {
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, 2) << (words.empty() ? "" : words[0]) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err, "");
  }
}

TEST_F(CommandsTest, WithoutAVaultTheRemedyIsNamed) {
  write_passphrase("lan");
  const auto ran = tangthu({"list"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("tangthu init"), std::string::npos);
}

TEST_F(CommandsTest, WithoutATerminalOrAFileNobodyIsAsked) {
  init();
  const auto ran =
      test::run({"tangthu", "list"}, {{"TANGTHU_VAULT", path("vault").string()}});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("--passphrase-file"), std::string::npos);
}

TEST_F(CommandsTest, EveryCommandSpeaksJsonLineByLine) {
  write_passphrase("lan");
  EXPECT_EQ(json_lines(tangthu({"--json", "init"}).out).size(), 1U);
  write_passphrase("mai");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--json", "status"},
           {"status", "--json"},
           {"--json", "verify"},
           {"--json", "user", "add", "mai", "--new-passphrase-file",
            path("mai.pass").string()},
           {"--json", "grant", "mai", "--level", "mat"},
           {"--json", "user", "list"},
           {"--json", "help", "exit-codes"}}) {
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, 0) << words[1] << ran.err;
    EXPECT_FALSE(json_lines(ran.out).empty()) << words[1];
  }
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--json", "list"}, {"--json", "search", "gì cũng được"}}) {
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_EQ(ran.out, "");
  }
}

TEST_F(CommandsTest, StatusSaysThatATrialVaultIsOne) {
  init();
  const auto status = json_lines(tangthu({"--json", "status"}).out).at(0);
  EXPECT_EQ(status["profile"], "single");
  EXPECT_EQ(status["trial"], true);
  EXPECT_EQ(status["documents"], 0);
  EXPECT_NE(tangthu({"status"}).out.find("trial"), std::string::npos);
}

TEST_F(CommandsTest, MessagesComeInVietnameseByLocale) {
  init();
  auto vietnamese = environment();
  vietnamese["LC_ALL"] = "vi_VN.UTF-8";
  vietnamese["TANGTHU_USER"] = "khongai";
  const auto ran = test::run({"tangthu", "list"}, vietnamese);
  EXPECT_EQ(ran.exit_code, 6);
  EXPECT_NE(ran.err.find("mật khẩu"), std::string::npos) << ran.err;
}

TEST_F(CommandsTest, OcrWritesTextJsonAndPdf) {
  make_samples("in", {"--count", "1", "--seed", "3", "--grade", "clean", "--pages",
                      "single", "--format", "png", "--level", "thuong"});
  const auto ran = test::run({"tangthu", "--json", "ocr", path("in").string(), "--out",
                              path("out").string(), "--pdf", "--format", "hocr,alto"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 1U);
  const Json json = Json::parse(test::read_file(lines[0]["json"].get<std::string>()));
  EXPECT_EQ(json["level"], "thuong");
  EXPECT_EQ(json["pages"].size(), 1U);
  const Json& page = json["pages"][0];
  EXPECT_EQ(page["number"], 1);
  EXPECT_GT(page["lines"].size(), 10U);
  for (const Json& line : page["lines"]) {
    EXPECT_EQ(line["box"].size(), 4U);
    for (const Json& word : line["words"]) {
      EXPECT_GE(word["confidence"].get<double>(), 0.0);
      EXPECT_LE(word["confidence"].get<double>(), 1.0);
    }
  }
  EXPECT_EQ(json["fields"]["type"].size(), 4U);
  EXPECT_TRUE(std::filesystem::exists(lines[0]["pdf"].get<std::string>()));
  tests::JsonSchema schema(
      Json::parse(test::read_file(TANGTHU_SOURCE_DIR "/docs/ocr.schema.json")));
  EXPECT_EQ(schema.findings(json), std::vector<std::string>{});
  for (const char* format : {"hocr", "alto"}) {
    const auto file = lines[0][format].get<std::string>();
    EXPECT_EQ(test::run({"/usr/bin/xmllint", "--noout", "--nonet", file}).exit_code, 0);
  }
}

TEST_F(CommandsTest, OcrRefusesAFormatItDoesNotKnow) {
  EXPECT_EQ(tangthu({"ocr", path("in").string(), "--out", path("out").string(),
                     "--format", "docx"})
                .exit_code,
            2);
}

TEST_F(CommandsTest, BothEnginesWriteTheSameText) {
  make_samples("in", {"--count", "1", "--seed", "4", "--grade", "scan", "--pages",
                      "single", "--format", "png"});
  std::vector<std::string> texts;
  for (const char* engine : {"tesseract", "fast"}) {
    const auto ran = test::run({"tangthu", "--json", "ocr", path("in").string(),
                                "--engine", engine, "--out", path(engine).string()});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.err.find("Tesseract"), std::string::npos) << ran.err;
    const auto lines = json_lines(ran.out);
    texts.emplace_back(as_text(test::read_file(lines.at(0)["text"].get<std::string>())));
  }
  EXPECT_FALSE(texts[0].empty());
  EXPECT_EQ(texts[0], texts[1]);
}

// A model that the fast reader can't read: who reads is said.
TEST_F(CommandsTest, TesseractReadsWhatTheFastReaderDoesNotKnow) {
  const auto ran = tangthu({"ocr", path("in").string(), "--engine", "fast", "--language",
                            "osd", "--out", path("out").string()});
  EXPECT_NE(ran.err.find("Tesseract reads instead"), std::string::npos) << ran.err;
  EXPECT_EQ(tangthu({"ocr", path("in").string(), "--engine", "faster", "--out",
                     path("out").string()})
                .exit_code,
            2);
}

TEST_F(CommandsTest, CleanWritesOneImageAPage) {
  make_samples("in", {"--count", "1", "--seed", "3", "--grade", "scan", "--pages",
                      "single", "--format", "png"});
  const auto ran = test::run(
      {"tangthu", "--json", "clean", path("in").string(), "--out", path("out").string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto lines = json_lines(ran.out);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(std::filesystem::exists(lines[0]["image"].get<std::string>()));
}

}  // namespace
}  // namespace tangthu::cli
