// The entries of an audit log that come block by block, as out of a backup: every frame
// checked, the tree grown. Memory: a block and a frame. One thread at a time.
#pragma once

#include <functional>

#include "base/bytes.h"
#include "base/result.h"
#include "vault/merkle.h"

namespace tangthu::vault {

class LogStream {
 public:
  // `see` gets the tree after each entry.
  using Seen = std::function<void(std::uint64_t size, const Frontier& tree)>;
  explicit LogStream(Seen see) : see_(std::move(see)) {}

  // The next bytes of the file `entries`. kCorrupt names the entry.
  Result<void> add(ByteView block);
  // Nothing of a frame is left over.
  bool complete() const { return started_ && rest_.empty(); }
  TreeHead head() const { return {tree_.size(), tree_.root()}; }

 private:
  Seen see_;
  bool started_ = false;  // the magic was there
  Bytes rest_;
  Frontier tree_;
};

}  // namespace tangthu::vault
