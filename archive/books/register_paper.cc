#include "archive/books/register_paper.h"

#include <algorithm>
#include <optional>

#include "archive/model/check_fields.h"
#include "archive/paper/csv.h"
#include "ocr/decree30.h"
#include "vault/document.h"

namespace tangthu::archive {
namespace {

struct Standing {
  bool destroyed = false;
  bool readable = true;  // by its label of today
  bool subject_shown = true;
};

Standing standing_of(vault::Session& session, const RegisterRow& row) {
  const auto envelope = vault::find_envelope(session.vault().documents(), row.document);
  if (!envelope) {
    const bool gone = envelope.error().code() == ErrorCode::kNotFound;
    // Of one that was raised nobody knows any more who may read it.
    return {gone, gone && !row.raised, gone && !hide_subject(row.label.level)};
  }
  const auto held = session.readable_labels();
  const bool readable = held && std::ranges::find(*held, envelope->label) != held->end();
  return {
      false, readable,
      readable && !hide_subject(envelope->label.level) && !hide_subject(row.label.level)};
}

// Of what was raised above the reader: the number that it keeps, by which it is called,
// and nothing that was put down since.
Cells least_cells(const Cells& cells, const Standing& now) {
  Cells out;
  for (const char* code : {"ordinal", "symbol", "date"}) {
    if (cells.contains(code)) out[code] = cells.at(code);
  }
  out["note"] = now.destroyed ? "Văn bản đã tiêu hủy" : "Không thuộc phạm vi được xem";
  return out;
}

void add_note(Cells& cells, const std::string& text) {
  std::string& note = cells["note"];
  if (!note.empty()) note += "\n";
  note += text;
}

std::string heading_of(const std::string& code, const PaperForm& form) {
  for (const FormColumn& each : form.columns) {
    if (each.code == code) return each.column.heading;
  }
  return code;
}

std::string correction_words(const Correction& correction, const PaperForm& form) {
  std::string out = "Sửa ngày " + field_date(viet_nam_day(correction.at)) + ":";
  for (const auto& [code, text] : correction.cells)
    out += " " + heading_of(code, form) + ": \"" + shown_day(text) + "\";";
  return out + " lý do: " + correction.reason + " (" + correction.by + ")";
}

// Numbers that have no row: hidden ones, or those that the next rows will have.
struct Gap {
  int first = 0;
  int last = 0;
  bool free = false;

  int count() const { return last - first + 1; }
  std::string numbers() const {
    const std::string from = std::to_string(first);
    return first == last ? "số " + from
                         : "từ số " + from + " đến số " + std::to_string(last);
  }
  std::string words() const {
    return std::to_string(count()) +
           (free ? " số chưa ghi, sẽ cấp lại (" : " số không thuộc phạm vi được xem (") +
           numbers() + ")";
  }
};

// A line of the register: a row, or what stands for several.
struct Line {
  const RegisterRow* row = nullptr;
  Gap gap;
};

class Printer {
 public:
  Printer(vault::Session& session, const RegisterRows& rows, const PaperForm& form,
          const RegisterName& name, const RegisterExtent& extent)
      : session_(session), form_(form), name_(name), extent_(extent) {
    last_ = rows.next.at(name) - 1;
    if (extent.last > 0) last_ = std::min(last_, extent.last);
    const auto free = rows.free.find(name);
    int expected = extent.first;
    for (const RegisterRow& row : rows.rows) {
      if (row.name != name || row.ordinal < expected || row.ordinal > last_) continue;
      add_gap(expected, row.ordinal - 1, free == rows.free.end() ? none_ : free->second);
      lines_.push_back({&row, {}});
      expected = row.ordinal + 1;
    }
    add_gap(expected, last_, free == rows.free.end() ? none_ : free->second);
    count();
  }

  Result<PrintedRegister> csv() {
    std::string text(kByteOrderMark);
    text += csv_line(form_.headings());
    for (const Line& line : lines_)
      text += csv_line(line.row == nullptr ? gap_cells(line.gap) : cells_of(*line.row));
    out_.bytes.assign(text.begin(), text.end());
    return std::move(out_);
  }

  Result<PrintedRegister> pdf(const FormBook& forms) {
    const bool secret = name_.series == Series::kMat;
    const std::string& title = secret ? form_.title_secret : form_.title;
    const std::string year = "Năm " + std::to_string(name_.year);
    auto paper = TRY(PaperWriter::begin(form_.shape, title + " - " + year));
    paper.mark(ocr::secrecy_stamp(highest_));
    paper.cover(forms.body(), title, cover_lines(year));
    paper.heading(forms.body(), title, {year});
    TRY(paper.begin_table(form_.paper_columns()));
    for (const Line& line : lines_) {
      TRY(line.row == nullptr ? paper.note(line.gap.words())
                              : paper.row(cells_of(*line.row)));
    }
    const std::size_t numbers =
        last_ < extent_.first ? 0 : static_cast<std::size_t>(last_ - extent_.first + 1);
    out_.bytes = TRY(paper.finish(form_.closing_of(
        numbers - out_.free, std::to_string(extent_.first), std::to_string(last_),
        place_and_day(forms.place(), format_date(viet_nam_day(now_utc()))))));
    return std::move(out_);
  }

