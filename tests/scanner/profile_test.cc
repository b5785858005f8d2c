// Profiles: every key, every way to get one wrong, and who wins.
#include "scanner/profile/profile.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "tests/support/temporary_folder.h"

namespace tangthu::scanner {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

TEST(ProfileTest, EveryKeyIsRead) {
  const auto profile = parse_profile(R"(
description = "tầng một"
device = "fujitsu:*"
source = "adf"
resolution = 200
mode = "gray"
page-size = "A5"
double-feed = "on"
two-pass = true
[options]
swdeskew = false
zeta = 3
brightness = -10.5
df-diff = "10mm"
[quality]
least-dpi = 300
least-letter-dots = 12
most-blur-mm = 0.25
most-skew-degrees = 1
palest-ink = 140
palest-ink-on-burnt-paper = 100
darkest-paper = 90.5
most-burnt-share = 0.5
most-cut-marks = 5
blank = "fault"
)",
                                     "a.toml");
  ASSERT_TRUE(profile) << profile.error().subject();
  EXPECT_EQ(profile->description, "tầng một");
  EXPECT_EQ(profile->choices.device, "fujitsu:*");
  EXPECT_EQ(profile->choices.source, FeedSource::kFeeder);
  EXPECT_EQ(profile->choices.resolution_dpi, 200);
  EXPECT_EQ(profile->choices.mode, ColourMode::kGrey);
  EXPECT_EQ(profile->choices.paper, (PaperSize{148, 210}));
  EXPECT_EQ(profile->choices.double_feed, DoubleFeed::kRequired);
  EXPECT_TRUE(profile->two_pass);
  // In the order in which they stand there: some only exist once another is set.
  EXPECT_EQ(profile->choices.device_options, (Settings{{"swdeskew", "no"},
                                                       {"zeta", "3"},
                                                       {"brightness", "-10.500000"},
                                                       {"df-diff", "10mm"}}));
  EXPECT_EQ(profile->quality.least_dpi, 300);
  EXPECT_EQ(profile->quality.least_letter_dots, 12);
  EXPECT_EQ(profile->quality.most_blur_mm, 0.25);
  EXPECT_EQ(profile->quality.most_skew_degrees, 1);
  EXPECT_EQ(profile->quality.palest_ink, 140);
  EXPECT_EQ(profile->quality.palest_ink_on_burnt_paper, 100);
  EXPECT_EQ(profile->quality.darkest_paper, 90.5);
  EXPECT_EQ(profile->quality.most_burnt_share, 0.5);
  EXPECT_EQ(profile->quality.most_cut_marks, 5);
  EXPECT_EQ(profile->quality.blank, BlankPages::kFault);
}

