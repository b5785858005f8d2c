#include "archive/books/copy_register.h"

#include <algorithm>

#include "archive/catalogue.h"
#include "archive/model/check_fields.h"
#include "archive/paper/csv.h"
#include "ocr/decree30.h"

namespace tangthu::archive {
namespace {

struct CopyLine {
  UnixSeconds at = 0;
  int number = 0;
  Level level = Level::kThuong;
  DocumentId document;
  Cells cells;
};

std::string text_of(const Json& content, const char* name) {
  const auto at = content.find(name);
  return at != content.end() && at->is_string() ? at->get<std::string>() : "";
}

std::string note_of(const Json& content) {
  std::string out;
  for (const char* name : {"way", "form", "approval", "reason"}) {
    const std::string text = text_of(content, name);
    if (!text.empty()) out += (out.empty() ? "" : "; ") + text;
  }
  return out;
}

// Nothing for what is no copy.
std::optional<CopyLine> line_of(const Entry& entry) {
  try {
    const Json& content = entry.content;
    const auto document = DocumentId::parse(content.at("document").get<std::string>());
    if (!document) return std::nullopt;
    CopyLine out{content.at("at").get<UnixSeconds>(),
                 content.at("number").get<int>(),
                 entry.label.level,
                 *document,
                 {}};
    const std::string to = text_of(content, "recipients");
    out.cells = {{"ordinal", std::to_string(out.number)},
                 {"copied-on", field_date(viet_nam_day(out.at))},
                 {"level", std::string(level_name(entry.label.level))},
                 {"copies", std::to_string(content.value("quantity", 1))},
                 {"handed-to", to.empty() ? text_of(content, "holder") : to},
                 {"authority", text_of(content, "authority")},
                 {"copied-by", text_of(content, "by")},
                 {"note", note_of(content)}};
    return out;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

struct CopyLines {
  std::vector<CopyLine> lines;
  std::size_t damaged = 0;
};

Result<CopyLines> read_copies(vault::Session& session, const vault::Look& look,
                              int year) {
  CopyLines out;
  out.damaged =
      TRY(visit_entries(session, look, "copy",
                        [&](Entry&& entry) -> Result<void> {
                          auto line = line_of(entry);
                          if (!line) {
                            ++out.damaged;
                          } else if (static_cast<int>(viet_nam_day(line->at).year()) ==
                                     year) {
                            out.lines.push_back(std::move(*line));
                          }
                          return {};
                        })) +
      out.damaged;
  std::ranges::sort(out.lines, {}, [](const CopyLine& line) {
    return std::tuple(line.at, line.number, line.document);
  });
  return out;
}

// What their documents are now; one that is destroyed leaves its cells empty.
Result<void> add_documents(vault::Session& session, const vault::Look& look,
                           std::vector<CopyLine>& lines) {
  std::multimap<DocumentId, CopyLine*> of;
  for (CopyLine& line : lines)
    of.emplace(line.document, &line);
  TRY(visit_catalogue(
      session, look,
      [&](const DocumentId& id, const Label& label, Record&& record) -> Result<void> {
        const auto [begin, end] = of.equal_range(id);
        if (begin == end) return {};
        Cells known = snapshot(label, record);
        known["subject"] = with_type(known["type"], known["subject"]);
        known["date"] = shown_day(known["date"]);
        for (auto at = begin; at != end; ++at) {
          for (const char* code : {"symbol", "date", "subject"})
            at->second->cells[code] = known[code];
        }
        return {};
      }));
  return {};
}

std::vector<std::string> row_of(const CopyLine& line, const PaperForm& form) {
  std::vector<std::string> out;
  for (const FormColumn& each : form.columns) {
    const auto at = line.cells.find(each.code);
    out.push_back(at == line.cells.end() ? "" : at->second);
  }
  return out;
}

Result<Bytes> pdf_of(const std::vector<CopyLine>& lines, const FormBook& forms,
                     const PaperForm& form, int year) {
  const std::string words = "Năm " + std::to_string(year);
  Level highest = Level::kThuong;
  for (const CopyLine& line : lines)
    highest = std::max(highest, line.level);
  const std::string& title = highest == Level::kThuong ? form.title : form.title_secret;
  auto paper = TRY(PaperWriter::begin(form.shape, title + " - " + words));
  paper.mark(ocr::secrecy_stamp(highest));
  paper.cover(forms.body(), title, {words});
  paper.heading(forms.body(), title, {words});
  TRY(paper.begin_table(form.paper_columns()));
  for (const CopyLine& line : lines)
    TRY(paper.row(row_of(line, form)));
  const auto number = [&](bool first) {
    if (lines.empty()) return std::string("...");
    return std::to_string((first ? lines.front() : lines.back()).number);
  };
  return paper.finish(form.closing_of(
      lines.size(), number(true), number(false),
      place_and_day(forms.place(), format_date(viet_nam_day(now_utc())))));
}

}  // namespace

Result<PrintedRegister> print_copies(vault::Session& session, const vault::Look& look,
                                     const FormBook& forms, int year,
                                     PaperFormat format) {
  CopyLines found = TRY(read_copies(session, look, year));
  TRY(add_documents(session, look, found.lines));
  const Date last_day{std::chrono::year(year), std::chrono::December,
                      std::chrono::day(31)};
  const PaperForm& form = forms.of(FormKind::kSaoChup, last_day);
  PrintedRegister out;
  out.rows = found.lines.size();
  out.damaged = found.damaged;
  if (format == PaperFormat::kPdf) {
    out.bytes = TRY(pdf_of(found.lines, forms, form, year));
    return out;
  }
  std::string text(kByteOrderMark);
  text += csv_line(form.headings());
  for (const CopyLine& line : found.lines)
    text += csv_line(row_of(line, form));
  out.bytes.assign(text.begin(), text.end());
  return out;
}

}  // namespace tangthu::archive
