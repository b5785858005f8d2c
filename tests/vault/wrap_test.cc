#include "vault/wrap.h"

#include <gtest/gtest.h>

#include "base/id.h"

namespace tangthu::vault {
namespace {

class WrapTest : public testing::Test {
 protected:
  WrapTest() : own_(make_key_pair()) {
    random_bytes(secret_.reveal_writable());
    wrapped_ = wrap_secret(own_.public_key, secret_.reveal(), as_bytes("document 7"));
  }
  bool opens(ByteView wrapped, std::string_view context = "document 7") const {
    DocumentKey out;
    return unwrap_secret(own_.private_key, own_.public_key, wrapped, as_bytes(context),
                         out.reveal_writable())
               .has_value() &&
           equal_in_constant_time(out.reveal(), secret_.reveal());
  }

  KeyPair own_;
  DocumentKey secret_;
  Bytes wrapped_;
};

TEST_F(WrapTest, OpensForItsRecipient) {
  EXPECT_TRUE(opens(wrapped_));
}

TEST_F(WrapTest, DoesNotOpenInAnotherContext) {
  EXPECT_FALSE(opens(wrapped_, "document 8"));
}

TEST_F(WrapTest, DoesNotOpenForAnybodyElse) {
  const KeyPair other = make_key_pair();
  DocumentKey out;
  const auto result = unwrap_secret(other.private_key, other.public_key, wrapped_,
                                    as_bytes("document 7"), out.reveal_writable());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), ErrorCode::kCorrupt);
}

TEST_F(WrapTest, EveryFlippedBitAndEveryTruncationIsRefused) {
  for (std::size_t bit = 0; bit < wrapped_.size() * 8; ++bit) {
    Bytes changed = wrapped_;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(opens(changed)) << bit;
  }
  for (std::size_t size = 0; size < wrapped_.size(); ++size) {
    EXPECT_FALSE(opens(ByteView(wrapped_).first(size))) << size;
  }
  Bytes longer = wrapped_;
  longer.push_back(0);
  EXPECT_FALSE(opens(longer));
}

TEST_F(WrapTest, AnUnknownSuiteAsksForANewerVersion) {
  Bytes changed = wrapped_;
  changed[0] = 9;
  DocumentKey out;
  const auto result = unwrap_secret(own_.private_key, own_.public_key, changed,
                                    as_bytes("document 7"), out.reveal_writable());
  ASSERT_FALSE(result);
  EXPECT_NE(std::string(result.error().remedy()).find("newer"), std::string::npos);
}

TEST_F(WrapTest, SealedBytesOfAnyLengthComeBack) {
  for (const std::size_t size : {0U, 1U, 1000U, 200'000U}) {
    const Bytes plain(size, 7);
    const Bytes sealed = seal_to(own_.public_key, plain, as_bytes("packet"));
    const auto opened =
        open_sealed(own_.private_key, own_.public_key, sealed, as_bytes("packet"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, plain);
    EXPECT_FALSE(
        open_sealed(own_.private_key, own_.public_key, sealed, as_bytes("other")));
  }
}

}  // namespace
}  // namespace tangthu::vault
