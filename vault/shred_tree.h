// The shred tree: a key for every id there can be, each of which can be destroyed alone.
//
// A puncturable pseudo-random function over the tree of Goldreich, Goldwasser and Micali
// ("How to construct random functions", 1986): a node's key yields its children's, a path
// leads from the root to the leaf of an id. Puncturing an id replaces the node above it
// by the siblings along its path (its co-path); the leaf then follows from nothing that
// is kept, while every other leaf stays what it was. Punctured functions: Boneh and
// Waters, Kiayias et al., Boyle, Goldwasser and Ivan (all 2013). Forgetting what was
// encrypted by puncturing: Green and Miers, "Forward secure asynchronous messaging"
// (2015).
//
// What is sealed under leaf(id) is dead wherever it was copied once every copy of the
// tree's state has been punctured at the id; nothing that survives is sealed anew.
//
//   path    the first 8 bytes of the id, two bits a level, 32 levels
//   child   BLAKE2b-256 of nothing, keyed with the node's key, salt u8 level of the child
//           (1..32) ‖ u8 child (0..3) ‖ 14 zeroes, personalisation "tangthu shred v1"
//   leaf    BLAKE2b-256 keyed with the key at level 32 ("tangthu shred leaf v1" ‖ id ‖
//           u8 purpose)
//
// Two ids with one path are punctured together; ids are random, so that this happens by
// chance once in 2^64. The first puncture grows the state by 96 nodes of 41 bytes, later
// ones by fewer. Keys are in locked memory.
//
// Thread rule: const methods from several threads, others alone.
#pragma once

#include <optional>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "vault/crypto.h"
#include "vault/key_pool.h"

namespace tangthu::vault {

// Part of what a leaf is derived from: the values are frozen.
enum class ShredPurpose : std::uint8_t {
  kEnvelope = 1,
  kCatalogue = 2,
  kPacket = 3,
  kGrant = 4,
  kLogin = 5,
  kSegment = 6,
  kEntry = 7,
  kReading = 8,
  kRow = 9,
};

using ShredLeafKey = SecretOf<struct ShredLeafKeyRole>;
// 16 random bytes: of a document, a grant, a login, an index segment.
using ShredId = Hash16;
ShredId shred_id(const DocumentId& document);

class ShredTree {
 public:
  // Past this many a fresh tree is due: the state is about 250 MB by then.
  static constexpr std::uint64_t kMaxPunctures = 100'000;

  static ShredTree random();
  ShredTree clone() const;

  // Nothing, or false, for a punctured id.
  std::optional<ShredLeafKey> leaf(const ShredId& id, ShredPurpose purpose) const;
  bool leaf_into(const ShredId& id, ShredPurpose purpose,
                 std::span<std::uint8_t, kKeySize> out) const;
  bool holds(const ShredId& id) const;

  // For good. Nothing happens to an id that is punctured already.
  void puncture(const ShredId& id);
  // How many ids are; also the state's version: of two states of one tree and one history
  // the one with more punctures is the newer.
  std::uint64_t punctures() const { return punctures_; }

  // This state is `older` or follows from it by punctures alone.
  bool covers(const ShredTree& older) const;
  // What both hold: the punctures of both. Nothing when they are states of two trees.
  std::optional<ShredTree> merge(const ShredTree& other) const;

  // u16 format = 1 ‖ u32 count ‖ count × (u64 path ‖ u8 level ‖ key (32)), ascending.
  // These are secrets.
  LockedBuffer encode() const;
  // kCorrupt for anything that encode() does not write.
  static Result<ShredTree> decode(ByteView bytes);

 private:
  struct Node {
    std::uint64_t path;  // its first leaf: two bits a level from the top, then zeroes
    std::uint8_t level;
    KeyPool::Place key;
  };
  ShredTree() = default;
  const Node* above(std::uint64_t path, std::uint8_t level) const;
  bool derives(const Node& below, const ShredTree& owner) const;
  void count_punctures();

  std::vector<Node> nodes_;  // ascending; none lies within another
  KeyPool keys_;
  std::uint64_t punctures_ = 0;
};

}  // namespace tangthu::vault
