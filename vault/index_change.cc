// One change of a label's index: judged as a whole before anything is written.
#include <algorithm>
#include <map>

#include "base/clock.h"
#include "vault/stored_index.h"

namespace tangthu::vault {
namespace {

Failure wrong_change(const Label& label) {
  return fail(ErrorCode::kUnexpected, "a change of the search index does not fit it",
              "report this", label.to_string());
}

// A member of a segment that is to be added.
struct NewMember {
  SegmentMember member;
  std::size_t segment;  // into IndexRecord::segments
  std::uint32_t ordinal;
};

class IndexChanger {
 public:
  IndexChanger(const DocumentContext& context, const Label& label,
               const StoredIndex& stored, OldCopies old_copies)
      : context_(context), label_(label), old_copies_(old_copies), next_(stored.record) {
    next_.generation = stored.next_generation();
    next_.former = stored.held_formers(context.shred);
  }

  Result<void> apply(const IndexChange& change) {
    TRY(take_out(change.remove));
    for (const auto& [id, ordinals] : change.dead)
      TRY(mark_dead(id, ordinals));
    staying_ = next_.segments.size();
    for (const SegmentEntry& entry : change.add)
      TRY(put_in(entry));
    TRY(order_new_members());
    TRY(take_packets(change.merged));
    return check_that_nothing_hides();
  }

  IndexRecord take_record() { return std::move(next_); }
  Batch take_batch() { return std::move(batch_); }

 private:
  Result<void> take_out(const std::vector<SegmentId>& ids) {
    const UnixSeconds when = old_copies_ == OldCopies::kDestroyed ? 0 : now_utc();
    for (const SegmentId& id : ids) {
      const auto at = find(id);
      if (at == next_.segments.end()) return wrong_change(label_);
      removed_.push_back(std::move(*at));
      next_.segments.erase(at);
      next_.retired.push_back({id, when});
    }
    // Older copies of what was retired before die as well.
    if (old_copies_ == OldCopies::kKept) return {};
    for (RetiredSegment& retired : next_.retired)
      retired.when = 0;
    return {};
  }

  Result<void> mark_dead(const SegmentId& id,
                         const std::vector<std::uint16_t>& ordinals) {
    const auto at = find(id);
    if (at == next_.segments.end()) return wrong_change(label_);
    for (const std::uint16_t ordinal : ordinals) {
      if (ordinal >= at->members) return wrong_change(label_);
      kill(*at, ordinal);
    }
    return {};
  }

  static void kill(SegmentEntry& segment, std::uint32_t ordinal) {
    const auto value = static_cast<std::uint16_t>(ordinal);
    const auto at = std::ranges::lower_bound(segment.dead, value);
    if (at == segment.dead.end() || *at != value) segment.dead.insert(at, value);
  }

  // Its mark must be there: otherwise it was collected meanwhile, or is named already.
  Result<void> put_in(const SegmentEntry& entry) {
    const std::string key = segment_mark_key(entry.id);
    auto mark =
        TRY(context_.barrier.store().get(label_partition(context_.barrier, label_), key));
    if (!mark) return index_changed_meanwhile(label_);
    batch_.conditions.push_back({key, Condition::Kind::kEquals, std::move(*mark)});
    batch_.deletes.push_back(key);
    next_.segments.push_back(entry);
    return {};
  }

  Result<void> order_new_members() {
    for (std::size_t i = staying_; i < next_.segments.size(); ++i) {
      std::uint32_t ordinal = 0;
      for (const SegmentMember& member :
           TRY(read_members(context_, label_, next_.segments[i])))
        added_.push_back({member, i, ordinal++});
    }
    const auto id_of = [](const NewMember& each) { return each.member.document; };
    std::ranges::sort(added_, {}, id_of);
    if (std::ranges::adjacent_find(added_, {}, id_of) != added_.end())
      return wrong_change(label_);
    return {};
  }

  const NewMember* find_added(const DocumentId& id) const {
    const auto at = std::ranges::lower_bound(
        added_, id, {}, [](const NewMember& each) { return each.member.document; });
    return at == added_.end() || at->member.document != id ? nullptr : &*at;
  }

