#include "archive/index_work.h"

#include <map>
#include <set>

#include "archive/books/register.h"
#include "archive/cases/case_room.h"
#include "archive/model/dossier_level.h"
#include "archive/retrieve.h"
#include "archive/search_packet.h"
#include "archive/secrecy/act.h"
#include "archive/secrecy/destroyed.h"
#include "archive/segment_rewrite.h"
#include "base/quarantine.h"

namespace tangthu::archive {
namespace {

using vault::IndexTask;

struct MadePacket {
  Bytes bytes;
  bool whole = true;  // nothing of the document was unreadable
};

// Made from what the document holds, as it was when the document was taken in. What is
// damaged is left out: the rest of the document is to be found.
Result<MadePacket> packet_of(const vault::DocumentReader& reader) {
  MadePacket made;
  const auto or_nothing = [&made](auto&& read,
                                  auto nothing) -> Result<decltype(nothing)> {
    if (read) return std::move(*read);
    if (read.error().code() != ErrorCode::kCorrupt) return Failure(read.error());
    made.whole = false;
    return nothing;
  };
  const Record record = TRY(or_nothing(read_record(reader), Record()));
  std::vector<std::string> texts;
  for (int page = 1; page <= record.pages; ++page) {
    texts.push_back(TRY(or_nothing(page_text(reader, page), std::string())));
  }
  made.bytes = search_packet(std::move(texts), record);
  return made;
}

// Whether all of the document could be read.
Result<bool> put_packet(vault::Session& session, const vault::IndexWork& work,
                        const DocumentId& id) {
  const auto reader = TRY(session.open_document(work, id));
  const MadePacket made = TRY(packet_of(reader));
  TRY(session.put_packet(work, id, reader.envelope().version, made.bytes));
  return made.whole;
}

// Documents that one segment has to do without.
struct Affected {
  std::map<vault::SegmentId, vault::SegmentEntry> segments;
  std::set<DocumentId> living;  // members that count: they need a packet
};

Result<Affected> find_affected(vault::Session& session, const Label& label,
                               const vault::LabelIndex& index,
                               const std::vector<DocumentId>& documents) {
  Affected out;
  for (const DocumentId& id : documents) {
    for (const vault::Membership& found :
         TRY(vault::find_memberships(session.vault().documents(), label, index, id))) {
      for (const vault::SegmentEntry& entry : index.segments) {
        if (entry.id == found.segment) out.segments.emplace(entry.id, entry);
      }
      if (!found.dead) out.living.insert(id);
    }
  }
  return out;
}

Result<void> take_out_of(vault::Session& session, const Label& label,
                         const std::vector<DocumentId>& documents) {
  const vault::LabelIndex index = TRY(session.read_index(label));
  const Affected affected = TRY(find_affected(session, label, index, documents));
  if (affected.segments.empty()) return {};
  const auto work = TRY(session.work_on_index(IndexTask::kTakeOut, label,
                                              {{"documents", documents.size()}}));
  for (const DocumentId& id : affected.living)
    TRY(put_packet(session, work, id));
  vault::IndexChange change;
  const std::set<DocumentId> without(documents.begin(), documents.end());
  for (const auto& [id, entry] : affected.segments) {
    vault::IndexChange one = TRY(SegmentRewrite(session, work).run({entry}, without));
    change.remove.push_back(id);
    for (vault::SegmentEntry& added : one.add)
      change.add.push_back(std::move(added));
  }
  return session.change_index(work, index, change, vault::OldCopies::kDestroyed);
}

}  // namespace

Result<void> take_out(vault::Session& session, const std::vector<DocumentId>& documents) {
  std::map<Label, std::vector<DocumentId>> by_label;
  for (const DocumentId& id : documents) {
    by_label[TRY(session.label_of(id))].push_back(id);
  }
  for (const auto& [label, ids] : by_label)
    TRY(take_out_of(session, label, ids));
  return {};
}

Result<RebuildReport> rebuild_index(vault::Session& session, Rebuild what,
                                    const RebuildProgress& progress) {
  RebuildReport report;
  // What waits is made again too: it is merged first, so that the index has it all.
  if (what == Rebuild::kAll) TRY(merge_index(session, MergeWhen::kAlways));
  for (const Label& label : TRY(session.readable_labels())) {
    const vault::LabelIndex index = TRY(session.read_index(label));
    const bool lost = index.state == vault::LabelIndexState::kLost;
    const auto work = TRY(session.work_on_index(IndexTask::kRebuild, label, {}));
    if (what == Rebuild::kAll || lost) TRY(session.drop_index(work));
    const std::vector<DocumentId> missing = TRY(session.unindexed(label));
    std::size_t done = 0;
    std::size_t unreadable = 0;
    for (const DocumentId& id : missing) {
      const auto put = put_packet(session, work, id);
      if (!put && put.error().code() != ErrorCode::kCorrupt) return Failure(put.error());
      if (!put) ++unreadable;
      if (!put || !*put) report.damaged.push_back(id);
      if (put) ++report.documents;
      if (progress && !progress(++done, missing.size())) {
        return fail(ErrorCode::kInterrupted, "interrupted",
                    "go on with 'tangthu reindex --missing'");
      }
    }
    if (unreadable == 0) TRY(session.complete_index(work));
  }
  TRY(merge_index(session, MergeWhen::kAlways));
  return report;
}

namespace {

// What an action needs of the archive before it can be done: documents that are to leave
// have left the index, of secrets that go a trace stays, and what is to be kept in a
// record is made.
Result<std::optional<vault::PreparedRevision>> prepare(vault::Session& session,
                                                       const vault::Action& action) {
  TRY(check_dossier_level(session, action));
  TRY(take_out(session, vault::documents_of(action)));
  if (const auto* destroy = std::get_if<vault::DestroyAction>(&action))
    TRY(note_destruction(session, *destroy));
  const auto* classify = std::get_if<vault::ClassifyAction>(&action);
  if (classify != nullptr) TRY(note_raised(session, *classify));
  if (classify != nullptr && !classify->event.empty()) {
    return TRY(keep_act(session, TRY(SecrecyRuleBook::load()), classify->document,
                        classify->event, classify->act));
  }
  const auto* record = std::get_if<vault::RecordAction>(&action);
  if (record == nullptr) return std::nullopt;
  const SecrecyRuleBook rules = TRY(SecrecyRuleBook::load());
  if (auto kept = TRY(keep_case_act(session, rules, *record))) return kept;
  return TRY(keep_act(session, rules, record->document, record->event, record->act));
}

}  // namespace

Result<std::size_t> count_unindexed(vault::Session& session) {
  std::size_t out = 0;
  for (const Label& label : TRY(session.readable_labels()))
    out += TRY(session.unindexed(label)).size();
  return out;
}

namespace {

// Out of quarantine a document comes by the confirmation of its scan alone.
Result<void> check_leaves_quarantine(vault::Session& session,
                                     const vault::Action& action) {
  const auto* move = std::get_if<vault::ClassifyAction>(&action);
  if (move == nullptr || in_quarantine(move->to)) return {};
  if (!in_quarantine(TRY(session.label_of(move->document)))) return {};
  if (move->event == kConfirmScanEvent) return {};
  return fail(
      ErrorCode::kUsage, "the document lies in quarantine: its scan was not approved",
      "confirm it first with 'tangthu secrecy confirm-scan'", move->document.to_string());
}

}  // namespace

Result<vault::Outcome> propose(vault::Session& session, const vault::Action& action) {
  TRY(check_leaves_quarantine(session, action));
  // Where a second officer must sign, it is he who prepares: until then all is as ever.
  if (session.vault().header().profile != vault::Profile::kSingle) {
    TRY(check_dossier_level(session, action));
    return session.propose(action);
  }
  TRY(session.require(vault::Duty::kSign));
  const auto prepared = TRY(prepare(session, action));
  return session.propose(action, prepared ? &*prepared : nullptr);
}

Result<vault::Outcome> approve(vault::Session& session, const vault::RequestId& id) {
  TRY(session.require(vault::Duty::kSign));
  for (const vault::Request& request : TRY(session.requests())) {
    const bool is_last = request.approvals.size() + 1 >= vault::kOfficersNeeded;
    if (request.id != id || !is_last) continue;
    const auto prepared = TRY(prepare(session, request.action));
    auto outcome = TRY(session.approve(id, prepared ? &*prepared : nullptr));
    const auto* act = std::get_if<vault::RecordAction>(&request.action);
    if (act != nullptr && act->event.starts_with("reading-"))
      TRY(carry_out(session, act->document));
    return outcome;
  }
  return session.approve(id);
}

}  // namespace tangthu::archive
