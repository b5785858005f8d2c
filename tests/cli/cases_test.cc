// Decisions and cases through the command line: who may do what, in which order, and what
// becomes of it.
#include <fstream>
#include <sstream>

#include "base/date.h"
#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

const std::string kToday = format_date(viet_nam_day(now_utc()));

class CasesTest : public AgencyTest {
 protected:
  void SetUp() override {
    found();
    unseal();
    for (const char* officer : {"binh", "chi"})
      by_both_officers({"grant", officer, "--level", "tuyet-mat"});
    add_person("luu", {"archivist"});
    add_person("doc", {"reader"});
    by_both_officers({"grant", "luu", "--level", "toi-mat"});
    by_both_officers({"grant", "doc", "--level", "toi-mat"});
    make_samples("in", {"--count", "1", "--seed", "5", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
    const auto ran =
        tangthu({"--json", "ingest", path("in").string(), "--level", "toi-mat"}, "luu");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    id_ = json_lines(ran.out).at(0)["id"];
    confirm_scan(id_);
  }
  int exit_of(std::vector<std::string> words, const std::string& user) const {
    return tangthu(words, user).exit_code;
  }
  std::string ask(const std::string& user, const std::string& copies = "3") const {
    return done({"copy", "request", id_, "--copies", copies, "--form", "sao", "--to",
                 "Sở Nội vụ", "--reason", "họp"},
                user)["case"];
  }
  std::vector<std::string> approval(const std::string& id,
                                    const std::string& copies) const {
    return {"copy",       "approve",    id,          "--copies", copies,
            "--decision", "12/QĐ-UBND", "--decided", kToday};
  }
  void appoint(const std::string& user, const std::string& position) const {
    by_both_officers({"office", "appoint", "--user", user, "--position", position,
                      "--unit", "Sở Nội vụ", "--from", "2026-01-01", "--decision", "1/QĐ",
                      "--decided", "2026-01-01"});
  }
  std::string state(const std::string& group, const std::string& id) const {
    return done({group, "case", id}, "binh")["state"];
  }
  std::string id_;
};

TEST_F(CasesTest, CopiesAreAskedForApprovedByAnOfficeAndMadeInOrder) {
  const std::string id = ask("doc");
  EXPECT_EQ(exit_of(approval(id, "3"), "binh"), 3) << "he holds no office";
  appoint("binh", "division-head");
  EXPECT_EQ(exit_of(approval(id, "3"), "binh"), 3) << "not for this level";
  appoint("binh", "department-head");
  EXPECT_EQ(exit_of(approval(id, "4"), "binh"), 2) << "more than were asked for";
  EXPECT_EQ(exit_of({"copy", "execute", id, "--copies", "1", "--on", kToday}, "luu"), 2)
      << "not approved yet";
  EXPECT_EQ(done(approval(id, "2"), "binh")["state"], "approved");
  EXPECT_EQ(exit_of(approval(id, "2"), "binh"), 2) << "once";
  EXPECT_EQ(exit_of({"copy", "execute", id, "--copies", "3", "--on", kToday}, "luu"), 2);
  EXPECT_EQ(
      exit_of({"copy", "execute", id, "--copies", "2", "--on", "2999-01-01"}, "luu"), 2);
  const auto copy = [&](const std::string& quantity) {
    return std::vector<std::string>{"get",        id_, "--out",      path("x.pdf"),
                                    "--approval", id,  "--quantity", quantity};
  };
  EXPECT_EQ(exit_of(copy("3"), "luu"), 2) << "two were approved";
  EXPECT_EQ(done(copy("2"), "luu")["copy"]["number"], 1);
  EXPECT_EQ(exit_of(copy("1"), "luu"), 2) << "none is left";
  const auto copies = json_lines(tangthu({"--json", "copy", "list"}, "luu").out);
  EXPECT_EQ(copies.at(0)["approval"], "12/QĐ-UBND");
  EXPECT_EQ(copies.at(0)["authority"], "binh");
  EXPECT_EQ(copies.at(0)["recipients"], "Sở Nội vụ");
  done({"copy", "execute", id, "--copies", "2", "--on", kToday}, "luu");
  done({"copy", "register", id, "--numbers", "1-2"}, "luu");
  done({"copy", "mark", id}, "luu");
  done({"copy", "issue", id, "--numbers", "1", "--to", "Sở Nội vụ", "--on", kToday},
       "luu");
  done({"copy", "destroy-surplus", id, "--copies", "1", "--on", kToday, "--witness",
        "chi"},
       "luu");
  EXPECT_EQ(state("copy", id), "surplus-destroyed");
  const Json shown = done({"copy", "case", id}, "doc");
  EXPECT_EQ(shown["level"], "toi-mat");
  EXPECT_EQ(shown["acts"].size(), 7U);
  EXPECT_EQ(shown["next"], Json::array());
  const auto open = tangthu({"--json", "copy", "cases"}, "doc");
  EXPECT_EQ(open.out, "") << "it has ended";
  EXPECT_EQ(exit_of({"verify"}, "an"), 0);
}

TEST_F(CasesTest, NobodyApprovesHisOwnAndADeputyPassesNothingOn) {
  appoint("binh", "department-head");
  EXPECT_EQ(exit_of(approval(ask("binh"), "1"), "binh"), 2) << "his own request";
  const std::string id = ask("doc");
  EXPECT_EQ(exit_of(approval(id, "1"), "chi"), 3);
  const std::vector<std::string> by_binh = {
      "office", "delegate", "--user",     "chi",        "--level", "toi-mat",   "--from",
      kToday,   "--until",  "2030-12-31", "--decision", "3/UQ",    "--decided", kToday};
  done(by_binh, "binh");
  auto by_chi = by_binh;
  by_chi[3] = "doc";
  EXPECT_EQ(exit_of(by_chi, "chi"), 3) << "a deputy names nobody";
  EXPECT_EQ(done(approval(id, "1"), "chi")["state"], "approved");
}

TEST_F(CasesTest, WhoIsNotClearedGetsTheAnswerOfNothing) {
  const std::string id = ask("doc");
  add_person("khach", {"reader"});
  by_both_officers({"grant", "khach", "--level", "thuong"});
  const auto above = tangthu({"copy", "case", id}, "khach");
  const auto absent = tangthu({"copy", "case", "00000000000000000000000000"}, "khach");
  EXPECT_EQ(above.exit_code, 3);
  EXPECT_EQ(above.exit_code, absent.exit_code);
  EXPECT_EQ(tangthu({"--json", "copy", "cases", "--all"}, "khach").out, "");
}

TEST_F(CasesTest, AnActOfTwoOfficersCountsWithTheSecond) {
  const Json proposed =
      done({"retention", "destroy-now", id_, "--reason", "lũ lụt"}, "binh");
  EXPECT_EQ(proposed["done"], false);
  const std::string id = proposed["case"];
  EXPECT_EQ(state("retention", id), "");
  EXPECT_EQ(done({"approve", proposed["request"]}, "chi")["done"], true);
  EXPECT_EQ(state("retention", id), "emergency-destroyed");
  done({"retention", "report", id, "--report", "7/BC", "--on", kToday, "--to", "UBND"},
       "binh");
  EXPECT_EQ(state("retention", id), "reported");
}

TEST_F(CasesTest, AReaderReadsOneDocumentForATime) {
  add_person("khach", {"reader"});
  by_both_officers({"grant", "khach", "--level", "thuong"});
  EXPECT_EQ(exit_of({"show", id_}, "khach"), 3);
  const std::string id =
      done({"request", "ask", "--wanted", "12/BC-UBND", "--reason", "nghiên cứu"},
           "khach")["case"];
  EXPECT_EQ(
      exit_of({"request", "approve", id, "--documents", id_, "--until", "2020-01-01"},
              "binh"),
      2)
      << "a day that has passed";
  by_both_officers({"request", "approve", id, "--documents", id_, "--until", kToday});
  EXPECT_EQ(done({"show", id_}, "khach")["level"], "toi-mat");
  EXPECT_EQ(exit_of({"get", id_, "--out", path("a.pdf").string()}, "khach"), 0);
  EXPECT_EQ(tangthu({"--json", "list"}, "khach").out, "") << "this one and no label";
  done({"request", "close", id}, "binh");
  EXPECT_EQ(exit_of({"show", id_}, "khach"), 3);
  EXPECT_EQ(exit_of({"verify"}, "an"), 0);
}

TEST_F(CasesTest, APaperUnderAHoldStays) {
  const std::string hold =
      done({"retention", "hold", id_, "--reason", "thanh tra"}, "luu")["case"];
  const std::string id =
      done({"retention", "propose", id_, "--reason", "hết giá trị"}, "luu")["case"];
  done({"retention", "set-council", id, "--members", "An", "--decision", "1/QĐ",
        "--decided", kToday},
       "binh");
  done({"retention", "review", id, "--minutes", "2/BB", "--on", kToday}, "binh");
  const std::vector<std::string> decide = {"retention", "decide",    id,    "--decision",
                                           "3/QĐ",      "--decided", kToday};
  EXPECT_EQ(exit_of(decide, "chi"), 2);
  done({"retention", "release", hold, "--reason", "xong"}, "binh");
  EXPECT_EQ(exit_of(decide, "chi"), 0);
}

TEST_F(CasesTest, CandidatesAreThoseWhoseTimeIsOver) {
  done({"edit", id_, "maintenance=06", "issuedDate=05/03/2015"}, "luu");
  const auto on = [&](const std::string& day) {
    return json_lines(
        tangthu({"--json", "retention", "candidates", "--on", day}, "luu").out);
  };
  EXPECT_EQ(on("2025-12-31").size(), 0U);
  const auto after = on("2026-01-01");
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0]["kept_until"], "2025-12-31");
  done({"retention", "hold", id_, "--reason", "kiện"}, "luu");
  EXPECT_EQ(on("2026-01-01").size(), 0U);
}

