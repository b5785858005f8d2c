// The clerk's work after recognition: what was read badly is listed, shown and settled.
#include <chrono>
#include <fstream>
#include <thread>

#include <signal.h>

#include "tests/cli/agency.h"
#include "tests/support/on_terminal.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

class ReviewTest : public TrialTest {
 protected:
  // One paper whose number and day are written by hand, more or less.
  std::string paper(const std::string& level = "mat", const std::string& seed = "9102") {
    make_samples("in", {"--count", "1", "--seed", seed, "--grade", "scan", "--type", "QĐ",
                        "--pages", "single", "--format", "png", "--level", "thuong"});
    const auto documents = ingest({path("in").string()}, level);
    return documents.empty() ? std::string() : documents[0]["id"].get<std::string>();
  }
  Json one(const std::vector<std::string>& words, const std::string& user = "lan") const {
    std::vector<std::string> with = words;
    with.insert(with.begin(), "--json");
    const auto ran = tangthu(with, user);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    const auto lines = json_lines(ran.out);
    EXPECT_EQ(lines.size(), 1U);
    return lines.empty() ? Json::object() : lines[0];
  }
  std::size_t hits(const std::string& query) const {
    return json_lines(tangthu({"--json", "search", query}).out).size();
  }
  std::string text_of(const std::string& id) const {
    return tangthu({"get", id, "--format", "text", "--out", "-", "--unmarked", "--reason",
                    "a test"})
        .out;
  }
  // Everything is in doubt below 1.
  std::vector<Json> queue(const std::string& user = "lan") const {
    return json_lines(tangthu({"--json", "review", "list", "--below", "1"}, user).out);
  }
};

TEST_F(ReviewTest, ItemsAreListedShownAndSettled) {
  init();
  const std::string id = paper();
  const auto listed = queue();
  ASSERT_FALSE(listed.empty());
  double last = 0;
  for (const Json& item : listed) {
    EXPECT_GE(item["confidence"], last) << "the worst first";
    last = item["confidence"];
    EXPECT_EQ(item["id"], id);
    EXPECT_EQ(item["level"], "mat");
  }
  const std::string number = id + "/number";
  const Json before = one({"review", "show", number, "--image", path("n.png").string()});
  EXPECT_EQ(as_text(test::read_file(path("n.png"))).substr(1, 3), "PNG");
  EXPECT_EQ(before["readings"], Json::array());
  EXPECT_EQ(tangthu({"review", "show", number, "--image", "-"}).out.substr(1, 3), "PNG");

  const Json fixed = one({"review", "fix", number, "40917"});
  EXPECT_EQ(fixed["changed"], true);
  EXPECT_EQ(fixed["in_text"], true);
  EXPECT_EQ(fixed["value"], "40917");
  EXPECT_EQ(one({"review", "fix", number, "40917"})["changed"], false);
  EXPECT_EQ(hits("number:40917"), 1U);
  EXPECT_NE(text_of(id).find("40917"), std::string::npos);
  const Json after = one({"review", "show", number});
  EXPECT_EQ(after["readings"].size(), 2U);
  EXPECT_EQ(after["readings"][0]["value"], before["value"]);
  EXPECT_EQ(after["readings"][1]["by"], "lan");
  EXPECT_EQ(one({"show", id})["fields"]["number"]["readings"].size(), 2U);
  for (const Json& item : queue())
    EXPECT_NE(item["item"], number);
  EXPECT_EQ(tangthu({"verify"}).exit_code, 0);
}

TEST_F(ReviewTest, WhatIsNoAnswerIsRefusedWithTheRemedy) {
  init();
  const std::string id = paper();
  const struct {
    std::vector<std::string> words;
    int code;
    std::string said;
  } kCases[] = {
      {{"review", "fix", id + "/number", "x8"}, 2, "digits"},
      {{"review", "fix", id + "/date", "31/2/2025"}, 2, "2025-01-16"},
      {{"review", "fix", id + "/number", "8", "--confirm"}, 2, "VALUE"},
      {{"review", "fix", id + "/number"}, 2, "VALUE"},
      {{"review", "fix", id + "/page-1", "Số"}, 2, "--text"},
      {{"review", "fix", id + "/level", "thuong"}, 2, "tangthu classify"},
      {{"review", "fix", id + "/level", "geheim"}, 2, "thuong"},
      {{"review", "fix", id + "/nombre", "8"}, 2, "ID/number"},
      {{"review", "show", "0123456789abcdefghjkmnpqrs/number"}, 3, "list"},
      {{"review", "show", id + "/page-2"}, 3, "show"},
      {{"review", "fix"}, 2, "--from"},  // nobody to ask
      {{"review"}, 2, ""},
  };
  for (const auto& [words, code, said] : kCases) {
    const auto ran = tangthu(words);
    EXPECT_EQ(ran.exit_code, code) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find(said), std::string::npos) << ran.err;
  }
}