TEST(ProfileTest, AMistakeNamesFileLineAndKey) {
  const struct {
    const char* text;
    const char* subject;
    const char* error;
  } kMistakes[] = {
      {"x = 1", "a.toml:1: x", "a profile has no such key"},
      {"\n\nResolution = 300", "a.toml:3: Resolution", "a profile has no such key"},
      {"[quality]\nsharpness = 1", "a.toml:2: quality.sharpness",
       "a profile has no such key"},
      {"[device]\nname = 'x'", "a.toml:2: device.name", "a profile has no such key"},
      {"resolution = \"300\"", "a.toml:1: resolution", "this is no resolution"},
      {"resolution = 9", "a.toml:1: resolution", "this is no resolution"},
      {"resolution = 4294967596", "a.toml:1: resolution", "this is no resolution"},
      {"source = 'tray'", "a.toml:1: source", "this is no paper source"},
      {"mode = true", "a.toml:1: mode", "this is no mode"},
      {"page-size = 'A44'", "a.toml:1: page-size", "this is no size of paper"},
      {"double-feed = 'yes'", "a.toml:1: double-feed",
       "this is no way to treat double feeds"},
      {"two-pass = 1", "a.toml:1: two-pass", "this is neither true nor false"},
      {"device = ''", "a.toml:1: device", "this is no text for a profile"},
      {"[quality]\nmost-blur-mm = nan", "a.toml:2: quality.most-blur-mm",
       "this limit is out of bounds"},
      {"[quality]\nmost-blur-mm = -1", "a.toml:2: quality.most-blur-mm",
       "this limit is out of bounds"},
      {"[quality]\nblank = 'no'", "a.toml:2: quality.blank",
       "this is no way to treat blank pages"},
      {"[options]\ngamma = [1, 2]", "a.toml:2: options.gamma",
       "a file of settings has no value of this kind"},
      {"[options.more]\nx = 1", "a.toml:2: options.more.x", "a profile has no such key"},
      {"[a.b.c.d]\nx = 1", "a.toml:1: a.b.c.d",
       "a file of settings has no value of this kind"},
      {"mode = 2026-01-01", "a.toml:1: mode",
       "a file of settings has no value of this kind"},
      {"mode = 'gray'\nmode = 'color'", "a.toml:2", "the file is not TOML"},
      {"mode", "a.toml:1", "the file is not TOML"},
      {"\nchế-độ = 'gray'", "a.toml:2", "the file is not TOML"},
      {"mode = “gray”", "a.toml:1", "the file is not TOML"},
      {"two-pass = true", "a.toml: two-pass",
       "two passes need a feeder that reads one side"},
  };
  for (const auto& [text, subject, error] : kMistakes) {
    const auto profile = parse_profile(text, "a.toml");
    ASSERT_FALSE(profile) << text;
    EXPECT_EQ(profile.error().code(), ErrorCode::kUsage);
    EXPECT_STREQ(profile.error().text(), error) << text;
    EXPECT_EQ(profile.error().subject(), subject) << text;
    EXPECT_NE(std::string(profile.error().remedy()), "");
  }
}

TEST(ProfileTest, AThousandSettingsAreEnough) {
  std::string text = "[options]\n";
  for (int i = 0; i <= 1000; ++i)
    text += "o" + std::to_string(i) + " = 1\n";
  const auto profile = parse_profile(text, "a.toml");
  ASSERT_FALSE(profile);
  EXPECT_STREQ(profile.error().text(), "a file of settings has at most 1000");
}

