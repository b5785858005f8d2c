#include "vault/shred_slots.h"

#include <algorithm>
#include <csignal>
#include <map>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;
constexpr auto kEnvelope = ShredPurpose::kEnvelope;

class ShredSlotsTest : public testing::Test {
 protected:
  ShredSlotsTest() : place_{folder_.path() / "vault", root_, {}} {
    random_bytes(root_.reveal_writable());
    random_bytes(place_.vault);
    fs::create_directory(place_.folder);
    fs::create_directory(stick());
  }
  void SetUp() override { ASSERT_TRUE(create_shred(place_, fresh_)); }

  fs::path primary() const { return place_.folder / "shred"; }
  fs::path stick() const { return folder_.path() / "stick"; }
  fs::path slot() const { return stick() / "shred-of-the-vault"; }
  void unplug() const { fs::rename(stick(), folder_.path() / "pocket"); }
  void plug_in() const { fs::rename(folder_.path() / "pocket", stick()); }

  static ShredId random_id() {
    ShredId id;
    random_bytes(id);
    return id;
  }
  ShredId destroy() const {
    const ShredId id = random_id();
    EXPECT_TRUE(puncture_everywhere(place_, {&id, 1}));
    return id;
  }
  bool held(const ShredId& id, ShredRepair repair = ShredRepair::kSlots) const {
    const auto tree = read_shred(place_, repair);
    EXPECT_TRUE(tree) << tree.error().text();
    return tree && tree->holds(id);
  }
  bool same_leaf(const ShredTree& tree, const ShredId& id) const {
    const auto one = tree.leaf(id, kEnvelope);
    return one &&
           equal_in_constant_time(one->reveal(), fresh_.leaf(id, kEnvelope)->reveal());
  }
  // The state of one slot alone.
  Result<ShredTree> alone(const fs::path& file) const {
    const fs::path folder = folder_.path() / "alone";
    fs::create_directory(folder);
    fs::copy_file(file, folder / "shred", fs::copy_options::overwrite_existing);
    return read_shred({folder, root_, place_.vault}, ShredRepair::kNone);
  }
  std::vector<ShredSlot> behind() const { return *unconfirmed(place_.folder); }

  test::TemporaryFolder folder_;
  RootKey root_;
  ShredPlace place_;
  ShredTree fresh_ = ShredTree::random();
};

TEST_F(ShredSlotsTest, ADestroyedLeafStaysDestroyed) {
  const ShredId gone = destroy();
  const ShredId kept = random_id();
  EXPECT_FALSE(held(gone));
  EXPECT_FALSE(held(gone, ShredRepair::kNone));
  EXPECT_TRUE(same_leaf(*read_shred(place_, ShredRepair::kNone), kept));
}

TEST_F(ShredSlotsTest, AVaultHasOneTree) {
  EXPECT_FALSE(create_shred(place_, ShredTree::random()));
}

TEST_F(ShredSlotsTest, AnotherRootKeyOrVaultDoesNotOpenIt) {
  RootKey other;
  EXPECT_FALSE(read_shred({place_.folder, other, place_.vault}, ShredRepair::kNone));
  EXPECT_FALSE(read_shred({place_.folder, root_, Hash16{1}}, ShredRepair::kNone));
}

TEST_F(ShredSlotsTest, EveryFlippedByteAndEveryTruncationIsRefused) {
  destroy();
  fs::remove(place_.folder / "shred-slots");  // only the slot itself is to answer
  const Bytes good = test::read_file(primary());
  for (std::size_t at = 0; at < good.size(); at += at < 100 ? 1 : 17) {
    Bytes changed = good;
    changed[at] ^= 0x20;
    test::write_file(primary(), changed);
    EXPECT_FALSE(read_shred(place_, ShredRepair::kNone)) << at;
    // A second attacker repairs the checksum.
    const ByteView content = ByteView(changed).first(changed.size() - 16).subspan(16);
    test::write_file(primary(), frame_file("tangthu shred 2\n", content));
    if (at >= 16 && at + 16 < good.size()) {
      EXPECT_FALSE(read_shred(place_, ShredRepair::kNone)) << at;
    }
    test::write_file(primary(), ByteView(good).first(at));
    EXPECT_FALSE(read_shred(place_, ShredRepair::kNone)) << at;
  }
}

TEST_F(ShredSlotsTest, ASlotInReachConfirmsAtOnce) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  const ShredId gone = destroy();
  EXPECT_TRUE(behind().empty());
  EXPECT_FALSE(alone(slot())->holds(gone));
}

