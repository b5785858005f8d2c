// The index of a label: changes that are whole, and what must never come back.
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/vault/index_vault.h"

namespace tangthu::vault {
namespace {

namespace fs = std::filesystem;

class LabelIndexTest : public IndexVaultTest {
 protected:
  std::size_t packets_of(const Label& label) const {
    return packets(work(IndexTask::kMerge, label)).size();
  }
  Result<Outcome> destroy(const DocumentId& id) const {
    return session().propose(DestroyAction{{id}, "12/QĐ"});
  }
  Result<Outcome> classify(const DocumentId& id, const Label& to,
                           PayloadKey key = PayloadKey::kKept) const {
    return session().propose(ClassifyAction{id, to, key});
  }
  static std::vector<std::pair<LabelRecordKind, Bytes>> label_records(Bytes catalogue,
                                                                      Bytes packet) {
    return {{LabelRecordKind::kCatalogue, std::move(catalogue)},
            {LabelRecordKind::kPacket, std::move(packet)}};
  }
  Result<void> revise(const DocumentId& id, std::string_view text) const {
    const Bytes bytes = to_bytes(as_bytes(text));
    return session().revise(id, find_envelope(documents(), id)->version,
                            {{{kText, bytes}}, label_records(bytes, bytes)}, {});
  }
  std::string log_of(std::string_view event) const {
    std::string out;
    const auto head = vault().journal().log().head();
    for (std::uint64_t i = 0; i < head->size; ++i) {
      const auto entry = session().read_log(i);
      if (entry->statement.value("event", "") == event) out = entry->statement.dump();
    }
    return out;
  }
  // The label's index record as it lies in the store.
  Bytes raw_index(const Label& label) const {
    return vault()
        .store()
        .get(label_partition(vault().barrier(), label), "index")
        .value()
        .value();
  }
  void put_raw_index(const Label& label, const Bytes& raw) const {
    Batch batch;
    batch.puts.push_back({"index", raw});
    ASSERT_TRUE(vault().store().commit(label_partition(vault().barrier(), label), batch,
                                       Durability::kSynced));
  }
};

// Every way to a label record has this limit: what lies past it could not be read again.
TEST_F(LabelIndexTest, MoreTextThanFitsIsRefusedAndChangesNothing) {
  const DocumentId one = store_indexed(kMat, "một");
  const Bytes much(kMaxLabelRecordBytes);
  const auto revised = session().revise(
      one, 1, {{{kText, to_bytes(as_bytes("x"))}}, label_records({}, much)}, {});
  ASSERT_FALSE(revised);
  EXPECT_EQ(revised.error().code(), ErrorCode::kBadInput);
  const IndexWork noted = work(IndexTask::kRebuild, kMat);
  const auto put = session().put_packet(noted, one, 1, much);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code(), ErrorCode::kBadInput);
  EXPECT_EQ(packets_of(kMat), 1U);
  EXPECT_EQ(find_envelope(documents(), one)->version, 1U);
}

TEST_F(LabelIndexTest, MergedPacketsAreMembersAndTheirPacketsAreGone) {
  const DocumentId one = store_indexed(kMat, "một");
  EXPECT_EQ(index(kMat).state, LabelIndexState::kNone);
  const DocumentId two = store_indexed(kMat, "hai");
  const DocumentId other = store_indexed(kToiMat, "ba");
  const auto entry = merge(kMat, "từ vựng");
  ASSERT_TRUE(entry) << entry.error().text();
  const LabelIndex now = index(kMat);
  EXPECT_EQ(now.state, LabelIndexState::kWhole);
  EXPECT_EQ(now.generation, 1U);
  ASSERT_EQ(now.segments.size(), 1U);
  EXPECT_EQ(now.segments[0], *entry);
  EXPECT_EQ(content(kMat, *entry), "từ vựng");
  EXPECT_TRUE(live(kMat, one) && live(kMat, two));
  EXPECT_FALSE(live(kMat, other));
  EXPECT_EQ(packets_of(kMat), 0U);
  EXPECT_EQ(packets_of(kToiMat), 1U);
  EXPECT_EQ(index(kToiMat).state, LabelIndexState::kNone);
  reopen();
  EXPECT_EQ(index(kMat).segments, now.segments);
  EXPECT_EQ(content(kMat, *entry), "từ vựng");
  EXPECT_EQ(text_of(session(), one), "một");
  EXPECT_TRUE(session().unindexed(kMat)->empty());
}

TEST_F(LabelIndexTest, AChangeOfAnIndexThatIsNotThatAnyMoreIsRefusedWhole) {
  store_indexed(kMat, "một");
  const LabelIndex before = index(kMat);
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  store_indexed(kMat, "hai");
  const IndexWork noted = work(IndexTask::kMerge, kMat);
  IndexChange change;
  change.merged = packets(noted);
  change.add.push_back(write(noted, as_bytes("cũ"), members_of(change.merged)));
  const auto late = session().change_index(noted, before, change, OldCopies::kKept);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::kSealedOrBusy);
  EXPECT_EQ(index(kMat).segments.size(), 1U);
  EXPECT_EQ(packets_of(kMat), 1U);
  EXPECT_EQ(stored(kMat, kSegmentMarkPrefix), 0U);
  EXPECT_EQ(content(kMat, change.add[0]), "(damaged)") << "it is gone";
  // The same change twice: the second is refused, the first stands.
  change.add.front() = write(noted, as_bytes("mới"), members_of(change.merged));
  const LabelIndex now = index(kMat);
  ASSERT_TRUE(session().change_index(noted, now, change, OldCopies::kKept));
  EXPECT_FALSE(session().change_index(noted, now, change, OldCopies::kKept));
  EXPECT_EQ(content(kMat, change.add[0]), "mới");
}

