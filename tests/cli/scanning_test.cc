// Scans of secrets: with an approval; without one, in quarantine until officers confirm.
#include "tests/cli/agency.h"

namespace tangthu::cli {
namespace {

class ScanningTest : public AgencyTest {
 protected:
  void SetUp() override {
    found();
    unseal();
    add_person("luu", {"archivist"});
    add_person("doc", {"reader"});
    for (const char* user : {"luu", "doc"})
      by_both_officers({"grant", user, "--level", "toi-mat", "--all-compartments"});
    make_samples("in", {"--count", "1", "--seed", "5", "--grade", "clean", "--pages",
                        "single", "--format", "png", "--level", "thuong"});
  }
  Json ingest_at(const std::string& level, const std::vector<std::string>& more) const {
    std::vector<std::string> words = {"ingest", path("in").string(), "--level", level};
    words.insert(words.end(), more.begin(), more.end());
    return done(words, "luu");
  }
  std::size_t listed(const std::string& user) const {
    return json_lines(tangthu({"--json", "list"}, user).out).size();
  }
};

TEST_F(ScanningTest, AnApprovedScanIsReadAtOnce) {
  const std::string id = allow_scanning("luu", "mat");
  const Json stored = ingest_at("mat", {"--approval", id});
  EXPECT_EQ(stored["compartments"], Json::array());
  EXPECT_EQ(stored["approval"], id);
  EXPECT_EQ(listed("doc"), 1U);
  // Not above its level.
  const Json above = ingest_at("toi-mat", {"--approval", id});
  EXPECT_EQ(above["compartments"], Json::array({"cach-ly"}));
  EXPECT_EQ(above["approval"], "");
  EXPECT_EQ(listed("doc"), 1U);
  // What is no secret needs none.
  EXPECT_EQ(ingest_at("thuong", {})["compartments"], Json::array());

  done({"scanning", "close", id, "--pages", "1", "--on",
        format_date(viet_nam_day(now_utc()))},
       "luu");
  EXPECT_EQ(
      exit_of({"ingest", path("in").string(), "--level", "mat", "--approval", id}, "luu"),
      2);
}

TEST_F(ScanningTest, WithoutOneOnlyOfficersSeeItUntilTheyConfirm) {
  const std::string id = ingest_at("mat", {})["id"];
  for (const char* user : {"luu", "doc"}) {
    EXPECT_EQ(exit_of({"show", id}, user), 3) << user;
    EXPECT_EQ(listed(user), 0U) << user;
  }
  EXPECT_EQ(done({"show", id}, "chi")["compartments"], Json::array({"cach-ly"}));
  EXPECT_EQ(listed("chi"), 1U);
  const auto agenda = json_lines(tangthu({"--json", "agenda"}, "binh").out);
  ASSERT_EQ(agenda.size(), 1U);
  EXPECT_EQ(agenda[0]["id"], id);
  EXPECT_EQ(agenda[0]["quarantined"], true);

  // Nothing else takes it out.
  const std::string today = format_date(viet_nam_day(now_utc()));
  EXPECT_EQ(exit_of({"classify", id, "--level", "mat"}, "binh"), 2);
  EXPECT_EQ(exit_of({"declassify", id, "--decision", "1/QĐ", "--decided", today,
                     "--ground", "unlisted"},
                    "binh"),
            2);
  by_both_officers({"classify", id, "--level", "toi-mat", "--compartment", "cach-ly"});
  confirm_scan(id);
  const Json shown = done({"show", id}, "doc");
  EXPECT_EQ(shown["level"], "toi-mat");
  EXPECT_EQ(shown["compartments"], Json::array());
  ASSERT_EQ(shown["acts"].size(), 1U);
  EXPECT_EQ(shown["acts"][0]["act"], "confirm-scan");
  EXPECT_EQ(shown["acts"][0]["authority"], "Giám đốc Sở");
  EXPECT_EQ(exit_of({"secrecy", "confirm-scan", id, "--authority", "a", "--executor", "b",
                     "--decision", "1/QĐ", "--decided", today},
                    "binh"),
            2)
      << "once";
}

TEST_F(ScanningTest, AnApprovalIsForOneUserAndItsTerm) {
  const std::string mine = allow_scanning("luu", "mat");
  add_person("mai", {"archivist"});
  by_both_officers({"grant", "mai", "--level", "mat"});
  const std::vector<std::string> words = {"ingest", path("in").string(), "--level", "mat",
                                          "--approval"};
  const auto with = [&](const std::string& id) {
    auto out = words;
    out.push_back(id);
    return out;
  };
  EXPECT_EQ(exit_of(with(mine), "mai"), 2);
  EXPECT_EQ(exit_of(with("00000000000000000000000000"), "luu"), 3);
  const std::string asked =
      done({"scanning", "ask", "--what", "hộp 1", "--level", "mat", "--user", "mai",
            "--from", "2099-01-01", "--until", "2099-02-01", "--reason", "số hóa"},
           "mai")["case"];
  EXPECT_EQ(exit_of(with(asked), "mai"), 2) << "not approved";
  done({"scanning", "approve", asked, "--decision", "2/QĐ", "--decided", "2026-01-01"},
       "chi");
  EXPECT_EQ(exit_of(with(asked), "mai"), 2) << "not begun";
  EXPECT_EQ(
      exit_of({"scanning", "ask", "--what", "hộp 1", "--level", "thuong", "--user", "mai",
               "--from", "2026-01-01", "--until", "2026-02-01", "--reason", "x"},
              "mai"),
      2);
}

TEST_F(ScanningTest, OfficersAloneAreClearedForTheQuarantine) {
  const std::vector<std::string> words = {"grant", "doc",           "--level",
                                          "mat",   "--compartment", "cach-ly"};
  EXPECT_EQ(exit_of(words, "binh"), 2);
  add_person("dung", {"officer"});
  by_both_officers({"grant", "dung", "--level", "mat", "--compartment", "cach-ly"});
  const std::string id = ingest_at("mat", {})["id"];
  EXPECT_EQ(exit_of({"show", id}, "dung"), 0);
  EXPECT_EQ(exit_of({"user", "roles", "dung", "--role", "reader"}, "an"), 2)
      << "he would keep it";
}

TEST_F(ScanningTest, OfficersSeeTheFingerprintThatTheStationShows) {
  const std::string key = path("station.key").string();
  const auto made = tangthu({"--json", "station", "key", "tram-1", "--out", key}, "an");
  const Json own = json_lines(made.out).at(0);
  const std::string shown = own["fingerprint"];
  EXPECT_NE(made.err.find(shown), std::string::npos) << made.err;
  const Json asked = done({"station", "add", own["key"]}, "an");
  EXPECT_EQ(asked["fingerprint"], shown);
  EXPECT_FALSE(asked["done"]);
  const auto waiting = tangthu({"approve"}, "binh");
  EXPECT_NE(waiting.out.find("station tram-1 " + shown), std::string::npos)
      << waiting.out;
  const Json listed = json_lines(tangthu({"--json", "approve"}, "binh").out).at(0);
  EXPECT_EQ(listed["station"], "tram-1");
  EXPECT_EQ(listed["fingerprint"], shown);
  EXPECT_TRUE(tangthu({"station", "list"}, "binh").out.empty()) << "nothing is signed";
  for (const char* officer : {"binh", "chi"})
    done({"approve", asked["request"]}, officer);
  EXPECT_EQ(done({"station", "list"}, "binh")["fingerprint"], shown);
}

TEST_F(ScanningTest, ABundleWaitsUntilItsStationIsOne) {
  const std::string key = path("station.key").string();
  const std::string kit = path("kit").string();
  const auto vkey = done({"station", "key", "tram-1", "--out", key}, "an")["key"];
  done({"station", "kit", "--level", "thuong", "--out", kit}, "an");
  std::filesystem::create_directory(path("bundles"));
  const auto id = done({"ingest", path("in").string(), "--level", "thuong", "--bundles",
                        path("bundles").string(), "--kit", kit, "--station-key", key},
                       "")["id"]
                      .get<std::string>();
  const std::vector<std::string> accept = {"accept",
                                           (path("bundles") / (id + ".bundle")).string()};
  EXPECT_EQ(exit_of(accept, "luu"), 6);
  const std::string request = done({"station", "add", vkey}, "an")["request"];
  EXPECT_EQ(exit_of(accept, "luu"), 6);
  done({"approve", request}, "binh");
  const auto refused = tangthu(accept, "luu");
  EXPECT_EQ(refused.exit_code, 6) << "one officer is not enough";
  EXPECT_NE(refused.err.find("two officers"), std::string::npos) << refused.err;
  done({"approve", request}, "chi");
  EXPECT_EQ(exit_of(accept, "luu"), 0);
}

TEST_F(ScanningTest, AStationHandsSecretsIntoQuarantine) {
  const std::string key = path("station.key").string();
  const std::string kit = path("kit").string();
  const auto vkey = done({"station", "key", "tram-1", "--out", key}, "an")["key"];
  by_both_officers({"station", "add", vkey});
  done({"station", "kit", "--level", "thuong", "--level", "mat", "--out", kit}, "an");
  std::filesystem::create_directory(path("bundles"));
  const auto id = done({"ingest", path("in").string(), "--level", "mat", "--bundles",
                        path("bundles").string(), "--kit", kit, "--station-key", key},
                       "")["id"]
                      .get<std::string>();
  done({"accept", (path("bundles") / (id + ".bundle")).string()}, "luu");
  EXPECT_EQ(exit_of({"show", id}, "doc"), 3);
  confirm_scan(id);
  EXPECT_EQ(exit_of({"show", id}, "doc"), 0);
}

}  // namespace
}  // namespace tangthu::cli
