// A station's configuration: what is written there, and what is said of what can't be.
#include "station/config.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tangthu::station {
namespace {

constexpr const char* kCommon =
    "server = \"https://kho:8443\"\ncertificate = \"/c\"\nkey = \"/k\"\nkit = \"/kit\"\n"
    "station-key = \"/s\"\noutbox = \"/out\"\n";
constexpr const char* kFolder = "[folder.a]\npath = \"/in\"\nlevel = \"mat\"\n";

Result<Config> parse(const std::string& more) {
  return parse_config(std::string(kCommon) + more, "station.toml");
}

TEST(ConfigTest, AllOfItIsRead) {
  const auto config = parse(
      "server-ca = \"/ca\"\njobs = 3\n[folder.hop-12]\npath = \"/in\"\nlevel = \"mat\"\n"
      "compartments = \"nhan-su, tai-chinh\"\ndossier = \"H01\"\nsplit = "
      "\"separator,count:2\"\n"
      "two-sided = true\nsettle = 0\nsweep = 2.5\ntaken = \"keep\"\n"
      "dossier-folders = true\nlanguage = \"vie+eng\"\nengine = \"tesseract\"\n"
      "without = \"dewarp, spread\"\nlossless = true\n[folder.b]\npath = "
      "\"/b\"\nlevel = \"thuong\"\n[device.desk]\nprofile = \"desk\"\nlevel = "
      "\"mat\"\nlook = 1\ntwo-sided = true\nsplit = \"blank\"\n");
  ASSERT_TRUE(config) << config.error().text() << config.error().subject();
  EXPECT_EQ(config->server.host, "kho");
  EXPECT_EQ(config->client.authorities, "/ca");
  EXPECT_EQ(config->jobs, 3);
  ASSERT_EQ(config->folders.size(), 2U);
  const FolderConfig& folder = config->folders[0];
  EXPECT_EQ(folder.name, "hop-12");
  EXPECT_EQ(folder.taking_in.compartments,
            (std::vector<std::string>{"nhan-su", "tai-chinh"}));
  EXPECT_EQ(folder.taking_in.batch.split,
            (std::vector<std::string>{"separator", "count:2"}));
  EXPECT_TRUE(folder.taking_in.batch.two_sided);
  EXPECT_EQ(folder.taking_in.bundles, "/out");
  EXPECT_EQ(folder.watching.settle, std::chrono::milliseconds(0));
  EXPECT_EQ(folder.watching.sweep, std::chrono::milliseconds(2500));
  EXPECT_EQ(folder.watching.taken, scanner::TakenFile::kMovedToDone);
  EXPECT_EQ(folder.dossiers, cli::DossierFolders::kOneEach);
  EXPECT_TRUE(folder.taking_in.lossless);
  EXPECT_EQ(folder.taking_in.without, (std::vector<std::string>{"dewarp", "spread"}));
  const FolderConfig& plain = config->folders[1];
  EXPECT_EQ(plain.watching.taken, scanner::TakenFile::kRemoved) << "not asked to keep";
  EXPECT_EQ(plain.watching.settle, std::chrono::milliseconds(2000));
  ASSERT_EQ(config->devices.size(), 1U);
  const DeviceConfig& device = config->devices[0];
  EXPECT_EQ(device.profile, "desk");
  EXPECT_EQ(device.look, std::chrono::seconds(1));
  EXPECT_EQ(device.taking_in.level, "mat");
  EXPECT_EQ(device.taking_in.bundles, "/out");
}

TEST(ConfigTest, WhatIsWrongIsNamedByFileLineAndKey) {
  struct Case {
    std::string more;
    std::string subject;
  };
  const Case cases[] = {
      {"levle = 1\n", "station.toml:7: levle"},
      {"jobs = 0\n", "station.toml:7: jobs"},
      {"server-ca = \"ca.pem\"\n", "station.toml:7: server-ca"},
      {"[printer.a]\nname = \"x\"\n", "station.toml:8: printer.a.name"},
      {"[device.a]\npath = \"/x\"\n", "station.toml:8: device.a.path"},
      {"[device.a]\nlook = 0\n", "station.toml:8: device.a.look"},
      {"[device.a]\nlevel = \"mat\"\n", "station.toml: device.a.profile"},
      {"[folder.\"a b\"]\npath = \"/in\"\n", "station.toml:8: folder.a b.path"},
      {std::string(kFolder) + "colour = true\n", "station.toml:10: folder.a.colour"},
      {std::string(kFolder) + "settle = -1\n", "station.toml:10: folder.a.settle"},
      {std::string(kFolder) + "sweep = 0\n", "station.toml:10: folder.a.sweep"},
      {std::string(kFolder) + "taken = \"done\"\n", "station.toml:10: folder.a.taken"},
      {std::string(kFolder) + "two-sided = 1\n", "station.toml:10: folder.a.two-sided"},
      {std::string(kFolder) + "without = \"sharpen\"\n",
       "station.toml:10: folder.a.without"},
      {std::string(kFolder) + "engine = \"x\"\n", "station.toml:10: folder.a.engine"},
      {std::string(kFolder) + "approval = \"x\"\n", "station.toml:10: folder.a.approval"},
      {std::string(kFolder) + "split = \"staple\"\n",
       "station.toml:10: folder.a.split: staple"},
      {"[folder.a]\npath = \"/in\"\nlevel = \"secret\"\n",
       "station.toml:9: folder.a.level: secret"},
      {"[folder.a]\npath = \"/in\"\n", "station.toml: folder.a.level"},
      {"[folder.a]\nlevel = \"mat\"\n", "station.toml: folder.a.path"},
      {std::string(kFolder) + "[folder.b]\npath = \"/in\"\nlevel = \"mat\"\n",
       "station.toml: folder.a"},
      {std::string(kFolder) + "dossier = \"" + std::string(101, 'x') + "\"\n",
       "station.toml: folder.a"},
  };
  for (const auto& [more, subject] : cases) {
    const auto config = parse(more);
    ASSERT_FALSE(config) << more;
    EXPECT_EQ(config.error().code(), ErrorCode::kUsage) << more;
    EXPECT_EQ(config.error().subject(), subject) << config.error().text();
  }
}

TEST(ConfigTest, WhatEveryStationNeedsIsAskedFor) {
  std::istringstream lines(kCommon);
  for (std::string left_out; std::getline(lines, left_out);) {
    std::string text = kCommon;
    text.erase(text.find(left_out), left_out.size());
    const auto config = parse_config(text, "f");
    ASSERT_FALSE(config) << left_out;
    EXPECT_EQ(config.error().subject(), "f: " + left_out.substr(0, left_out.find(' ')));
  }
}

// The manual names what is read, and nothing else is read.
TEST(ConfigTest, EveryKeyThatTheManualNamesIsTaken) {
  const auto unknown = [](const std::string& text) {
    const auto config = parse_config(text, "f");
    return !config && std::string(config.error().text()) ==
                          "a station's configuration has no such key";
  };
  for (const auto& [key, words] : common_keys())
    EXPECT_FALSE(unknown(std::string(key) + " = \"x\"\n")) << key;
  for (const auto& [key, words] : folder_keys())
    EXPECT_FALSE(unknown("[folder.a]\n" + std::string(key) + " = \"x\"\n")) << key;
  for (const auto& [key, words] : device_keys())
    EXPECT_FALSE(unknown("[device.a]\n" + std::string(key) + " = \"x\"\n")) << key;
  for (const auto& [key, words] : taking_in_keys()) {
    for (const char* table : {"[folder.a]\n", "[device.a]\n"})
      EXPECT_FALSE(unknown(table + std::string(key) + " = \"x\"\n")) << table << key;
  }
  EXPECT_TRUE(unknown("colour = \"x\"\n"));
}

TEST(ConfigTest, TheExampleOfTheDocumentationIsRead) {
  const Bytes text =
      test::read_file(std::filesystem::path(TANGTHU_SOURCE_DIR) / "docs/SERVICE.md");
  const std::string_view all = as_text(text);
  const std::size_t begin = all.find("```toml\nserver = ");
  ASSERT_NE(begin, std::string_view::npos);
  const std::string_view example =
      all.substr(begin + std::string_view("```toml\n").size());
  const auto config = parse_config(example.substr(0, example.find("```")), "SERVICE.md");
  ASSERT_TRUE(config) << config.error().subject() << config.error().text();
  EXPECT_EQ(config->folders.size(), 2U);
  EXPECT_EQ(config->devices.size(), 1U);
}

TEST(ConfigTest, NothingGoesOverANetworkInTheClear) {
  const auto config = parse_config("server = \"http://kho:8443\"\n", "f");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().subject(), "f:1: server: http://kho:8443");
}

TEST(ConfigTest, MoreFoldersThanThereMayBeAreRefused) {
  std::string more;
  for (std::size_t i = 0; i <= kMostFolders; ++i) {
    const std::string name = "f" + std::to_string(i);
    more += "[folder." + name + "]\npath = \"/" + name + "\"\nlevel = \"mat\"\n";
  }
  const auto config = parse(more);
  ASSERT_FALSE(config);
  EXPECT_EQ(std::string(config.error().text()), "a station has at most 64 hot folders");
}

}  // namespace
}  // namespace tangthu::station