TEST_F(LabelIndexTest, APacketThatWasRevisedMeanwhileLeavesADeadMember) {
  const DocumentId revised = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  const IndexWork noted = work(IndexTask::kMerge, kMat);
  const LabelIndex before = index(kMat);
  IndexChange change;
  change.merged = packets(noted);
  change.add.push_back(write(noted, as_bytes("cũ"), members_of(change.merged)));
  ASSERT_TRUE(revise(revised, "một rưỡi"));
  ASSERT_TRUE(session().change_index(noted, before, change, OldCopies::kKept));
  const LabelIndex now = index(kMat);
  EXPECT_EQ(now.segments[0].dead.size(), 1U);
  EXPECT_FALSE(live(kMat, revised));
  EXPECT_EQ(packets_of(kMat), 1U) << "the new packet counts";
  EXPECT_TRUE(session().unindexed(kMat)->empty());
  // And when that one is merged the old member stays dead and the new one counts.
  ASSERT_TRUE(merge(kMat, "mới"));
  EXPECT_TRUE(live(kMat, revised));
  EXPECT_EQ(find_memberships(documents(), kMat, index(kMat), revised)->size(), 2U);
}

TEST_F(LabelIndexTest, WhatWasDestroyedOrMovedMeanwhileDoesNotComeIntoTheIndex) {
  for (const bool destroyed : {true, false}) {
    const DocumentId gone = store_indexed(kMat, "một");
    store_indexed(kMat, "hai");
    const IndexWork noted = work(IndexTask::kMerge, kMat);
    const LabelIndex before = index(kMat);
    IndexChange change;
    change.merged = packets(noted);
    change.add.push_back(write(noted, as_bytes("cũ"), members_of(change.merged)));
    ASSERT_TRUE(destroyed ? destroy(gone) : classify(gone, kToiMat));
    const auto late = session().change_index(noted, before, change, OldCopies::kKept);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::kSealedOrBusy);
    EXPECT_EQ(content(kMat, change.add[0]), "(damaged)");
    EXPECT_EQ(index(kMat).state, LabelIndexState::kNone);
  }
}

TEST_F(LabelIndexTest, AMergedRevisionMarksTheOldMemberByItself) {
  const DocumentId id = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  ASSERT_TRUE(revise(id, "một rưỡi"));
  EXPECT_TRUE(live(kMat, id)) << "only shadowed yet";
  ASSERT_TRUE(merge(kMat, "thứ hai"));
  const auto found = find_memberships(documents(), kMat, index(kMat), id).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NE(found[0].dead, found[1].dead);
  for (const Membership& each : found)
    EXPECT_EQ(each.version, each.dead ? 1U : 2U);
}

