// Where a segment's bytes come from, and a cache of the blocks that were opened.
//
// A source gives blocks of kSourceBlock bytes; opening one means decrypting it. The cache
// keeps what was opened, up to a limit for all segments together, and wipes what it lets
// go. Thread rule: sources and cache from several threads.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::indexer {

inline constexpr std::size_t kSourceBlock = std::size_t{16} * 1024;

class BlockSource {
 public:
  virtual ~BlockSource() = default;
  virtual std::uint64_t size() const = 0;  // bytes
  // Block `number` into `out`, kSourceBlock bytes; the last one may be shorter.
  virtual Result<void> read_block(std::uint64_t number,
                                  std::span<std::uint8_t> out) const = 0;
};

// A segment that was never sealed: the packets that wait.
class MemorySource : public BlockSource {
 public:
  explicit MemorySource(Bytes bytes) : bytes_(std::move(bytes)) {}
  ~MemorySource() override;  // wipes them
  MemorySource(const MemorySource&) = delete;
  MemorySource& operator=(const MemorySource&) = delete;
  std::uint64_t size() const override { return bytes_.size(); }
  Result<void> read_block(std::uint64_t number,
                          std::span<std::uint8_t> out) const override;

 private:
  Bytes bytes_;
};

// Plain bytes that are wiped when nobody uses them any more.
class OpenBlock {
 public:
  OpenBlock() : bytes_(kSourceBlock) {}
  ~OpenBlock();
  OpenBlock(const OpenBlock&) = delete;
  OpenBlock& operator=(const OpenBlock&) = delete;

  std::span<std::uint8_t> writable() { return bytes_; }
  ByteView view() const { return bytes_; }

 private:
  Bytes bytes_;
};

class BlockCache {
 public:
  static constexpr std::size_t kDefaultBytes = std::size_t{96} << 20;

  explicit BlockCache(std::size_t most_bytes = kDefaultBytes)
      : most_blocks_(std::max<std::size_t>(most_bytes / kSourceBlock, 1)) {}

  // A number of its own for each segment that uses the cache; and the end of one, of
  // which nothing stays.
  std::uint32_t add_source();
  void drop_source(std::uint32_t source);
  Result<std::shared_ptr<const OpenBlock>> block(std::uint32_t source,
                                                 const BlockSource& from,
                                                 std::uint64_t number);
  std::size_t blocks() const;

 private:
  using Key = std::uint64_t;
  struct Entry {
    Key key;
    std::shared_ptr<const OpenBlock> block;
  };

  std::size_t most_blocks_;
  mutable std::mutex mutex_;
  std::uint32_t sources_ = 0;
  std::list<Entry> used_;  // the latest first
  std::unordered_map<Key, std::list<Entry>::iterator> where_;
  std::unordered_map<std::uint32_t, std::unordered_set<Key>> of_source_;
};

// One segment's bytes through the cache.
class CachedBytes {
 public:
  CachedBytes(std::shared_ptr<const BlockSource> source,
              std::shared_ptr<BlockCache> cache)
      : source_(std::move(source)),
        cache_(std::move(cache)),
        number_(cache_->add_source()) {}
  ~CachedBytes() { cache_->drop_source(number_); }
  CachedBytes(const CachedBytes&) = delete;
  CachedBytes& operator=(const CachedBytes&) = delete;

  std::uint64_t size() const { return source_->size(); }
  // [offset, offset + length) and `beyond` bytes more of any content; kCorrupt when the
  // source is shorter.
  Result<Bytes> read(std::uint64_t offset, std::size_t length,
                     std::size_t beyond = 0) const;

  Result<std::shared_ptr<const OpenBlock>> block(std::uint64_t number) const {
    return cache_->block(number_, *source_, number);
  }

 private:
  std::shared_ptr<const BlockSource> source_;
  std::shared_ptr<BlockCache> cache_;
  std::uint32_t number_;
};

// Small pieces of it one after the other, mostly where the one before was: without a copy
// where a piece lies within a block. Thread rule: one thread at a time.
class PieceReader {
 public:
  explicit PieceReader(std::shared_ptr<const CachedBytes> bytes)
      : bytes_(std::move(bytes)) {}

  // `length` bytes and `beyond` bytes more of any content, valid until the next call.
  Result<const std::uint8_t*> at(std::uint64_t offset, std::size_t length,
                                 std::size_t beyond);

 private:
  std::shared_ptr<const CachedBytes> bytes_;
  std::shared_ptr<const OpenBlock> block_;
  std::uint64_t number_ = 0;  // of block_
  Bytes across_;
};

// What a segment that contradicts itself is answered with.
Failure damaged_segment();

}  // namespace tangthu::indexer
