#include "archive/books/register.h"

#include <algorithm>
#include <tuple>

#include "archive/books/register_json.h"
#include "vault/acceptance.h"

namespace tangthu::archive {
namespace {

constexpr std::size_t kLongestText = 2000;

std::string value_of(const std::map<std::string, std::string>& fields,
                     const std::string& name) {
  const auto at = fields.find(name);
  return at == fields.end() ? "" : at->second;
}

Result<void> check_texts(const Cells& cells, const std::string& reason, Book book) {
  if (reason.empty() || cells.empty()) {
    return fail(ErrorCode::kUsage, "a correction needs what is right, and why",
                "give CODE=VALUE and --reason");
  }
  bool fits = reason.size() <= kLongestText;
  for (const auto& [code, text] : cells) {
    const auto known = columns_of(form_of(book));
    if (code == "ordinal" || std::ranges::find(known, code) == known.end()) {
      return fail(ErrorCode::kUsage, "the register has no such column to correct",
                  "its columns are in docs/REGISTERS.md", code);
    }
    fits = fits && text.size() <= kLongestText;
  }
  if (fits) return {};
  return fail(ErrorCode::kUsage, "a text of a correction is too long",
              "give at most 2,000 bytes");
}

constexpr const char* kRaisedKind = "register-raised";

std::optional<DocumentId> raised_document(const Entry& entry) {
  const auto at = entry.content.find("document");
  if (at == entry.content.end() || !at->is_string()) return std::nullopt;
  return DocumentId::parse(at->get<std::string>());
}

}  // namespace

Series series_of(Level level) {
  return level == Level::kThuong ? Series::kThuong : Series::kMat;
}

FormKind form_of(Book book) {
  switch (book) {
    case Book::kDi:
      return FormKind::kDi;
    case Book::kDen:
      return FormKind::kDen;
    case Book::kHandOver:
      break;
  }
  return FormKind::kChuyenGiao;
}

Cells snapshot(const Label& label, const Record& record) {
  const auto fields = record.field_values();
  Cells out;
  std::string symbol = value_of(fields, "number");
  if (!value_of(fields, "symbol").empty()) symbol += "/" + value_of(fields, "symbol");
  out["symbol"] = symbol;
  out["date"] = value_of(fields, "date");
  out["signer"] = value_of(fields, "signer");
  out["recipients"] = value_of(fields, "recipients");
  out["issuing-body"] = value_of(fields, "agency");
  out["type"] = value_of(fields, "type");
  if (!hide_subject(label.level)) out["subject"] = value_of(fields, "subject");
  if (label.level != Level::kThuong) out["level"] = level_name(label.level);
  std::erase_if(out, [](const auto& cell) { return cell.second.empty(); });
  return out;
}

bool RegisterRows::has(Book book, const DocumentId& document) const {
  return std::ranges::any_of(rows, [&](const RegisterRow& row) {
    return row.name.book == book && row.document == document;
  });
}

Result<RegisterRows> read_registers(vault::Session& session, const vault::Look& look) {
  RegisterRows out;
  std::set<DocumentId> raised;
  std::map<DocumentId, std::vector<Correction>> corrections;
  std::size_t malformed = 0;
  out.damaged = TRY(visit_entries(session, look, "", [&](Entry&& entry) -> Result<void> {
    const std::string kind = entry.kind();
    bool sound = true;
    if (kind == kRowKind) {  // of before rows lay apart
      auto row = row_of(entry);
      sound = row.has_value();
      if (row) out.rows.push_back(std::move(*row));
    } else if (kind == kCorrectionKind) {
      auto found = correction_of(entry);
      sound = found.has_value();
      if (found) corrections[found->first].push_back(std::move(found->second));
    } else if (kind == kRaisedKind) {
      const auto document = raised_document(entry);
      sound = document.has_value();
      if (document) raised.insert(*document);
    } else if (kind == kCounterKind) {
      const auto counter = counter_of(entry);
      sound = counter.has_value();
      if (counter) {
        out.next[counter->name] = counter->next;
        for (const Pending& each : counter->pending) {
          if (!TRY(vault::find_receipt(session.vault().barrier(), each.id)))
            out.free[counter->name].insert(each.ordinal);
        }
      }
    }
    malformed += sound ? 0 : 1;
    return {};
  }));
  out.damaged += TRY(read_rows(
      session, look,
      [](Entry&& entry) -> Result<std::any> {
        auto row = row_of(entry);
        if (row) return std::any(std::move(*row));
        return fail(ErrorCode::kCorrupt, "a row of a register is damaged",
                    "run 'tangthu verify' to see what is affected, then restore from a "
                    "backup",
                    entry.id.to_string());
      },
      [&out](std::any&& row) -> Result<void> {
        out.rows.push_back(std::move(*std::any_cast<RegisterRow>(&row)));
        return {};
      }));
  out.damaged += malformed;
  for (RegisterRow& row : out.rows) {
    row.raised = raised.contains(row.document);
    const auto found = corrections.find(row.id);
    if (found == corrections.end()) continue;
    row.corrections = std::move(found->second);
    std::ranges::stable_sort(row.corrections, {}, &Correction::at);
  }
  std::ranges::sort(out.rows, {}, [](const RegisterRow& row) {
    return std::tuple(row.name, row.ordinal, row.id);
  });
  return out;
}

Result<void> note_raised(vault::Session& session, const vault::ClassifyAction& action) {
  const Label from = TRY(session.label_of(action.document));
  const bool all_may_read_on =
      action.to.level <= from.level &&
      std::ranges::includes(from.compartments, action.to.compartments);
  if (all_may_read_on) return {};
  TRY(add_entry(session, from,
                {{"kind", kRaisedKind}, {"document", action.document.to_string()}},
                "register-raised", {{"document", action.document.to_string()}},
                vault::Duty::kSign));
  return {};
}

Result<void> correct_row(vault::Session& session, const vault::Look& look,
                         const DocumentId& row, const Cells& cells,
                         const std::string& reason) {
  const Entry entry = TRY(read_entry(session, look, row));
  const auto found = row_of(entry);
  if (!found) {
    return fail(ErrorCode::kNotFound, "there is no such row, or you are not cleared",
                "'tangthu register list' names those that you may read", row.to_string());
  }
  TRY(check_texts(cells, reason, found->name.book));
  const Json content =
      correction_json(row, {cells, reason, session.user().name, now_utc()});
  TRY(add_entry(session, entry.label, content, "register-correct",
                {{"row", row.to_string()}}));
  return {};
}

}  // namespace tangthu::archive