TEST_F(LabelIndexTest, AChangeThatWouldHideADocumentIsRefused) {
  const DocumentId one = store_indexed(kMat, "một");
  const DocumentId two = store_indexed(kMat, "hai");
  const SegmentEntry entry = merge(kMat, "cả hai").value();
  const LabelIndex before = index(kMat);
  const IndexWork noted = work(IndexTask::kTakeOut, kMat);
  IndexChange change;
  change.remove.push_back(entry.id);
  for (const OldCopies old : {OldCopies::kKept, OldCopies::kDestroyed})
    EXPECT_EQ(session().change_index(noted, before, change, old).error().code(),
              ErrorCode::kUnexpected);
  change.add.push_back(write(noted, as_bytes("một"), {{one, 1}}));
  EXPECT_FALSE(session().change_index(noted, before, change, OldCopies::kDestroyed));
  // A packet that no segment has.
  change = {};
  change.merged.push_back({DocumentId::random(), 1, LabelPlace::kFirst});
  EXPECT_FALSE(session().change_index(noted, before, change, OldCopies::kKept));
  // With its packet back a document may leave.
  ASSERT_TRUE(session().put_packet(noted, two, 1, as_bytes("hai")));
  change = {};
  change.remove.push_back(entry.id);
  change.add.push_back(write(noted, as_bytes("một"), {{one, 1}}));
  EXPECT_TRUE(live(kMat, one) && live(kMat, two));
  EXPECT_TRUE(session().change_index(noted, before, change, OldCopies::kKept));
  EXPECT_TRUE(live(kMat, one));
  EXPECT_FALSE(live(kMat, two));
  // Then older copies still hold its words, until it is destroyed.
  EXPECT_TRUE(documents().shred.holds(before.shred));
  ASSERT_TRUE(destroy(two));
  EXPECT_FALSE(documents().shred.holds(before.shred));
}

TEST_F(LabelIndexTest, AMemberIsNotDestroyedOrMovedBeforeItIsTakenOut) {
  const DocumentId id = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  ASSERT_TRUE(merge(kMat, "cả hai"));
  for (const auto& refused : {destroy(id), classify(id, kToiMat),
                              classify(id, kToiMat, PayloadKey::kRenewed)}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::kSealedOrBusy);
    EXPECT_EQ(refused.error().subject(), id.to_string());
  }
  EXPECT_EQ(log_of("destroy"), "") << "nothing was begun";
  ASSERT_TRUE(take_out(kMat, id, "một"));
  EXPECT_EQ(packets_of(kMat), 1U);
  ASSERT_TRUE(classify(id, kToiMat));
  EXPECT_EQ(packets_of(kToiMat), 1U) << "its packet goes with it";
  ASSERT_TRUE(merge(kToiMat, "lên"));
  EXPECT_FALSE(destroy(id));
  ASSERT_TRUE(take_out(kToiMat, id, "một"));
  ASSERT_TRUE(destroy(id));
  EXPECT_EQ(text_of(session(), id), "(not found)");
  EXPECT_TRUE(index(kToiMat).segments.empty());
}

TEST_F(LabelIndexTest, WordsOfAnEarlierVersionKeepADocumentFromBeingDestroyedToo) {
  const DocumentId id = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  ASSERT_TRUE(merge(kMat, "cả hai"));
  ASSERT_TRUE(revise(id, "một rưỡi"));
  EXPECT_FALSE(destroy(id)) << "shadowed, but its words are there";
  ASSERT_TRUE(merge(kMat, "mới"));
  ASSERT_TRUE(take_out(kMat, id, "một rưỡi"));
  EXPECT_TRUE(find_memberships(documents(), kMat, index(kMat), id)->empty());
  EXPECT_TRUE(destroy(id));
}

