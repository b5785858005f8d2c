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

class DeviceFixture : public ::testing::Test {
 protected:
  using OptionList = std::vector<std::pair<std::string, std::string>>;

  void SetUp() override {
    folder_ = new_folder();
    config_ = new_folder();
    setenv("SANE_CONFIG_DIR", config_.c_str(), 1);
    std::ofstream(config_ / "test.conf") << "number_of_devices 2\nresolution 50.0\n";
    configure("");
  }
  void TearDown() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::remove_all(config_);
  }

  // The drivers that SANE looks for scanners with, one a line.
  void configure(const std::string& drivers) const {
    std::ofstream(config_ / "dll.conf") << drivers;
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

  std::filesystem::path config_;
};

}  // namespace tangthu::scanner
