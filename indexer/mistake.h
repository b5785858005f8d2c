// A mistake in a query, with its place.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace tangthu::indexer {

// `at` counts characters of the composed query from 0; people see it from 1.
inline Failure mistake(std::size_t at, Literal text, Literal remedy) {
  return fail(ErrorCode::kUsage, text, remedy, "column " + std::to_string(at + 1));
}

}  // namespace tangthu::indexer