TEST_F(LabelIndexTest, OldCopiesAreDeadAfterTakingOut) {
  const DocumentId id = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  const SegmentEntry entry = merge(kMat, "một hai").value();
  const ShredId shred = index(kMat).shred;
  const Bytes raw = raw_index(kMat);
  const auto partition = segment_partition(vault().barrier(), entry.id);
  close();
  fs::copy(path(), folder_.path() / "old", fs::copy_options::recursive);
  reopen();
  ASSERT_TRUE(take_out(kMat, id, "một"));
  EXPECT_NE(index(kMat).shred, shred);
  EXPECT_FALSE(documents().shred.holds(shred));
  EXPECT_TRUE(vault().directory().to_puncture()->empty());
  EXPECT_FALSE(vault().store().get(partition, kManifestKey).value()) << "gone at once";
  EXPECT_TRUE(index(kMat).retired.empty());
  EXPECT_EQ(content(kMat, index(kMat).segments.at(0)), "còn lại");
  // The old record put back, the segment's bytes with it.
  const Bytes now = raw_index(kMat);
  put_raw_index(kMat, raw);
  EXPECT_EQ(index(kMat).state, LabelIndexState::kLost);
  EXPECT_TRUE(index(kMat).segments.empty());
  put_raw_index(kMat, now);
  // The whole store put back, with the shred keys of now: the layer does not open.
  close();
  fs::copy_file(path() / "shred", folder_.path() / "old" / "shred",
                fs::copy_options::overwrite_existing);
  fs::remove(folder_.path() / "old" / "shred-slots");
  fs::copy_file(path() / "shred-slots", folder_.path() / "old" / "shred-slots");
  auto opened = open_with_passphrase(folder_.path() / "old", "lan", passphrase_of("lan"),
                                     Access::kRead);
  ASSERT_TRUE(opened) << opened.error().text();
  const auto old_index = opened->session->read_index(kMat);
  ASSERT_TRUE(old_index);
  EXPECT_EQ(old_index->state, LabelIndexState::kLost);
  EXPECT_TRUE(old_index->segments.empty());
}

TEST_F(LabelIndexTest, OldWordsOfARevisedDocumentDieWithItThoughItLeftTheIndexBefore) {
  const DocumentId id = store_indexed(kMat, "một");
  const DocumentId two = store_indexed(kMat, "hai");
  const SegmentEntry entry = merge(kMat, "cả hai").value();
  ASSERT_TRUE(revise(id, "một rưỡi"));
  // The segment is written anew without the dead member, and no shred id changes.
  const IndexWork noted = work(IndexTask::kMerge, kMat);
  IndexChange change;
  change.remove.push_back(entry.id);
  change.add.push_back(write(noted, as_bytes("hai"), {{two, 1}}));
  ASSERT_TRUE(session().change_index(noted, index(kMat), change, OldCopies::kKept));
  const ShredId shred = index(kMat).shred;
  EXPECT_TRUE(documents().shred.holds(shred));
  ASSERT_TRUE(destroy(id));
  EXPECT_FALSE(documents().shred.holds(shred)) << "older copies have its words";
  EXPECT_EQ(content(kMat, index(kMat).segments.at(0)), "hai");
  // Once they are dead, destroying costs the index nothing.
  const ShredId next = index(kMat).shred;
  ASSERT_TRUE(destroy(store_indexed(kMat, "ba")));
  EXPECT_EQ(index(kMat).shred, next);
}

TEST_F(LabelIndexTest, SettingTheIndexBackHidesNothing) {
  store_indexed(kMat, "một");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  const Bytes old = raw_index(kMat);
  store_indexed(kMat, "hai");
  ASSERT_TRUE(merge(kMat, "thứ hai"));
  put_raw_index(kMat, old);
  EXPECT_EQ(index(kMat).state, LabelIndexState::kLost);
  Batch gone;
  gone.deletes.push_back("index");
  ASSERT_TRUE(vault().store().commit(label_partition(vault().barrier(), kMat), gone,
                                     Durability::kSynced));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kLost);
  EXPECT_EQ(session().unindexed(kMat)->size(), 2U);
}