 private:
  void add_gap(int first, int last, const std::set<int>& free) {
    for (int at = first; at <= last; ++at) {
      const bool is_free = free.contains(at);
      if (lines_.empty() || lines_.back().row != nullptr ||
          lines_.back().gap.free != is_free)
        lines_.push_back({nullptr, {at, at, is_free}});
      lines_.back().gap.last = at;
    }
  }

  void count() {
    for (const Line& line : lines_) {
      if (line.row != nullptr) {
        ++out_.rows;
        highest_ = std::max(highest_, line.row->label.level);
        earliest_ = std::min(earliest_, line.row->at);
        latest_ = std::max(latest_, line.row->at);
      } else {
        (line.gap.free ? out_.free : out_.hidden) +=
            static_cast<std::size_t>(line.gap.count());
      }
    }
    if (name_.series == Series::kMat) highest_ = std::max(highest_, Level::kMat);
  }

  std::vector<std::string> cover_lines(const std::string& year) const {
    const std::string dots = "...................";
    const auto day = [&](UnixSeconds at) {
      return latest_ == 0 ? dots : field_date(viet_nam_day(at));
    };
    return {year, "Từ ngày " + day(earliest_) + " đến ngày " + day(latest_),
            "Từ số " + std::to_string(extent_.first) + " đến số " + std::to_string(last_),
            "Quyển số: " + (extent_.volume > 0 ? std::to_string(extent_.volume) : dots)};
  }

  std::vector<std::string> cells_of(const RegisterRow& row) const {
    Cells cells = shown_cells(session_, row, form_);
    std::vector<std::string> out;
    for (const FormColumn& each : form_.columns)
      out.push_back(cells[each.code]);
    return out;
  }

  std::vector<std::string> gap_cells(const Gap& gap) const {
    std::vector<std::string> out(form_.columns.size());
    out.front() = std::to_string(gap.first) +
                  (gap.count() > 1 ? "–" + std::to_string(gap.last) : "");
    out.back() = gap.words();
    return out;
  }

  vault::Session& session_;
  const PaperForm& form_;
  const RegisterName& name_;
  const RegisterExtent& extent_;
  const std::set<int> none_;
  int last_ = 0;
  std::vector<Line> lines_;
  PrintedRegister out_;
  Level highest_ = Level::kThuong;
  UnixSeconds earliest_ = ~UnixSeconds{0};
  UnixSeconds latest_ = 0;
};

}  // namespace

std::string shown_day(const std::string& iso) {
  const auto day = parse_date(iso);
  return day ? field_date(*day) : iso;
}

std::string with_type(const std::string& type, std::string subject) {
  const std::string about = "Về việc";
  if (type.empty() || subject.empty()) return type + subject;
  if (subject.starts_with(about)) subject.replace(0, about.size(), "về việc");
  return type + " " + subject;
}

Cells shown_cells(vault::Session& session, const RegisterRow& row,
                  const PaperForm& form) {
  Cells out = row.cells;
  out["ordinal"] = std::to_string(row.ordinal);
  for (const char* code : {"date", "received-on", "handed-on"}) {
    if (out.contains(code)) out[code] = shown_day(out[code]);
  }
  const Standing now = standing_of(session, row);
  if (!now.readable) return least_cells(out, now);
  if (!now.subject_shown) out.erase("subject");
  const std::string what = with_type(out["type"], out["subject"]);
  out.erase("type");
  out["subject"] = what;
  std::erase_if(out, [](const auto& cell) { return cell.second.empty(); });
  for (Correction each : row.corrections) {
    if (!now.subject_shown) each.cells.erase("subject");
    add_note(out, correction_words(each, form));
  }
  if (now.destroyed) add_note(out, "Văn bản đã tiêu hủy");
  return out;
}

Result<PrintedRegister> print_register(vault::Session& session, const RegisterRows& rows,
                                       const FormBook& forms, const RegisterName& name,
                                       const RegisterExtent& extent, PaperFormat format) {
  if (!rows.next.contains(name)) {
    return fail(ErrorCode::kNotFound, "there is no such register, or you are not cleared",
                "'tangthu register list' names those that you may read");
  }
  const Date last_day{std::chrono::year(name.year), std::chrono::December,
                      std::chrono::day(31)};
  const PaperForm& form = forms.of(form_of(name.book), last_day);
  Printer printer(session, rows, form, name, extent);
  return format == PaperFormat::kCsv ? printer.csv() : printer.pdf(forms);
}

}  // namespace tangthu::archive
