// The main job: paper in, found, out again.
#include "tests/cli/trial.h"
#include "tests/support/on_terminal.h"

namespace tangthu::cli {
namespace {

class ArchiveTest : public TrialTest {
 protected:
  void SetUp() override {
    init();
    make_samples("in", {"--count", "3", "--seed", "11", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong", "--plant",
                        "Khu Rừng Cấm Thạch Lâm"});
  }
};

TEST_F(ArchiveTest, PagesAreFoundWithMarksWithoutAndByPhrase) {
  const auto documents = ingest({path("in").string()}, "thuong");
  ASSERT_EQ(documents.size(), 3U);
  for (const char* query :
       {"Thạch Lâm", "thach lam", "\"khu rừng cấm\"", "\"khu rung cam\""}) {
    const auto ran = tangthu({"--json", "search", query});
    EXPECT_EQ(ran.exit_code, 0);
    const auto hits = json_lines(ran.out);
    EXPECT_EQ(hits.size(), 3U) << query;
    for (const Json& hit : hits) {
      EXPECT_TRUE(hit.contains("id") && hit.contains("score") && hit.contains("level") &&
                  hit.contains("pages") && hit.contains("snippet") &&
                  hit.contains("fields"));
      EXPECT_NE(hit["snippet"].get<std::string>().find("Thạch Lâm"), std::string::npos);
    }
  }
  EXPECT_TRUE(json_lines(tangthu({"--json", "search", "khôngcótừnày"}).out).empty());
  const auto misspelt = tangthu({"--json", "search", "Thacch"});
  EXPECT_TRUE(json_lines(misspelt.out).empty());
  EXPECT_NE(misspelt.err.find("thạch"), std::string::npos) << misspelt.err;
}

TEST_F(ArchiveTest, MergedAndRebuiltTheIndexGivesTheSameAnswers) {
  const auto documents = ingest({path("in").string()}, "thuong");
  const auto answer = [&] { return tangthu({"--json", "search", "thach lam"}).out; };
  const std::string before = answer();
  ASSERT_EQ(json_lines(before).size(), 3U);
  const auto merged = tangthu({"--json", "reindex", "--merge"});
  EXPECT_EQ(merged.exit_code, 0) << merged.err;
  EXPECT_EQ(json_lines(merged.out).at(0)["merged"], 3);
  EXPECT_EQ(answer(), before);
  const auto rebuilt = tangthu({"--json", "reindex"});
  EXPECT_EQ(rebuilt.exit_code, 0) << rebuilt.err;
  EXPECT_EQ(json_lines(rebuilt.out).at(0)["documents"], 3);
  EXPECT_EQ(answer(), before);
  const std::string id = documents[0]["id"];
  EXPECT_EQ(tangthu({"destroy", id, "--decision", "1/QĐ", "--yes"}).exit_code, 0);
  EXPECT_EQ(json_lines(answer()).size(), 2U);
  EXPECT_EQ(tangthu({"verify"}).exit_code, 0);
}

TEST_F(ArchiveTest, MatchesAreBoldForThoseWhoWantIt) {
  ingest({path("in").string()}, "thuong");
  auto words = environment("lan");
  words["TERM"] = "xterm";
  words.erase("NO_COLOR");
  test::OnTerminal bold({"tangthu", "search", "thach lam"}, words);
  EXPECT_EQ(bold.ends(), 0) << bold.screen();
  EXPECT_NE(bold.screen().find("\x1B[1mThạch\x1B[0m"), std::string::npos)
      << bold.screen();
  words["NO_COLOR"] = "1";
  test::OnTerminal plain({"tangthu", "search", "thach lam"}, words);
  EXPECT_EQ(plain.ends(), 0);
  EXPECT_NE(plain.screen().find("Thạch"), std::string::npos);
  EXPECT_EQ(plain.screen().find('\x1B'), std::string::npos);
}

TEST_F(ArchiveTest, EveryFormOfADocumentComesOut) {
  std::filesystem::path image;
  for (const auto& each : std::filesystem::directory_iterator(path("in"))) {
    if (each.path().extension() == ".png") image = each.path();
  }
  const auto documents = ingest({image.string()}, "mat");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0]["level"], "mat");
  EXPECT_EQ(documents[0]["pages"], 1);
  const std::string id = documents[0]["id"];