TEST_F(LabelIndexTest, ALostIndexIsDroppedBuiltAgainAndWholeOnlyThen) {
  const DocumentId one = store_indexed(kMat, "một");
  store_indexed(kMat, "hai");
  const SegmentEntry entry = merge(kMat, "thứ nhất").value();
  const ShredId shred = index(kMat).shred;
  put_raw_index(kMat, Bytes(80, 7));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kLost);
  store_indexed(kMat, "ba");
  EXPECT_EQ(merge(kMat, "không").error().code(), ErrorCode::kCorrupt);
  EXPECT_EQ(classify(one, kToiMat).error().code(), ErrorCode::kCorrupt)
      << "it would go without a packet";
  const IndexWork noted = work(IndexTask::kRebuild, kMat);
  ASSERT_TRUE(session().drop_index(noted));
  EXPECT_FALSE(documents().shred.holds(shred)) << "found in the guarded record";
  EXPECT_EQ(stored(kMat, "m/"), 0U);
  EXPECT_FALSE(vault()
                   .store()
                   .get(segment_partition(vault().barrier(), entry.id), kManifestKey)
                   .value());
  reopen();
  EXPECT_EQ(index(kMat).state, LabelIndexState::kBeingBuilt);
  const IndexWork again = work(IndexTask::kRebuild, kMat);
  const auto missing = session().unindexed(kMat).value();
  for (const DocumentId& id : missing) {
    EXPECT_EQ(session().complete_index(again).error().code(), ErrorCode::kSealedOrBusy);
    ASSERT_TRUE(session().put_packet(again, id, 1, as_bytes("gói")));
  }
  ASSERT_TRUE(merge(kMat, "dựng lại"));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kBeingBuilt);
  ASSERT_TRUE(session().complete_index(again));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kWhole);
  EXPECT_TRUE(live(kMat, one));
  EXPECT_EQ(content(kMat, index(kMat).segments.at(0)), "dựng lại");
}

TEST_F(LabelIndexTest, ALostIndexKeepsNothingFromBeingDestroyed) {
  const DocumentId one = store_indexed(kMat, "một");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  const ShredId shred = index(kMat).shred;
  put_raw_index(kMat, Bytes(80, 7));
  ASSERT_TRUE(destroy(one));
  EXPECT_FALSE(documents().shred.holds(shred));
  EXPECT_TRUE(index(kMat).incomplete()) << "others may be missing";
}

TEST_F(LabelIndexTest, WhatWasReplacedStaysTenMinutesAndGoesThen) {
  const DocumentId one = store_indexed(kMat, "một");
  const SegmentEntry first = merge(kMat, "thứ nhất").value();
  const IndexWork noted = work(IndexTask::kMerge, kMat);
  IndexChange change;
  change.remove.push_back(first.id);
  change.add.push_back(write(noted, as_bytes("thứ hai"), {{one, 1}}));
  ASSERT_TRUE(session().change_index(noted, index(kMat), change, OldCopies::kKept));
  ASSERT_EQ(index(kMat).retired.size(), 1U);
  EXPECT_EQ(content(kMat, first), "thứ nhất") << "a reader beside us ends in peace";
  EXPECT_EQ(collect_retired(documents(), kMat, now_utc() - kRetiredSeconds).value(), 0U);
  EXPECT_EQ(collect_retired(documents(), kMat, now_utc()).value(), 1U);
  EXPECT_EQ(content(kMat, first), "(damaged)");
  EXPECT_TRUE(index(kMat).retired.empty());
  EXPECT_EQ(stored(kMat, "m/"), 1U);
  EXPECT_TRUE(live(kMat, one));
}

