// What secrets ask of somebody soon, through the command line.
#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

class AgendaTest : public TrialTest {
 protected:
  // A secret whose date a person has settled.
  std::string secret(const std::string& level, const std::string& date) {
    const std::string folder = "in" + std::to_string(++papers_);
    make_samples(folder, {"--count", "1", "--seed", std::to_string(700 + papers_),
                          "--grade", "clean", "--type", "QĐ", "--pages", "single",
                          "--format", "png", "--level", "thuong"});
    const auto documents = ingest({path(folder).string()}, level);
    EXPECT_EQ(documents.size(), 1U);
    const std::string id = documents[0]["id"];
    EXPECT_EQ(tangthu({"review", "fix", id + "/date", date}).exit_code, 0);
    return id;
  }
  std::vector<Json> agenda(const std::string& on, std::vector<std::string> more = {},
                           const std::string& user = "lan") const {
    more.insert(more.begin(), {"--json", "agenda", "--on", on});
    const auto ran = tangthu(more, user);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return json_lines(ran.out);
  }
  static std::string state(const std::vector<Json>& items, const std::string& id) {
    for (const Json& item : items) {
      if (item["id"] == id) return item["protection"]["state"];
    }
    return "";
  }

  int papers_ = 0;
};

TEST_F(AgendaTest, SecretsAreNamedBeforeTheirProtectionEnds) {
  init();
  const std::string id = secret("mat", "2021-03-04");
  EXPECT_TRUE(agenda("2030-12-03").empty());  // 91 days before
  EXPECT_EQ(state(agenda("2030-12-03", {"--all"}), id), "runs");
  const Json warned = agenda("2030-12-04").at(0)["protection"];
  EXPECT_EQ(warned["state"], "warned");
  EXPECT_EQ(warned["warning"], 90);
  EXPECT_EQ(warned["days_left"], 90);
  EXPECT_EQ(warned["classified"], "2021-03-04");
  EXPECT_EQ(warned["protected_until"], "2031-03-04");
  EXPECT_EQ(warned["extend_by"], "2031-01-03");
  EXPECT_EQ(state(agenda("2031-03-04"), id), "warned");
  EXPECT_EQ(state(agenda("2031-03-05"), id), "ended");
  // It ended: nothing has become public by that.
  EXPECT_EQ(json_lines(tangthu({"--json", "show", id}).out)[0]["level"], "mat");
  EXPECT_EQ(tangthu({"agenda", "--on", "2031-03-32"}).exit_code, 2);
}

TEST_F(AgendaTest, TheMostUrgentGoFirstAndOnlyWhatOneMayRead) {
  init();
  add_user("binh", "mat");
  const std::string high = secret("tuyet-mat", "2021-03-04");
  const std::string low = secret("mat", "2021-03-04");
  const std::string old = secret("mat", "1999-03-04");
  const auto all = agenda("2051-03-01", {"--all"});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["id"], low);
  EXPECT_EQ(state(all, low), "ended");
  EXPECT_EQ(all[1]["id"], high);
  EXPECT_EQ(state(all, high), "warned");
  EXPECT_FALSE(all[1]["fields"].contains("subject"));
  EXPECT_EQ(state(all, old), "unknown-rule");
  EXPECT_EQ(agenda("2051-03-01", {"--all"}, "binh").size(), 2U);
}