TEST_F(CasesTest, ACouncilDestroysWhatItDecidedOnAndATraceStays) {
  const std::string id =
      done({"retention", "propose", id_, "--reason", "hết giá trị"}, "luu")["case"];
  EXPECT_EQ(exit_of({"destroy", "--case", id, "--yes"}, "binh"), 2)
      << "nothing is decided";
  done({"retention", "set-council", id, "--members", "An, Bình", "--decision", "1/QĐ",
        "--decided", kToday},
       "binh");
  done({"retention", "review", id, "--minutes", "2/BB", "--on", kToday}, "binh");
  done({"retention", "decide", id, "--decision", "3/QĐ", "--decided", kToday}, "chi");
  const auto agenda = tangthu({"--json", "agenda"}, "binh");
  EXPECT_NE(agenda.out.find(id), std::string::npos) << "it waits";
  EXPECT_EQ(exit_of({"retention", "destroy", id, "--on", kToday}, "binh"), 2)
      << "the document is there yet";
  by_both_officers({"destroy", "--case", id, "--yes"});
  EXPECT_EQ(exit_of({"show", id_}, "binh"), 3);
  by_both_officers({"retention", "destroy", id, "--on", kToday, "--witness", "luu"});
  EXPECT_EQ(done({"retention", "archive", id, "--file", "HS-1"}, "luu")["state"],
            "dossier-archived");
  const Json list = done({"retention", "case", id}, "luu")["list"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["id"], id_);
  EXPECT_EQ(list[0]["level"], "toi-mat");
}

