#include "vault/shred_tree.h"

#include <algorithm>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/vault/hex.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kHead = 6;
constexpr std::size_t kNode = 41;

ShredId random_id() {
  ShredId id;
  random_bytes(id);
  return id;
}

Bytes leaf_of(const ShredTree& tree, const ShredId& id,
              ShredPurpose purpose = ShredPurpose::kEnvelope) {
  const auto leaf = tree.leaf(id, purpose);
  return leaf ? to_bytes(leaf->reveal()) : Bytes();
}

Bytes encoded(const ShredTree& tree) {
  return to_bytes(std::as_const(tree).encode().span());
}

std::uint64_t path_of(const ShredId& id) {
  std::uint64_t path = 0;
  for (std::size_t i = 0; i < 8; ++i)
    path = path << 8 | id[i];
  return path;
}

// The keys from the root to the last node above the leaf, by the documented derivation.
std::vector<Hash32> ancestors_of(const ShredId& id, const Hash32& root) {
  std::vector<Hash32> keys{root};
  for (unsigned level = 1; level <= 32; ++level) {
    const std::array<std::uint8_t, 16> place{
        static_cast<std::uint8_t>(level),
        static_cast<std::uint8_t>(path_of(id) >> (64 - 2 * level) & 3)};
    Hash32 next;
    keyed_derive_32_into(keys.back(), place, as_bytes("tangthu shred v1").first<16>(),
                         next);
    keys.push_back(next);
  }
  return keys;
}

bool contains(const Bytes& state, const Hash32& key) {
  return std::search(state.begin(), state.end(), key.begin(), key.end()) != state.end();
}

Hash32 root_of(const ShredTree& fresh) {
  Hash32 root;
  const Bytes bytes = encoded(fresh);
  std::copy_n(bytes.begin() + kHead + 9, 32, root.begin());
  return root;
}

// Computed with Python's hashlib from the derivation that docs/FORMAT.md describes.
TEST(ShredTreeTest, LeavesAgreeWithAnotherImplementation) {
  Bytes state = from_hex("010001000000000000000000000000");
  for (std::uint8_t i = 0; i < 32; ++i)
    state.push_back(i);
  ShredId id;
  for (std::size_t i = 0; i < id.size(); ++i)
    id[i] = static_cast<std::uint8_t>(0xa0 + i);
  auto tree = ShredTree::decode(state);
  ASSERT_TRUE(tree);
  const auto expect = [&] {
    EXPECT_EQ(
        leaf_of(*tree, id),
        from_hex("a45ede703e7517173dc7a9344e99332cd3d063327635361b0defab459a5823b1"));
    EXPECT_EQ(
        leaf_of(*tree, id, ShredPurpose::kSegment),
        from_hex("f79239f54e58e93fb03dee66e63e0430fc0d6cb2e1e1e3a955ec60a6511fc28d"));
  };
  expect();
  ShredId neighbour = id;
  neighbour[7] ^= 1;
  tree->puncture(neighbour);
  expect();
}

