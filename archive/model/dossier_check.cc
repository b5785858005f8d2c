#include "archive/model/dossier_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "archive/model/described.h"
#include "archive/review_item.h"
#include "base/number.h"

namespace tangthu::archive {
namespace {

FieldFault fault(const std::string& field, std::string rule, Literal text,
                 Literal remedy) {
  return field_fault(ErrorCode::kUsage, field, std::move(rule), text, remedy);
}

class Checker {
 public:
  Checker(const RecordRules& rules, const Books& books, const Dossier& dossier,
          const Members& members)
      : rules_(rules), books_(books), dossier_(dossier), members_(members) {}

  std::vector<DossierProblem> check() {
    check_dossier();
    check_sheets();
    for (const Member& each : members_.documents)
      check_member(each);
    check_twins();
    check_frozen();
    return std::move(out_);
  }

 private:
  void add(FieldFault found, std::optional<DocumentId> document = {},
           bool absolute = false) {
    out_.push_back({std::move(found), document, absolute});
  }

  void add_all(const Faults& faults, std::optional<DocumentId> document = {}) {
    for (const FieldFault& each : faults)
      add(each, document);
  }

  void check_dossier() {
    Faults faults;
    const FieldValues values = dossier_.values();
    check_complete(rules_, RecordKind::kDossier, values, faults);
    check_together(rules_, RecordKind::kDossier, values, faults);
    add_all(faults);
    const std::string key = code_key(dossier_.code);
    const auto bearers = std::ranges::count_if(
        books_.dossiers, [&](const Dossier& each) { return code_key(each.code) == key; });
    if (bearers > 1) {
      add(fault("fileCode", "unique", "two dossiers bear this code",
                "merge one of them into another"));
    }
    if (members_.documents.empty()) {
      add(fault("totalDoc", "required", "the dossier has no documents",
                "add some, or merge it into another"));
    }
    if (members_.damaged > 0) {
      add(fault("totalDoc", "undamaged", "some records are damaged and left out",
                "run 'tangthu verify' to see which, then restore them from a backup"));
    }
  }

  // A sheet has one page or two.
  void check_sheets() {
    const auto sheets =
        parse_number<std::size_t>(kept_value(dossier_.fields, "numberOfPaper"));
    const std::size_t pages = page_total(members_.documents);
    if (!sheets || (*sheets <= pages && pages <= 2 * *sheets)) return;
    add(fault("numberOfPaper", "sheets-of-pages " + std::to_string(pages),
              "so many pages do not stand on so many sheets",
              "count the sheets, and look for pages that are missing"));
  }

  void check_member(const Member& member) {
    Faults faults;
    const FieldValues values = described_values(rules_, member.record);
    check_complete(rules_, RecordKind::kDocument, values, faults);
    check_together(rules_, RecordKind::kDocument, values, faults);
    add_all(faults, member.id);
    check_reading(member);
    check_span(member, values);
    if (!dominates(dossier_.label, member.label)) {
      add(fault("level", "label-dominates " + member.label.to_string(),
                "the document lies above the dossier",
                "raise the dossier with 'tangthu classify', or move the document"),
          member.id, true);
    }
  }

  void check_reading(const Member& member) {
    const Record& record = member.record;
    for (const char* gap :
         {warning::kPageMissing, warning::kScanBrokeOff, warning::kUnreadPage}) {
      if (std::ranges::count(record.warnings, gap) == 0) continue;
      add(fault("numberOfPage", std::string("no-gap ") + gap,
                "pages of the document are missing or were not recognised",
                "look at the paper, and scan it again"),
          member.id);
    }
    const std::size_t open =
        items_of(member.id, member.label, record, std::nullopt).size();
    if (open == 0) return;
    add(fault("review", "reviewed " + std::to_string(open),
              "pages or fields of the document wait for a person",
              "settle them with 'tangthu review fix', or 'tangthu edit'"),
        member.id);
  }

  void check_span(const Member& member, const FieldValues& values) {
    const auto at = values.find("issuedDate");
    const auto day = at == values.end() ? std::nullopt : parse_field_date(at->second);
    if (!day) return;
    const auto from = parse_field_date(kept_value(dossier_.fields, "startDate"));
    const auto to = parse_field_date(kept_value(dossier_.fields, "endDate"));
    if ((!from || *day >= *from) && (!to || *day <= *to)) return;
    add(fault("issuedDate", "within startDate endDate",
              "the document's date lies outside the dossier's span",
              "correct the date, the span, or where the document belongs"),
        member.id);
  }

  void check_twins() {
    std::map<std::string, DocumentId> seen;
    for (const Member& each : members_.documents) {
      FieldValues values = described_values(rules_, each.record);
      if (values["codeNumber"].empty() || values["issuedDate"].empty()) continue;
      const std::string key = values["codeNumber"] + '\n' + values["codeNotation"] +
                              '\n' + values["issuedDate"] + '\n' + values["organName"];
      if (seen.emplace(key, each.id).second) continue;
      add(fault("codeNumber", "unique " + seen.at(key).to_string(),
                "two documents have the same number, symbol, date and body",
                "remove the one that is there twice, or correct it"),
          each.id);
    }
  }

  void check_frozen() {
    if (dossier_.state != DossierState::kClosed || !dossier_.frozen.is_object()) return;
    std::set<std::string> frozen;
    for (const Json& id : dossier_.frozen.value("documents", Json::array())) {
      if (id.is_string()) frozen.insert(id.get<std::string>());
    }
    for (const Member& each : members_.documents) {
      if (frozen.contains(each.id.to_string())) continue;
      add(fault("totalDoc", "closed", "the document came in after the dossier was closed",
                "open it again with 'tangthu dossier reopen', or move the document"),
          each.id);
    }
  }

  const RecordRules& rules_;
  const Books& books_;
  const Dossier& dossier_;
  const Members& members_;
  std::vector<DossierProblem> out_;
};

}  // namespace

std::vector<DossierProblem> check_dossier(const RecordRules& rules, const Books& books,
                                          const Dossier& dossier,
                                          const Members& members) {
  return Checker(rules, books, dossier, members).check();
}

}  // namespace tangthu::archive