TEST(ProfileTest, ListsInListsWithoutEndAreRefused) {
  EXPECT_FALSE(parse_profile("a = " + std::string(30'000, '['), "a.toml"));
}

TEST(ProfileTest, KeysOfPartsWithoutEndAreRefused) {
  std::string dotted = "mode = 'gray'\na";
  for (int i = 0; i < 30'000; ++i)
    dotted += ".a";
  const auto profile = parse_profile(dotted + " = 1", "a.toml");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().subject(), "a.toml:2");
}

TEST(ProfileTest, TheCommandLineWinsThingByThing) {
  ScanChoices profile;
  profile.device = "fujitsu:*";
  profile.source = FeedSource::kFeederDuplex;
  profile.resolution_dpi = 200;
  profile.mode = ColourMode::kGrey;
  profile.device_options = {{"page-width", "210"},
                            {"df-thickness", "no"},
                            {"brightness", "10"},
                            {"contrast", "5"},
                            {"mode", "Halftone"}};
  ScanChoices command;
  command.resolution_dpi = 300;
  command.mode = ColourMode::kColour;
  command.paper = PaperSize{148, 210};
  command.double_feed = DoubleFeed::kRequired;
  command.device_options = {{"contrast", "0"}};
  const ScanOptions options = scan_options(joined(command, profile));
  EXPECT_EQ(options.device, "fujitsu:*");
  EXPECT_EQ(options.source, FeedSource::kFeederDuplex);
  EXPECT_EQ(options.resolution_dpi, 300);
  EXPECT_EQ(options.mode, ColourMode::kColour);
  EXPECT_EQ(options.double_feed, DoubleFeed::kRequired);
  // What the command line settles by itself is not set again by the profile.
  EXPECT_EQ(options.device_options, (Settings{{"brightness", "10"}, {"contrast", "0"}}));
}

TEST(ProfileTest, WithoutChoicesThereIsTheUsual) {
  const ScanOptions options = scan_options({});
  EXPECT_EQ(options.source, FeedSource::kFlatbed);
  EXPECT_EQ(options.resolution_dpi, 300);
  EXPECT_EQ(options.mode, ColourMode::kBest);
  EXPECT_EQ(options.double_feed, DoubleFeed::kWhereOffered);
  EXPECT_FALSE(options.paper.given());
}

TEST(ProfileTest, APatternMeansTheFirstDeviceThatFits) {
  const std::vector<DeviceInfo> devices = {
      {"test:0", "Noname", "frontend-tester", "virtual device"},
      {"fujitsu:fi-7160:1", "FUJITSU", "fi-7160", "scanner"},
      {"fujitsu:fi-7160:2", "FUJITSU", "fi-7160", "scanner"}};
  EXPECT_EQ(fitting_device(devices, "fujitsu:*"), "fujitsu:fi-7160:1");
  EXPECT_EQ(fitting_device(devices, "*:2"), "fujitsu:fi-7160:2");
  EXPECT_EQ(fitting_device(devices, "Fujitsu fi-7???"), "fujitsu:fi-7160:1");
  EXPECT_EQ(fitting_device(devices, "FRONTEND-*"), "test:0");
  EXPECT_EQ(fitting_device(devices, "canon*"), "");
  EXPECT_EQ(*find_device("fujitsu:fi-7160:9"), "fujitsu:fi-7160:9");
  EXPECT_EQ(*find_device(""), "");
}

class ProfileFilesTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& folder, const std::string& name,
                              const std::string& text) {
    std::filesystem::create_directories(folder_.path() / folder);
    std::ofstream(folder_.path() / folder / name) << text;
    return folder_.path() / folder / name;
  }
  std::vector<std::filesystem::path> folders() const {
    return {folder_.path() / "mine", folder_.path() / "absent", folder_.path() / "all"};
  }
  test::TemporaryFolder folder_;
};

TEST_F(ProfileFilesTest, TheFirstFolderThatHasTheNameHasIt) {
  write("mine", "fi.toml", "resolution = 200");
  write("all", "fi.toml", "resolution = 400");
  const auto other = write("all", "kodak.toml", "resolution = 600");
  EXPECT_EQ(load_profile("fi", folders())->choices.resolution_dpi, 200);
  EXPECT_EQ(load_profile("kodak", folders())->choices.resolution_dpi, 600);
  EXPECT_EQ(load_profile(other.string(), {})->choices.resolution_dpi, 600);
  const auto profiles = list_profiles(folders());
  ASSERT_EQ(profiles.size(), 2U);
  EXPECT_EQ(profiles[0].name, "fi");
  EXPECT_EQ(profiles[0].file, folder_.path() / "mine" / "fi.toml");
  EXPECT_EQ(profiles[1].name, "kodak");
}

TEST_F(ProfileFilesTest, WhatIsNotThereOrTooLargeIsNamed) {
  const auto absent = load_profile("nowhere", folders());
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code(), ErrorCode::kUsage);
  EXPECT_EQ(absent.error().subject(), "nowhere");
  const auto file = load_profile((folder_.path() / "no.toml").string(), {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code(), ErrorCode::kBadInput);
  const auto folder = load_profile(folder_.path().string() + "/", {});
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code(), ErrorCode::kBadInput);
  const auto large = write("mine", "large.toml", "#" + std::string(70'000, 'x'));
  EXPECT_STREQ(load_profile(large.string(), {}).error().text(),
               "the file of settings is larger than 64 KiB");
  EXPECT_TRUE(load_profile(write("mine", "empty.toml", "").string(), {}));
}

TEST_F(ProfileFilesTest, FoldersFollowTheEnvironment) {
  setenv("XDG_CONFIG_HOME", "/somewhere", 1);
  EXPECT_EQ(profile_folders()[0], "/somewhere/tangthu/profiles");
  setenv("XDG_CONFIG_HOME", "relative", 1);
  setenv("HOME", "/home/lan", 1);
  EXPECT_EQ(profile_folders()[0], "/home/lan/.config/tangthu/profiles");
  EXPECT_EQ(profile_folders()[1], "/etc/tangthu/profiles");
  unsetenv("XDG_CONFIG_HOME");
}

}  // namespace
}  // namespace tangthu::scanner
