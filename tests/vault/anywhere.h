// rapidcheck's inRange stays near the least value while a property is young; this
// doesn't.
#pragma once

#include <rapidcheck.h>

namespace tangthu::vault {

template <typename T>
T anywhere(T least, T behind_last) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(least, behind_last));
}

}  // namespace tangthu::vault
