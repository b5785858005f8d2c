#include "base/bytes.h"

#include <gtest/gtest.h>

namespace tangthu {
namespace {

TEST(BytesTest, WhatWasWrittenIsReadBack) {
  ByteWriter out;
  out.integer(std::uint8_t{7});
  out.integer(std::uint64_t{0x1122334455667788});
  out.sized("tàng thư");
  const Bytes bytes = out.take();

  ByteReader in(bytes);
  EXPECT_EQ(in.integer<std::uint8_t>(), 7);
  EXPECT_EQ(in.integer<std::uint64_t>(), 0x1122334455667788U);
  EXPECT_EQ(in.text(), "tàng thư");
  EXPECT_TRUE(in.complete());
}

TEST(BytesTest, IntegersAreLittleEndian) {
  ByteWriter out;
  out.integer(std::uint32_t{0x01020304});
  EXPECT_EQ(out.take(), (Bytes{4, 3, 2, 1}));
}

TEST(BytesTest, EveryTruncationIsNoticed) {
  ByteWriter out;
  out.integer(std::uint16_t{5});
  out.sized("abc");
  const Bytes whole = out.take();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ByteReader in(ByteView(whole).first(size));
    in.integer<std::uint16_t>();
    in.sized();
    EXPECT_FALSE(in.complete()) << size;
  }
}

TEST(BytesTest, AReaderThatFailedStaysFailed) {
  const Bytes bytes{1, 2};
  ByteReader in(bytes);
  EXPECT_EQ(in.integer<std::uint32_t>(), 0U);
  EXPECT_EQ(in.integer<std::uint8_t>(), 0U);
  EXPECT_TRUE(in.failed());
  EXPECT_EQ(in.remaining(), 0U);
}

TEST(BytesTest, TrailingBytesAreNotComplete) {
  const Bytes bytes{1, 2};
  ByteReader in(bytes);
  in.integer<std::uint8_t>();
  EXPECT_FALSE(in.complete());
}

}  // namespace
}  // namespace tangthu
