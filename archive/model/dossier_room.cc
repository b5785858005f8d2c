#include "archive/model/dossier_room.h"

#include <algorithm>

#include "archive/catalogue.h"
#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

constexpr const char* kOrdinal = "{ordinal}";

std::string filled(std::string text, const std::string& mark, const std::string& value) {
  const std::size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), value);
  return text;
}

Failure no_such_code(const std::string& code) {
  return fail(ErrorCode::kNotFound,
              "there is no such fonds or dossier, or you are not cleared for it",
              "'tangthu fonds list' and 'tangthu dossier list' show those that you may "
              "read",
              code.substr(0, 100));
}

void check_open(const Dossier& dossier, Faults& faults) {
  if (dossier.state == DossierState::kOpen) return;
  faults.push_back(field_fault(ErrorCode::kUsage, "fileCode", "dossier-open",
                               "the dossier is closed",
                               "open it again with 'tangthu dossier reopen'"));
}

void check_fields(const RecordRules& rules, RecordKind kind, const Json& fields,
                  const FieldValues& values, Faults& faults) {
  FieldValues after = kept_values(fields);
  for (const auto& [name, value] : values)
    after[name] = value;
  check_together(rules, kind, after, faults);
}

bool keep_values(Json& fields, const FieldValues& values, const std::string& by) {
  bool changed = false;
  for (const auto& [name, value] : values)
    changed = keep_value(fields, name, value, by, now_utc()) || changed;
  return changed;
}

void code_is_fixed(const FieldValues& typed, const char* field, Faults& faults) {
  if (!typed.contains(field)) return;
  faults.push_back(field_fault(ErrorCode::kUsage, field, "fixed",
                               "a code stays as it was given",
                               "open another one, and move what belongs there"));
}

}  // namespace

bool dominates(const Label& upper, const Label& lower) {
  return upper.level >= lower.level &&
         std::ranges::includes(upper.compartments, lower.compartments);
}

Label joined(const Label& a, const Label& b) {
  Label out{std::max(a.level, b.level), a.compartments};
  out.compartments.insert(b.compartments.begin(), b.compartments.end());
  return out;
}

std::size_t page_total(const std::vector<Member>& members) {
  std::size_t pages = 0;
  for (const Member& each : members)
    pages += static_cast<std::size_t>(each.record.pages);
  return pages;
}

Result<DossierRoom> DossierRoom::enter(vault::Session& session) {
  RecordRules rules = TRY(current_record_rules());
  DossierRoom room(session, TRY(session.look("dossier-look")), std::move(rules));
  room.books_ = TRY(read_books(session, room.look_));
  return room;
}

Result<CodeUses> DossierRoom::code_uses() {
  CodeUses uses;
  struct Use {
    std::string key;
    std::string code;
    std::size_t pages;
    Label label;
  };
  TRY(read_catalogue(
      *session_, look_,
      [](const DocumentId&, const Label& label, Record&& record) -> Result<std::any> {
        if (record.dossier.empty()) return std::any();
        return std::any(Use{code_key(record.dossier), record.dossier,
                            static_cast<std::size_t>(record.pages), label});
      },
      [&uses](std::any&& found) -> Result<void> {
        const Use& each = *std::any_cast<Use>(&found);
        CodeUse& use = uses[each.key];
        if (use.documents == 0) use.code = each.code;
        ++use.documents;
        use.pages += each.pages;
        use.highest = joined(use.highest, each.label);
        return {};
      }));
  return uses;
}

Result<Members> DossierRoom::members(const Dossier& dossier) {
  look_ = TRY(session_->look("dossier-show", {{"id", dossier.id.to_string()}}));
  return read_members(*session_, look_, dossier.code, &dossier);
}

Result<Fonds> DossierRoom::fonds(const std::string& code) const {
  const Fonds* found = books_.find_fonds(code);
  if (found != nullptr) return *found;
  return no_such_code(code);
}

Result<Dossier> DossierRoom::dossier(const std::string& code) const {
  const Dossier* found = books_.find_dossier(code);
  if (found != nullptr) return *found;
  return no_such_code(code);
}

