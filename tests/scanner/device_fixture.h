// What the tests of scanning share: SANE's own virtual devices, page files for them, and
// shorthands. The devices open by name although the dll.conf used here lists none.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "scanner/device.h"

namespace tangthu::scanner {

// SANE's virtual devices leave memory behind and are unloaded by the time that a leak
// checker looks, so it can't be told which leaks are theirs.
inline bool drivers_were_used = false;

class DeviceFixture : public ::testing::Test {
 protected:
  using OptionList = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override {
    drivers_were_used = true;
    folder_ = new_folder();
    configure("");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // The drivers that SANE looks for scanners with, one a line.
  static void configure(const std::string& drivers) {
    // SANE keeps the place that it first read for as long as the process lives.
    static const ConfigFolder config;
    std::ofstream(config.path / "dll.conf") << drivers;
  }

  std::filesystem::path write(const std::string& name, const std::string& content) {
    std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  static ScanOptions test_device(OptionList options, int dpi = 50) {
    return {"test:0", FeedSource::kFlatbed, dpi, std::move(options)};
  }
  static ScanOptions pnm_device(const std::filesystem::path& file,
                                OptionList options = {}) {
    options.insert(options.begin(), {"filename", file.string()});
    return {"pnm:0", FeedSource::kFlatbed, 300, std::move(options)};
  }

  static Result<std::optional<Page>> scan(const ScanOptions& options) {
    auto source = TRY(open_device(options));
    return source->next();
  }
  // The first page; a test failure when there is none.
  static Page page_of(const ScanOptions& options) {
    auto page = scan(options);
    if (!page) {
      ADD_FAILURE() << page.error().text() << " [" << page.error().subject() << "]";
    } else if (!*page) {
      ADD_FAILURE() << "no page";
    } else {
      return std::move(**page);
    }
    return std::move(*Page::create(1, 1, PixelFormat::kGrey, 50));
  }
  static std::vector<std::uint8_t> pixels_of(const Page& page) {
    return {page.pixels().begin(), page.pixels().end()};
  }

  std::filesystem::path folder_;

 private:
  static std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "scan-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    return name;
  }
  struct ConfigFolder {
    std::filesystem::path path = new_folder();
    ConfigFolder() {
      setenv("SANE_CONFIG_DIR", path.c_str(), 1);
      std::ofstream(path / "test.conf") << "number_of_devices 2\nresolution 50.0\n";
    }
    ~ConfigFolder() { std::filesystem::remove_all(path); }
    ConfigFolder(const ConfigFolder&) = delete;
    ConfigFolder& operator=(const ConfigFolder&) = delete;
  };
};

}  // namespace tangthu::scanner
