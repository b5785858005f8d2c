// Result<T>: a value or an Error. TRY(expression) yields the value or returns the error
// from the enclosing function. This is the only file that includes tl::expected.
#pragma once

#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include "base/error.h"

namespace tangthu {

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;

  // The value, moved out; only after a check.
  T take() && {
    if constexpr (!std::is_void_v<T>) return *std::move(*this);
  }
};

using Failure = tl::unexpected<Error>;

inline Failure fail(ErrorCode code, Literal text, Literal remedy,
                    std::string subject = {}) {
  return Failure(Error(code, text, remedy, std::move(subject)));
}

}  // namespace tangthu

// A statement expression, so that `auto value = TRY(call());` reads as what it means.
#define TRY(expression)                                          \
  __extension__({                                                \
    auto try_result_ = (expression);                             \
    if (!try_result_) {                                          \
      return ::tangthu::Failure(std::move(try_result_).error()); \
    }                                                            \
    std::move(try_result_).take();                               \
  })
