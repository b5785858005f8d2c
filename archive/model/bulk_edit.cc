#include "archive/model/bulk_edit.h"

#include <algorithm>
#include <map>

#include "archive/catalogue.h"

namespace tangthu::archive {
namespace {

FieldFault row_fault(Literal text, Literal remedy, const std::string& field,
                     std::string rule, ErrorCode code = ErrorCode::kBadInput) {
  return field_fault(code, field, std::move(rule), text, remedy);
}

Result<void> check_header(const RecordRules& rules, const std::vector<CsvRow>& table) {
  if (table.empty() || table.front().cells.size() < 2) {
    return fail(ErrorCode::kBadInput, "the table has no header",
                "the first line names the columns: id, then fields");
  }
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < table.front().cells.size(); ++i) {
    const std::string& name = table.front().cells[i];
    const bool first = i == 0 && (name == "id" || name == "docCode");
    const FieldRule* rule = rules.find(RecordKind::kDocument, name);
    const bool takes = i > 0 && rule != nullptr && !rule->computed;
    if ((first || takes) && std::ranges::find(seen, name) == seen.end()) {
      seen.push_back(name);
      continue;
    }
    return fail(ErrorCode::kBadInput,
                "a column of the table names no field, or one twice",
                "the first is id or docCode, each other a field of documents that people "
                "give; 'tangthu help fields' lists them",
                "line 1: " + name.substr(0, 64));
  }
  return {};
}

BulkRow read_row(const RecordRules& rules, const CsvRow& header, const CsvRow& row) {
  BulkRow out;
  out.line = row.line;
  out.name = row.cells.front();
  if (row.cells.size() != header.cells.size()) {
    out.faults.push_back(row_fault("the row has not as many cells as the header",
                                   "give each column its cell, an empty one too", "id",
                                   "cells " + std::to_string(header.cells.size())));
    return out;
  }
  FieldValues typed;
  for (std::size_t i = 1; i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;
    typed[header.cells[i]] = row.cells[i] == "-" ? "" : row.cells[i];
  }
  out.values = typed_values(rules, RecordKind::kDocument, typed, out.faults);
  return out;
}

// Where a document stands, as far as naming it by its code takes.
struct Place {
  UnixSeconds created = 0;
  DocumentId id;
  bool operator<(const Place& other) const {
    return std::tie(created, id) < std::tie(other.created, other.id);
  }
};
using Places = std::map<std::string, std::vector<Place>>;  // by the dossier's key

class Planner {
 public:
  Planner(vault::Session& session, const vault::Look& look, const RecordRules& rules,
          Books books)
      : session_(session), look_(look), rules_(rules), books_(std::move(books)) {
    plan_.damaged = books_.damaged;
  }

  Result<BulkPlan> plan(const std::vector<CsvRow>& table) {
    for (std::size_t i = 1; i < table.size(); ++i)
      plan_.rows.push_back(read_row(rules_, table.front(), table[i]));
    TRY(name_documents());
    find_twice();
    TRY(check_rows());
    return std::move(plan_);
  }

 private:
  static FieldFault absent() {
    return row_fault("there is no such document, or you are not cleared for it",
                     "give an id that 'tangthu list' shows, or a code of a document",
                     "id", "document", ErrorCode::kNotFound);
  }

  Result<void> name_documents() {
    bool by_code = false;
    for (BulkRow& row : plan_.rows) {
      row.id = DocumentId::parse(row.name);
      by_code = by_code || !row.id;
    }
    if (!by_code) return {};
    const Places places = TRY(read_places());
    for (BulkRow& row : plan_.rows) {
      if (!row.id) row.id = place_of(places, row.name);
    }
    return {};
  }

  Result<Places> read_places() {
    Places places;
    TRY(visit_catalogue(
        session_, look_,
        [&](const DocumentId& id, const Label&, Record&& record) -> Result<void> {
          if (!record.dossier.empty())
            places[code_key(record.dossier)].push_back({record.created, id});
          return {};
        }));
    for (auto& [key, members] : places) {
      const Dossier* dossier = books_.find_dossier(key);
      std::map<DocumentId, std::size_t> order;
      for (std::size_t i = 0; dossier != nullptr && i < dossier->order.size(); ++i)
        order.emplace(dossier->order[i], i);
      std::ranges::sort(members, [&order](const Place& a, const Place& b) {
        const auto rank = [&order](const Place& place) {
          const auto at = order.find(place.id);
          return at == order.end() ? order.size() : at->second;
        };
        const std::size_t of_a = rank(a);
        const std::size_t of_b = rank(b);
        return of_a != of_b ? of_a < of_b : a < b;
      });
    }
    return places;
  }

  std::optional<DocumentId> place_of(const Places& places, const std::string& name) {
    const auto code = parse_document_code(rules_, name);
    if (!code) return std::nullopt;
    const auto at = places.find(code_key(code->dossier));
    if (at == places.end() || code->ordinal > at->second.size()) return std::nullopt;
    return at->second[code->ordinal - 1].id;
  }

  void find_twice() {
    for (BulkRow& row : plan_.rows) {
      if (!row.id) continue;
      const auto [at, is_new] = by_id_.emplace(*row.id, &row);
      if (is_new) continue;
      row.faults.push_back(row_fault("the table names the document twice",
                                     "put its values into one row", "id",
                                     "once, line " + std::to_string(at->second->line)));
    }
  }

  Result<void> check_rows() {
    plan_.damaged += TRY(visit_catalogue(
        session_, look_,
        [&](const DocumentId& id, const Label&, Record&& record) -> Result<void> {
          const auto at = by_id_.find(id);
          if (at == by_id_.end()) return {};
          BulkRow& row = *at->second;
          by_id_.erase(at);
          const Dossier* dossier =
              record.dossier.empty() ? nullptr : books_.find_dossier(record.dossier);
          check_edit(rules_, record, dossier, row.values, row.faults);
          row.changes = describe(rules_, record, row.values, "", 0);
          return {};
        }));
    for (BulkRow& row : plan_.rows) {
      if (!row.id) row.faults.push_back(absent());
    }
    for (const auto& [id, row] : by_id_)
      row->faults.push_back(absent());
    return {};
  }

  vault::Session& session_;
  const vault::Look& look_;
  const RecordRules& rules_;
  const Books books_;
  BulkPlan plan_;
  std::map<DocumentId, BulkRow*> by_id_;  // rows whose document is not yet seen
};

}  // namespace

Result<BulkPlan> plan_bulk_edit(vault::Session& session, const vault::Look& look,
                                const RecordRules& rules,
                                const std::vector<CsvRow>& table) {
  TRY(session.require(vault::Duty::kDescribe));
  TRY(check_header(rules, table));
  return Planner(session, look, rules, TRY(read_books(session, look))).plan(table);
}

Result<std::vector<std::string>> apply_row(vault::Session& session,
                                           const vault::Look& look,
                                           const RecordRules& rules, const BulkRow& row) {
  OpenedDocument opened = TRY(open_to_edit(session, look, *row.id));
  return edit_document(session, rules, opened, row.values);
}

}  // namespace tangthu::archive
