// A vault that a PKCS#11 token opens, by the commands.
#include "tests/cli/agency.h"
#include "tests/cli/soft_token.h"

namespace tangthu::cli {
namespace {

class TokenUnsealTest : public AgencyTest {
 protected:
  void SetUp() override {
    surroundings_ = token_.environment();
    found();
    unseal();
    token_.add_to_vault([&](auto words) { return done(words, "an"); });
    done({"seal"}, "an");
  }
  SoftToken token_{path("")};
};

TEST_F(TokenUnsealTest, TheTokenUnsealsWithoutCustodiansUntilItIsTakenOutOfUse) {
  EXPECT_EQ(exit_of({"list"}, "binh"), 5);
  EXPECT_EQ(done(token_.unseal_words(), "an")["sealed"], false);
  EXPECT_EQ(exit_of({"list"}, "binh"), 0);
  const Json slots = done({"status"}, "an")["unseal_slots"];
  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[1]["name"], "hsm");
  done({"unseal-slot", "remove", "hsm"}, "an");
  done({"seal"}, "an");
  EXPECT_EQ(exit_of(token_.unseal_words(), "an"), 6);
  unseal();  // the shares were in force all the time
}

TEST_F(TokenUnsealTest, AWrongPinIsTriedOnceAndIsInTheLog) {
  test::write_file(path("wrong"), as_bytes("000000\n"));
  EXPECT_EQ(
      exit_of({"unseal", "--token", token_.place(), "--pin-file", path("wrong").string()},
              "an"),
      6);
  EXPECT_EQ(exit_of({"list"}, "binh"), 5);
  done(token_.unseal_words(), "an");  // it is not locked
  const auto log = tangthu({"--json", "audit", "list"}, "kiem");
  int failed = 0;
  for (const Json& entry : json_lines(log.out))
    failed += entry["event"] == "unseal-failed" && entry["by"] == "token" ? 1 : 0;
  EXPECT_EQ(failed, 1);
}

TEST_F(TokenUnsealTest, WhatIsNotThereIsNamed) {
  const auto unseal_by = [&](const std::string& place) {
    return tangthu({"unseal", "--token", place, "--pin-file", token_.pin_file()}, "an");
  };
  EXPECT_EQ(unseal_by("archive").exit_code, 2);
  EXPECT_EQ(unseal_by(":archive").exit_code, 2);
  const auto driver = unseal_by("/nowhere/driver.so:archive");
  EXPECT_EQ(driver.exit_code, 3);
  EXPECT_NE(driver.err.find("/nowhere/driver.so"), std::string::npos) << driver.err;
  const auto label = unseal_by(token_.place("elsewhere"));
  EXPECT_EQ(label.exit_code, 3);
  EXPECT_NE(label.err.find("elsewhere"), std::string::npos) << label.err;
  EXPECT_EQ(tangthu({"unseal", "--token", token_.place()}, "an").exit_code, 2)
      << "without a terminal there is nobody to ask for the PIN";
}

}  // namespace
}  // namespace tangthu::cli
