#include "vault/rights_file.h"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tangthu::vault {
namespace {

using namespace std::chrono_literals;

// As another process writes it.
void count_by_another(const std::filesystem::path& vault, std::uint64_t count) {
  ASSERT_TRUE(RightsFile(vault).write(count));
}

TEST(RightsFileTest, EveryChangeShowsAtOnce) {
  const test::TemporaryFolder vault;
  RightsFile rights(vault.path());
  for (std::uint64_t count = 0; count < 50; ++count) {
    count_by_another(vault.path(), count);
    ASSERT_EQ(rights.count().value(), count);
  }
}

TEST(RightsFileTest, AChangeShowsAtOnceWhereTheFileHasLongBeenKnown) {
  const test::TemporaryFolder vault;
  count_by_another(vault.path(), 7);
  std::this_thread::sleep_for(3100ms);
  RightsFile rights(vault.path());
  ASSERT_EQ(rights.count().value(), 7U);
  ASSERT_EQ(rights.count().value(), 7U);
  count_by_another(vault.path(), 8);
  EXPECT_EQ(rights.count().value(), 8U);
  std::filesystem::remove(vault.path() / "rights");
  EXPECT_FALSE(rights.count());
}

}  // namespace
}  // namespace tangthu::vault
