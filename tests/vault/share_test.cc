#include "vault/share.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/id.h"
#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

Share some_share() {
  Share share{SharePurpose::kUnseal, {}, {}, 3, {5, random_scalar()}};
  random_bytes(share.vault);
  random_bytes(share.split);
  return share;
}

std::string text_of(const Share& share) {
  const ShareText text = share_to_text(share);
  return std::string(as_text(text.reveal()));
}

bool same(const Share& a, const Share& b) {
  return equal_in_constant_time(encode_share(a).reveal(), encode_share(b).reveal());
}

template <typename T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode::kUnexpected : result.error().code();
}

TEST(ShareTest, TextComesBack) {
  rc::check([] {
    const Share share = some_share();
    const auto read = share_from_text(text_of(share));
    RC_ASSERT(read.has_value());
    RC_ASSERT(same(*read, share));
  });
}

TEST(ShareTest, TheTextIsSixteenGroupsOfFive) {
  const std::string text = text_of(some_share());
  ASSERT_EQ(text.size(), 95U);
  for (std::size_t i = 0; i < text.size(); ++i)
    EXPECT_EQ(text[i] == ' ', i % 6 == 5) << i;
}

// Worked by hand with Python's integers and hashlib.blake2b; docs/FORMAT.md has it too.
TEST(ShareTest, TheTextOfAKnownShareIsAsInTheFormat) {
  Share share{SharePurpose::kUnseal, {1, 2, 3, 4}, {5, 6, 7, 8, 9, 10}, 2, {1, Scalar()}};
  share.part.value.reveal_writable()[0] = 7;
  EXPECT_EQ(text_of(share),
            "040g2 0g30g 2gc1r 81450 40870 00000 00000 00000 "
            "00000 00000 00000 00000 00000 00000 00026 77f4m");
}

TEST(ShareTest, CaseSpacingAndLookAlikesAreForgiven) {
  const Share share = some_share();
  std::string typed;
  for (const char c : text_of(share)) {
    if (c == ' ') {
      typed += "-\n";
    } else {
      typed += c == '1' ? 'l' : c == '0' ? 'O' : static_cast<char>(std::toupper(c));
    }
  }
  const auto read = share_from_text(typed);
  ASSERT_TRUE(read);
  EXPECT_TRUE(same(*read, share));
}

TEST(ShareTest, EveryMistypedCharacterIsNoticedAndItsGroupNamed) {
  const std::string good = text_of(some_share());
  for (std::size_t at = 0; at < good.size(); ++at) {
    if (good[at] == ' ') continue;
    std::string typed = good;
    typed[at] = good[at] == '7' ? '8' : '7';
    const auto read = share_from_text(typed);
    ASSERT_EQ(code_of(read), ErrorCode::kBadInput) << at;
    EXPECT_EQ(read.error().subject(), std::to_string(at / 6 + 1));
    typed[at] = '?';
    EXPECT_EQ(share_from_text(typed).error().subject(), std::to_string(at / 6 + 1));
  }
}

TEST(ShareTest, ExchangedNeighboursMissingAndSurplusCharactersAreNoticed) {
  const std::string good = text_of(some_share());
  for (std::size_t at = 0; at + 1 < good.size(); ++at) {
    if (good[at] == good[at + 1] || good[at] == ' ' || good[at + 1] == ' ') continue;
    std::string typed = good;
    std::swap(typed[at], typed[at + 1]);
    EXPECT_EQ(code_of(share_from_text(typed)), ErrorCode::kBadInput) << at;
  }
  EXPECT_EQ(code_of(share_from_text(good + "0")), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(share_from_text(good.substr(0, 94))), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(share_from_text("")), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(share_from_text(std::string(100'000, ' '))), ErrorCode::kBadInput);
}

TEST(ShareTest, AShareSealedToACustodianOpensWithHisKeyOnly) {
  const Share share = some_share();
  const KeyPair custodian = make_key_pair();
  const KeyPair other = make_key_pair();
  const auto file = seal_share(share, custodian.public_key);
  ASSERT_TRUE(file);
  const auto opened =
      open_sealed_share(custodian.private_key, custodian.public_key, *file);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(same(*opened, share));
  EXPECT_EQ(code_of(open_sealed_share(other.private_key, other.public_key, *file)),
            ErrorCode::kAuthentication);
}

TEST(ShareTest, EveryFlippedByteAndTruncationOfASealedShareIsNoticed) {
  const KeyPair custodian = make_key_pair();
  const Bytes good = *seal_share(some_share(), custodian.public_key);
  const auto opens = [&](ByteView file) {
    return open_sealed_share(custodian.private_key, custodian.public_key, file)
        .has_value();
  };
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes changed = good;
    changed[at] ^= 1;
    EXPECT_FALSE(opens(changed)) << at;
    EXPECT_FALSE(opens(ByteView(good).first(at))) << at;
  }
}

TEST(ShareTest, APublicKeyOfSmallOrderIsRefused) {
  EXPECT_EQ(code_of(seal_share(some_share(), PublicKey{})), ErrorCode::kBadInput);
}

}  // namespace
}  // namespace tangthu::vault