TEST_F(ShredSlotsTest, ASlotOutOfReachIsListedUntilItHasConfirmed) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  unplug();
  const ShredId gone = destroy();
  ASSERT_EQ(behind().size(), 1U);
  EXPECT_EQ(behind()[0].name, "stick");
  EXPECT_FALSE(fs::exists(slot())) << "nothing is written below a mount point";
  EXPECT_EQ(sync_slots(place_)->size(), 1U);
  plug_in();
  EXPECT_TRUE(alone(slot())->holds(gone));
  EXPECT_EQ(sync_slots(place_)->size(), 0U);
  EXPECT_FALSE(alone(slot())->holds(gone));
}

TEST_F(ShredSlotsTest, AnOldPrimaryTakesTheNewerSlotsPunctures) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  const Bytes old_primary = test::read_file(primary());
  const ShredId gone = destroy();
  test::write_file(primary(), old_primary);
  EXPECT_TRUE(alone(primary())->holds(gone));
  EXPECT_FALSE(held(gone, ShredRepair::kNone)) << "also where nothing may be written";
  EXPECT_FALSE(held(gone));
  EXPECT_FALSE(alone(primary())->holds(gone));
}

TEST_F(ShredSlotsTest, StatesThatWentDifferentWaysKeepBothsPunctures) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  const Bytes old_primary = test::read_file(primary());
  const ShredId first = destroy();
  unplug();
  test::write_file(primary(), old_primary);
  const ShredId second = destroy();
  plug_in();
  EXPECT_FALSE(held(first));
  EXPECT_FALSE(held(second));
  for (const fs::path& file : {primary(), slot()}) {
    EXPECT_FALSE(alone(file)->holds(first));
    EXPECT_FALSE(alone(file)->holds(second));
  }
  EXPECT_TRUE(behind().empty());
}

TEST_F(ShredSlotsTest, ALostPrimaryComesBackFromACurrentSlotOnly) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  const ShredId gone = destroy();
  fs::remove(primary());
  EXPECT_FALSE(held(gone));
  EXPECT_TRUE(fs::exists(primary()));

  unplug();
  destroy();
  fs::remove(primary());
  plug_in();
  const auto tree = read_shred(place_, ShredRepair::kSlots);
  ASSERT_FALSE(tree) << "an older state would undo a destruction";
  EXPECT_EQ(tree.error().code(), ErrorCode::kCorrupt);
}

TEST_F(ShredSlotsTest, AForeignFileInASlotsPlaceIsLeftAlone) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  test::write_file(slot(), as_bytes("holiday pictures"));
  destroy();
  EXPECT_EQ(behind().size(), 1U);
  EXPECT_EQ(test::read_file(slot()), to_bytes(as_bytes("holiday pictures")));
  EXPECT_EQ(*remove_shred_slot(place_, "stick"), SlotRemoval::kOutOfReach);
  EXPECT_TRUE(fs::exists(slot()));
}

TEST_F(ShredSlotsTest, ARemovedSlotIsWiped) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  fs::create_hard_link(slot(), stick() / "watched");
  EXPECT_EQ(*remove_shred_slot(place_, "stick"), SlotRemoval::kWiped);
  EXPECT_FALSE(fs::exists(slot()));
  const Bytes left = test::read_file(stick() / "watched");
  EXPECT_EQ(std::ranges::count(left, 0), static_cast<long>(left.size()));
  EXPECT_TRUE(shred_slots(place_.folder)->empty());
  EXPECT_EQ(remove_shred_slot(place_, "stick").error().code(), ErrorCode::kNotFound);
}

TEST_F(ShredSlotsTest, TheOldFilesBlocksAreOverwritten) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  fs::create_hard_link(primary(), folder_.path() / "primary-blocks");
  fs::create_hard_link(slot(), folder_.path() / "slot-blocks");
  destroy();
  for (const char* name : {"primary-blocks", "slot-blocks"}) {
    const Bytes left = test::read_file(folder_.path() / name);
    ASSERT_FALSE(left.empty());
    EXPECT_EQ(std::ranges::count(left, 0), static_cast<long>(left.size())) << name;
  }
}

TEST_F(ShredSlotsTest, WhatACrashLeftBehindIsWiped) {
  const ShredId kept = random_id();
  // Before the new file took the name: the old name is a link to the living file.
  fs::create_hard_link(primary(), primary().string() + ".old");
  test::write_file(primary().string() + ".new", as_bytes("half a st"));
  EXPECT_TRUE(held(kept));
  EXPECT_FALSE(fs::exists(primary().string() + ".old"));
  EXPECT_FALSE(fs::exists(primary().string() + ".new"));
  EXPECT_TRUE(held(kept));
  // After it: the old file is another one.
  fs::copy_file(primary(), primary().string() + ".old");
  fs::create_hard_link(primary().string() + ".old", folder_.path() / "blocks");
  EXPECT_TRUE(held(kept));
  EXPECT_FALSE(fs::exists(primary().string() + ".old"));
  const Bytes left = test::read_file(folder_.path() / "blocks");
  EXPECT_EQ(std::ranges::count(left, 0), static_cast<long>(left.size()));
}