TEST_F(LabelIndexTest, ARevocationSealsTheKeysAnewAndNoBody) {
  store_indexed(kMat, "một");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  const ShredId shred = index(kMat).shred;
  add_user("mai", {Level::kMat, {}});
  {
    const auto mai = open_as("mai");
    EXPECT_EQ(mai->session->read_index(kMat)->segments.size(), 1U);
  }
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  {
    const auto mai = open_as("mai");
    EXPECT_EQ(mai->session->read_index(kMat).error().code(), ErrorCode::kNotFound);
  }
  const auto raw_read = [&] { return read_label_index(documents(), kMat).value(); };
  EXPECT_EQ(raw_read().segments[0].label_epoch, 1U);
  ASSERT_TRUE(session().rewrap_all());
  const LabelIndex now = raw_read();
  EXPECT_EQ(now.segments[0].label_epoch, 2U);
  EXPECT_EQ(now.shred, shred);
  EXPECT_EQ(content(kMat, now.segments[0]), "thứ nhất");
  ASSERT_TRUE(session().rewrap_all());
  EXPECT_EQ(raw_read().generation, now.generation) << "nothing to do";
  // And by itself, when somebody who may write reads it.
  grant("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  EXPECT_EQ(index(kMat).segments[0].label_epoch, 3U);
  EXPECT_EQ(content(kMat, index(kMat).segments[0]), "thứ nhất");
  reopen();
  EXPECT_EQ(content(kMat, index(kMat).segments[0]), "thứ nhất");
}

TEST_F(LabelIndexTest, MergedDocumentsAreRewrappedRevisedAndMovedAsOthers) {
  const DocumentId id = store_indexed(kMat, "một");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  add_user("mai", {Level::kMat, {}});
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  EXPECT_EQ(text_of(session(), id), "một");  // rewrapped as it is opened
  EXPECT_EQ(find_envelope(documents(), id)->label_epoch, 2U);
  EXPECT_EQ(session().rewrap_all().value(), 0U);
  ASSERT_TRUE(revise(id, "hai"));
  ASSERT_TRUE(revise(id, "ba"));
  EXPECT_EQ(packets_of(kMat), 1U);
  reopen();
  EXPECT_EQ(packets_of(kMat), 1U);
  ASSERT_TRUE(take_out(kMat, id, "ba"));
  EXPECT_EQ(packets_of(kMat), 1U) << "in place of its own, not beside it";
  ASSERT_TRUE(classify(id, kToiMat, PayloadKey::kRenewed));
  EXPECT_EQ(text_of(session(), id), "ba");
  EXPECT_EQ(packets_of(kToiMat), 1U);
}

TEST_F(LabelIndexTest, APacketOfAnotherVersionIsNotPutBack) {
  const DocumentId id = store_indexed(kMat, "một");
  const IndexWork noted = work(IndexTask::kTakeOut, kMat);
  ASSERT_TRUE(revise(id, "hai"));
  EXPECT_EQ(session().put_packet(noted, id, 1, as_bytes("một")).error().code(),
            ErrorCode::kSealedOrBusy);
  EXPECT_TRUE(session().put_packet(noted, id, 2, as_bytes("hai")));
  EXPECT_EQ(packets_of(kMat), 1U);
  store_indexed(kToiMat, "khác");
  EXPECT_FALSE(session().put_packet(work(IndexTask::kTakeOut, kToiMat), id, 2, {}));
}

TEST_F(LabelIndexTest, ACrashBetweenBodiesAndCommitLeavesOrphansThatGo) {
  store_indexed(kMat, "một");
  const std::size_t before = partitions();
  close();
  const pid_t child = ::fork();
  if (child == 0) {
    auto opened = open_as("lan", Access::kWrite);
    if (!opened) ::_exit(1);
    opened_ = std::move(*opened);
    const IndexWork noted = work(IndexTask::kMerge, kMat);
    auto half = session().write_segment(noted);
    if (!half->write(Bytes(3'000'000, 5))) ::_exit(1);
    write(noted, as_bytes("xong"), members_of(packets(noted)));
    if (!vault().store().sync()) ::_exit(1);
    ::_exit(7);  // neither is named, and no destructor runs
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 7);
  {
    const auto reader = open_as("lan");
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->vault->store().list()->size(), before + 2);
    EXPECT_EQ(reader->session->read_index(kMat)->state, LabelIndexState::kNone);
  }
  reopen();
  EXPECT_EQ(partitions(), before);
  EXPECT_EQ(stored(kMat, "m/") + stored(kMat, kSegmentMarkPrefix), 0U);
  EXPECT_EQ(packets_of(kMat), 1U);
}