TEST_F(ReviewTest, ATableSettlesManyAndNamesThoseThatItCant) {
  init();
  const std::string id = paper();
  std::ofstream(path("t.csv")) << "\xEF\xBB\xBF" << id << "/number,77001\r\n"
                               << id << "/date,\"5/3/2020\"\n"
                               << id << "/symbol,=\n"
                               << id << "/signer,\"Nguyễn \"\"Văn\"\" An\"\n"
                               << id << "/urgency,-\n"
                               << id << "/agency,\n"
                               << "\n";
  const auto good =
      tangthu({"--json", "review", "fix", "--from", path("t.csv").string()});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_EQ(json_lines(good.out).size(), 5U);
  const Json fields = one({"show", id})["fields"];
  EXPECT_EQ(fields["number"]["value"], "77001");
  EXPECT_EQ(fields["date"]["value"], "2020-03-05");
  EXPECT_EQ(fields["signer"]["value"], "Nguyễn \"Văn\" An");
  EXPECT_EQ(fields["urgency"]["value"], nullptr);
  EXPECT_NE(text_of(id).find("ngày 05 tháng 3 năm 2020"), std::string::npos);

  std::ofstream(path("t.csv")) << id << "/number,x\n"
                               << "0123456789abcdefghjkmnpqrs/number,5\n"
                               << id << "/number,\"5\n"
                               << id << "/number,77002\n";
  const auto some = tangthu({"review", "fix", "--from", path("t.csv").string()});
  EXPECT_EQ(some.exit_code, 9);
  for (const char* line : {"line 1", "line 2", "line 3"})
    EXPECT_NE(some.err.find(line), std::string::npos) << some.err;
  EXPECT_EQ(some.err.find("line 4"), std::string::npos);
  EXPECT_EQ(one({"show", id})["fields"]["number"]["value"], "77002");
}

TEST_F(ReviewTest, APageIsTypedAnew) {
  init();
  const std::string id = paper();
  std::string text = text_of(id);
  const std::size_t end = text.find('\n');
  ASSERT_NE(end, std::string::npos);
  text.insert(end, " Thạch Lâm Cốc");
  std::ofstream(path("p.txt")) << text;
  const Json fixed =
      one({"review", "fix", id + "/page-1", "--text", path("p.txt").string()});
  EXPECT_EQ(fixed["changed"], true);
  EXPECT_EQ(text_of(id), text);
  EXPECT_EQ(hits("\"thạch lâm cốc\""), 1U);
}

TEST_F(ReviewTest, AClerkGoesThroughTheQueueOnATerminal) {
  init();
  const std::string id = paper();
  ASSERT_EQ(tangthu({"review", "fix", id + "/number", "1"}).exit_code, 0);
  test::OnTerminal clerk({"tangthu", "review", "fix", "--below", "1", "--limit", "3",
                          "--image", path("now.png").string()},
                         environment());
  ASSERT_TRUE(clerk.shows("[1/3] ")) << clerk.screen();
  ASSERT_TRUE(clerk.shows("q: stop) "));
  EXPECT_EQ(as_text(test::read_file(path("now.png"))).substr(1, 3), "PNG");
  clerk.type("s\n");
  ASSERT_TRUE(clerk.shows("[2/3] ")) << clerk.screen();
  ASSERT_TRUE(clerk.shows("q: stop) "));
  clerk.type("\n");
  ASSERT_TRUE(clerk.shows("[3/3] ")) << clerk.screen();
  ASSERT_TRUE(clerk.shows("q: stop) "));
  clerk.type("q\n");
  EXPECT_EQ(clerk.ends(), 0) << clerk.screen();
  EXPECT_NE(clerk.screen().find("1/3"), std::string::npos);
  EXPECT_FALSE(fs::exists(path("now.png"))) << "the last place is not left behind";
}

TEST_F(ReviewTest, ABadAnswerIsAskedAgainAndCtrlCKeepsTheRest) {
  init();
  const std::string id = paper();
  test::OnTerminal clerk(
      {"tangthu", "review", "fix", "--below", "1.0", "--field", "number"}, environment());
  ASSERT_TRUE(clerk.shows("q: stop) ")) << clerk.screen();
  clerk.type("x8\n");
  ASSERT_TRUE(clerk.shows("digits")) << clerk.screen();
  ASSERT_TRUE(clerk.shows("q: stop) "));
  clerk.type("8123\n");
  EXPECT_EQ(clerk.ends(), 0) << clerk.screen();
  EXPECT_EQ(hits("number:8123"), 1U);
  test::OnTerminal again({"tangthu", "review", "fix", "--below", "1"}, environment());
  ASSERT_TRUE(again.shows("q: stop) ")) << again.screen();
  again.type("\x03");
  EXPECT_EQ(again.ends(), 130) << again.screen();
}

