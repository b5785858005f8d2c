// A secret scalar in n shares, any k of which give it back; fewer say nothing of it.
//
// Shamir, "How to share a secret" (1979), over the scalars of ristretto255: share i is
// f(i) for a random polynomial f of degree k − 1 with f(0) = the secret. Feldman's
// commitments (1987), the points g^a for each coefficient a of f, are public: with them
// one share can be checked alone, so that a wrong one is known by its number. They also
// fix g^secret, which is harmless for a uniform secret and only for such a one: never
// share a passphrase or anything else that could be guessed.
//
// 2 ≤ k ≤ n ≤ 16. All functions are thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "vault/ristretto.h"

namespace tangthu::vault {

inline constexpr std::uint8_t kMinThreshold = 2;
inline constexpr std::uint8_t kMaxShares = 16;

struct Quorum {
  std::uint8_t threshold;  // k
  std::uint8_t shares;     // n
};

struct ShamirShare {
  std::uint8_t number;  // counts from 1
  Scalar value;

  ShamirShare clone() const { return {number, value.clone()}; }
};

struct ShamirSplit {
  std::vector<ShamirShare> shares;
  std::vector<Point> commitments;  // k of them
};

// kUsage outside the limits above.
Result<void> check_quorum(const Quorum& quorum);

// kUsage when the quorum is outside the limits. The secret is uniform (see above).
Result<ShamirSplit> split_secret(const Scalar& secret, const Quorum& quorum);

// Does this share belong to the split that these commitments describe?
bool share_holds(const ShamirShare& share, std::span<const Point> commitments);

// kUsage when a number comes twice; kAuthentication when a share is wrong or of another
// split (the error's subject is its number) or there are fewer than k.
Result<Scalar> combine_shares(std::span<const ShamirShare> shares,
                              std::span<const Point> commitments);

// Do all subsets of `threshold` shares give this secret? For the ceremony: before a vault
// relies on its shares, every way of putting them together has been tried.
bool test_every_subset(std::span<const ShamirShare> shares, std::uint8_t threshold,
                       const Scalar& secret);

}  // namespace tangthu::vault
