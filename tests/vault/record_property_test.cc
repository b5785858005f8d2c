// The bytes that every record of the vault is made of: ByteWriter, ByteReader, labels.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/bytes.h"
#include "base/level.h"

namespace tangthu {
namespace {

Label arbitrary_label() {
  Label label{*rc::gen::elementOf(
                  std::vector<Level>(std::begin(kAllLevels), std::end(kAllLevels))),
              {}};
  const auto count = *rc::gen::inRange(0, 33);
  for (int i = 0; i < count; ++i) {
    const std::string name = *rc::gen::nonEmpty(rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("abcdefghijklmnopqrstuvwxyz0123456789-"))));
    label.compartments.insert(name.substr(0, 64));  // as long as they may be
  }
  return label;
}

TEST(RecordPropertyTest, WhatWasWrittenIsRead) {
  EXPECT_TRUE(rc::check([](std::uint8_t a, std::uint16_t b, std::uint32_t c,
                           std::uint64_t d, const Bytes& raw, const std::string& text) {
    ByteWriter out;
    out.integer(a);
    out.integer(b);
    out.sized(raw);
    out.integer(c);
    out.sized(text);
    out.integer(d);
    out.raw(raw);
    const Bytes bytes = out.take();
    RC_ASSERT(bytes.size() == 1 + 2 + 4 + 8 + 4 + 4 + 2 * raw.size() + text.size());
    ByteReader in(bytes);
    RC_ASSERT(in.integer<std::uint8_t>() == a);
    RC_ASSERT(in.integer<std::uint16_t>() == b);
    RC_ASSERT(to_bytes(in.sized()) == raw);
    RC_ASSERT(in.integer<std::uint32_t>() == c);
    RC_ASSERT(in.text() == text);
    RC_ASSERT(in.integer<std::uint64_t>() == d);
    RC_ASSERT(!in.complete() || raw.empty());
    RC_ASSERT(to_bytes(in.raw(raw.size())) == raw);
    RC_ASSERT(in.complete());
  }));
}

TEST(RecordPropertyTest, ACutRecordIsNeverComplete) {
  EXPECT_TRUE(rc::check([](std::uint64_t number, const Bytes& raw) {
    ByteWriter out;
    out.integer(number);
    out.sized(raw);
    const Bytes bytes = out.take();
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
    ByteReader in(ByteView(bytes).first(cut));
    (void)in.integer<std::uint64_t>();
    (void)in.sized();
    RC_ASSERT(in.failed() && !in.complete());
    // And it stays that way: what follows is zeroes and nothing.
    RC_ASSERT(in.integer<std::uint32_t>() == 0U);
    RC_ASSERT(in.raw(0).empty() && in.fixed<4>() == (std::array<std::uint8_t, 4>{}));
    RC_ASSERT(in.remaining() == 0U && in.failed());
  }));
}

TEST(RecordPropertyTest, AReaderStaysWithinItsBytes) {
  EXPECT_TRUE(rc::check([](const Bytes& bytes, const std::vector<std::uint32_t>& sizes) {
    ByteReader in(bytes);
    std::size_t taken = 0;
    for (const std::uint32_t size : sizes) {
      const std::size_t before = in.remaining();
      const ByteView part = in.raw(size);
      const bool whole = part.size() == size && size <= before;
      RC_ASSERT((in.failed() ? part.empty() : whole));
      RC_ASSERT(in.failed() || part.empty() || part.data() == bytes.data() + taken);
      taken += part.size();
    }
    RC_ASSERT(taken <= bytes.size());
    RC_ASSERT(in.failed() || in.remaining() == bytes.size() - taken);
  }));
}

TEST(RecordPropertyTest, ALabelComesBackFromItsBytes) {
  EXPECT_TRUE(rc::check([] {
    const Label label = arbitrary_label();
    const Bytes bytes = label.encode();
    ByteReader in(bytes);
    RC_ASSERT(Label::decode(in) == label);
    RC_ASSERT(in.complete());
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
    ByteReader part(ByteView(bytes).first(cut));
    RC_ASSERT(!Label::decode(part));
  }));
}

TEST(RecordPropertyTest, TwoLabelsNeverHaveTheSameBytes) {
  EXPECT_TRUE(rc::check([] {
    const Label one = arbitrary_label();
    const Label two = arbitrary_label();
    RC_ASSERT((one.encode() == two.encode()) == (one == two));
    // Neighbours that a sloppy encoding would confuse.
    Label joined{one.level, {"ab", "c"}};
    Label apart{one.level, {"a", "bc"}};
    RC_ASSERT(joined.encode() != apart.encode());
  }));
}

TEST(RecordPropertyTest, AClearanceDominatesWhatLiesWithinIt) {
  EXPECT_TRUE(rc::check([] {
    const Label label = arbitrary_label();
    const Clearance exact{label.level, label.compartments};
    RC_ASSERT(exact.dominates(label));
    Label wider = label;
    wider.compartments.insert("~not a name that is generated");
    RC_ASSERT(!exact.dominates(wider));
    RC_ASSERT((Clearance{label.level, {}, true}.dominates(wider)));
    if (label.level != Level::kTuyetMat) {
      Label higher = label;
      higher.level = static_cast<Level>(static_cast<int>(label.level) + 1);
      RC_ASSERT(!exact.dominates(higher));
    }
  }));
}

}  // namespace
}  // namespace tangthu
