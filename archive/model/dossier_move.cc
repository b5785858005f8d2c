// Moving documents between dossiers; see dossier_room.h for why it can break off.
#include <algorithm>
#include <set>

#include "archive/model/dossier_room.h"
#include "archive/model/edit.h"
#include "archive/record_revision.h"

namespace tangthu::archive {
namespace {

std::vector<DocumentId> ids_of(const std::vector<Member>& members) {
  std::vector<DocumentId> out;
  for (const Member& each : members)
    out.push_back(each.id);
  return out;
}

bool is_in(const Record& record, const Dossier& dossier) {
  return !record.dossier.empty() && code_key(record.dossier) == code_key(dossier.code);
}

void must_be_open(const Dossier& dossier, Faults& faults) {
  if (dossier.state == DossierState::kOpen) return;
  faults.push_back(field_fault(ErrorCode::kUsage, "fileCode", "dossier-open",
                               "the dossier is closed",
                               "open it again with 'tangthu dossier reopen'"));
}

FieldFault elsewhere(const DocumentId& id) {
  return field_fault(ErrorCode::kUsage, id.to_string(), "member",
                     "the document is not in this dossier",
                     "'tangthu dossier show' lists those that are");
}

}  // namespace

Result<std::vector<Member>> DossierRoom::movable(const Dossier& to,
                                                 const std::vector<DocumentId>& documents,
                                                 Faults& faults) {
  must_be_open(to, faults);
  std::vector<Member> out;
  std::set<DocumentId> seen;
  for (const DocumentId& id : documents) {
    if (!seen.insert(id).second) continue;
    auto opened = TRY(open_to_edit(*session_, look_, id));
    Member member{id, opened.reader.label(), std::move(opened.record)};
    const Dossier* from = member.record.dossier.empty()
                              ? nullptr
                              : books_.find_dossier(member.record.dossier);
    if (from != nullptr && from->state == DossierState::kClosed && from->id != to.id)
      must_be_open(*from, faults);
    if (!dominates(to.label, member.label)) {
      faults.push_back(
          field_fault(ErrorCode::kUsage, id.to_string(),
                      "label-dominates " + member.label.to_string(),
                      "the document lies above the dossier",
                      "raise the dossier with 'tangthu classify', or choose another"));
    }
    out.push_back(std::move(member));
  }
  std::size_t size = to.order.size();
  for (const Member& each : out)
    size += std::ranges::count(to.order, each.id) == 0 ? 1 : 0;
  if (size > kMaxDossierDocuments) {
    faults.push_back(field_fault(
        ErrorCode::kUsage, "totalDoc", "number " + std::to_string(kMaxDossierDocuments),
        "a dossier has no room for so many documents", "split it"));
  }
  return out;
}

Result<void> DossierRoom::file(const DocumentId& id, const std::string& code,
                               const DocumentId& into) {
  auto opened = TRY(open_to_edit(*session_, look_, id));
  opened.record.dossier = code;
  const auto prepared = TRY(record_revision(opened.reader, opened.record));
  return session_->revise(
      id, prepared.version, prepared.revision,
      {{"how", code.empty() ? "unfiled" : "filed"}, {"dossier", into.to_string()}});
}

Result<std::size_t> DossierRoom::move(Dossier& to, const std::vector<Member>& documents,
                                      const MoveProgress& progress) {
  // What came without a place in the order keeps the one that it has by its time.
  const Members before = TRY(read_members(*session_, look_, to.code, &to));
  std::vector<DocumentId> order = ids_of(before.documents);
  const std::set<DocumentId> there(order.begin(), order.end());
  std::vector<const Member*> missing;
  for (const Member& each : documents) {
    if (there.contains(each.id)) continue;
    missing.push_back(&each);
    order.push_back(each.id);
  }
  if (missing.empty()) return std::size_t{0};
  if (order != to.order) {
    to.order = std::move(order);
    note(to.history, "add", session_->user().name, {{"documents", missing.size()}});
    TRY(keep(to, "dossier-add", {{"documents", missing.size()}}));
  }
  std::size_t done = 0;
  for (const Member* each : missing) {
    if (progress && !progress(done, missing.size())) {
      return fail(ErrorCode::kInterrupted, "interrupted",
                  "repeat the command: what is done stays done");
    }
    TRY(file(each->id, to.code, to.id));
    ++done;
  }
  return done;
}

Result<std::size_t> DossierRoom::add(Dossier& dossier,
                                     const std::vector<DocumentId>& documents,
                                     Faults& faults, const MoveProgress& progress) {
  const auto members = TRY(movable(dossier, documents, faults));
  if (!faults.empty()) return std::size_t{0};
  return move(dossier, members, progress);
}

Result<std::size_t> DossierRoom::remove(Dossier& dossier,
                                        const std::vector<DocumentId>& documents,
                                        Faults& faults) {
  must_be_open(dossier, faults);
  std::vector<DocumentId> there;
  for (const DocumentId& id : documents) {
    const auto opened = TRY(open_to_edit(*session_, look_, id));
    if (is_in(opened.record, dossier)) there.push_back(id);
    if (!opened.record.dossier.empty() && !is_in(opened.record, dossier))
      faults.push_back(elsewhere(id));
  }
  if (!faults.empty()) return std::size_t{0};
  for (const DocumentId& id : there)
    TRY(file(id, "", dossier.id));
  if (there.empty()) return std::size_t{0};
  for (const DocumentId& id : there)
    std::erase(dossier.order, id);
  note(dossier.history, "remove", session_->user().name, {{"documents", there.size()}});
  TRY(keep(dossier, "dossier-remove", {{"documents", there.size()}}));
  return there.size();
}

Result<void> DossierRoom::reorder(Dossier& dossier,
                                  const std::vector<DocumentId>& documents,
                                  Faults& faults) {
  must_be_open(dossier, faults);
  const Members members = TRY(read_members(*session_, look_, dossier.code, &dossier));
  const std::vector<DocumentId> before = ids_of(members.documents);
  std::vector<DocumentId> order;
  for (const DocumentId& id : documents) {
    if (std::ranges::count(before, id) == 0) faults.push_back(elsewhere(id));
    if (std::ranges::count(order, id) == 0) order.push_back(id);
  }
  if (!faults.empty()) return {};
  const std::set<DocumentId> first(order.begin(), order.end());
  for (const DocumentId& id : before) {
    if (!first.contains(id)) order.push_back(id);
  }
  if (order == dossier.order) return {};
  dossier.order = std::move(order);
  note(dossier.history, "reorder", session_->user().name);
  return keep(dossier, "dossier-reorder");
}

Result<std::size_t> DossierRoom::split(Dossier& from, Dossier& to,
                                       const std::vector<DocumentId>& documents,
                                       Faults& faults, const MoveProgress& progress) {
  must_be_open(from, faults);
  const auto members = TRY(movable(to, documents, faults));
  for (const Member& each : members) {
    if (!is_in(each.record, from) && !is_in(each.record, to))
      faults.push_back(elsewhere(each.id));
  }
  if (!faults.empty()) return std::size_t{0};
  const std::size_t moved = TRY(move(to, members, progress));
  std::size_t left = 0;
  for (const Member& each : members)
    left += std::erase(from.order, each.id);
  if (left == 0 && moved == 0) return moved;
  note(from.history, "split", session_->user().name,
       {{"into", to.code}, {"documents", moved}});
  TRY(keep(from, "dossier-split", {{"into", to.id.to_string()}, {"documents", moved}}));
  return moved;
}

Result<std::size_t> DossierRoom::merge(Dossier& from, Dossier& to, Faults& faults,
                                       const MoveProgress& progress) {
  if (from.id == to.id) {
    faults.push_back(field_fault(ErrorCode::kUsage, "fileCode", "two-dossiers",
                                 "a dossier can't be merged with itself",
                                 "name two of them"));
    return std::size_t{0};
  }
  if (from.state == DossierState::kClosed) must_be_open(from, faults);
  const Members members = TRY(read_members(*session_, look_, from.code, &from));
  const auto checked = TRY(movable(to, ids_of(members.documents), faults));
  if (!faults.empty()) return std::size_t{0};
  const std::size_t moved = TRY(move(to, checked, progress));
  if (from.state == DossierState::kMerged) return moved;
  from.state = DossierState::kMerged;
  from.order.clear();
  note(from.history, "merge", session_->user().name,
       {{"into", to.code}, {"documents", moved}});
  TRY(keep(from, "dossier-merge", {{"into", to.id.to_string()}, {"documents", moved}}));
  return moved;
}

}  // namespace tangthu::archive