  EXPECT_EQ(tangthu({"get", id, "--out", path("a.pdf").string()}).exit_code, 0);
  EXPECT_EQ(as_text(test::read_file(path("a.pdf"))).substr(0, 5), "%PDF-");
  const std::string stamped = path("b.pdf").string();
  EXPECT_EQ(
      tangthu({"get", id, "--out", stamped, "--stamp-line", "Bản số hóa"}).exit_code, 0);
  EXPECT_NE(test::read_file(stamped), test::read_file(path("a.pdf")));
  EXPECT_EQ(tangthu({"get", id, "--out", path("n.txt").string(), "--format", "text",
                     "--stamp-line", "Bản số hóa"})
                .exit_code,
            2);
  EXPECT_EQ(tangthu({"get", id, "--out", path("m.png").string(), "--format", "master",
                     "--unmarked", "--reason", "a test"})
                .exit_code,
            0);
  EXPECT_EQ(test::read_file(path("m.png")), test::read_file(image))
      << "the master is untouched";
  EXPECT_EQ(tangthu({"get", id, "--out", path("t.txt").string(), "--format", "text",
                     "--page", "1", "--unmarked", "--reason", "a test"})
                .exit_code,
            0);
  EXPECT_NE(as_text(test::read_file(path("t.txt"))).find("Thạch Lâm"),
            std::string_view::npos);
  EXPECT_EQ(tangthu({"get", id, "--out", path("x").string(), "--page", "9"}).exit_code,
            3);
  EXPECT_FALSE(std::filesystem::exists(path("x")));

  const auto shown = json_lines(tangthu({"--json", "show", id}).out);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0]["id"], id);
  const auto got =
      json_lines(tangthu({"--json", "get", id, "--out", path("b.pdf").string()}).out);
  ASSERT_EQ(got.size(), 1U);
  EXPECT_EQ(got[0]["file"], path("b.pdf").string());
}

TEST_F(ArchiveTest, ADocumentAboveOnesClearanceLooksAbsent) {
  add_user("mai", "thuong");
  const auto documents = ingest({path("in").string()}, "toi-mat");
  ASSERT_FALSE(documents.empty());
  const std::string secret = documents[0]["id"];
  const std::string absent = "0123456789abcdefghjkmnpqrs";
  for (const auto& words :
       {std::vector<std::string>{"show"}, {"get", "--out", path("x").string()}}) {
    const auto ask = [&](const std::string& id) {
      std::vector<std::string> command = words;
      command.push_back(id);
      auto ran = tangthu(command, "mai");
      const auto at = ran.err.find(id);
      if (at != std::string::npos) ran.err.replace(at, id.size(), "ID");
      return ran;
    };
    EXPECT_EQ(ask(secret).exit_code, 3);
    EXPECT_EQ(ask(absent).exit_code, 3);
    EXPECT_EQ(ask(secret).err, ask(absent).err);
    EXPECT_EQ(ask(secret).out, ask(absent).out);
  }
  EXPECT_TRUE(json_lines(tangthu({"--json", "search", "Thạch Lâm"}, "mai").out).empty());
  EXPECT_TRUE(json_lines(tangthu({"--json", "list"}, "mai").out).empty());
  EXPECT_EQ(json_lines(tangthu({"--json", "search", "Thạch Lâm"}).out).size(), 3U);
}

TEST_F(ArchiveTest, ASecrecyStampRaisesTheLevel) {
  make_samples("secret", {"--count", "2", "--seed", "5", "--grade", "clean", "--pages",
                          "single", "--format", "png", "--level", "toi-mat"});
  for (const Json& document : ingest({path("secret").string()}, "thuong")) {
    EXPECT_EQ(document["level"], "toi-mat");
    EXPECT_EQ(document["warnings"][0], "level-raised-by-stamp");
  }
}

TEST_F(ArchiveTest, ListsAndHitsOfTopSecretsShowNoSubject) {
  const auto documents = ingest({path("in").string()}, "tuyet-mat");
  for (const auto& ran :
       {tangthu({"--json", "list"}), tangthu({"--json", "search", "Thạch Lâm"})}) {
    const auto lines = json_lines(ran.out);
    EXPECT_EQ(lines.size(), documents.size());
    for (const Json& line : lines) {
      EXPECT_FALSE(line["fields"].contains("subject"));
      EXPECT_EQ(line.value("snippet", ""), "");
      EXPECT_TRUE(line.value("boxes", Json::array()).empty());
    }
  }
}