TEST(ShredTreeTest, APuncturedLeafIsGoneAndItsNeighboursStay) {
  ShredTree tree = ShredTree::random();
  const ShredId id = random_id();
  std::vector<std::pair<ShredId, Bytes>> others;
  for (std::size_t bit = 0; bit < 64; ++bit) {
    ShredId other = id;
    other[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    others.emplace_back(other, leaf_of(tree, other));
  }
  tree.puncture(id);
  EXPECT_FALSE(tree.holds(id));
  EXPECT_FALSE(tree.leaf(id, ShredPurpose::kEnvelope));
  EXPECT_FALSE(tree.leaf(id, ShredPurpose::kGrant));
  for (const auto& [other, leaf] : others)
    EXPECT_EQ(leaf_of(tree, other), leaf);
}

TEST(ShredTreeTest, PurposesAndIdsOfOnePathHaveKeysOfTheirOwn) {
  const ShredTree tree = ShredTree::random();
  const ShredId id = random_id();
  ShredId same_path = id;
  same_path[15] ^= 1;
  std::set<std::string> keys{std::string(as_text(leaf_of(tree, same_path)))};
  for (const auto purpose :
       {ShredPurpose::kEnvelope, ShredPurpose::kCatalogue, ShredPurpose::kPacket,
        ShredPurpose::kGrant, ShredPurpose::kLogin, ShredPurpose::kSegment}) {
    keys.emplace(as_text(leaf_of(tree, id, purpose)));
  }
  EXPECT_EQ(keys.size(), 7U);
}

// Ids of few different bytes meet high and low in the tree, random ids nearly never do.
ShredId crowded_id() {
  ShredId id{};
  const auto bits = *rc::gen::arbitrary<std::uint16_t>();
  for (std::size_t i = 0; i < 8; ++i) {
    id[i] = static_cast<std::uint8_t>((bits >> (2 * i) & 3U) * 0x55U);
  }
  id[15] = *rc::gen::arbitrary<std::uint8_t>();
  return id;
}

TEST(ShredTreeTest, PuncturesTakeTheirOwnLeavesAndNoOthers) {
  EXPECT_TRUE(rc::check([] {
    const ShredTree fresh = ShredTree::random();
    ShredTree tree = fresh.clone();
    std::set<std::uint64_t> gone;
    const bool crowded = *rc::gen::arbitrary<bool>();
    const auto next = [&] { return crowded ? crowded_id() : random_id(); };
    const auto count = *rc::gen::inRange(1, 200);
    for (int i = 0; i < count; ++i) {
      const ShredId id = next();
      tree.puncture(id);
      gone.insert(path_of(id));
    }
    RC_ASSERT(tree.punctures() == gone.size());
    const auto reopened = ShredTree::decode(encoded(tree));
    RC_ASSERT(reopened.has_value());
    RC_ASSERT(reopened->punctures() == gone.size());
    for (int i = 0; i < 50; ++i) {
      const ShredId id = next();
      const Bytes expected = gone.contains(path_of(id)) ? Bytes() : leaf_of(fresh, id);
      RC_ASSERT(leaf_of(tree, id) == expected);
      RC_ASSERT(leaf_of(*reopened, id) == expected);
    }
  }));
}

TEST(ShredTreeTest, AThousandPuncturesLeaveAllOtherLeaves) {
  const ShredTree fresh = ShredTree::random();
  ShredTree tree = fresh.clone();
  std::vector<ShredId> gone(1000);
  for (ShredId& id : gone)
    tree.puncture(id = random_id());
  for (const ShredId& id : gone)
    EXPECT_FALSE(tree.holds(id));
  for (int i = 0; i < 2000; ++i) {
    const ShredId id = random_id();
    ASSERT_EQ(leaf_of(tree, id), leaf_of(fresh, id));
  }
  EXPECT_EQ(tree.punctures(), 1000U);
  EXPECT_LT(encoded(tree).size(), 1000U * 4096);
}

TEST(ShredTreeTest, NoAncestorOfAPuncturedLeafIsInTheState) {
  const ShredTree fresh = ShredTree::random();
  ShredTree tree = fresh.clone();
  std::vector<ShredId> gone(50);
  for (ShredId& id : gone)
    tree.puncture(id = random_id());
  const Bytes state = encoded(tree);
  const Hash32 root = root_of(fresh);
  for (const ShredId& id : gone) {
    for (const Hash32& key : ancestors_of(id, root)) {
      EXPECT_FALSE(contains(state, key));
    }
    // And by the places that the state claims for its keys.
    for (std::size_t at = kHead; at < state.size(); at += kNode) {
      ByteReader in(ByteView(state).subspan(at));
      const auto path = in.integer<std::uint64_t>();
      const auto level = in.integer<std::uint8_t>();
      ASSERT_GE(level, 1);
      EXPECT_NE(path_of(id) >> (64 - 2 * level), path >> (64 - 2 * level));
    }
  }
  // The search finds what is there.
  const Bytes before = encoded(fresh);
  EXPECT_TRUE(contains(before, root));
}

TEST(ShredTreeTest, PuncturingTwiceIsPuncturingOnce) {
  ShredTree tree = ShredTree::random();
  const ShredId id = random_id();
  tree.puncture(id);
  const Bytes state = encoded(tree);
  tree.puncture(id);
  EXPECT_EQ(encoded(tree), state);
  EXPECT_EQ(tree.punctures(), 1U);
  EXPECT_EQ(state.size(), kHead + 96 * kNode);
}

TEST(ShredTreeTest, TheStateDependsOnThePuncturesAndNotOnTheirOrder) {
  ShredTree one = ShredTree::random();
  ShredTree two = one.clone();
  std::vector<ShredId> ids(40);
  for (ShredId& id : ids)
    one.puncture(id = random_id());
  std::ranges::reverse(ids);
  for (const ShredId& id : ids)
    two.puncture(id);
  EXPECT_EQ(encoded(one), encoded(two));
}

TEST(ShredTreeTest, ALaterStateCoversAnEarlierOne) {
  const ShredTree first = ShredTree::random();
  ShredTree second = first.clone();
  second.puncture(random_id());
  ShredTree third = second.clone();
  third.puncture(random_id());
  EXPECT_TRUE(first.covers(first));
  EXPECT_TRUE(third.covers(first));
  EXPECT_TRUE(third.covers(second));
  EXPECT_FALSE(first.covers(second));
  EXPECT_FALSE(second.covers(third));
  ShredTree stranger = ShredTree::random();
  stranger.puncture(random_id());
  EXPECT_FALSE(stranger.covers(first));
}

TEST(ShredTreeTest, MergingKeepsThePuncturesOfBoth) {
  EXPECT_TRUE(rc::check([] {
    const ShredTree fresh = ShredTree::random();
    ShredTree one = fresh.clone();
    ShredTree two = fresh.clone();
    ShredTree both = fresh.clone();
    const auto count = *rc::gen::inRange(0, 30);
    for (int i = 0; i < count; ++i) {
      const ShredId id = crowded_id();
      const auto where = *rc::gen::inRange(0, 3);
      if (where != 0) one.puncture(id);
      if (where != 1) two.puncture(id);
      both.puncture(id);
    }
    const auto merged = one.merge(two);
    RC_ASSERT(merged.has_value());
    RC_ASSERT(encoded(*merged) == encoded(both));
    RC_ASSERT(merged->punctures() == both.punctures());
    RC_ASSERT(merged->covers(one) && merged->covers(two));
  }));
}

TEST(ShredTreeTest, StatesOfTwoTreesDoNotMerge) {
  ShredTree one = ShredTree::random();
  const ShredTree two = ShredTree::random();
  EXPECT_FALSE(one.merge(two));
  one.puncture(random_id());
  EXPECT_FALSE(one.merge(two));
  EXPECT_FALSE(two.merge(one));
}

TEST(ShredTreeTest, EveryTruncationAndEveryLongerStateIsRefused) {
  ShredTree tree = ShredTree::random();
  tree.puncture(random_id());
  const Bytes state = encoded(tree);
  for (std::size_t size = 0; size < state.size(); ++size) {
    EXPECT_FALSE(ShredTree::decode(ByteView(state).first(size))) << size;
  }
  Bytes longer = state;
  longer.push_back(0);
  EXPECT_FALSE(ShredTree::decode(longer));
}

TEST(ShredTreeTest, NoFlippedBitBringsALeafBack) {
  const ShredTree fresh = ShredTree::random();
  ShredTree tree = fresh.clone();
  const ShredId id = random_id();
  tree.puncture(id);
  const Bytes leaf = leaf_of(fresh, id);
  const Bytes state = encoded(tree);
  for (std::size_t bit = 0; bit < state.size() * 8; ++bit) {
    // One bit of each key is enough; of the places every one.
    const bool in_key = bit >= kHead * 8 && (bit / 8 - kHead) % kNode >= 9;
    if (in_key && bit % 256 != 0) continue;
    Bytes changed = state;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto opened = ShredTree::decode(changed);
    EXPECT_FALSE(opened && bit < kHead * 8) << bit;
    if (opened) {
      EXPECT_NE(leaf_of(*opened, id), leaf) << bit;
      EXPECT_EQ(encoded(*opened), changed) << bit;
    }
  }
}

struct Place {
  std::uint64_t path;
  std::uint8_t level;
};
bool accepted(std::initializer_list<Place> places) {
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.integer(static_cast<std::uint32_t>(places.size()));
  for (const Place& place : places) {
    out.integer(place.path);
    out.integer(place.level);
    out.raw(Hash32{});
  }
  return ShredTree::decode(out.view()).has_value();
}

TEST(ShredTreeTest, OnlyWhatPuncturesLeaveIsAState) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
  constexpr std::uint64_t kQuarter = std::uint64_t{1} << 62;
  EXPECT_TRUE(accepted({{0, 0}}));
  EXPECT_FALSE(accepted({})) << "no keys at all";
  EXPECT_FALSE(accepted({{0, 33}})) << "below the leaves";
  EXPECT_FALSE(accepted({{1, 1}})) << "a path longer than its level";
  EXPECT_FALSE(accepted({{0, 0}, {0, 1}})) << "one node within another";
  EXPECT_FALSE(accepted({{0, 0}, {kHalf, 1}})) << "one node within another";
  EXPECT_FALSE(accepted({{0, 1}, {kQuarter, 1}, {kHalf, 1}, {kHalf + kQuarter, 1}}))
      << "four children for their parent";
  EXPECT_FALSE(accepted({{0, 1}, {kQuarter, 1}, {kHalf, 1}}))
      << "more punctures than fit";
}

TEST(ShredTreeTest, AnUnknownFormatAsksForANewerVersion) {
  Bytes state = encoded(ShredTree::random());
  state[0] = 2;
  const auto opened = ShredTree::decode(state);
  ASSERT_FALSE(opened);
  EXPECT_NE(std::string(opened.error().remedy()).find("newer"), std::string::npos);
}

TEST(ShredTreeTest, SeveralThreadsDeriveAtOnce) {
  ShredTree tree = ShredTree::random();
  for (int i = 0; i < 10; ++i)
    tree.puncture(random_id());
  const ShredId id = random_id();
  const Bytes expected = leaf_of(tree, id);
  std::vector<std::thread> threads;
  std::array<bool, 4> right{};
  for (bool& one : right) {
    threads.emplace_back([&tree, &id, &expected, &one] {
      one = true;
      for (int i = 0; i < 200; ++i)
        one = one && leaf_of(tree, id) == expected;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(right, (std::array<bool, 4>{true, true, true, true}));
}

}  // namespace
}  // namespace tangthu::vault
