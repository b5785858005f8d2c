#include "archive/search_view.h"

#include <mutex>

#include "archive/sealed_source.h"
#include "indexer/waiting_packets.h"

namespace tangthu::archive {
struct SearchRoom::Open {
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

  // As one search sees it: without `dead`, and without the documents that wait.
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

Result<std::shared_ptr<const SearchView>> SearchRoom::view(
    const vault::NotedIntent& intent) {
  TRY(session_.require(vault::Duty::kRead));
  // Before anything is read: what changes meanwhile is seen the next time.
  const std::uint64_t changes = session_.vault().store().changes();
  std::vector<Label> labels = TRY(session_.readable_labels());
  if (view_ != nullptr && changes == seen_ && labels == searched_) return view_;
  view_ = std::make_shared<const SearchView>(TRY(make_view(intent, labels)));
  seen_ = changes;
  searched_ = std::move(labels);
  return view_;
}

Result<SearchView> SearchRoom::make_view(const vault::NotedIntent& intent,
                                         const std::vector<Label>& labels) {
  SearchView out;
  in_use_.clear();
  for (const Label& label : labels)
    TRY(add_label(intent, label, out));
  open_ = in_use_;  // segments that were merged away go
  return out;
}

Result<void> SearchRoom::add_label(const vault::NotedIntent& intent, const Label& label,
                                   SearchView& view) {
  const std::size_t segments = view.segments.size();
  const std::size_t waiting = view.waiting;
  const std::size_t damaged = view.damaged;
  for (;;) {
    const vault::LabelIndex index = TRY(session_.read_index(label));
    const std::vector<DocumentId> packets = TRY(add_waiting(intent, label, view));
    // What was merged in between would be in neither, or in both.
    if (TRY(session_.read_index(label)).generation != index.generation) {
      view.segments.erase(view.segments.begin() + static_cast<std::ptrdiff_t>(segments),
                          view.segments.end());
      view.waiting = waiting;
      view.damaged = damaged;
      continue;
    }
    if (index.incomplete()) view.incomplete.push_back(label);
    return add_segments(intent, label, index, packets, view);
  }
}

Result<void> SearchRoom::add_segments(const vault::NotedIntent& intent,
                                      const Label& label, const vault::LabelIndex& index,
                                      const std::vector<DocumentId>& waiting,
                                      SearchView& view) {
  for (const vault::SegmentEntry& entry : index.segments) {
    auto opened = open(intent, label, entry);
    if (opened) {
      view.segments.push_back(TRY((*opened)->view(*opened, entry, waiting)));
    } else if (opened.error().code() == ErrorCode::kCorrupt) {
      if (view.incomplete.empty() || view.incomplete.back() != label) {
        view.incomplete.push_back(label);
      }
    } else {
      return Failure(opened.error());
    }
  }
  return {};
}

Result<std::shared_ptr<SearchRoom::Open>> SearchRoom::open(
    const vault::NotedIntent& intent, const Label& label,
    const vault::SegmentEntry& entry) {
  auto held = open_[entry.id];
  if (!held) {
    indexer::Segment segment =
        TRY(open_sealed_segment(session_, intent, label, entry, cache_));
    held = std::make_shared<Open>(session_.vault().documents(), label, entry,
                                  std::move(segment));
  }
  in_use_[entry.id] = held;
  return held;
}

// A packet stands for its document in place of the member that it was: the document was
// revised, or a crash cut short its taking out.
Result<std::vector<DocumentId>> SearchRoom::add_waiting(const vault::NotedIntent& intent,
                                                        const Label& label,
                                                        SearchView& view) {
  indexer::WaitingPackets packets;
  view.damaged += TRY(session_.visit_packets(
      intent, label, [&](vault::LabelRecord&& found) -> Result<void> {
        if (!packets.add(found.document, std::move(found.content))) {
          ++view.damaged;  // its maker sealed no packet: the others count
          return {};
        }
        return {};
      }));
  TRY(packets.sort());
  view.waiting += packets.size();
  for (indexer::SegmentView& segment : TRY(packets.views(cache_))) {
    segment.label = label;
    view.segments.push_back(std::move(segment));
  }
  return packets.ids();
}

}  // namespace tangthu::archive
