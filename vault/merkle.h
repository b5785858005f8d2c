// The Merkle tree of RFC 6962: SHA-256, 0x00 before a leaf, 0x01 before a node, the empty
// tree is SHA-256 of nothing. Proofs are made as in RFC 6962 §2.1.1 and §2.1.2 and
// checked by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2.
//
// The hashes of all complete subtrees are stored in the order in which they become
// complete: after leaf n come the nodes that it completes, from the lowest up (the layout
// of Go's sumdb/tlog). Every function reads O(log n) of them. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "vault/crypto.h"

namespace tangthu::vault {

// No tree is larger: far from any overflow below.
inline constexpr std::uint64_t kMaxTreeSize = std::uint64_t{1} << 60;

struct TreeHead {
  std::uint64_t size = 0;
  Hash32 root{};

  bool operator==(const TreeHead&) const = default;
};

Hash32 empty_root();
Hash32 leaf_hash(ByteView entry);
Hash32 node_hash(const Hash32& left, const Hash32& right);

// Where the hash of the subtree over leaves [n · 2^level, (n + 1) · 2^level) is stored.
std::uint64_t stored_index(unsigned level, std::uint64_t n);
// How many hashes a tree of `size` leaves stores.
std::uint64_t stored_count(std::uint64_t size);

// Reads a stored hash; called only for hashes of complete subtrees of the tree in
// question.
using HashReader = std::function<Result<Hash32>(std::uint64_t stored_index)>;

// The right edge of a growing tree: its complete subtrees, largest first.
class Frontier {
 public:
  Frontier() = default;
  static Result<Frontier> load(std::uint64_t size, const HashReader& read);

  // Adds a leaf; appends the hashes that are to be stored for it to `out`.
  void add(const Hash32& leaf, std::vector<Hash32>& out);
  std::uint64_t size() const { return size_; }
  Hash32 root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash32> peaks_;
};

Result<Hash32> tree_root(std::uint64_t size, const HashReader& read);
// kUsage unless index < size.
Result<std::vector<Hash32>> prove_inclusion(std::uint64_t index, std::uint64_t size,
                                            const HashReader& read);
// That the tree of `to` leaves begins with the tree of `from`. kUsage unless from ≤ to.
// Empty when from is 0 or equals to.
Result<std::vector<Hash32>> prove_consistency(std::uint64_t from, std::uint64_t to,
                                              const HashReader& read);

[[nodiscard]] bool inclusion_holds(const Hash32& leaf, std::uint64_t index,
                                   std::span<const Hash32> proof, const TreeHead& head);
[[nodiscard]] bool consistency_holds(const TreeHead& from, const TreeHead& to,
                                     std::span<const Hash32> proof);

}  // namespace tangthu::vault
