#include "archive/model/dossier_papers.h"

#include "archive/books/register_paper.h"
#include "archive/model/described.h"
#include "archive/paper/csv.h"
#include "archive/search.h"
#include "base/number.h"
#include "ocr/decree30.h"

namespace tangthu::archive {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Sheet {
  std::string title;  // what the file says of itself
  std::vector<std::string> subtitles;
  Level level = Level::kThuong;  // the highest in it
  Rows rows;
  std::string first;
  std::string last;
};

std::string csv_of(const PaperForm& form, const Rows& rows) {
  std::string out(kByteOrderMark);
  out += csv_line(form.headings());
  for (const auto& row : rows)
    out += csv_line(row);
  return out;
}

Result<Bytes> pdf_of(const FormBook& forms, const PaperForm& form, const Sheet& sheet,
                     const Date& day) {
  const std::string where = place_and_day(forms.place(), format_date(day));
  PaperWriter paper = TRY(PaperWriter::begin(form.shape, sheet.title));
  paper.mark(ocr::secrecy_stamp(sheet.level));
  IssuingBody body = forms.body();
  body.place_day = where;
  paper.heading(body, form.title, sheet.subtitles);
  TRY(paper.begin_table(form.paper_columns()));
  for (const auto& row : sheet.rows)
    TRY(paper.row(row));
  return paper.finish(form.closing_of(sheet.rows.size(), sheet.first, sheet.last, where));
}

Result<Bytes> made(const FormBook& forms, const PaperForm& form, const Sheet& sheet,
                   const Date& day, PaperFormat format) {
  if (format == PaperFormat::kPdf) return pdf_of(forms, form, sheet, day);
  return to_bytes(as_bytes(csv_of(form, sheet.rows)));
}

std::string value_of(const FieldValues& values, const std::string& name) {
  const auto at = values.find(name);
  return at == values.end() ? std::string() : at->second;
}

// Codes stand as what they mean.
std::string meaning_of(const RecordRules& rules, RecordKind kind, const std::string& name,
                       const std::string& value) {
  const FieldRule* rule = rules.find(kind, name);
  if (rule == nullptr) return value;
  for (const FieldCode& each : rule->codes) {
    if (each.code == value) return each.vi;
  }
  return value;
}

std::string joined_by(const std::string& a, const char* by, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + by + b;
}

// Persons' values, and where there are none what is proposed.
FieldValues best_values(const RecordRules& rules, const Record& record) {
  FieldValues out;
  for (const DescribedField& field : described_fields(rules, record, {}))
    out[field.rule->name] = field.settled ? field.value : field.proposal;
  return out;
}

// "3" or "3–5", for each document: its sheets, counted through the dossier. Pages say how
// many where each has one sheet's side, or where the dossier's own count of sheets says
// that all are written on one side, or all on both. Else nobody knows: nothing.
std::vector<std::string> sheet_numbers(const Dossier& dossier,
                                       const std::vector<Member>& members) {
  const auto one_side = [](const Member& each) {
    return static_cast<std::size_t>(each.record.pages);
  };
  const auto both_sides = [&](const Member& each) { return (one_side(each) + 1) / 2; };
  std::size_t most = 0;
  std::size_t least = 0;
  for (const Member& each : members) {
    most += one_side(each);
    least += both_sides(each);
  }
  const auto said =
      parse_number<std::size_t>(value_of(dossier.values(), "numberOfPaper"));
  const std::size_t sheets = said.value_or(least == most ? most : 0);
  if (members.empty() || (sheets != most && sheets != least)) return {};
  std::vector<std::string> out;
  std::size_t next = 1;
  for (const Member& each : members) {
    const std::size_t count = sheets == most ? one_side(each) : both_sides(each);
    const std::size_t first = std::exchange(next, next + count);
    if (count == 0) out.emplace_back();
    if (count == 1) out.push_back(std::to_string(first));
    if (count > 1) out.push_back(std::to_string(first) + "–" + std::to_string(next - 1));
  }
  return out;
}

std::string document_cell(const std::string& column, const FieldValues& values,
                          const Member& member, std::size_t ordinal) {
  if (column == "ordinal") return std::to_string(ordinal);
  if (column == "symbol") {
    return joined_by(value_of(values, "codeNumber"), "/",
                     value_of(values, "codeNotation"));
  }
  if (column == "date") return value_of(values, "issuedDate");
  if (column == "subject") {
    const std::string subject =
        hide_subject(member.label.level) ? std::string() : value_of(values, "subject");
    return with_type(type_name(value_of(values, "typeName")), subject);
  }
  if (column == "issuing-body") return value_of(values, "organName");
  if (column == "pages") return std::to_string(member.record.pages);
  if (column == "note") return value_of(values, "description");
  return {};
}

std::string dossier_cell(const RecordRules& rules, const std::string& column,
                         const FieldValues& values, const ListedDossier& listed,
                         std::size_t ordinal) {
  if (column == "ordinal") return std::to_string(ordinal);
  if (column == "file-code") return listed.dossier.code;
  if (column == "title") {
    return hide_subject(listed.dossier.label.level) ? std::string()
                                                    : value_of(values, "title");
  }
  if (column == "dates") {
    return joined_by(value_of(values, "startDate"), " – ", value_of(values, "endDate"));
  }
  if (column == "maintenance") {
    return meaning_of(rules, RecordKind::kDossier, column, value_of(values, column));
  }
  if (column == "sheets") return value_of(values, "numberOfPaper");
  if (column == "pages") return std::to_string(listed.pages);
  return value_of(values, "description");
}

}  // namespace

