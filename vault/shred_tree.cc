#include "vault/shred_tree.h"

#include <algorithm>

namespace tangthu::vault {
namespace {

constexpr std::string_view kNodeLabel = "tangthu shred v1";  // a personalisation: 16
constexpr std::string_view kLeafLabel = "tangthu shred leaf v1";
constexpr std::uint8_t kLevels = 32;
constexpr std::uint8_t kArity = 4;
constexpr std::uint16_t kFormat = 1;
constexpr std::size_t kHeadSize = 2 + 4;
constexpr std::size_t kNodeSize = 8 + 1 + kKeySize;

std::uint64_t path_of(const ShredId& id) {
  std::uint64_t path = 0;
  for (std::size_t i = 0; i < 8; ++i)
    path = path << 8 | id[i];
  return path;
}

// The paths of a node differ in these bits.
std::uint64_t span_of(std::uint8_t level) {
  return level == kLevels ? 0 : ~std::uint64_t{0} >> (2 * level);
}

// Where the path goes from the level above to `level`, which is at least 1.
std::uint8_t child_at(std::uint64_t path, std::uint8_t level) {
  return static_cast<std::uint8_t>(path >> (64 - 2 * level) & (kArity - 1));
}

// A node's key on the way down; wiped when the way ends.
class WalkingKey {
 public:
  explicit WalkingKey(std::span<const std::uint8_t, kKeySize> key) {
    std::ranges::copy(key, key_.begin());
  }
  ~WalkingKey() { wipe(key_.data(), key_.size()); }
  WalkingKey(const WalkingKey&) = delete;
  WalkingKey& operator=(const WalkingKey&) = delete;

  void child(std::uint8_t level, std::uint8_t child,
             std::span<std::uint8_t, 32> out) const {
    const std::array<std::uint8_t, 16> place{level, child};
    keyed_derive_32_into(key_, place, as_bytes(kNodeLabel).first<16>(), out);
  }
  void descend(std::uint64_t path, std::uint8_t from, std::uint8_t to) {
    for (auto level = from; level < to; ++level) {
      const auto next = static_cast<std::uint8_t>(level + 1);
      child(next, child_at(path, next), key_);
    }
  }
  std::span<const std::uint8_t, kKeySize> reveal() const { return key_; }

 private:
  std::array<std::uint8_t, kKeySize> key_;
};

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "the shred keys are damaged",
              "connect another shred slot of the vault, or restore the file");
}

}  // namespace

ShredId shred_id(const DocumentId& document) {
  ShredId id;
  std::ranges::copy(document.bytes(), id.begin());
  return id;
}

ShredTree ShredTree::random() {
  SealingKey key;
  random_bytes(key.reveal_writable());
  ShredTree tree;
  tree.nodes_.push_back({0, 0, tree.keys_.add(key.reveal())});
  return tree;
}

ShredTree ShredTree::clone() const {
  ShredTree copy;
  copy.punctures_ = punctures_;
  copy.keys_.reserve(nodes_.size());
  copy.nodes_.reserve(nodes_.size());
  for (const Node& node : nodes_) {
    copy.nodes_.push_back(
        {node.path, node.level, copy.keys_.add(keys_.reveal(node.key))});
  }
  return copy;
}

// The node that is, or lies above, the one at `path` and `level`.
const ShredTree::Node* ShredTree::above(std::uint64_t path, std::uint8_t level) const {
  const auto after = std::ranges::upper_bound(nodes_, path, {}, &Node::path);
  if (after == nodes_.begin()) return nullptr;
  const Node& node = *std::prev(after);
  const bool contains = path - node.path <= span_of(node.level) && node.level <= level;
  return contains ? &node : nullptr;
}

bool ShredTree::leaf_into(const ShredId& id, ShredPurpose purpose,
                          std::span<std::uint8_t, kKeySize> out) const {
  const std::uint64_t path = path_of(id);
  const Node* node = above(path, kLevels);
  if (node == nullptr) return false;
  WalkingKey key(keys_.reveal(node->key));
  key.descend(path, node->level, kLevels);
  const auto number = static_cast<std::uint8_t>(purpose);
  keyed_hash_32_into(key.reveal(), {as_bytes(kLeafLabel), id, {&number, 1}}, out);
  return true;
}

std::optional<ShredLeafKey> ShredTree::leaf(const ShredId& id,
                                            ShredPurpose purpose) const {
  ShredLeafKey key;
  if (!leaf_into(id, purpose, key.reveal_writable())) return std::nullopt;
  return key;
}

bool ShredTree::holds(const ShredId& id) const {
  return above(path_of(id), kLevels) != nullptr;
}