TEST_F(LabelIndexTest, ACrashBeforeThePunctureWasNotedIsMadeGood) {
  const DocumentId id = store_indexed(kMat, "một");
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  const ShredId shred = index(kMat).shred;
  const auto labels = session().held().value();
  const LabelKey newest = vault().directory().label_for_writing(kMat).value();
  IndexChange change;
  const LabelIndex before = index(kMat);
  change.remove.push_back(before.segments[0].id);
  ASSERT_TRUE(
      put_packet(documents(), newest, *find_envelope(documents(), id), as_bytes("một")));
  // Its commit in the label's partition only: what it returns is never committed.
  ASSERT_TRUE(change_label_index(documents(), vault().directory(), kMat, before, change,
                                 OldCopies::kDestroyed));
  ASSERT_TRUE(vault().store().sync());
  EXPECT_TRUE(documents().shred.holds(shred));
  reopen();
  EXPECT_FALSE(documents().shred.holds(shred));
  EXPECT_EQ(index(kMat).state, LabelIndexState::kWhole);
  EXPECT_TRUE(vault().directory().to_puncture()->empty());
}

TEST_F(LabelIndexTest, WhoDoesNotHoldTheLabelCantTellWhetherItHasAnIndex) {
  store_indexed(kMat, "một");
  const SegmentEntry entry = merge(kMat, "thứ nhất").value();
  add_user("mai", {Level::kThuong, {}});
  close();
  const auto mai = open_as("mai", Access::kWrite);
  ASSERT_TRUE(mai);
  const auto look = mai->session->look("search");
  const Label none{Level::kTuyetMat, {"khong-co"}};
  for (const Label& label : {kMat, none}) {
    EXPECT_EQ(mai->session->read_index(label).error().code(), ErrorCode::kNotFound);
    EXPECT_EQ(mai->session->work_on_index(IndexTask::kMerge, label, {}).error().code(),
              ErrorCode::kNotFound);
    EXPECT_EQ(mai->session->open_segment(*look, label, entry).error().code(),
              ErrorCode::kNotFound);
    EXPECT_EQ(mai->session->unindexed(label).error().code(), ErrorCode::kNotFound);
    EXPECT_EQ(
        mai->session
            ->visit_packets(*look, label, [](LabelRecord&&) { return Result<void>(); })
            .error()
            .code(),
        ErrorCode::kNotFound);
  }
  opened_.session.reset();
}

// One search after the other follows what waits under kMat.
class FollowTest : public LabelIndexTest {
 protected:
  using Texts = std::vector<std::string>;
  // How many damaged ones there are.
  std::size_t follow() {
    came.clear();
    went.clear();
    const auto look = session().look("search");
    const auto damaged = session().follow_packets(
        *look, kMat, seen, [&](const DocumentId& id) { went.push_back(id); },
        [&](LabelRecord&& record) -> Result<void> {
          came.emplace_back(as_text(record.content));
          return {};
        });
    EXPECT_TRUE(damaged) << damaged.error().text();
    std::ranges::sort(came);
    return damaged.value_or(99);
  }
  // One that waits, and was seen so often that all is known from which its counting
  // follows.
  DocumentId store_and_see(std::string_view text, std::size_t damaged = 0) {
    const DocumentId id = store_indexed(kMat, text);
    for (int times = 0; times < 3; ++times)
      EXPECT_EQ(follow(), damaged);
    return id;
  }

  SeenRecords seen;
  Texts came;
  std::vector<DocumentId> went;
};

TEST_F(FollowTest, WhatWasSeenGoesWhicheverWayItCeasesToCount) {
  const std::vector<std::pair<std::string, std::function<void(const DocumentId&)>>> ways{
      {"its document moved away",
       [&](const DocumentId& id) { ASSERT_TRUE(classify(id, kToiMat)); }},
      {"its leaf was punctured, and nothing else has happened yet",
       [&](const DocumentId& id) { ASSERT_TRUE(vault().puncture({shred_id(id)})); }},
      {"its document was removed, and its packet not yet",
       [&](const DocumentId& id) {
         ASSERT_TRUE(vault().store().drop(document_partition(vault().barrier(), id)));
       }},
  };
  store_and_see("còn lại");
  for (const auto& [way, go] : ways) {
    const DocumentId id = store_and_see("mất");
    go(id);
    EXPECT_EQ(follow(), 0U) << way;
    EXPECT_EQ(went, std::vector{id}) << way;
    EXPECT_TRUE(came.empty()) << way;
  }
  const DocumentId revised = store_and_see("một");
  ASSERT_TRUE(revise(revised, "một, lại"));
  EXPECT_EQ(follow(), 0U);
  EXPECT_EQ(came, Texts{"một, lại"});
  EXPECT_EQ(went, std::vector{revised});
}

