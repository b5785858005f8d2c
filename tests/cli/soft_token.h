// A PKCS#11 token of SoftHSM2 (packages.txt) in a folder of the test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

#include "base/json.h"
#include "tests/support/run.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::cli {

class SoftToken {
 public:
  static constexpr const char* kPin = "280193";

  explicit SoftToken(const std::filesystem::path& folder)
      : configuration_(folder / "softhsm2.conf"), pin_(folder / "pin") {
    const auto tokens = folder / "tokens";
    std::filesystem::create_directory(tokens);
    test::write_file(configuration_,
                     as_bytes("directories.tokendir = " + tokens.string() +
                              "\nobjectstore.backend = file\nlog.level = ERROR\n"));
    test::write_file(pin_, as_bytes(std::string(kPin) + "\n"));
    const auto made = test::run({"/usr/bin/softhsm2-util", "--init-token", "--free",
                                 "--label", "archive", "--pin", kPin, "--so-pin", "5678"},
                                environment());
    EXPECT_EQ(made.exit_code, 0) << "softhsm2 is in packages.txt: " << made.err;
  }

  // What programs need to find it.
  test::Environment environment() const {
    return {{"SOFTHSM2_CONF", configuration_.string()}};
  }
  // As --token takes it.
  static std::string place(const std::string& label = "archive") {
    for (const char* driver : {"/usr/lib/softhsm/libsofthsm2.so",
                               "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"}) {
      if (std::filesystem::exists(driver)) return driver + (":" + label);
    }
    return "";
  }
  std::string pin_file() const { return pin_.string(); }
  std::vector<std::string> unseal_words() const {
    return {"unseal", "--token", place(), "--pin-file", pin_file()};
  }
  void add_to_vault(const std::function<Json(std::vector<std::string>)>& done) const {
    EXPECT_EQ(done({"unseal-slot", "add-token", "hsm", "--token", place(), "--pin-file",
                    pin_file()})["done"],
              true);
  }

 private:
  std::filesystem::path configuration_;
  std::filesystem::path pin_;
};

}  // namespace tangthu::cli
