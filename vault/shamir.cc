#include "vault/shamir.h"

#include <algorithm>
#include <bit>
#include <string>

#include "vault/crypto.h"

namespace tangthu::vault {
namespace {

using ShareRefs = std::vector<const ShamirShare*>;

// The inverses of 1 … 15, the only differences that two numbers of shares can have.
struct SmallInverses {
  SmallInverses() {
    for (std::uint8_t i = 1; i < kMaxShares; ++i)
      scalar_invert(of[i], small_scalar(i));
  }
  std::array<PublicScalar, kMaxShares> of{};
};

// Lagrange's coefficient of share `own` at zero: the product of j / (j − i) over the
// other numbers j. Numbers are public, so nothing here needs to be hidden.
PublicScalar coefficient_at_zero(const ShareRefs& shares, std::uint8_t own) {
  static const SmallInverses inverses;
  PublicScalar product = small_scalar(1);
  for (const ShamirShare* other : shares) {
    if (other->number == own) continue;
    const bool below = other->number < own;
    const int difference = below ? own - other->number : other->number - own;
    scalar_multiply(product, product, small_scalar(other->number));
    scalar_multiply(product, product,
                    inverses.of.at(static_cast<std::size_t>(difference)));
    if (below) scalar_negate(product, product);
  }
  return product;
}

// The value at zero of the polynomial through these shares, whose numbers differ.
Scalar interpolate_at_zero(const ShareRefs& shares) {
  Scalar sum;
  Scalar term;
  for (const ShamirShare* share : shares) {
    const PublicScalar coefficient = coefficient_at_zero(shares, share->number);
    scalar_multiply(term.reveal_writable(), share->value.reveal(), coefficient);
    scalar_add(sum.reveal_writable(), sum.reveal(), term.reveal());
  }
  return sum;
}

// f(x) by Horner's rule, over secret coefficients.
Scalar evaluate(const std::vector<Scalar>& coefficients, std::uint8_t x) {
  const PublicScalar at = small_scalar(x);
  Scalar value;
  for (auto each = coefficients.rbegin(); each != coefficients.rend(); ++each) {
    scalar_multiply(value.reveal_writable(), value.reveal(), at);
    scalar_add(value.reveal_writable(), value.reveal(), each->reveal());
  }
  return value;
}

bool number_is_valid(std::uint8_t number) {
  return number >= 1 && number <= kMaxShares;
}

}  // namespace

Result<void> check_quorum(const Quorum& quorum) {
  if (quorum.threshold >= kMinThreshold && quorum.threshold <= quorum.shares &&
      quorum.shares <= kMaxShares) {
    return {};
  }
  return fail(ErrorCode::kUsage, "this number of shares is not possible",
              "choose 2 to 16 shares, and a threshold of at least 2 and at most as many "
              "as there are shares");
}

Result<ShamirSplit> split_secret(const Scalar& secret, const Quorum& quorum) {
  TRY(check_quorum(quorum));
  std::vector<Scalar> coefficients;
  coefficients.push_back(secret.clone());
  while (coefficients.size() < quorum.threshold)
    coefficients.push_back(random_scalar());

  ShamirSplit split;
  for (const Scalar& coefficient : coefficients) {
    const auto commitment = base_multiple(coefficient.reveal());
    if (!commitment) {
      return fail(ErrorCode::kUsage, "a secret of zero can't be shared",
                  "make a new secret");
    }
    split.commitments.push_back(*commitment);
  }
  for (std::uint8_t number = 1; number <= quorum.shares; ++number)
    split.shares.push_back({number, evaluate(coefficients, number)});
  return split;
}

bool share_holds(const ShamirShare& share, std::span<const Point> commitments) {
  if (commitments.empty() || !number_is_valid(share.number) ||
      !scalar_is_reduced(share.value.reveal())) {
    return false;
  }
  const auto claimed = base_multiple(share.value.reveal());
  // g^f(number), by Horner's rule in the exponent.
  std::optional<Point> expected = commitments.back();
  for (std::size_t i = commitments.size() - 1; i > 0 && expected; --i) {
    expected = point_multiply(*expected, share.number);
    if (expected) expected = point_add(*expected, commitments[i - 1]);
  }
  return claimed && expected && equal_in_constant_time(*claimed, *expected);
}

Result<Scalar> combine_shares(std::span<const ShamirShare> shares,
                              std::span<const Point> commitments) {
  std::array<bool, kMaxShares + 1> seen{};
  for (const ShamirShare& share : shares) {
    if (!share_holds(share, commitments)) {
      return fail(ErrorCode::kAuthentication,
                  "the share with this number is wrong or belongs to another split",
                  "ask its custodian for the share that is in force now",
                  std::to_string(share.number));
    }
    if (std::exchange(seen.at(share.number), true)) {
      return fail(ErrorCode::kUsage, "the share with this number was given twice",
                  "give shares of different custodians", std::to_string(share.number));
    }
  }
  if (shares.size() < commitments.size()) {
    return fail(ErrorCode::kAuthentication, "there are too few shares",
                "ask further custodians for theirs");
  }
  ShareRefs chosen;
  for (const ShamirShare& share : shares.first(commitments.size()))
    chosen.push_back(&share);
  return interpolate_at_zero(chosen);
}

bool test_every_subset(std::span<const ShamirShare> shares, std::uint8_t threshold,
                       const Scalar& secret) {
  if (!check_quorum({threshold, static_cast<std::uint8_t>(shares.size())})) return false;
  const std::uint32_t end = 1U << shares.size();
  for (std::uint32_t subset = 0; subset < end; ++subset) {
    if (std::popcount(subset) != threshold) continue;
    ShareRefs chosen;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if ((subset >> i & 1U) != 0) chosen.push_back(&shares[i]);
    }
    const Scalar combined = interpolate_at_zero(chosen);
    if (!equal_in_constant_time(combined.reveal(), secret.reveal())) return false;
  }
  return true;
}

}  // namespace tangthu::vault
