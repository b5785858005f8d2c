#include <algorithm>

#include "archive/books/report.h"
#include "archive/model/check_fields.h"
#include "archive/paper/csv.h"
#include "ocr/decree30.h"

namespace tangthu::archive {
namespace {

constexpr Level kSecret[] = {Level::kMat, Level::kToiMat, Level::kTuyetMat};

std::string labels_words(const std::vector<Label>& labels) {
  std::string out;
  for (const Label& label : labels) {
    out += out.empty() ? "" : ", ";
    out += level_name(label.level);
    for (const std::string& compartment : label.compartments)
      out += " [" + compartment + "]";
  }
  return "Lập cho các nhãn mà người lập được xem: " + (out.empty() ? "không có" : out) +
         ".";
}

// One document of the highest level makes the paper one of it.
Level highest(const std::vector<Label>& labels) {
  Level out = Level::kThuong;
  for (const Label& label : labels)
    out = std::max(out, label.level);
  return out;
}

Cells cells_of(const ReportLine& line) {
  Cells out = {{"item", line.item}, {"total", std::to_string(line.counts.total())}};
  for (const Level level : kSecret) {
    out[std::string(level_code(level))] =
        std::to_string(line.counts.counts[static_cast<std::size_t>(level) - 1]);
  }
  return out;
}

std::vector<std::string> row_of(Cells cells, const PaperForm& form) {
  std::vector<std::string> out;
  for (const FormColumn& each : form.columns)
    out.push_back(cells[each.code]);
  return out;
}

std::vector<std::string> remarks(const SecrecyReportMade& made) {
  std::vector<std::string> out = {labels_words(made.labels)};
  std::size_t unknown = 0;
  for (const ReportLine& line : lines_of(made.report))
    unknown += line.code.starts_with("held-") ? 0 : line.counts.unknown;
  if (unknown > 0) {
    out.push_back("Trong tổng số có " + std::to_string(unknown) +
                  " lượt không rõ độ mật tại thời điểm đó.");
  }
  if (made.report.destroyed.total() > 0)
    out.push_back("Văn bản tiêu hủy tính theo độ mật cao nhất của hồ sơ tiêu hủy.");
  return out;
}

std::vector<std::string> remarks(const StatisticsMade& made) {
  return {labels_words(made.labels)};
}

template <typename Made>
void add_damaged(const Made& made, std::vector<std::string>& out) {
  if (made.damaged > 0)
    out.push_back("Có " + std::to_string(made.damaged) +
                  " bản ghi hỏng không tính được.");
}

IssuingBody body_of(const FormBook& forms) {
  IssuingBody body = forms.body();
  body.number = "Số: ......./BC";
  body.place_day = place_and_day(forms.place(), format_date(viet_nam_day(now_utc())));
  return body;
}

// The place and day stand in the heading.
PaperClosing closing_of(const PaperForm& form, std::vector<std::string> words) {
  PaperClosing out = form.closing_of(0, "", "", "");
  out.words.insert(out.words.begin(), words.begin(), words.end());
  return out;
}

Bytes csv_of(const PaperForm& form, const std::vector<std::vector<std::string>>& rows) {
  std::string text(kByteOrderMark);
  text += csv_line(form.headings());
  for (const auto& row : rows)
    text += csv_line(row);
  return Bytes(text.begin(), text.end());
}

Cells cells_of(const std::string& item, const Counted& counted) {
  return {{"item", item},
          {"documents", std::to_string(counted.documents)},
          {"pages", std::to_string(counted.pages)}};
}

// Levels are counted under their order and their name.
std::string value_words(const StatisticsTable& table, const std::string& value) {
  return table.code == "level" ? value.substr(1) : value;
}

}  // namespace

Result<Bytes> paper_of(const SecrecyReportMade& made, const FormBook& forms,
                       const PaperForm& form, PaperFormat format) {
  const std::vector<ReportLine> lines = lines_of(made.report);
  std::vector<std::vector<std::string>> rows;
  for (const ReportLine& line : lines)
    rows.push_back(row_of(cells_of(line), form));
  if (format == PaperFormat::kCsv) return csv_of(form, rows);
  const ReportPeriod& period = made.report.period;
  auto paper = TRY(PaperWriter::begin(form.shape, form.title));
  paper.mark(ocr::secrecy_stamp(highest(made.labels)));
  paper.heading(
      body_of(forms), form.title,
      {"Từ ngày " + field_date(period.from) + " đến ngày " + field_date(period.to),
       "(gửi trước ngày " + field_date(add_days(period.due, 1)) + ")"});
  TRY(paper.begin_table(form.paper_columns()));
  for (std::size_t i = 0; i < rows.size(); ++i)
    TRY(paper.row(rows[i], lines[i].code == "held" ? RowKind::kTotal : RowKind::kPlain));
  std::vector<std::string> words = remarks(made);
  add_damaged(made, words);
  return paper.finish(closing_of(form, std::move(words)));
}

Result<Bytes> paper_of(const StatisticsMade& made, int year, const FormBook& forms,
                       const PaperForm& form, PaperFormat format) {
  const Statistics& statistics = made.statistics;
  if (format == PaperFormat::kCsv) {
    std::vector<std::vector<std::string>> rows;
    for (const StatisticsTable& table : statistics.tables()) {
      for (const auto& [value, counted] : table.counts)
        rows.push_back(row_of(
            cells_of(table.caption + ": " + value_words(table, value), counted), form));
    }
    rows.push_back(row_of(cells_of("Tổng số", statistics.total()), form));
    return csv_of(form, rows);
  }
  auto paper = TRY(PaperWriter::begin(form.shape, form.title));
  paper.mark(ocr::secrecy_stamp(highest(made.labels)));
  paper.heading(
      body_of(forms), form.title,
      {year == 0 ? "Toàn bộ tài liệu" : "Văn bản ban hành năm " + std::to_string(year)});
  for (const StatisticsTable& table : statistics.tables()) {
    paper.caption(table.caption);
    TRY(paper.begin_table(form.paper_columns()));
    for (const auto& [value, counted] : table.counts)
      TRY(paper.row(row_of(cells_of(value_words(table, value), counted), form)));
    TRY(paper.row(row_of(cells_of("Tổng số", statistics.total()), form),
                  RowKind::kTotal));
  }
  std::vector<std::string> words = remarks(made);
  add_damaged(made, words);
  return paper.finish(closing_of(form, std::move(words)));
}

}  // namespace tangthu::archive
