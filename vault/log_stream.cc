#include "vault/log_stream.h"

#include "vault/log_frame.h"

namespace tangthu::vault {

Result<void> LogStream::add(ByteView block) {
  rest_.insert(rest_.end(), block.begin(), block.end());
  ByteView left = rest_;
  if (!started_ && left.size() >= kLogMagicSize) {
    if (as_text(left.first(kLogMagicSize)) != kLogMagic) return damaged_entry(0);
    left = left.subspan(kLogMagicSize);
    started_ = true;
  }
  std::vector<Hash32> hashes;
  while (started_) {
    const FrameParse frame = parse_frame(left, tree_.size());
    if (frame.state == FrameParse::State::kIncomplete) break;
    if (frame.state == FrameParse::State::kDamaged) return damaged_entry(tree_.size());
    hashes.clear();
    tree_.add(leaf_hash(frame.entry), hashes);
    if (see_) see_(tree_.size(), tree_);
    left = left.subspan(frame.size);
  }
  rest_.erase(rest_.begin(), rest_.end() - static_cast<std::ptrdiff_t>(left.size()));
  return {};
}

}  // namespace tangthu::vault
