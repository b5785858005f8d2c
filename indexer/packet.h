// The packet: all that search needs to know of one document, as bytes to be sealed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::indexer {

struct PacketSource {
  std::vector<std::string> page_texts;        // in page order
  std::map<std::string, std::string> fields;  // searchable by name:value and by words
};

// Positions and pages of one term in one document.
struct Posting {
  std::uint32_t page;      // 1-based; 0: in a field
  std::uint32_t position;  // within the document, pages one after the other
};

// Plain bytes: the caller seals them. Padded with zeroes to a multiple of 1 KiB, so that
// a size says little.
Bytes write_packet(const PacketSource& source);

// A packet that was read back. Copies nothing: `bytes` must outlive it.
// Bytes that write_packet did not make are kCorrupt, never undefined behaviour.
class Packet {
 public:
  static Result<Packet> read(ByteView bytes);

  // Of a marked term, or of a folded one; empty when absent. Ordered by position.
  std::vector<Posting> marked(std::string_view term) const;
  std::vector<Posting> folded(std::string_view term) const;
  std::uint32_t token_count() const;
  const std::map<std::string, std::string>& fields() const;

 private:
  struct Entry {
    std::string_view marked;
    std::string_view folded;
    ByteView postings;
  };
  std::vector<Entry> entries_;  // ordered by folded, then marked
  std::uint32_t token_count_ = 0;
  std::map<std::string, std::string> fields_;
};

}  // namespace tangthu::indexer