TEST_F(FollowTest, AnEnvelopeThatIsDamagedOrTooOldHidesNoOther) {
  const DocumentId old = store_and_see("cũ");
  Batch batch;  // as after a reclassification whose envelope was set back
  batch.puts.push_back(vault().records().version_record(old, 2));
  ASSERT_TRUE(vault().records().commit(std::move(batch)));
  store_indexed(kMat, "mới");
  EXPECT_EQ(follow(), 1U);
  EXPECT_EQ(went, std::vector{old});
  EXPECT_EQ(came, Texts{"mới"});

  const DocumentId damaged = store_and_see("hỏng", 1);
  Batch damage;
  damage.puts.push_back({std::string(kEnvelopeKey), Bytes(60)});
  ASSERT_TRUE(vault().store().commit(document_partition(vault().barrier(), damaged),
                                     damage, Durability::kBuffered));
  EXPECT_EQ(follow(), 2U);
  EXPECT_EQ(went, std::vector{damaged});
  EXPECT_TRUE(came.empty());
}

TEST_F(FollowTest, BringsWhatIsNewAndWhatWentAndPassesOverDamage) {
  const DocumentId first = store_indexed(kMat, "một");
  store_indexed(kToiMat, "khác");
  EXPECT_EQ(follow(), 0U);
  EXPECT_EQ(came, Texts{"một"});
  EXPECT_EQ(follow(), 0U);
  EXPECT_TRUE(came.empty()) << "it was seen";
  store_indexed(kMat, "hai");
  EXPECT_EQ(follow(), 0U);
  EXPECT_EQ(came, Texts{"hai"});
  EXPECT_TRUE(went.empty());
  ASSERT_TRUE(merge(kMat, "thứ nhất"));
  EXPECT_EQ(follow(), 0U);
  EXPECT_TRUE(came.empty());
  EXPECT_EQ(went.size(), 2U) << "they are members of a segment";
  ASSERT_TRUE(take_out(kMat, first, "một, lại"));
  EXPECT_EQ(follow(), 0U);
  EXPECT_EQ(came, Texts{"một, lại"});

  // One that was written over hides no other.
  const DocumentId third = store_indexed(kMat, "ba");
  const PartitionName partition = label_partition(vault().barrier(), kMat);
  Batch damage;
  damage.puts.push_back(
      {label_record_key(vault().barrier(), LabelRecordKind::kPacket, third), Bytes(60)});
  ASSERT_TRUE(vault().store().commit(partition, damage, Durability::kBuffered));
  store_indexed(kMat, "bốn");
  EXPECT_EQ(follow(), 1U);
  EXPECT_EQ(came, Texts{"bốn"});
  EXPECT_EQ(follow(), 1U) << "as long as it lies there";
}

TEST_F(LabelIndexTest, MergingIsInTheLogWithoutAWordAndTakingOutIsNotMerging) {
  const DocumentId id = store_indexed(kMat, "một");
  const auto noted =
      session().work_on_index(IndexTask::kMerge, kMat, {{"packets", 1}, {"segments", 0}});
  ASSERT_TRUE(noted);
  const std::string entry = log_of("merge");
  EXPECT_NE(entry.find("\"packets\":1"), std::string::npos);
  EXPECT_NE(entry.find("\"label\":\"mat\""), std::string::npos);
  EXPECT_FALSE(session().put_packet(*noted, id, 1, as_bytes("gói")));
  EXPECT_FALSE(session().drop_index(*noted));
  EXPECT_FALSE(session().change_index(*noted, index(kMat), {}, OldCopies::kDestroyed));
}

}  // namespace
}  // namespace tangthu::vault