void ShredTree::puncture(const ShredId& id) {
  const std::uint64_t path = path_of(id);
  const Node* found = above(path, kLevels);
  if (found == nullptr) return;
  const Node old = *found;
  const auto at = found - nodes_.data();

  std::vector<Node> co_path;
  WalkingKey key(keys_.reveal(old.key));
  for (auto level = static_cast<std::uint8_t>(old.level + 1); level <= kLevels; ++level) {
    const std::uint64_t start = path & ~span_of(static_cast<std::uint8_t>(level - 1));
    for (std::uint8_t child = 0; child < kArity; ++child) {
      if (child == child_at(path, level)) continue;
      WalkingKey sibling(key.reveal());
      sibling.descend(start | std::uint64_t{child} << (64 - 2 * level),
                      static_cast<std::uint8_t>(level - 1), level);
      co_path.push_back({start | std::uint64_t{child} << (64 - 2 * level), level,
                         keys_.add(sibling.reveal())});
    }
    key.descend(path, static_cast<std::uint8_t>(level - 1), level);
  }
  std::ranges::sort(co_path, {}, &Node::path);
  nodes_[static_cast<std::size_t>(at)] = co_path.front();
  nodes_.insert(nodes_.begin() + at + 1, co_path.begin() + 1, co_path.end());
  keys_.release(old.key);
  ++punctures_;
}

// The key of `below`, a node of `owner`, follows from a node of this tree.
bool ShredTree::derives(const Node& below, const ShredTree& owner) const {
  const Node* node = above(below.path, below.level);
  if (node == nullptr) return false;
  WalkingKey key(keys_.reveal(node->key));
  key.descend(below.path, node->level, below.level);
  return equal_in_constant_time(key.reveal(), owner.keys_.reveal(below.key));
}

bool ShredTree::covers(const ShredTree& older) const {
  return std::ranges::all_of(
      nodes_, [&](const Node& node) { return older.derives(node, *this); });
}

std::optional<ShredTree> ShredTree::merge(const ShredTree& other) const {
  ShredTree merged;
  bool one_tree = true;
  // Of two nodes one of which lies within the other, the lower is what both hold.
  const auto take_lower = [&](const ShredTree& from, const ShredTree& in, bool equal) {
    for (const Node& node : from.nodes_) {
      const Node* holder = in.above(node.path, node.level);
      if (holder == nullptr) continue;
      if (!in.derives(node, from)) one_tree = false;
      if (holder->level == node.level && !equal) continue;
      const auto key = merged.keys_.add(from.keys_.reveal(node.key));
      merged.nodes_.push_back({node.path, node.level, key});
    }
  };
  take_lower(*this, other, true);
  take_lower(other, *this, false);
  if (!one_tree || merged.nodes_.empty()) return std::nullopt;
  std::ranges::sort(merged.nodes_, {}, &Node::path);
  merged.count_punctures();
  return merged;
}

// The paths that no node holds, counted modulo 2^64: a tree that holds all has none.
void ShredTree::count_punctures() {
  punctures_ = 0;
  for (const Node& node : nodes_)
    punctures_ -= span_of(node.level) + 1;
}

LockedBuffer ShredTree::encode() const {
  LockedBuffer out(kHeadSize + nodes_.size() * kNodeSize);
  auto at = out.span().begin();
  const auto put = [&at](ByteView bytes) { at = std::ranges::copy(bytes, at).out; };
  ByteWriter head;
  head.integer(kFormat);
  head.integer(static_cast<std::uint32_t>(nodes_.size()));
  put(head.view());
  for (const Node& node : nodes_) {
    ByteWriter place;
    place.integer(node.path);
    place.integer(node.level);
    put(place.view());
    put(keys_.reveal(node.key));
  }
  return out;
}

Result<ShredTree> ShredTree::decode(ByteView bytes) {
  ByteReader in(bytes);
  if (in.integer<std::uint16_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "the shred keys are of a format this version does not know",
                "open the vault with a newer version of tangthu");
  }
  const auto count = in.integer<std::uint32_t>();
  if (count == 0 || in.remaining() != count * kNodeSize) return damaged();
  ShredTree tree;
  tree.keys_.reserve(count);
  tree.nodes_.reserve(count);
  std::uint64_t least = 0;  // the next node starts here or later
  std::uint32_t siblings = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto path = in.integer<std::uint64_t>();
    const auto level = in.integer<std::uint8_t>();
    const ByteView key = in.raw(kKeySize);
    if (level > kLevels || (path & span_of(level)) != 0) return damaged();
    if (path < least || (i > 0 && least == 0)) return damaged();
    least = path + span_of(level) + 1;  // 0 behind the last path there is
    // Four children where their parent would do come from no puncture.
    const bool next = siblings > 0 && tree.nodes_.back().level == level &&
                      tree.nodes_.back().path + span_of(level) + 1 == path;
    const bool first = level > 0 && child_at(path, level) == 0;
    siblings = first ? 1 : next ? siblings + 1 : 0;
    if (siblings == kArity) return damaged();
    tree.nodes_.push_back({path, level, tree.keys_.add(key.first<kKeySize>())});
  }
  tree.count_punctures();
  if (!in.complete() || tree.punctures_ > kMaxPunctures) return damaged();
  return tree;
}

}  // namespace tangthu::vault