Result<Bytes> document_inventory(const FormBook& forms, const RecordRules& rules,
                                 const Dossier& dossier,
                                 const std::vector<Member>& members, const Date& day,
                                 PaperFormat format) {
  const PaperForm& form = forms.of(FormKind::kMucLucVanBan, day);
  Sheet sheet;
  sheet.title = form.title;
  sheet.subtitles = {"Hồ sơ số: " + dossier.code};
  const std::string title = value_of(dossier.values(), "title");
  if (!hide_subject(dossier.label.level)) sheet.subtitles.push_back(title);
  sheet.level = dossier.label.level;
  const std::vector<std::string> sheets = sheet_numbers(dossier, members);
  std::size_t ordinal = 0;
  for (const Member& each : members) {
    sheet.level = std::max(sheet.level, each.label.level);
    const FieldValues values = best_values(rules, each.record);
    ++ordinal;
    std::vector<std::string> row;
    for (const FormColumn& column : form.columns) {
      row.push_back(column.code == "sheet" && !sheets.empty()
                        ? sheets[ordinal - 1]
                        : document_cell(column.code, values, each, ordinal));
    }
    sheet.rows.push_back(std::move(row));
  }
  if (ordinal > 0) {
    sheet.first = document_code(rules, dossier.code, 1);
    sheet.last = document_code(rules, dossier.code, ordinal);
  }
  return made(forms, form, sheet, day, format);
}

Result<Bytes> dossier_inventory(const FormBook& forms, const RecordRules& rules,
                                const Fonds* fonds,
                                const std::vector<ListedDossier>& dossiers,
                                const Date& day, PaperFormat format) {
  const PaperForm& form = forms.of(FormKind::kMucLucHoSo, day);
  Sheet sheet;
  sheet.title = form.title;
  if (fonds != nullptr) {
    sheet.subtitles = {value_of(fonds->values(), "fondsName"),
                       "Phông số: " + fonds->code};
  }
  std::size_t ordinal = 0;
  for (const ListedDossier& each : dossiers) {
    sheet.level = std::max(sheet.level, each.dossier.label.level);
    const FieldValues values = each.dossier.values();
    ++ordinal;
    std::vector<std::string> row;
    for (const FormColumn& column : form.columns)
      row.push_back(dossier_cell(rules, column.code, values, each, ordinal));
    sheet.rows.push_back(std::move(row));
  }
  if (!dossiers.empty()) {
    sheet.first = dossiers.front().dossier.code;
    sheet.last = dossiers.back().dossier.code;
  }
  return made(forms, form, sheet, day, format);
}

}  // namespace tangthu::archive
