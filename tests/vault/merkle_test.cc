#include "vault/merkle.h"

#include <functional>

#include <gtest/gtest.h>

#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

#ifdef TANGTHU_SANITIZED
constexpr std::uint64_t kSizes = 70;  // the sanitizers want the paths, not the patience
#else
constexpr std::uint64_t kSizes = 300;
#endif

// The definitions of RFC 6962 §2.1, word for word and as slow as they are.
Hash32 defined_root(std::span<const Hash32> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size())
    k *= 2;
  return node_hash(defined_root(leaves.first(k)), defined_root(leaves.subspan(k)));
}

class Tree {
 public:
  void add(ByteView entry) { add_hash(leaf_hash(entry)); }
  void add_hash(const Hash32& leaf) { frontier_.add(leaf, stored_); }
  HashReader reader() const {
    return [this](std::uint64_t at) -> Result<Hash32> {
      ++reads_;
      return stored_.at(at);
    };
  }
  TreeHead head(std::uint64_t size) const {
    return {size, tree_root(size, reader()).value()};
  }
  const Frontier& frontier() const { return frontier_; }
  const std::vector<Hash32>& stored() const { return stored_; }
  std::size_t take_reads() { return std::exchange(reads_, 0); }

 private:
  Frontier frontier_;
  std::vector<Hash32> stored_;
  mutable std::size_t reads_ = 0;
};

Hash32 numbered_leaf(std::uint64_t n) {
  ByteWriter out;
  out.integer(n);
  return leaf_hash(out.view());
}

const Tree& tree_of_300() {
  static const Tree tree = [] {
    Tree made;
    for (std::uint64_t i = 0; i < kSizes; ++i)
      made.add_hash(numbered_leaf(i));
    return made;
  }();
  return tree;
}

// Every way in which a proof can be wrong by a little.
void expect_no_mutation_holds(const std::vector<Hash32>& proof,
                              const std::function<bool(std::span<const Hash32>)>& holds) {
  for (std::size_t i = 0; i < proof.size(); ++i) {
    std::vector<Hash32> changed = proof;
    changed[i][(i * 7) % 32] ^= 0x10;
    EXPECT_FALSE(holds(changed));
    changed = proof;
    changed.erase(changed.begin() + static_cast<long>(i));
    EXPECT_FALSE(holds(changed));
    if (i > 0 && proof[i] != proof[i - 1]) {
      changed = proof;
      std::swap(changed[i], changed[i - 1]);
      EXPECT_FALSE(holds(changed));
    }
  }
  std::vector<Hash32> longer = proof;
  longer.push_back(proof.empty() ? Hash32{} : proof.back());
  EXPECT_FALSE(holds(longer));
  longer = proof;
  longer.insert(longer.begin(), Hash32{});
  EXPECT_FALSE(holds(longer));
}

// The entries and answers of Certificate Transparency's reference implementation.
const char* const kEntries[] = {"",
                                "00",
                                "10",
                                "2021",
                                "3031",
                                "40414243",
                                "5051525354555657",
                                "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Tree reference_tree() {
  Tree tree;
  for (const char* entry : kEntries)
    tree.add(from_hex(entry));
  return tree;
}

std::vector<Hash32> hashes(std::initializer_list<const char*> texts) {
  std::vector<Hash32> out;
  for (const char* text : texts)
    out.push_back(hex_array<32>(text));
  return out;
}

TEST(MerkleTest, RootsAgreeWithTheReferenceVectors) {
  const Tree tree = reference_tree();
  for (std::uint64_t size = 0; size <= 8; ++size) {
    EXPECT_EQ(tree.head(size).root, hex_array<32>(kRoots[size])) << size;
  }
}