Result<std::vector<DocumentId>> DossierRoom::documents(
    const std::vector<std::string>& typed) {
  std::vector<DocumentId> out;
  for (const std::string& each : typed)
    out.push_back(TRY(find_document(*session_, look_, rules_, books_, each)));
  return out;
}

void DossierRoom::check_code(RecordKind kind, const std::string& code,
                             Faults& faults) const {
  const bool is_fonds = kind == RecordKind::kFonds;
  const char* field = is_fonds ? "fondsCode" : "fileCode";
  const bool taken = is_fonds ? books_.find_fonds(code) != nullptr
                              : books_.find_dossier(code) != nullptr;
  if (taken) {
    faults.push_back(field_fault(ErrorCode::kUsage, field, "unique",
                                 "this code is in use already",
                                 "give another, or leave it out for the next free one"));
  }
  const FieldRule* rule = rules_.find(RecordKind::kDocument, "docCode");
  if (is_fonds || rule == nullptr || rule->most == 0) return;
  const std::string longest = document_code(rules_, code, 1);
  if (to_code_points(longest).size() <= rule->most) return;
  const std::size_t most =
      rule->most - (to_code_points(longest).size() - to_code_points(code).size());
  faults.push_back(field_fault(ErrorCode::kUsage, field, "length " + std::to_string(most),
                               "the codes of its documents would be too long",
                               "give a shorter code"));
}

Result<Fonds> DossierRoom::add_fonds(const FieldValues& typed, Faults& faults) {
  Fonds fonds;
  FieldValues values = typed_values(rules_, RecordKind::kFonds, typed, faults);
  values.try_emplace("fondsState", "01");
  check_together(rules_, RecordKind::kFonds, values, faults);
  check_complete(rules_, RecordKind::kFonds, values, faults);
  fonds.code = values["fondsCode"];
  if (!fonds.code.empty()) check_code(RecordKind::kFonds, fonds.code, faults);
  if (!faults.empty()) return fonds;
  values.erase("fondsCode");
  keep_values(fonds.fields, values, session_->user().name);
  note(fonds.history, "add", session_->user().name);
  fonds.id = TRY(add_entry(*session_, fonds.label, to_entry(fonds).content, "fonds-add"));
  return fonds;
}

Result<void> DossierRoom::edit_fonds(Fonds& fonds, const FieldValues& typed,
                                     Faults& faults) {
  code_is_fixed(typed, "fondsCode", faults);
  const FieldValues values = typed_values(rules_, RecordKind::kFonds, typed, faults);
  check_fields(rules_, RecordKind::kFonds, fonds.fields, values, faults);
  if (!faults.empty() || !keep_values(fonds.fields, values, session_->user().name))
    return {};
  note(fonds.history, "edit", session_->user().name);
  return change_entry(*session_, to_entry(fonds), "fonds-edit");
}

Result<std::string> DossierRoom::next_code(const DossierDraft& draft,
                                           const CodeUses& uses) const {
  const auto start = draft.typed.find("startDate");
  const auto day =
      start == draft.typed.end() ? std::nullopt : parse_field_date(start->second);
  const Date when = day.value_or(viet_nam_day(now_utc()));
  const std::string year = format_date(when).substr(0, 4);
  const std::string pattern =
      filled(filled(rules_.dossier_code, "{fonds}", draft.fonds), "{year}", year);
  const std::size_t at = pattern.find(kOrdinal);
  const std::string before = code_key(pattern.substr(0, at));
  const std::string after = code_key(pattern.substr(at + std::string(kOrdinal).size()));
  std::size_t last = 0;
  const auto see = [&](const std::string& key) {
    if (!key.starts_with(before) || !key.ends_with(after) ||
        key.size() < before.size() + after.size())
      return;
    const auto number = parse_number<std::size_t>(std::string_view(key).substr(
        before.size(), key.size() - before.size() - after.size()));
    if (number) last = std::max(last, *number);
  };
  for (const Dossier& each : books_.dossiers)
    see(code_key(each.code));
  for (const auto& [key, use] : uses)
    see(key);
  std::string digits = std::to_string(last + 1);
  const auto width = static_cast<std::size_t>(rules_.ordinal_digits);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return filled(pattern, kOrdinal, digits);
}

