// Scalars and points of ristretto255 (RFC 9496), as secret sharing needs them.
//
// Beside vault/crypto.cc, ristretto.cc is the only file that calls libsodium's
// cryptography. Scalars are 32 bytes, little-endian, below the group's order; those that
// are secret live in SecretOf, and every operation on a scalar takes the same time for
// all values. Points are public.
// All functions are thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "base/secret.h"

namespace tangthu::vault {

using Scalar = SecretOf<struct ScalarRole>;
using ScalarView = std::span<const std::uint8_t, 32>;
using ScalarOut = std::span<std::uint8_t, 32>;  // may be one of the operands
using PublicScalar = std::array<std::uint8_t, 32>;
using Point = std::array<std::uint8_t, 32>;

// Uniform, never zero.
Scalar random_scalar();
PublicScalar small_scalar(std::uint8_t value);
bool scalar_is_reduced(ScalarView scalar);

void scalar_add(ScalarOut out, ScalarView a, ScalarView b);
void scalar_multiply(ScalarOut out, ScalarView a, ScalarView b);
void scalar_negate(ScalarOut out, ScalarView a);
// The caller's scalar is not zero.
void scalar_invert(ScalarOut out, ScalarView a);

// scalar · generator. Nothing when that is the identity.
std::optional<Point> base_multiple(ScalarView scalar);
// Nothing when the point is not one, or the result is the identity.
std::optional<Point> point_multiply(const Point& point, std::uint8_t factor);
// Nothing when one of them is not a point.
std::optional<Point> point_add(const Point& a, const Point& b);

}  // namespace tangthu::vault
