#include "vault/merkle.h"

#include <algorithm>
#include <bit>

namespace tangthu::vault {
namespace {

constexpr std::uint8_t kLeafPrefix = 0;
constexpr std::uint8_t kNodePrefix = 1;

// The largest power of two below n, for n > 1.
std::uint64_t split_point(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

// MTH(D[low:high]). In the recursions of the RFC a range of 2^k leaves begins at a
// multiple of 2^k, so that it is a stored hash; only the right edge takes more than one.
Result<Hash32> range_root(std::uint64_t low, std::uint64_t high, const HashReader& read) {
  std::vector<Hash32> parts;
  while (!std::has_single_bit(high - low)) {
    const std::uint64_t middle = low + split_point(high - low);
    parts.push_back(TRY(range_root(low, middle, read)));
    low = middle;
  }
  const auto level = static_cast<unsigned>(std::countr_zero(high - low));
  Hash32 root = TRY(read(stored_index(level, low >> level)));
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    root = node_hash(*part, root);
  }
  return root;
}

Failure no_such_range() {
  return fail(ErrorCode::kUsage, "the log has no such entries", "ask for a smaller size");
}

// Climbs past the levels on which the right edge has no sibling.
void skip_lone_levels(std::uint64_t& index, std::uint64_t& last) {
  while ((index & 1) == 0 && index != 0) {
    index >>= 1;
    last >>= 1;
  }
}

}  // namespace

Hash32 empty_root() {
  return sha256({});
}

Hash32 leaf_hash(ByteView entry) {
  return sha256({{&kLeafPrefix, 1}, entry});
}

Hash32 node_hash(const Hash32& left, const Hash32& right) {
  return sha256({{&kNodePrefix, 1}, left, right});
}

std::uint64_t stored_index(unsigned level, std::uint64_t n) {
  // The subtree becomes complete with its last leaf, `level` hashes after that leaf's
  // own.
  const std::uint64_t last_leaf = ((n + 1) << level) - 1;
  return stored_count(last_leaf) + level;
}

std::uint64_t stored_count(std::uint64_t size) {
  // Leaves, pairs of them, pairs of pairs: size + size/2 + size/4 + …
  return 2 * size - static_cast<std::uint64_t>(std::popcount(size));
}

Result<Frontier> Frontier::load(std::uint64_t size, const HashReader& read) {
  Frontier frontier;
  frontier.size_ = size;
  std::uint64_t low = 0;
  for (std::uint64_t rest = size; rest != 0;) {
    const std::uint64_t width = std::bit_floor(rest);
    frontier.peaks_.push_back(TRY(range_root(low, low + width, read)));
    low += width;
    rest -= width;
  }
  return frontier;
}

void Frontier::add(const Hash32& leaf, std::vector<Hash32>& out) {
  out.push_back(leaf);
  Hash32 hash = leaf;
  for (std::uint64_t n = size_; (n & 1) != 0; n >>= 1) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
    out.push_back(hash);
  }
  peaks_.push_back(hash);
  ++size_;
}

Hash32 Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Hash32 root = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) {
    root = node_hash(*peak, root);
  }
  return root;
}

Result<Hash32> tree_root(std::uint64_t size, const HashReader& read) {
  if (size > kMaxTreeSize) return no_such_range();
  if (size == 0) return empty_root();
  return range_root(0, size, read);
}

Result<std::vector<Hash32>> prove_inclusion(std::uint64_t index, std::uint64_t size,
                                            const HashReader& read) {
  if (index >= size || size > kMaxTreeSize) return no_such_range();
  std::vector<Hash32> proof;  // from the root down; turned round at the end
  std::uint64_t low = 0;
  std::uint64_t high = size;
  while (high - low > 1) {
    const std::uint64_t middle = low + split_point(high - low);
    if (index < middle) {
      proof.push_back(TRY(range_root(middle, high, read)));
      high = middle;
    } else {
      proof.push_back(TRY(range_root(low, middle, read)));
      low = middle;
    }
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Result<std::vector<Hash32>> prove_consistency(std::uint64_t from, std::uint64_t to,
                                              const HashReader& read) {
  if (from > to || to > kMaxTreeSize) return no_such_range();
  std::vector<Hash32> proof;
  if (from == 0 || from == to) return proof;
  std::uint64_t low = 0;
  std::uint64_t high = to;
  while (high != from) {
    const std::uint64_t middle = low + split_point(high - low);
    if (from <= middle) {
      proof.push_back(TRY(range_root(middle, high, read)));
      high = middle;
    } else {
      proof.push_back(TRY(range_root(low, middle, read)));
      low = middle;
    }
  }
  // The old tree's own last subtree; known to the checker when it is the whole old tree.
  if (low != 0) proof.push_back(TRY(range_root(low, high, read)));
  std::reverse(proof.begin(), proof.end());
  return proof;
}

bool inclusion_holds(const Hash32& leaf, std::uint64_t index,
                     std::span<const Hash32> proof, const TreeHead& head) {
  if (index >= head.size) return false;
  std::uint64_t last = head.size - 1;
  Hash32 root = leaf;
  for (const Hash32& sibling : proof) {
    if (last == 0) return false;
    if ((index & 1) != 0 || index == last) {
      root = node_hash(sibling, root);
      skip_lone_levels(index, last);
    } else {
      root = node_hash(root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 && root == head.root;
}

bool consistency_holds(const TreeHead& from, const TreeHead& to,
                       std::span<const Hash32> proof) {
  if (from.size > to.size) return false;
  if (from.size == to.size) return proof.empty() && from.root == to.root;
  if (from.size == 0) return proof.empty() && from.root == empty_root();
  std::uint64_t index = from.size - 1;
  std::uint64_t last = to.size - 1;
  while ((index & 1) != 0) {
    index >>= 1;
    last >>= 1;
  }
  Hash32 old_root = from.root;
  if (!std::has_single_bit(from.size)) {
    if (proof.empty()) return false;
    old_root = proof.front();
    proof = proof.subspan(1);
  } else if (proof.empty()) {
    return false;
  }
  Hash32 new_root = old_root;
  for (const Hash32& sibling : proof) {
    if (last == 0) return false;
    if ((index & 1) != 0 || index == last) {
      old_root = node_hash(sibling, old_root);
      new_root = node_hash(sibling, new_root);
      skip_lone_levels(index, last);
    } else {
      new_root = node_hash(new_root, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  return last == 0 && old_root == from.root && new_root == to.root;
}

}  // namespace tangthu::vault
