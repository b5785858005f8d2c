#include "vault/shamir.h"

#include <numeric>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/vault/hex.h"
#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

// RFC 9496, appendix A.1: the multiples of the generator from 1.
constexpr std::array<std::string_view, 15> kMultiples{
    "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
    "da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57",
    "e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e",
    "f64746d3c92b13050ed8d80236a7f0007c3b3f962f5ba793d19a601ebb1df403",
    "44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176d",
    "903293d8f2287ebe10e2374dc1a53e0bc887e592699f02d077d5263cdd55601c",
    "02622ace8f7303a31cafc63f8fc48fdc16e1c8c8d234b2f0d6685282a9076031",
    "20706fd788b2720a1ed2a5dad4952b01f413bcf0e7564de8cdc816689e2db95f",
    "bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42",
    "e4549ee16b9aa03099ca208c67adafcafa4c3f3e4e5303de6026e3ca8ff84460",
    "aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f",
    "46376b80f409b29dc2b5f6f0c52591990896e5716f41477cd30085ab7f10301e",
    "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e"};

// The group's order, which is the first scalar that is not reduced.
constexpr std::string_view kOrder =
    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

bool same(ScalarView a, ScalarView b) {
  return equal_in_constant_time(a, b);
}

ErrorCode code_of(const Result<Scalar>& result) {
  return result ? ErrorCode::kUnexpected : result.error().code();
}

struct Made {
  Scalar secret;
  ShamirSplit split;
};
Made make(std::uint8_t threshold, std::uint8_t shares) {
  Made made{random_scalar(), {}};
  made.split = *split_secret(made.secret, {threshold, shares});
  return made;
}

TEST(RistrettoTest, MultiplesOfTheGeneratorAreThoseOfTheRfc) {
  const Point generator = hex_array<32>(kMultiples[0]);
  std::optional<Point> sum = generator;
  for (std::uint8_t i = 1; i <= kMultiples.size(); ++i) {
    const Point expected = hex_array<32>(kMultiples.at(i - 1U));
    EXPECT_EQ(base_multiple(small_scalar(i)), expected);
    EXPECT_EQ(point_multiply(generator, i), expected);
    EXPECT_EQ(sum, expected);
    sum = point_add(*sum, generator);
  }
}

TEST(RistrettoTest, TheIdentityAndWhatIsNoPointAreNotGiven) {
  EXPECT_FALSE(base_multiple(small_scalar(0)));
  EXPECT_FALSE(point_multiply(hex_array<32>(kMultiples[0]), 0));
  // RFC 9496, appendix A.2: a non-canonical field element.
  const auto bad =
      hex_array<32>("00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
  EXPECT_FALSE(point_multiply(bad, 2));
  EXPECT_FALSE(point_add(bad, hex_array<32>(kMultiples[0])));
}

TEST(RistrettoTest, ScalarsFromTheOrderUpwardsAreNotReduced) {
  auto scalar = hex_array<32>(kOrder);
  EXPECT_FALSE(scalar_is_reduced(scalar));
  scalar[0] = static_cast<std::uint8_t>(scalar[0] - 1);
  EXPECT_TRUE(scalar_is_reduced(scalar));
  EXPECT_FALSE(scalar_is_reduced(hex_array<32>(std::string(64, 'f'))));
}

TEST(ShamirTest, AnyThresholdOfSharesGivesTheSecretBack) {
  rc::check([] {
    const auto shares = *rc::gen::inRange<std::uint8_t>(2, 17);
    const auto threshold =
        *rc::gen::inRange<std::uint8_t>(2, static_cast<std::uint8_t>(shares + 1));
    const Made made = make(threshold, shares);
    std::vector<std::size_t> order(shares);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(),
                 std::mt19937(*rc::gen::arbitrary<unsigned>()));
    std::vector<ShamirShare> chosen;
    for (std::size_t i = 0; i < threshold; ++i)
      chosen.push_back(made.split.shares[order[i]].clone());
    const auto secret = combine_shares(chosen, made.split.commitments);
    RC_ASSERT(secret.has_value());
    RC_ASSERT(same(secret->reveal(), made.secret.reveal()));
    chosen.pop_back();
    RC_ASSERT(code_of(combine_shares(chosen, made.split.commitments)) ==
              ErrorCode::kAuthentication);
  });
}