  Result<void> take_packets(const std::vector<MergedPacket>& merged) {
    for (const MergedPacket& packet : merged) {
      const NewMember* member = find_added(packet.document);
      if (member == nullptr || member->member.version != packet.version)
        return wrong_change(label_);
      TRY(take_packet(packet, *member));
    }
    std::vector<DocumentId> ids;
    ids.reserve(merged.size());
    for (const MergedPacket& packet : merged)
      ids.push_back(packet.document);
    std::ranges::sort(ids);
    for (std::size_t i = 0; i < staying_; ++i)
      TRY(shadow(next_.segments[i], ids));
    return {};
  }

  Result<void> take_packet(const MergedPacket& packet, const NewMember& member) {
    const auto version = TRY(label_record_version(
        context_, label_, packet.document, LabelRecordKind::kPacket, packet.place));
    if (version == packet.version) {
      batch_.deletes.push_back(label_record_key(
          context_.barrier, LabelRecordKind::kPacket, packet.document, packet.place));
      return {};
    }
    // Revised meanwhile, and its new packet counts. What was destroyed or went to another
    // label must not come into the index at all, not even dead.
    const auto envelope = find_envelope(context_, packet.document);
    if (!envelope && envelope.error().code() != ErrorCode::kNotFound)
      return Failure(envelope.error());
    if (!envelope || envelope->label != label_ || envelope->version <= packet.version)
      return index_changed_meanwhile(label_);
    kill(next_.segments[member.segment], member.ordinal);
    return {};
  }

  // A document counts once.
  Result<void> shadow(SegmentEntry& segment, const std::vector<DocumentId>& ids) {
    const SegmentEntry before = segment;
    MemberFinder finder(context_, label_, before);
    for (const DocumentId& id : ids) {
      if (const auto ordinal = TRY(finder.find(id))) kill(segment, *ordinal);
    }
    return {};
  }

  Result<void> check_that_nothing_hides() {
    bool left = false;
    for (const SegmentEntry& segment : removed_) {
      const auto members = TRY(read_members(context_, label_, segment));
      for (std::uint32_t i = 0; i < members.size(); ++i) {
        const NewMember* added = find_added(members[i].document);
        if (added != nullptr && added->member.version == members[i].version) continue;
        left = true;
        if (added == nullptr && !is_dead(segment, i)) TRY(check_leaving(members[i]));
      }
    }
    if (old_copies_ == OldCopies::kDestroyed) {
      next_.old_words = OldWords::kNone;
    } else if (left) {
      next_.old_words = OldWords::kLeft;
    }
    return {};
  }

  // A live member that no new segment has: its packet must count for it.
  Result<void> check_leaving(const SegmentMember& member) {
    const auto envelope = find_envelope(context_, member.document);
    if (!envelope && envelope.error().code() != ErrorCode::kNotFound)
      return Failure(envelope.error());
    if (!envelope || envelope->label != label_) return {};
    for (const LabelPlace place : kLabelPlaces) {
      const auto version = TRY(label_record_version(context_, label_, member.document,
                                                    LabelRecordKind::kPacket, place));
      if (version == envelope->version) return {};
    }
    return wrong_change(label_);
  }

  std::vector<SegmentEntry>::iterator find(const SegmentId& id) {
    return std::ranges::find(next_.segments, id, &SegmentEntry::id);
  }

  const DocumentContext& context_;
  const Label& label_;
  const OldCopies old_copies_;
  IndexRecord next_;
  Batch batch_;
  std::size_t staying_ = 0;  // segments of next_ that were there before
  std::vector<SegmentEntry> removed_;
  std::vector<NewMember> added_;  // by document
};

}  // namespace

Result<Batch> change_label_index(const DocumentContext& context,
                                 const Directory& directory, const Label& label,
                                 const LabelIndex& before, const IndexChange& change,
                                 OldCopies old_copies) {
  const StoredIndex stored = TRY(read_stored_index(context, label));
  if (stored.state == LabelIndexState::kLost) return lost_index(label);
  if (stored.record.generation != before.generation || stored.shred != before.shred)
    return index_changed_meanwhile(label);
  IndexChanger changer(context, label, stored, old_copies);
  TRY(changer.apply(change));
  IndexRecord next = changer.take_record();
  const bool is_new = stored.state == LabelIndexState::kNone;
  const bool renew = old_copies == OldCopies::kDestroyed && !is_new;
  if (renew) next.former.push_back(stored.shred);
  return write_index(context, directory, label, stored,
                     renew || is_new ? fresh_shred_id() : stored.shred, next,
                     changer.take_batch());
}

}  // namespace tangthu::vault
