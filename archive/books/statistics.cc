#include "archive/books/statistics.h"

#include "base/date.h"

namespace tangthu::archive {
namespace {

constexpr const char* kUnknown = "(chưa rõ)";

std::string known(const std::string& text) {
  return text.empty() ? kUnknown : text;
}

std::string field(const Record& record, const std::string& name) {
  const auto values = record.field_values();
  const auto at = values.find(name);
  return at == values.end() ? "" : at->second;
}

// A PDF with a signature was made by a computer; the rest was paper.
std::string origin_of(const Record& record) {
  return record.has_signature ? "Văn bản điện tử ký số" : "Số hóa từ bản giấy";
}

std::string picture_of(const Record& record) {
  return record.rescan.empty() ? "Ảnh đạt yêu cầu" : "Có trang cần chụp lại";
}

}  // namespace

int year_of_issue(const Record& record) {
  const auto day = parse_date(field(record, "date"));
  return day ? static_cast<int>(day->year()) : 0;
}

Statistics::Statistics()
    : tables_{{"level", "Theo độ mật", {}},      {"year", "Theo năm ban hành", {}},
              {"type", "Theo loại văn bản", {}}, {"dossier", "Theo hồ sơ", {}},
              {"origin", "Theo nguồn gốc", {}},  {"picture", "Theo chất lượng ảnh", {}}} {
}

void Statistics::add(const Label& label, const Record& record) {
  const int year = year_of_issue(record);
  const std::string values[] = {// In the order of levels, not of letters.
                                std::to_string(static_cast<int>(label.level)) +
                                    std::string(level_name(label.level)),
                                year == 0 ? kUnknown : std::to_string(year),
                                known(field(record, "type")),
                                known(record.dossier),
                                origin_of(record),
                                picture_of(record)};
  const auto pages = static_cast<std::size_t>(record.pages);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    Counted& counted = tables_[i].counts[values[i]];
    ++counted.documents;
    counted.pages += pages;
  }
  ++total_.documents;
  total_.pages += pages;
}

}  // namespace tangthu::archive