TEST_F(CasesTest, ALevelFallsByADecisionAndRecipientsAreToldInTime) {
  EXPECT_EQ(exit_of({"declassify", id_}, "binh"), 2) << "no decision";
  EXPECT_EQ(exit_of({"declassify", id_, "--decision", "5/QĐ", "--decided", kToday,
                     "--ground", "expired"},
                    "binh"),
            2)
      << "its protection runs";
  by_both_officers({"secrecy", "adjust", id_, "--level", "mat", "--decision", "5/QĐ",
                    "--decided", kToday});
  EXPECT_EQ(done({"show", id_}, "binh")["level"], "mat");
  const Json life = done({"secrecy", "show", id_}, "luu");
  EXPECT_EQ(life["state"], "classified");
  EXPECT_EQ(life["notices_due"].size(), 1U);
  const auto agenda = tangthu({"--json", "agenda"}, "luu");
  ASSERT_EQ(json_lines(agenda.out).size(), 1U);
  EXPECT_EQ(json_lines(agenda.out)[0]["notices_due"], life["notices_due"]);
  done({"secrecy", "notify", id_, "--to", "Sở Nội vụ", "--on", kToday}, "luu");
  EXPECT_EQ(done({"secrecy", "show", id_}, "luu")["notices_due"], Json::array());
  by_both_officers({"secrecy", "set-council", id_, "--members", "An, Bình", "--decision",
                    "6/QĐ", "--decided", kToday});
  by_both_officers({"secrecy", "declassify-fully", id_, "--minutes", "7/BB", "--decision",
                    "8/QĐ", "--decided", kToday});
  EXPECT_EQ(done({"show", id_}, "luu")["level"], "thuong");
  EXPECT_EQ(done({"secrecy", "show", id_}, "luu")["state"], "declassified");
  EXPECT_EQ(exit_of({"secrecy", "extend", id_, "--until", "2050-01-01", "--decision", "9",
                     "--decided", kToday},
                    "binh"),
            2)
      << "it is no secret any more";
}

TEST_F(CasesTest, TheDrawingIsTheProgramsOwn) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/docs/WORKFLOWS.md");
  std::stringstream text;
  text << file.rdbuf();
  const auto drawn = tangthu({"help", "workflows"}, "an");
  ASSERT_GT(drawn.out.size(), 2000U);
  EXPECT_NE(text.str().find(drawn.out), std::string::npos)
      << "run tools/update-workflows";
}

}  // namespace
}  // namespace tangthu::cli
