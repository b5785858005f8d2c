#include "indexer/block_source.h"

#include <algorithm>

#include "base/secret.h"

namespace tangthu::indexer {

Failure damaged_segment() {
  return fail(ErrorCode::kCorrupt, "a part of the search index is damaged",
              "run 'tangthu reindex': no document is touched");
}

MemorySource::~MemorySource() {
  wipe(bytes_.data(), bytes_.size());
}

Result<void> MemorySource::read_block(std::uint64_t number,
                                      std::span<std::uint8_t> out) const {
  const std::uint64_t begin = number * kSourceBlock;
  if (begin >= bytes_.size()) return damaged_segment();
  const std::size_t length = std::min(out.size(), bytes_.size() - begin);
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(begin), length, out.begin());
  return {};
}

OpenBlock::~OpenBlock() {
  wipe(bytes_.data(), bytes_.size());
}

std::uint32_t BlockCache::add_source() {
  const std::lock_guard lock(mutex_);
  return ++sources_;
}

void BlockCache::drop_source(std::uint32_t source) {
  const std::lock_guard lock(mutex_);
  const auto keys = of_source_.find(source);
  if (keys == of_source_.end()) return;
  for (const Key key : keys->second) {
    const auto at = where_.find(key);
    used_.erase(at->second);
    where_.erase(at);
  }
  of_source_.erase(keys);
}

std::size_t BlockCache::blocks() const {
  const std::lock_guard lock(mutex_);
  return used_.size();
}

Result<std::shared_ptr<const OpenBlock>> BlockCache::block(std::uint32_t source,
                                                           const BlockSource& from,
                                                           std::uint64_t number) {
  const Key key = Key{source} << 32 | number;
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = where_.find(key); at != where_.end()) {
      used_.splice(used_.begin(), used_, at->second);
      return at->second->block;
    }
  }
  auto opened = std::make_shared<OpenBlock>();
  TRY(from.read_block(number, opened->writable()));
  const std::lock_guard lock(mutex_);
  if (where_.find(key) == where_.end()) {  // another thread may have been faster
    used_.push_front({key, opened});
    where_[key] = used_.begin();
    of_source_[source].insert(key);
    if (used_.size() > most_blocks_) {
      const Key oldest = used_.back().key;
      where_.erase(oldest);
      of_source_[static_cast<std::uint32_t>(oldest >> 32)].erase(oldest);
      used_.pop_back();
    }
  }
  return std::shared_ptr<const OpenBlock>(std::move(opened));
}

Result<Bytes> CachedBytes::read(std::uint64_t offset, std::size_t length,
                                std::size_t beyond) const {
  if (offset > size() || length > size() - offset) return damaged_segment();
  Bytes out(length + beyond);
  for (std::size_t done = 0; done < length;) {
    const std::uint64_t at = offset + done;
    const auto opened = TRY(block(at / kSourceBlock));
    const ByteView part = opened->view().subspan(at % kSourceBlock);
    const std::size_t count = std::min(part.size(), length - done);
    std::copy_n(part.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(done));
    done += count;
  }
  return out;
}

Result<const std::uint8_t*> PieceReader::at(std::uint64_t offset, std::size_t length,
                                            std::size_t beyond) {
  const std::size_t within = offset % kSourceBlock;
  const bool is_inside = offset <= bytes_->size() && length <= bytes_->size() - offset;
  if (!is_inside || within + length + beyond > kSourceBlock) {
    across_ = TRY(bytes_->read(offset, length, beyond));
    return across_.data();
  }
  const std::uint64_t number = offset / kSourceBlock;
  if (!block_ || number != number_) {
    block_ = TRY(bytes_->block(number));
    number_ = number;
  }
  return block_->view().data() + within;
}

}  // namespace tangthu::indexer
