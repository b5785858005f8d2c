#include "archive/open_index.h"

#include "archive/sealed_source.h"

namespace tangthu::archive {

struct OpenIndex::Open {
  Open(const vault::DocumentContext& context, Label of, vault::SegmentEntry named,
       indexer::Segment opened)
      : label(std::move(of)),
        entry(std::move(named)),
        segment(std::move(opened)),
        members(context, label, entry) {}

  Result<DocumentId> id_of(std::uint32_t ordinal) {
    const std::lock_guard lock(finding);
    return TRY(members.at(ordinal)).document;
  }

  // As one view sees it: without `dead`, and without the documents that wait. A packet
  // stands for its document in place of the member that it was: the document was revised,
  // or a crash cut short its taking out.
  Result<indexer::SegmentView> view(const std::shared_ptr<Open>& self,
                                    const vault::SegmentEntry& now,
                                    const std::vector<DocumentId>& waiting) {
    indexer::SegmentView out{
        segment, {}, 0, [self](std::uint32_t ordinal) { return self->id_of(ordinal); }};
    for (const std::uint16_t ordinal : now.dead)
      out.dead.add(ordinal);
    const std::lock_guard lock(finding);
    for (const DocumentId& document : waiting) {
      if (const auto ordinal = TRY(members.find(document))) out.dead.add(*ordinal);
    }
    out.dead_count = out.dead.count();
    out.label = label;
    return out;
  }

  Label label;
  vault::SegmentEntry entry;  // its dead as they were when it was opened
  indexer::Segment segment;
  std::mutex finding;
  vault::MemberFinder members;
};

std::shared_ptr<const LabelView> OpenIndex::last() const {
  const std::lock_guard lock(mutex_);
  return view_;
}

Result<std::shared_ptr<const LabelView>> OpenIndex::view(vault::Session& session,
                                                         const vault::NotedIntent& intent,
                                                         std::uint64_t changes) {
  const auto is_new_enough = [&](const auto& view) {
    return view != nullptr && view->changes >= changes;
  };
  if (auto view = last(); is_new_enough(view)) return view;
  const std::lock_guard lock(making_);
  if (auto view = last(); is_new_enough(view)) return view;  // somebody made it meanwhile
  // Before anything is read: what changes meanwhile is seen the next time.
  const std::uint64_t now = session.vault().store().changes();
  auto made = make_view(session, intent);
  if (!made) {
    seen_.clear();
    no_packets_.clear();
    waiting_ = indexer::WaitingSegments(cache_);
    return Failure(std::move(made).error());
  }
  made->changes = now;
  auto view = std::make_shared<const LabelView>(std::move(*made));
  const std::lock_guard changing(mutex_);
  view_ = view;
  return view;
}

Result<LabelView> OpenIndex::make_view(vault::Session& session,
                                       const vault::NotedIntent& intent) {
  for (;;) {
    LabelView out;
    const vault::LabelIndex index = TRY(session.read_index(label_));
    out.damaged = TRY(follow_packets(session, intent));
    // What was merged in between would be in neither, or in both.
    if (TRY(session.read_index(label_)).generation != index.generation) continue;
    out.incomplete = index.incomplete();
    TRY(add_segments(session, intent, index, out));
    out.waiting = waiting_.size();
    for (indexer::SegmentView& segment : waiting_.views()) {
      segment.label = label_;
      out.segments.push_back(std::move(segment));
    }
    return out;
  }
}

// How many damaged ones were passed over.
Result<std::size_t> OpenIndex::follow_packets(vault::Session& session,
                                              const vault::NotedIntent& intent) {
  indexer::WaitingPackets packets;
  const std::size_t damaged = TRY(session.follow_packets(
      intent, label_, seen_,
      [this](const DocumentId& gone) {
        waiting_.remove(gone);
        no_packets_.erase(gone);
      },
      [&](vault::LabelRecord&& found) -> Result<void> {
        if (!packets.add(found.document, std::move(found.content)))
          no_packets_.insert(found.document);
        return {};
      }));
  TRY(waiting_.add(std::move(packets)));
  return damaged + no_packets_.size();
}

Result<void> OpenIndex::add_segments(vault::Session& session,
                                     const vault::NotedIntent& intent,
                                     const vault::LabelIndex& index, LabelView& view) {
  const std::vector<DocumentId> waiting = waiting_.ids();
  std::map<vault::SegmentId, std::shared_ptr<Open>> in_use;
  for (const vault::SegmentEntry& entry : index.segments) {
    auto opened = open(session, intent, entry);
    if (!opened && opened.error().code() != ErrorCode::kCorrupt)
      return Failure(std::move(opened).error());
    view.incomplete = view.incomplete || !opened;
    if (!opened) continue;
    view.segments.push_back(TRY((*opened)->view(*opened, entry, waiting)));
    in_use[entry.id] = std::move(*opened);
  }
  open_ = std::move(in_use);  // segments that were merged away go
  return {};
}

Result<std::shared_ptr<OpenIndex::Open>> OpenIndex::open(
    vault::Session& session, const vault::NotedIntent& intent,
    const vault::SegmentEntry& entry) {
  if (const auto at = open_.find(entry.id); at != open_.end()) return at->second;
  indexer::Segment segment =
      TRY(open_sealed_segment(session, intent, label_, entry, cache_));
  return std::make_shared<Open>(session.vault().documents(), label_, entry,
                                std::move(segment));
}

std::shared_ptr<OpenIndex> OpenIndexes::of(const Label& label,
                                           const std::vector<std::uint32_t>& epochs) {
  const std::lock_guard lock(mutex_);
  std::erase_if(open_, [](const auto& each) { return each.second.expired(); });
  std::weak_ptr<OpenIndex>& shared = open_[{label, epochs}];
  auto out = shared.lock();
  if (out == nullptr) {
    out = std::make_shared<OpenIndex>(label, cache_, hits_);
    shared = out;
  }
  return out;
}

}  // namespace tangthu::archive
