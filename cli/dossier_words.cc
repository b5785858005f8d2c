#include "cli/dossier_words.h"

#include "archive/search.h"
#include "cli/document_words.h"
#include "cli/field_words.h"
#include "cli/message.h"

namespace tangthu::cli {

using archive::Dossier;
using archive::FieldValues;
using archive::Fonds;
using archive::Member;

namespace {

std::string shown_title(const Dossier& dossier) {
  if (archive::hide_subject(dossier.label.level)) return {};
  return archive::kept_value(dossier.fields, "title");
}

const char* state_words(archive::DossierState state) {
  switch (state) {
    case archive::DossierState::kOpen:
      return tr("open");
    case archive::DossierState::kClosed:
      return tr("closed");
    case archive::DossierState::kMerged:
      break;
  }
  return tr("merged");
}

std::string count_words(std::size_t documents, std::size_t pages) {
  return std::to_string(documents) + " " + tr("documents") + ", " +
         page_count_words(static_cast<int>(pages));
}

Json history_json(const Json& history) {
  Json out = Json::array();
  for (Json line : history) {
    line["at"] = format_utc(line.value("at", UnixSeconds{0}));
    out.push_back(std::move(line));
  }
  return out;
}

std::string history_words(const Json& history) {
  std::string out;
  for (const Json& line : history_json(history)) {
    out += "\n  " + line.value("at", "") + "  " + line.value("what", "") + "  " +
           line.value("by", "");
    if (line.contains("reason")) out += ": " + line.value("reason", "");
  }
  return out;
}

// What a list may show of a document is the document's own affair, not the dossier's.
Subject subject_of(const Member& member) {
  return archive::hide_subject(member.label.level) ? Subject::kHidden : Subject::kShown;
}

}  // namespace

Json fonds_json(const Fonds& fonds) {
  return {{"id", fonds.id.to_string()},
          {"code", fonds.code},
          {"fields", fonds.values()},
          {"history", history_json(fonds.history)}};
}

std::string fonds_words(const Fonds& fonds) {
  const bool closed = archive::kept_value(fonds.fields, "fondsState") == "02";
  return fonds.code + "  " + archive::kept_value(fonds.fields, "fondsName") + "  (" +
         tr(closed ? "closed" : "open") + ")";
}

Json dossier_line_json(const Dossier& dossier, std::size_t documents, std::size_t pages) {
  const std::string title = shown_title(dossier);
  return {{"id", dossier.id.to_string()},
          {"code", dossier.code},
          {"fonds", dossier.fonds},
          {"level", level_code(dossier.label.level)},
          {"compartments", dossier.label.compartments},
          {"state", archive::dossier_state_code(dossier.state)},
          {"title", title.empty() ? Json() : Json(title)},
          {"documents", documents},
          {"pages", pages},
          {"opened", true}};
}

std::string dossier_line(const Dossier& dossier, std::size_t documents,
                         std::size_t pages) {
  return dossier.code + "  " + label_words(dossier.label) + "  " +
         state_words(dossier.state) + "  " + shown_title(dossier) + "  (" +
         count_words(documents, pages) + ")";
}

Json dossier_json(const archive::RecordRules& rules, const Dossier& dossier,
                  const archive::Members& members) {
  const std::size_t pages = archive::page_total(members.documents);
  Json out = dossier_line_json(dossier, members.documents.size(), pages);
  Json fields = dossier.values();
  fields["totalDoc"] = std::to_string(members.documents.size());
  fields["numberOfPage"] = std::to_string(pages);
  out["fields"] = std::move(fields);
  if (dossier.frozen.is_object()) {
    out["frozen"] = {{"totalDoc", dossier.frozen.value("totalDoc", 0)},
                     {"numberOfPage", dossier.frozen.value("numberOfPage", 0)}};
  }
  out["members"] = Json::array();
  std::size_t ordinal = 0;
  for (const Member& each : members.documents) {
    out["members"].push_back(
        {{"docCode", archive::document_code(rules, dossier.code, ++ordinal)},
         {"id", each.id.to_string()},
         {"level", level_code(each.label.level)},
         {"pages", each.record.pages},
         {"title", document_title(each.record, subject_of(each))}});
  }
  out["history"] = history_json(dossier.history);
  return out;
}

std::string dossier_text(const archive::RecordRules& rules, const Dossier& dossier,
                         const archive::Members& members) {
  std::string out = dossier_line(dossier, members.documents.size(),
                                 archive::page_total(members.documents)) +
                    "\n" + dossier.id.to_string();
  const FieldValues values = dossier.values();
  for (const archive::FieldRule& rule : rules.of(archive::RecordKind::kDossier)) {
    const auto at = values.find(rule.name);
    if (at == values.end()) continue;
    out += "\n  " + field_label(rule) + ": " + value_words(rule, at->second);
  }
  std::size_t ordinal = 0;
  for (const Member& each : members.documents) {
    out += "\n  " + archive::document_code(rules, dossier.code, ++ordinal) + "  " +
           each.id.to_string() + "  " + label_words(each.label) + "  " +
           document_title(each.record, subject_of(each));
  }
  return out + history_words(dossier.history);
}

void report_problems(const Context& context,
                     const std::vector<archive::DossierProblem>& problems) {
  for (const archive::DossierProblem& each : problems) {
    Json place = Json::object();
    if (each.document) place["id"] = each.document->to_string();
    if (context.options().json) {
      report_faults(context, place, {each.fault});
      continue;
    }
    const std::string& subject = each.fault.error.subject();
    context.result({}, (each.document ? each.document->to_string() + ": " : "") +
                           subject + ": " + tr(each.fault.error.text()) + "; " +
                           tr(each.fault.error.remedy()));
  }
}

}  // namespace tangthu::cli