TEST(MerkleTest, InclusionProofsAgreeWithTheReferenceVectors) {
  const Tree tree = reference_tree();
  EXPECT_EQ(prove_inclusion(0, 8, tree.reader()).value(),
            hashes({"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(prove_inclusion(5, 8, tree.reader()).value(),
            hashes({"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

TEST(MerkleTest, ConsistencyProofsAgreeWithTheReferenceVectors) {
  const Tree tree = reference_tree();
  EXPECT_EQ(prove_consistency(2, 8, tree.reader()).value(),
            hashes({"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(prove_consistency(6, 8, tree.reader()).value(),
            hashes({"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

TEST(MerkleTest, RootsOfAllSizesAreThoseOfTheDefinition) {
  std::vector<Hash32> leaves;
  for (std::uint64_t size = 0; size <= kSizes; ++size) {
    EXPECT_EQ(tree_of_300().head(size).root, defined_root(leaves)) << size;
    const auto loaded = Frontier::load(size, tree_of_300().reader());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->root(), defined_root(leaves)) << size;
    leaves.push_back(numbered_leaf(size));
  }
}

TEST(MerkleTest, StoredHashesLieWhereTheyAreCounted) {
  const Tree& tree = tree_of_300();
  EXPECT_EQ(stored_count(kSizes), tree.stored().size());
  EXPECT_EQ(stored_index(0, 0), 0U);
  EXPECT_EQ(stored_index(0, 1), 1U);
  EXPECT_EQ(stored_index(1, 0), 2U);
  EXPECT_EQ(stored_index(2, 0), 6U);
  for (std::uint64_t i = 0; i < kSizes; ++i) {
    EXPECT_EQ(tree.stored()[stored_index(0, i)], numbered_leaf(i));
  }
}

TEST(MerkleTest, EveryInclusionProofUpTo300HoldsAndNoMutationOfIt) {
  const Tree& tree = tree_of_300();
  for (std::uint64_t size = 1; size <= kSizes; ++size) {
    const TreeHead head = tree.head(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = prove_inclusion(index, size, tree.reader());
      ASSERT_TRUE(proof);
      const Hash32 leaf = numbered_leaf(index);
      ASSERT_TRUE(inclusion_holds(leaf, index, *proof, head)) << index << " of " << size;
      ASSERT_FALSE(inclusion_holds(numbered_leaf(index + 1), index, *proof, head));
      if (index + 1 < size) {
        ASSERT_FALSE(inclusion_holds(leaf, index + 1, *proof, head));
      }
      expect_no_mutation_holds(*proof, [&](std::span<const Hash32> changed) {
        return inclusion_holds(leaf, index, changed, head);
      });
    }
  }
}

TEST(MerkleTest, EveryConsistencyProofUpTo300HoldsAndNoMutationOfIt) {
  const Tree& tree = tree_of_300();
  std::vector<TreeHead> heads;
  for (std::uint64_t size = 0; size <= kSizes; ++size)
    heads.push_back(tree.head(size));
  for (std::uint64_t to = 0; to <= kSizes; ++to) {
    for (std::uint64_t from = 0; from <= to; ++from) {
      const auto proof = prove_consistency(from, to, tree.reader());
      ASSERT_TRUE(proof);
      const auto holds = [&](std::span<const Hash32> changed) {
        return consistency_holds(heads[from], heads[to], changed);
      };
      ASSERT_TRUE(holds(*proof)) << from << " to " << to;
      expect_no_mutation_holds(*proof, holds);
      TreeHead forged = heads[from];
      forged.root[3] ^= 1;
      ASSERT_FALSE(consistency_holds(forged, heads[to], *proof));
      if (from == 0) continue;  // everything extends nothing
      forged = heads[to];
      forged.root[3] ^= 1;
      ASSERT_FALSE(consistency_holds(heads[from], forged, *proof));
      if (from != to) {
        ASSERT_FALSE(consistency_holds(heads[to], heads[from], *proof));
      }
    }
  }
}

TEST(MerkleTest, ProofsAndRootsReadLogarithmicallyMany) {
  Tree tree;
  constexpr std::uint64_t kSize = 100'003;
  for (std::uint64_t i = 0; i < kSize; ++i)
    tree.add_hash(numbered_leaf(i));
  (void)tree.head(kSize);
  EXPECT_LE(tree.take_reads(), 17U);
  ASSERT_TRUE(prove_inclusion(77'777, kSize, tree.reader()));
  EXPECT_LE(tree.take_reads(), 34U);
  ASSERT_TRUE(prove_consistency(55'555, kSize, tree.reader()));
  EXPECT_LE(tree.take_reads(), 34U);
  ASSERT_TRUE(Frontier::load(kSize, tree.reader()));
  EXPECT_LE(tree.take_reads(), 17U);
}

TEST(MerkleTest, RangesBeyondTheTreeAreRefused) {
  const Tree& tree = tree_of_300();
  EXPECT_EQ(prove_inclusion(5, 5, tree.reader()).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(prove_consistency(6, 5, tree.reader()).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(tree_root(kMaxTreeSize + 1, tree.reader()).error().code(), ErrorCode::kUsage);
}

}  // namespace
}  // namespace tangthu::vault