TEST(ShamirTest, EveryShareIsCheckedAloneAndAWrongOneIsNamed) {
  rc::check([] {
    Made made = make(3, 5);
    const auto wrong = *rc::gen::inRange<std::size_t>(0, 5);
    const auto bit = *rc::gen::inRange<std::size_t>(0, 252);
    made.split.shares[wrong].value.reveal_writable()[bit / 8] ^=
        static_cast<std::uint8_t>(1U << bit % 8);
    for (std::size_t i = 0; i < 5; ++i)
      RC_ASSERT(share_holds(made.split.shares[i], made.split.commitments) ==
                (i != wrong));
    const auto secret = combine_shares(made.split.shares, made.split.commitments);
    RC_ASSERT(code_of(secret) == ErrorCode::kAuthentication);
    RC_ASSERT(secret.error().subject() == std::to_string(wrong + 1));
  });
}

TEST(ShamirTest, ASharesNumberCantBeExchanged) {
  Made made = make(2, 3);
  made.split.shares[0].number = 2;
  EXPECT_FALSE(share_holds(made.split.shares[0], made.split.commitments));
  made.split.shares[0].number = 0;
  EXPECT_FALSE(share_holds(made.split.shares[0], made.split.commitments));
  made.split.shares[0].number = 17;
  EXPECT_FALSE(share_holds(made.split.shares[0], made.split.commitments));
}

TEST(ShamirTest, TheSameNumberTwiceIsRefused) {
  const Made made = make(2, 3);
  std::vector<ShamirShare> twice;
  twice.push_back(made.split.shares[1].clone());
  twice.push_back(made.split.shares[1].clone());
  EXPECT_EQ(code_of(combine_shares(twice, made.split.commitments)), ErrorCode::kUsage);
}

TEST(ShamirTest, SharesOfAnotherSplitOfTheSameSecretAreRefused) {
  const Made made = make(2, 3);
  const auto other = split_secret(made.secret, {2, 3});
  std::vector<ShamirShare> mixed;
  mixed.push_back(made.split.shares[0].clone());
  mixed.push_back(other->shares[1].clone());
  const auto secret = combine_shares(mixed, made.split.commitments);
  EXPECT_EQ(code_of(secret), ErrorCode::kAuthentication);
  EXPECT_EQ(secret.error().subject(), "2");
}

TEST(ShamirTest, AllSharesTogetherGiveTheSecretToo) {
  const Made made = make(2, 5);
  EXPECT_TRUE(same(combine_shares(made.split.shares, made.split.commitments)->reveal(),
                   made.secret.reveal()));
}

TEST(ShamirTest, QuorumsOutsideTheLimitsAreRefused) {
  const Scalar secret = random_scalar();
  for (const Quorum quorum :
       {Quorum{1, 1}, {1, 3}, {0, 3}, {4, 3}, {2, 17}, {17, 17}, {2, 1}, {0, 0}}) {
    const auto split = split_secret(secret, quorum);
    ASSERT_FALSE(split);
    EXPECT_EQ(split.error().code(), ErrorCode::kUsage);
  }
  EXPECT_TRUE(split_secret(secret, {2, 2}));
  EXPECT_TRUE(split_secret(secret, {16, 16}));
  EXPECT_FALSE(split_secret(Scalar(), {2, 2}));  // zero
}

TEST(ShamirTest, EverySubsetIsTestedAndOneBadShareIsFound) {
  Made made = make(8, 16);  // 12,870 subsets
  EXPECT_TRUE(test_every_subset(made.split.shares, 8, made.secret));
  EXPECT_FALSE(test_every_subset(made.split.shares, 8, random_scalar()));
  made.split.shares[15].value = random_scalar();
  EXPECT_FALSE(test_every_subset(made.split.shares, 8, made.secret));
}

TEST(ShamirTest, CommitmentsThatAreNoPointsAcceptNoShare) {
  Made made = make(3, 3);
  EXPECT_FALSE(share_holds(made.split.shares[0], {}));
  made.split.commitments[2].fill(0xff);
  EXPECT_FALSE(share_holds(made.split.shares[0], made.split.commitments));
}

}  // namespace
}  // namespace tangthu::vault