TEST_F(ArchiveTest, ASearchTellsHowManyOfWhichKindAndWhereTheWordsStand) {
  ingest({path("in").string()}, "thuong");
  const auto first = tangthu({"search", "thach lam", "--limit", "2", "--facets"});
  EXPECT_NE(first.err.find("1–2 of 3"), std::string::npos) << first.err;
  EXPECT_NE(first.out.find("Types\n"), std::string::npos) << first.out;
  const auto second = tangthu({"search", "thach lam", "--limit", "2", "--page", "2"});
  EXPECT_NE(second.err.find("3–3 of 3"), std::string::npos) << second.err;
  EXPECT_EQ(tangthu({"search", "thach lam", "--page", "0"}).exit_code, 2);

  const auto lines = json_lines(tangthu({"--json", "search", "thach lam", "--page", "2",
                                         "--limit", "2", "--facets"})
                                    .out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["position"], 3);
  EXPECT_EQ(lines[0]["total"], 3);
  const Json& page = lines[0]["boxes"].at(0);
  EXPECT_EQ(page["page"], lines[0]["pages"].at(0));
  EXPECT_EQ(page["words"].size() % 2, 0U) << page;
  for (const Json& word : page["words"]) {
    EXPECT_GT(word["box"].at(2), 10);
    EXPECT_GT(word["box"].at(3), 10);
  }
  const auto without = json_lines(tangthu({"--json", "search", "thach lam", "--page", "2",
                                           "--limit", "2", "--no-boxes"})
                                      .out);
  ASSERT_EQ(without.size(), 1U);
  EXPECT_EQ(without[0]["boxes"], Json::array());
  EXPECT_EQ(without[0]["snippet"], lines[0]["snippet"]);
  EXPECT_EQ(lines[1]["total"], 3);
  for (const char* name : {"type", "agency", "year"}) {
    int sum = 0;
    for (const Json& value : lines[1]["facets"][name])
      sum += value["count"].get<int>();
    EXPECT_EQ(sum, 3) << name;
  }
}

TEST_F(ArchiveTest, FiltersNarrowTheList) {
  ingest({path("in").string()}, "thuong");
  const auto all = json_lines(tangthu({"--json", "list"}).out);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(json_lines(tangthu({"--json", "list", "--level", "mat"}).out).empty());
  EXPECT_TRUE(
      json_lines(tangthu({"--json", "list", "--from", "2999-01-01"}).out).empty());
  EXPECT_EQ(tangthu({"list", "--from", "hôm qua"}).exit_code, 2);
}

TEST_F(ArchiveTest, ScanningThroughSaneGivesOneDocument) {
  const auto ran = tangthu({"scan", "--json", "--level", "thuong", "--device", "test:0",
                            "--source", "adf", "--resolution", "50", "--option",
                            "test-picture=Grid", "--option", "mode=Gray"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto documents = json_lines(ran.out);
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_EQ(documents[0]["pages"], 10);
  const std::string id = documents[0]["id"];
  EXPECT_EQ(tangthu({"get", id, "--format", "master", "--page", "10", "--out",
                     path("ten.png").string()})
                .exit_code,
            0);
  EXPECT_EQ(
      tangthu({"get", id, "--format", "master", "--out", path("all").string()}).exit_code,
      2);
}

TEST_F(ArchiveTest, APageOnTheVirtualScannerIsReadAndFound) {
  make_samples("paper",
               {"--count", "1", "--seed", "4", "--grade", "scan", "--pages", "single",
                "--format", "pdf", "--level", "thuong", "--plant", "Suối Đá Trắng"});
  std::filesystem::path pdf;
  for (const auto& entry : std::filesystem::directory_iterator(path("paper"))) {
    if (entry.path().extension() == ".pdf") pdf = entry.path();
  }
  ASSERT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "300", "-singlefile", pdf.string(),
                       path("paper/page").string()})
                .exit_code,
            0);
  const auto ran =
      tangthu({"scan", "--json", "--level", "thuong", "--device", "pnm:0", "--resolution",
               "300", "--option", "filename=" + path("paper/page.ppm").string()});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  ASSERT_EQ(json_lines(ran.out).size(), 1U);
  EXPECT_EQ(json_lines(tangthu({"--json", "search", "suoi da trang"}).out).size(), 1U);
}

TEST_F(ArchiveTest, VerifyNeedsNoPassphraseAndNamesAFlippedBit) {
  ingest({path("in").string()}, "thuong");
  const test::Environment keyless = {{"TANGTHU_VAULT", path("vault").string()}};
  const auto good = test::run({"tangthu", "--json", "verify"}, keyless);
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_EQ(json_lines(good.out).at(0)["documents"], 3);

  const auto found = tangthu({"--json", "verify", "--index"});
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_EQ(json_lines(found.out).at(0)["unindexed"], 0);
  EXPECT_EQ(test::run({"tangthu", "verify", "--index"}, keyless).exit_code, 2);

  // Flip a bit in the middle of the largest file of the store.
  std::filesystem::path largest;
  for (const auto& entry : std::filesystem::directory_iterator(path("vault") / "store")) {
    if (!entry.is_regular_file()) continue;
    if (largest.empty() || entry.file_size() > std::filesystem::file_size(largest)) {
      largest = entry.path();
    }
  }
  Bytes bytes = test::read_file(largest);
  bytes[bytes.size() / 2] ^= 1;
  test::write_file(largest, bytes);
  EXPECT_EQ(test::run({"tangthu", "verify"}, keyless).exit_code, 7);
}

}  // namespace
}  // namespace tangthu::cli