// Killed anywhere: number, text, copy and index are of one answer.
TEST_F(ReviewTest, AKilledCorrectionIsWholeOrWasNever) {
  init();
  const std::string id = paper();
  ASSERT_EQ(tangthu({"review", "fix", id + "/number", "30000"}).exit_code, 0);
  for (int round = 1; round <= 8; ++round) {
    {
      std::ofstream table(path("t.csv"));
      for (int i = 0; i < 300; ++i)
        table << id << "/number," << 30000 + round * 500 + i << "\n";
    }
    test::Started clerk({"tangthu", "review", "fix", "--from", path("t.csv").string()},
                        environment());
    std::this_thread::sleep_for(std::chrono::milliseconds(250 + 37 * round));
    clerk.kill();
    clerk.wait();
    const Json shown = one({"review", "show", id + "/number"});
    const auto value = shown["value"].get<std::string>();
    const std::string where = "round " + std::to_string(round) + ", " + value;
    EXPECT_EQ(shown["words"].get<std::string>().find(value) != std::string::npos, true)
        << where << ": " << shown["words"];
    EXPECT_EQ(hits("number:" + value), 1U) << where;
    EXPECT_EQ(hits(value), 1U) << where;
    ASSERT_EQ(tangthu({"get", id, "--out", path("a.pdf").string()}).exit_code, 0);
    const auto pdf = test::run({"/usr/bin/pdftotext", path("a.pdf").string(), "-"}, {});
    EXPECT_NE(pdf.out.find(value), std::string::npos) << where;
    EXPECT_EQ(json_lines(tangthu({"--json", "list"}).out).size(), 1U) << where;
  }
  EXPECT_EQ(tangthu({"review", "fix", id + "/number", "7"}).exit_code, 0);
  EXPECT_EQ(tangthu({"verify"}).exit_code, 0);
}

TEST_F(ReviewTest, ItemsAboveOnesClearanceLookAbsent) {
  init();
  add_user("mai", "thuong");
  const std::string id = paper("toi-mat");
  EXPECT_FALSE(queue().empty());
  const auto listed = tangthu({"review", "list", "--below", "1"}, "mai");
  EXPECT_EQ(listed.out, "");
  EXPECT_NE(listed.err.find("0/0"), std::string::npos);
  const std::string absent = "0123456789abcdefghjkmnpqrs";
  for (const auto& words : {std::vector<std::string>{"review", "show"},
                            {"review", "fix", "--confirm"},
                            {"review", "fix", "--none"}}) {
    const auto ask = [&](const std::string& document) {
      std::vector<std::string> command = words;
      command.push_back(document + "/number");
      auto ran = tangthu(command, "mai");
      const auto at = ran.err.find(document);
      if (at != std::string::npos) ran.err.replace(at, document.size(), "ID");
      return ran;
    };
    EXPECT_EQ(ask(id).exit_code, 3);
    EXPECT_EQ(ask(id).err, ask(absent).err);
  }
}

// Roles apart: a reader sees what waits for somebody, an archivist settles it, and a
// level takes two officers.
class ReviewByRolesTest : public AgencyTest {};

TEST_F(ReviewByRolesTest, AReaderSettlesNothingAndALevelTakesTwoOfficers) {
  found();
  unseal();
  add_person("tho", {"archivist"});
  add_person("doc", {"reader"});
  for (const char* user : {"tho", "doc", "binh", "chi"})
    by_both_officers({"grant", user, "--level", "tuyet-mat"});
  make_samples("in", {"--count", "1", "--seed", "9102", "--grade", "scan", "--type", "QĐ",
                      "--pages", "single", "--format", "png", "--level", "thuong"});
  const Json taken = done({"ingest", path("in").string(), "--level", "mat"}, "tho");
  const auto id = taken["id"].get<std::string>();
  confirm_scan(id);
  EXPECT_EQ(exit_of({"review", "show", id + "/number"}, "doc"), 0);
  EXPECT_EQ(exit_of({"review", "fix", id + "/number", "12"}, "doc"), 3);
  EXPECT_EQ(exit_of({"review", "fix", id + "/number", "12"}, "binh"), 3);
  EXPECT_EQ(exit_of({"review", "fix", id + "/number", "12"}, "an"), 3);
  EXPECT_EQ(done({"review", "fix", id + "/number", "12"}, "tho")["value"], "12");
  const Json raised = done({"review", "fix", id + "/level", "toi-mat"}, "tho");
  EXPECT_EQ(raised["done"], false);
  EXPECT_EQ(done({"show", id}, "tho")["level"], "mat");
  const auto request = raised["request"].get<std::string>();
  EXPECT_EQ(done({"approve", request}, "binh")["done"], false);
  EXPECT_EQ(done({"approve", request}, "chi")["done"], true);
  EXPECT_EQ(done({"show", id}, "tho")["level"], "toi-mat");
  EXPECT_EQ(done({"review", "fix", id + "/level", "--confirm"}, "tho")["changed"], true);
  const auto log = tangthu({"--json", "audit", "list"}, "kiem");
  EXPECT_NE(log.out.find("\"item\":\"number\""), std::string::npos) << log.out;
  EXPECT_NE(log.out.find("\"revise\""), std::string::npos);
}

}  // namespace
}  // namespace tangthu::cli
