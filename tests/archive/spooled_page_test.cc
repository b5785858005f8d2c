// A page in a spool, as it came and as the PNG that takes its place.
#include "archive/spooled_page.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "scanner/device.h"
#include "tests/archive/made_pages.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::archive {
namespace {

class SpooledPageTest : public testing::Test {
 protected:
  void SetUp() override {
    vault::SigningKey key;
    random_bytes(key.reveal_writable());
    auto spool = vault::Spool::create(folder_.path() / "batches", vault::spool_owner(key),
                                      as_bytes("x"));
    ASSERT_TRUE(spool);
    spool_ = std::move(*spool);
  }
  static bool same(const Page& a, const Page& b) {
    return a.dpi() == b.dpi() && a.width() == b.width() && a.format() == b.format() &&
           std::ranges::equal(a.pixels(), b.pixels());
  }

  test::TemporaryFolder folder_;
  std::unique_ptr<vault::Spool> spool_;
};

TEST_F(SpooledPageTest, APageComesBackAsItWasFromItsPngToo) {
  const Page page = made_page(5);
  ASSERT_TRUE(write_page(*spool_, 1, page));
  auto back = read_page(*spool_, 1);
  ASSERT_TRUE(back);
  EXPECT_TRUE(same(*back, page));
  EXPECT_EQ(read_png(*spool_, 1).error().code(), ErrorCode::kCorrupt);

  const auto png = scanner::encode_png(page);
  ASSERT_TRUE(png);
  ASSERT_TRUE(write_as_png(*spool_, 1, page, *png));
  EXPECT_EQ(*read_png(*spool_, 1), *png);
  back = read_page(*spool_, 1);
  ASSERT_TRUE(back);
  EXPECT_TRUE(same(*back, page));
  EXPECT_EQ(spool_->numbers(vault::SpoolKind::kPage)->size(), 1U);
}

}  // namespace
}  // namespace tangthu::archive
