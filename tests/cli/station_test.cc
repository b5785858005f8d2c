// A station that holds public keys only, and the vault that it hands in to.
#include "tests/cli/trial.h"

namespace tangthu::cli {
namespace {

class StationTest : public TrialTest {
 protected:
  // Without vault, user or passphrase: a station has none of them.
  test::Ran on_station(std::vector<std::string> words) const {
    words.insert(words.begin(), "tangthu");
    return test::run(words);
  }
};

TEST_F(StationTest, WhatAStationSealsIsTakenInOnceAndItCannotReadIt) {
  init();
  make_samples("pages", {"--count", "1", "--seed", "5", "--grade", "clean"});
  std::filesystem::create_directory(path("out"));
  const auto key =
      on_station({"--json", "station", "key", "tram-1", "--out", path("key").string()});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  const std::string vkey = json_lines(key.out).at(0).at("key");
  ASSERT_EQ(tangthu({"station", "add", vkey}).exit_code, 0);
  const auto kit = tangthu({"station", "kit", "--level", "thuong", "--level", "mat",
                            "--out", path("kit").string()});
  ASSERT_EQ(kit.exit_code, 0) << kit.err;

  const auto sealed =
      on_station({"--json", "ingest", path("pages").string(), "--level", "mat",
                  "--bundles", path("out").string(), "--kit", path("kit").string(),
                  "--station-key", path("key").string()});
  ASSERT_EQ(sealed.exit_code, 0) << sealed.err;
  const std::string id = json_lines(sealed.out).at(0).at("id");
  const std::string bundle = path("out/" + id + ".bundle").string();

  Bytes damaged = test::read_file(bundle);
  damaged[damaged.size() / 2] ^= 1;
  test::write_file(path("damaged"), damaged);
  const auto refused = tangthu({"accept", path("damaged").string()});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_NE(refused.err.find(path("damaged").string()), std::string::npos);

  const auto accepted = tangthu({"--json", "accept", bundle});
  ASSERT_EQ(accepted.exit_code, 0) << accepted.err;
  const Json first = json_lines(accepted.out).at(0);
  EXPECT_EQ(first.at("id"), id);
  EXPECT_FALSE(first.at("repeated"));
  const Json again = json_lines(tangthu({"--json", "accept", bundle}).out).at(0);
  EXPECT_TRUE(again.at("repeated"));
  EXPECT_EQ(again.at("log_index"), first.at("log_index"));

  const auto shown = tangthu({"--json", "show", id});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_EQ(json_lines(shown.out).at(0).at("level"), "mat");
}

TEST_F(StationTest, BundlesNeedKitAndKey) {
  std::filesystem::create_directory(path("out"));
  EXPECT_EQ(
      on_station({"ingest", "x.png", "--level", "mat", "--bundles", path("out").string()})
          .exit_code,
      2);
}

}  // namespace
}  // namespace tangthu::cli
