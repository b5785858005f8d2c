// A station that holds public keys only, and the vault that it hands in to.
#include <memory>
#include <set>

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

// At the same time, each with its own stack of the dossier.
TEST_F(StationTest, TwoStationsWorkOnOneDossier) {
  init();
  ASSERT_EQ(
      tangthu({"station", "kit", "--level", "thuong", "--out", path("kit").string()})
          .exit_code,
      0);
  const std::vector<std::string> stations = {"tram-1", "tram-2"};
  for (const std::string& station : stations) {
    const auto key = on_station(
        {"--json", "station", "key", station, "--out", path(station + ".key").string()});
    const std::string vkey = json_lines(key.out).at(0).at("key");
    ASSERT_EQ(tangthu({"station", "add", vkey}).exit_code, 0);
    make_samples(station + ".in",
                 {"--count", "3", "--seed", station.substr(5), "--grade", "clean",
                  "--pages", "single", "--format", "png", "--level", "thuong"});
    std::filesystem::create_directory(path(station + ".out"));
  }
  std::vector<std::unique_ptr<test::Started>> running;
  for (const std::string& station : stations) {
    running.push_back(std::make_unique<test::Started>(
        std::vector<std::string>{
            "tangthu", "--json", "--jobs", "1", "ingest", path(station + ".in").string(),
            "--level", "thuong", "--dossier", "H01.2026", "--split", "count:1",
            "--bundles", path(station + ".out").string(), "--kit", path("kit").string(),
            "--station-key", path(station + ".key").string()},
        test::Environment{}));
  }
  std::set<std::string> sealed;
  std::vector<std::vector<std::string>> bundles;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    const auto ran = running[i]->wait();
    // The truth beside the pages is no image.
    EXPECT_TRUE(ran.exit_code == 0 || ran.exit_code == 9) << ran.err;
    auto& own = bundles.emplace_back();
    for (const Json& line : json_lines(ran.out)) {
      if (!line.contains("id")) continue;
      const std::string id = line["id"];
      sealed.insert(id);
      own.push_back(path(stations[i] + ".out/" + id + ".bundle").string());
    }
  }
  ASSERT_EQ(sealed.size(), 6U);

  // Handed in by turns, some of them twice.
  for (std::size_t i = 0; i < 3; ++i) {
    const auto ran =
        tangthu({"--json", "accept", bundles[0][i], bundles[1][i], bundles[0][0]});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const auto receipts = json_lines(ran.out);
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_FALSE(receipts[1]["repeated"]);
    EXPECT_TRUE(receipts[2]["repeated"]);
  }
  const auto listed = [&] {
    std::vector<std::string> ids;
    for (const Json& line :
         json_lines(tangthu({"--json", "list", "--dossier", "H01.2026"}).out))
      ids.push_back(line["id"]);
    return ids;
  };
  const auto ids = listed();
  EXPECT_EQ(ids.size(), 6U);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), sealed);
  ASSERT_EQ(tangthu({"accept", bundles[1][2], bundles[0][1]}).exit_code, 0);
  EXPECT_EQ(listed(), ids);
}

// A page with a stamp for which the station's kit has no key.
TEST_F(StationTest, ADocumentThatCannotBeStoredWaitsAndIsStoredWhenItCan) {
  init();
  make_samples("in", {"--count", "1", "--seed", "8", "--grade", "clean", "--pages",
                      "single", "--format", "pdf", "--level", "toi-mat"});
  std::string pdf;
  for (const auto& entry : std::filesystem::directory_iterator(path("in"))) {
    if (entry.path().extension() == ".pdf") pdf = entry.path().string();
  }
  ASSERT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "200", "-singlefile", pdf,
                       path("page").string()})
                .exit_code,
            0);
  std::filesystem::create_directory(path("out"));
  const auto key =
      on_station({"--json", "station", "key", "tram-1", "--out", path("key").string()});
  const std::string vkey = json_lines(key.out).at(0).at("key");
  ASSERT_EQ(tangthu({"station", "add", vkey}).exit_code, 0);
  const auto make_kit = [&](const std::string& level) {
    ASSERT_EQ(tangthu({"station", "kit", "--level", "thuong", "--level", level, "--out",
                       path(level).string()})
                  .exit_code,
              0);
  };
  make_kit("mat");
  make_kit("toi-mat");
  const auto with_kit = [&](const std::string& kit, std::vector<std::string> words) {
    words.insert(words.begin(), "--json");
    words.insert(words.end(),
                 {"--bundles", path("out").string(), "--kit", path(kit).string(),
                  "--station-key", path("key").string()});
    return on_station(words);
  };
  const auto scanned =
      with_kit("mat", {"scan", "--level", "thuong", "--device", "pnm:0", "--resolution",
                       "200", "--option", "filename=" + path("page.ppm").string()});
  EXPECT_EQ(scanned.exit_code, 4) << scanned.err;
  EXPECT_NE(scanned.err.find("'tangthu batches show'"), std::string::npos) << scanned.err;

  const auto shown = with_kit("mat", {"batches", "show"});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  const Json batch = json_lines(shown.out).at(0);
  EXPECT_EQ(batch["pages"], 1);
  EXPECT_EQ(batch["ended"], true);
  ASSERT_EQ(batch["refused"].size(), 1U);
  EXPECT_EQ(batch["refused"][0]["reason"],
            "its secrecy stamp asks for a level that can't be written to");
  EXPECT_EQ(batch["refused"][0]["batch_pages"], Json({1, 1}));

  EXPECT_EQ(with_kit("mat", {"batches", "finish"}).exit_code, 4);
  const auto finished = with_kit("toi-mat", {"batches", "finish"});
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  const Json document = json_lines(finished.out).at(0);
  EXPECT_EQ(document["level"], "toi-mat");
  EXPECT_EQ(with_kit("mat", {"batches", "show"}).exit_code, 3);
  const std::string id = document["id"];
  EXPECT_EQ(tangthu({"accept", path("out/" + id + ".bundle").string()}).exit_code, 0);
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
