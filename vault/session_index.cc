// What a session does with the search index of the labels that it holds.
#include <algorithm>

#include "vault/absent.h"
#include "vault/envelope_change.h"
#include "vault/session.h"

namespace tangthu::vault {
namespace {

Failure not_of_this_task() {
  return fail(ErrorCode::kUnexpected, "this is no part of merging", "report this");
}

std::string_view event_of(IndexTask task) {
  switch (task) {
    case IndexTask::kMerge:
      return "merge";
    case IndexTask::kTakeOut:
      return "take-out";
    case IndexTask::kRebuild:
      break;
  }
  return "reindex";
}

}  // namespace

// The newest epoch decides: whoever lost the label has older ones at most.
Result<void> Session::require_label(const Label& label) {
  TRY(require_live());
  const auto keys = TRY(held());
  for (const Label& own : keys->labels()) {
    if (own == label) return {};
  }
  return fail(ErrorCode::kNotFound, "the search index of this level is not open to you",
              "ask an officer for the clearance");
}

// Reading.

Result<LabelIndex> Session::read_index(const Label& label) {
  TRY(require_label(label));
  if (vault_.access() == Access::kWrite) {
    const auto rewrapped = rewrap_index(label);
    // It can wait: a full disk keeps nobody from reading.
    if (!rewrapped && rewrapped.error().code() != ErrorCode::kStorage)
      return Failure(rewrapped.error());
  }
  return read_label_index(vault_.documents(), label);
}

Result<void> Session::rewrap_index(const Label& label) {
  const LabelKey newest = TRY(newest_key(label));
  const LabelIndex index = TRY(read_label_index(vault_.documents(), label));
  const bool old = std::any_of(
      index.segments.begin(), index.segments.end(),
      [&](const SegmentEntry& each) { return each.label_epoch != newest.epoch; });
  if (!old) return {};
  const std::lock_guard lock(vault_.changes());
  auto batch = TRY(
      rewrap_label_index(vault_.documents(), vault_.directory(), *TRY(held()), newest));
  if (!batch) return {};
  return vault_.journal().commit_change(std::move(*batch));
}

Result<SegmentReader> Session::open_segment(const NotedIntent&, const Label& label,
                                            const SegmentEntry& entry) {
  TRY(require_live());
  return SegmentReader::open(vault_.documents(), *TRY(held()), label, entry);
}

Result<std::size_t> Session::count_packets(const Label& label) {
  TRY(require_label(label));
  return vault::count_label_records(vault_.documents(), label, LabelRecordKind::kPacket);
}

Result<DocumentReader> Session::open_document(const IndexWork& work,
                                              const DocumentId& id) {
  TRY(require_live());
  if (work.task() == IndexTask::kMerge) return not_of_this_task();
  DocumentReader reader = TRY(DocumentReader::open(vault_.documents(), *TRY(held()), id));
  if (reader.label() != work.label()) return changed_meanwhile(id);
  return reader;
}

Result<Label> Session::label_of(const DocumentId& id) {
  TRY(require_live());
  Envelope envelope = TRY(find_envelope(vault_.documents(), id));
  if (TRY(held())->find(envelope.label, envelope.label_epoch) == nullptr)
    return no_such_document(id.to_string());
  return std::move(envelope.label);
}

Result<std::size_t> Session::visit_packets(
    const NotedIntent&, const Label& label,
    const std::function<Result<void>(LabelRecord&&)>& visit) {
  TRY(require_label(label));
  return vault::visit_label_records(vault_.documents(), *TRY(held()), label,
                                    LabelRecordKind::kPacket, visit);
}

Result<std::size_t> Session::follow_packets(
    const NotedIntent&, const Label& label, SeenRecords& seen,
    const std::function<void(const DocumentId&)>& gone,
    const std::function<Result<void>(LabelRecord&&)>& visit) {
  TRY(require_label(label));
  return follow_label_records(vault_.documents(), *TRY(held()), label,
                              LabelRecordKind::kPacket, seen, gone, visit);
}

// Changing.

Result<IndexWork> Session::work_on_index(IndexTask task, const Label& label,
                                         Json details) {
  TRY(require(task == IndexTask::kMerge ? Duty::kIndex : Duty::kPropose));
  TRY(require_label(label));
  details["label"] = label.to_string();
  const Noted noted =
      TRY(vault_.journal().note(event_of(task), user_.name, std::move(details)));
  return IndexWork(noted.index, label, task);
}

Result<SegmentWriter> Session::write_segment(const IndexWork& work) {
  TRY(require_live());
  return SegmentWriter::begin(vault_.documents(),
                              TRY(vault_.directory().label_for_writing(work.label())));
}

Result<void> Session::change_index(const IndexWork& work, const LabelIndex& before,
                                   const IndexChange& change, OldCopies old_copies) {
  TRY(require_live());
  if (old_copies == OldCopies::kDestroyed && work.task() == IndexTask::kMerge)
    return not_of_this_task();
  const std::lock_guard lock(vault_.changes());
  auto changed = change_label_index(vault_.documents(), vault_.directory(), work.label(),
                                    before, change, old_copies);
  if (!changed) {
    // Nothing names them; what stays is collected at the next opening.
    for (const SegmentEntry& entry : change.add)
      static_cast<void>(discard_unnamed(vault_.documents(), work.label(), entry.id));
    return Failure(changed.error());
  }
  TRY(end_index_change(work, std::move(*changed)));
  // Every search goes past what is left of removed packets. The change is made: whether
  // this succeeds is no part of it.
  constexpr std::size_t kManyPackets = 128;
  if (change.merged.size() >= kManyPackets) {
    static_cast<void>(
        settle_label_records(vault_.documents(), work.label(), LabelRecordKind::kPacket));
  }
  return {};
}

Result<void> Session::end_index_change(const IndexWork& work, Batch batch) {
  TRY(vault_.journal().commit_change(std::move(batch)));
  TRY(vault_.puncture_noted());
  TRY(collect_retired(vault_.documents(), work.label(), now_utc() - kRetiredSeconds));
  return {};
}

Result<void> Session::put_packet(const IndexWork& work, const DocumentId& id,
                                 std::uint32_t version, ByteView packet) {
  TRY(require_live());
  if (work.task() == IndexTask::kMerge) return not_of_this_task();
  const std::lock_guard lock(vault_.changes());
  const auto keys = TRY(held());
  const DocumentReader reader = TRY(DocumentReader::open(vault_.documents(), *keys, id));
  if (reader.label() != work.label() || reader.envelope().version != version)
    return changed_meanwhile(id);
  return vault::put_packet(vault_.documents(),
                           TRY(vault_.directory().label_for_writing(work.label())),
                           reader.envelope(), packet);
}

Result<void> Session::drop_index(const IndexWork& work) {
  TRY(require_live());
  if (work.task() != IndexTask::kRebuild) return not_of_this_task();
  const std::lock_guard lock(vault_.changes());
  return end_index_change(
      work, TRY(drop_label_index(vault_.documents(), vault_.directory(), work.label())));
}

Result<std::vector<DocumentId>> Session::unindexed(const Label& label) {
  TRY(require_label(label));
  return find_unindexed(vault_.documents(), label);
}

Result<void> Session::complete_index(const IndexWork& work) {
  TRY(require_live());
  if (work.task() != IndexTask::kRebuild) return not_of_this_task();
  const std::lock_guard lock(vault_.changes());
  return end_index_change(
      work,
      TRY(complete_label_index(vault_.documents(), vault_.directory(), work.label())));
}

}  // namespace tangthu::vault
