// The one answer for a document that does not exist and for one above the caller's
// clearance. Whoever gives it, gives it from here: the two must never come to differ.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace tangthu::vault {

// kNotFound; `subject` is the id as asked for.
inline Failure no_such_document(std::string subject) {
  return fail(ErrorCode::kNotFound,
              "there is no such document, or you are not cleared for it",
              "check the id; 'tangthu list' shows what you may read", std::move(subject));
}

}  // namespace tangthu::vault
