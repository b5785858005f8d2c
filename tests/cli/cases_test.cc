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
