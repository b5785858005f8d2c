// A file as it is kept of a document: in memory, or where it can be read when it is
// sealed. Of a long batch the masters are the most.
#pragma once

#include <functional>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::archive {

class Master {
 public:
  using Reading = std::function<Result<Bytes>()>;

  explicit Master(Bytes bytes) : bytes_(std::move(bytes)) {}
  // `read` is called at most once.
  explicit Master(Reading read) : read_(std::move(read)) {}

  // Once.
  Result<Bytes> take() {
    if (read_) return read_();
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
  Reading read_;
};

}  // namespace tangthu::archive