Result<Dossier> DossierRoom::open(const DossierDraft& draft, Faults& faults) {
  Dossier dossier;
  const CodeUses uses = TRY(code_uses());
  FieldValues typed = draft.typed;
  typed["fileCode"] = draft.code.empty() && !draft.fonds.empty()
                          ? TRY(next_code(draft, uses))
                          : draft.code;
  FieldValues values = typed_values(rules_, RecordKind::kDossier, typed, faults);
  check_together(rules_, RecordKind::kDossier, values, faults);
  if (!typed.contains("title")) {
    faults.push_back(field_fault(ErrorCode::kUsage, "title", "required",
                                 "the field must have a value", "give it"));
  }
  dossier.code = values["fileCode"];
  dossier.fonds = draft.fonds;
  if (!dossier.code.empty()) check_code(RecordKind::kDossier, dossier.code, faults);
  const Fonds* fonds = books_.find_fonds(draft.fonds);
  if (fonds != nullptr) dossier.fonds = fonds->code;
  if (!draft.fonds.empty() &&
      (fonds == nullptr || kept_value(fonds->fields, "fondsState") == "02")) {
    faults.push_back(field_fault(ErrorCode::kUsage, "fonds", "fonds-open",
                                 "there is no such fonds, or it is closed",
                                 "'tangthu fonds list' shows those that there are"));
  }
  const auto use = uses.find(code_key(dossier.code));
  const Label least = use == uses.end() ? Label{Level::kThuong, {}} : use->second.highest;
  dossier.label = draft.label.value_or(least);
  if (!dominates(dossier.label, least)) {
    faults.push_back(
        field_fault(ErrorCode::kUsage, "level", "label-dominates " + least.to_string(),
                    "a document of the dossier lies above it",
                    "open it at this level or a higher one, with the same compartments"));
  }
  if (!faults.empty()) return dossier;
  values.erase("fileCode");
  keep_values(dossier.fields, values, session_->user().name);
  note(dossier.history, "open", session_->user().name);
  dossier.id =
      TRY(add_entry(*session_, dossier.label, to_entry(dossier).content, "dossier-open"));
  return dossier;
}

Result<void> DossierRoom::keep(Dossier& dossier, std::string_view event, Json details) {
  TRY(change_entry(*session_, to_entry(dossier), event, std::move(details)));
  ++dossier.version;
  return {};
}

Result<void> DossierRoom::edit(Dossier& dossier, const FieldValues& typed,
                               Faults& faults) {
  check_open(dossier, faults);
  code_is_fixed(typed, "fileCode", faults);
  const FieldValues values = typed_values(rules_, RecordKind::kDossier, typed, faults);
  check_fields(rules_, RecordKind::kDossier, dossier.fields, values, faults);
  if (!faults.empty() || !keep_values(dossier.fields, values, session_->user().name))
    return {};
  note(dossier.history, "edit", session_->user().name);
  return keep(dossier, "dossier-edit");
}

Result<void> DossierRoom::close(Dossier& dossier, const std::vector<Member>& members,
                                const std::string& despite, std::size_t problems) {
  Json ids = Json::array();
  for (const Member& each : members)
    ids.push_back(each.id.to_string());
  dossier.frozen = {{"documents", std::move(ids)},
                    {"totalDoc", members.size()},
                    {"numberOfPage", page_total(members)}};
  dossier.state = DossierState::kClosed;
  Json more = {{"problems", problems}};
  if (!despite.empty()) more["reason"] = despite;
  note(dossier.history, "close", session_->user().name, more);
  return keep(dossier, "dossier-close",
              {{"documents", members.size()}, {"problems", problems}});
}

Result<void> DossierRoom::reopen(Dossier& dossier, const std::string& reason,
                                 Faults& faults) {
  if (dossier.state == DossierState::kOpen) {
    faults.push_back(field_fault(ErrorCode::kUsage, "fileCode", "dossier-closed",
                                 "the dossier is open already", "go on with it"));
    return {};
  }
  dossier.state = DossierState::kOpen;
  dossier.frozen = Json();
  note(dossier.history, "reopen", session_->user().name, {{"reason", reason}});
  return keep(dossier, "dossier-reopen");
}

}  // namespace tangthu::archive
