#include "vault/ristretto.h"

#include <algorithm>

#include <sodium.h>

namespace tangthu::vault {

Scalar random_scalar() {
  initialise_sodium();
  Scalar scalar;
  crypto_core_ristretto255_scalar_random(scalar.reveal_writable().data());
  return scalar;
}

PublicScalar small_scalar(std::uint8_t value) {
  PublicScalar out{};
  out[0] = value;
  return out;
}

bool scalar_is_reduced(ScalarView scalar) {
  SecretOf<struct WideScalarRole, 64> wide;
  std::copy(scalar.begin(), scalar.end(), wide.reveal_writable().begin());
  Scalar reduced;
  crypto_core_ristretto255_scalar_reduce(reduced.reveal_writable().data(),
                                         wide.reveal().data());
  return sodium_memcmp(reduced.reveal().data(), scalar.data(), scalar.size()) == 0;
}

void scalar_add(ScalarOut out, ScalarView a, ScalarView b) {
  crypto_core_ristretto255_scalar_add(out.data(), a.data(), b.data());
}

void scalar_multiply(ScalarOut out, ScalarView a, ScalarView b) {
  crypto_core_ristretto255_scalar_mul(out.data(), a.data(), b.data());
}

void scalar_negate(ScalarOut out, ScalarView a) {
  crypto_core_ristretto255_scalar_negate(out.data(), a.data());
}

void scalar_invert(ScalarOut out, ScalarView a) {
  // Fails for zero only, which callers exclude.
  static_cast<void>(crypto_core_ristretto255_scalar_invert(out.data(), a.data()));
}

std::optional<Point> base_multiple(ScalarView scalar) {
  Point out;
  if (crypto_scalarmult_ristretto255_base(out.data(), scalar.data()) != 0)
    return std::nullopt;
  return out;
}

std::optional<Point> point_multiply(const Point& point, std::uint8_t factor) {
  const PublicScalar scalar = small_scalar(factor);
  Point out;
  if (crypto_scalarmult_ristretto255(out.data(), scalar.data(), point.data()) != 0)
    return std::nullopt;
  return out;
}

std::optional<Point> point_add(const Point& a, const Point& b) {
  Point out;
  if (crypto_core_ristretto255_add(out.data(), a.data(), b.data()) != 0)
    return std::nullopt;
  return out;
}

}  // namespace tangthu::vault
