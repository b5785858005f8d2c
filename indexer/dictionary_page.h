// One page of a segment's dictionary (docs/FORMAT.md), read term by term. The page must
// outlive its reader. Damage: false. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/packet.h"
#include "indexer/segment.h"
#include "indexer/varint.h"

namespace tangthu::indexer {

inline constexpr std::size_t kMaxKeyBytes = kMaxFieldNameBytes + 1 + 512;

class PageReader {
 public:
  explicit PageReader(ByteView page);

  bool done() const { return in_.remaining() == 0; }
  const std::string& key() const { return key_; }

  // Goes to the term of this key, without a look at those before it but for what they
  // share with it: keys ascend. `found` says whether there is one.
  bool find(std::string_view wanted, TermGroup& group, bool& found);
  // The next term, and `group` where it is not before `from`.
  bool next(std::string_view from, TermGroup& group);

 private:
  struct Variant;
  bool read_variants(bool wanted, TermGroup& group);
  bool read(Variant& variant);

  VarintReader in_;
  std::uint64_t offset_ = 0;
  std::string key_;
};

}  // namespace tangthu::indexer