TEST_F(ShredSlotsTest, AChangedListOfSlotsIsRefused) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  const fs::path list = place_.folder / "shred-slots";
  const Bytes good = test::read_file(list);
  for (std::size_t at = 16; at + 16 < good.size(); ++at) {
    Bytes content(good.begin() + 16, good.end() - 16);
    content[at - 16] ^= 1;
    test::write_file(list, frame_file("tangthu shslots\n", content));
    EXPECT_FALSE(read_shred(place_, ShredRepair::kNone)) << at;
  }
}

TEST_F(ShredSlotsTest, ASlotIsANewFileOutsideTheVault) {
  const auto refused = [&](const std::string& name, const fs::path& file) {
    const auto added = add_shred_slot(place_, name, file);
    return !added && added.error().code() == ErrorCode::kUsage;
  };
  EXPECT_TRUE(refused("inside", place_.folder / "another"));
  EXPECT_TRUE(refused("inside", stick() / ".." / "vault" / "another"));
  EXPECT_TRUE(refused("", slot()));
  test::write_file(stick() / "taken", as_bytes("x"));
  EXPECT_TRUE(refused("stick", stick() / "taken"));
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  EXPECT_TRUE(refused("stick", stick() / "second"));
  EXPECT_FALSE(add_shred_slot(place_, "nowhere", folder_.path() / "none" / "slot"));
  EXPECT_EQ(shred_slots(place_.folder)->size(), 1U);
}

// Destroys id after id, in batches, and reports each batch that was acknowledged.
[[noreturn]] void destroy_until_killed(const ShredPlace& place,
                                       const std::vector<ShredId>& ids, int report) {
  for (std::uint32_t at = 0; at + 2 <= ids.size(); at += 2) {
    if (!puncture_everywhere(place, std::span(ids).subspan(at, 2))) _exit(1);
    const std::uint32_t done = at + 2;
    if (write(report, &done, sizeof done) != sizeof done) _exit(2);
  }
  _exit(0);
}

TEST_F(ShredSlotsTest, KilledAtAnyMomentNothingAcknowledgedComesBack) {
  ASSERT_TRUE(add_shred_slot(place_, "stick", slot()));
  std::vector<ShredId> ids(4000);
  std::ranges::generate(ids, random_id);
  std::size_t first = 0;
  for (unsigned cycle = 0; cycle < 30; ++cycle) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const std::vector<ShredId> mine(ids.begin() + static_cast<long>(first), ids.end());
    const pid_t child = fork();
    if (child == 0) destroy_until_killed(place_, mine, ends[1]);
    close(ends[1]);
    std::uint32_t acknowledged = 0;
    ASSERT_EQ(read(ends[0], &acknowledged, sizeof acknowledged), sizeof acknowledged);
    usleep(500 * cycle);  // anywhere within one or two further batches
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    std::uint32_t next = 0;
    while (read(ends[0], &next, sizeof next) == sizeof next)
      acknowledged = next;
    close(ends[0]);

    for (const auto repair : {ShredRepair::kNone, ShredRepair::kSlots}) {
      const auto tree = read_shred(place_, repair);
      ASSERT_TRUE(tree) << tree.error().text();
      for (std::size_t i = 0; i < first + acknowledged; ++i) {
        ASSERT_FALSE(tree->holds(ids[i])) << cycle;
      }
      // A batch is destroyed whole or not at all; what comes after it is untouched.
      ASSERT_EQ(tree->holds(mine[acknowledged]), tree->holds(mine[acknowledged + 1]));
      ASSERT_TRUE(same_leaf(*tree, mine[acknowledged + 2]));
    }
    const auto tree = read_shred(place_, ShredRepair::kNone);
    EXPECT_EQ(alone(slot())->punctures(), tree->punctures());
    EXPECT_TRUE(behind().empty());
    EXPECT_FALSE(fs::exists(primary().string() + ".old"));
    EXPECT_FALSE(fs::exists(slot().string() + ".old"));
    first += acknowledged + (tree->holds(mine[acknowledged]) ? 0 : 2);
  }
}

}  // namespace
}  // namespace tangthu::vault