TEST_F(AgendaTest, AnExtensionIsKeptAndMovesTheEnd) {
  init();
  // To 2030-07-08 at most one could extend it now, as nothing is decided in the future.
  const std::string id = secret("mat", "2020-07-08");
  const std::string number = "4711/QĐ-BNV";
  const auto extend = [&](const std::string& until) {
    return tangthu({"--json", "extend", id, "--until", until, "--decision", number,
                    "--decided", "2021-01-05", "--authority", "Bộ trưởng"});
  };
  EXPECT_EQ(extend("2041-01-01").exit_code, 2);
  const auto ran = extend("2036-12-31");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(json_lines(ran.out).at(0)["done"], true);
  EXPECT_EQ(extend("2036-12-31").exit_code, 2) << "it ends then already";
  const Json shown = json_lines(tangthu({"--json", "show", id}).out).at(0);
  EXPECT_EQ(shown["level"], "mat");
  ASSERT_EQ(shown["acts"].size(), 1U);
  EXPECT_EQ(shown["acts"][0]["decision"], number);
  EXPECT_EQ(shown["acts"][0]["by"], "lan");
  EXPECT_NE(tangthu({"show", id}).out.find("2036-12-31 (" + number), std::string::npos);
  EXPECT_EQ(agenda("2030-12-01").at(0)["notices_due"], Json::array({"2021-01-20"}));
  EXPECT_EQ(tangthu({"secrecy", "notify", id, "--to", "Sở Nội vụ", "--on", "2021-01-12"})
                .exit_code,
            0);
  EXPECT_TRUE(agenda("2030-12-01").empty());
  const Json warned = agenda("2036-12-01").at(0)["protection"];
  EXPECT_EQ(warned["extended"], true);
  EXPECT_EQ(warned["days_left"], 30);
  // Search and verification know the document as before.
  EXPECT_EQ(json_lines(tangthu({"--json", "search", "date:2020-07-08"}).out).size(), 1U);
  EXPECT_EQ(tangthu({"verify"}).exit_code, 0);
  EXPECT_NE(tangthu({"--json", "audit", "list"}).out.find(number), std::string::npos);
}

class AgencyAgendaTest : public AgencyTest {};

TEST_F(AgencyAgendaTest, AnExtensionTakesTwoOfficers) {
  found();
  unseal();
  add_person("thu", {"archivist"});
  by_both_officers({"grant", "thu", "--level", "mat"});
  make_samples("in", {"--count", "1", "--seed", "3", "--grade", "clean", "--pages",
                      "single", "--format", "png", "--level", "thuong"});
  const std::string id = done({"ingest", path("in").string(), "--level", "mat",
                               "--approval", allow_scanning("thu", "mat")},
                              "thu")["id"];
  done({"review", "fix", id + "/date", "2021-03-04"}, "thu");
  const Json proposed = done({"extend", id, "--until", "2035-01-01", "--decision", "9/QĐ",
                              "--decided", "2022-02-02"},
                             "thu");
  EXPECT_EQ(proposed["done"], false);
  const std::string request = proposed["request"];
  const Json waiting = done({"approve"}, "binh");
  EXPECT_EQ(waiting["action"], "extend");
  EXPECT_EQ(waiting["act"]["until"], "2035-01-01");
  EXPECT_EQ(done({"approve", request}, "binh")["done"], false);
  EXPECT_EQ(done({"show", id}, "thu")["acts"].size(), 0U);
  // What changed meanwhile stays, and the act with it.
  done({"review", "fix", id + "/number", "88"}, "thu");
  EXPECT_EQ(done({"approve", request}, "chi")["done"], true);
  const Json shown = done({"show", id}, "thu");
  EXPECT_EQ(shown["fields"]["number"]["value"], "88");
  ASSERT_EQ(shown["acts"].size(), 1U);
  EXPECT_EQ(shown["acts"][0]["until"], "2035-01-01");
  EXPECT_EQ(shown["acts"][0]["by"], "chi");
}

TEST_F(AgendaTest, OtherRulesAreAnEdit) {
  init();
  const std::string id = secret("mat", "2021-03-04");
  test::write_file(
      path("secrecy.toml"),
      as_bytes("[ours]\nfrom = \"1990-01-01\"\nlaw = \"ours\"\nsource = \"us\"\n"
               "years-mat = 5\nyears-toi-mat = 6\nyears-tuyet-mat = 7\n"
               "extend-before-days = 30\nnotice-days = 15\nwarn-days = \"40\"\n"
               "copying-mat = \"minister\"\ncopying-toi-mat = \"minister\"\n"
               "copying-tuyet-mat = \"minister\"\n"));
  surroundings_["TANGTHU_RULES"] = path("").string();
  const Json item = agenda("2026-02-01").at(0)["protection"];
  EXPECT_EQ(item["protected_until"], "2026-03-04");
  EXPECT_EQ(item["law"], "ours");
  test::write_file(path("secrecy.toml"), as_bytes("[ours]\nfrom = \"soon\"\n"));
  const auto ran = tangthu({"agenda"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("secrecy.toml:2: ours.from"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace tangthu::cli
