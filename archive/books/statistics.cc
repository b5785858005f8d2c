#include "archive/books/statistics.h"

#include <array>

#include "archive/model/books.h"
#include "archive/model/kept_fields.h"
#include "base/date.h"

namespace tangthu::archive {
namespace {

constexpr const char* kUnknown = "(chưa rõ)";

struct TableWords {
  const char* code;
  const char* caption;
};
// In the order of what add() counts under.
constexpr std::array kTables = {TableWords{"level", "Theo độ mật"},
                                TableWords{"year", "Theo năm ban hành"},
                                TableWords{"type", "Theo loại văn bản"},
                                TableWords{"fonds", "Theo phông"},
                                TableWords{"dossier", "Theo hồ sơ"},
                                TableWords{"condition", "Theo tình trạng vật lý"},
                                TableWords{"origin", "Theo nguồn gốc"},
                                TableWords{"picture", "Theo chất lượng ảnh"}};

std::string known(const std::string& text) {
  return text.empty() ? kUnknown : text;
}

std::string field(const Record& record, const std::string& name) {
  const auto values = record.field_values();
  const auto at = values.find(name);
  return at == values.end() ? "" : at->second;
}

// Its own code, else its dossier's, in words.
std::string coded(const Record& record, const char* name, const std::string& of_dossier,
                  const std::map<std::string, std::string>& words) {
  std::string code = kept_value(record.described, name);
  if (code.empty()) code = of_dossier;
  const auto at = words.find(code);
  return at == words.end() ? code : at->second;
}

// Where nobody said it: a PDF with a signature was made by a computer.
std::string guessed_origin(const Record& record) {
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

Statistics::Statistics(StatisticsWords words) : words_(std::move(words)) {
  for (const auto& [code, caption] : kTables)
    tables_.push_back({code, caption, {}});
}

void Statistics::add(const Label& label, const Record& record) {
  const int year = year_of_issue(record);
  const auto found = words_.dossiers.find(code_key(record.dossier));
  const auto dossier =
      found == words_.dossiers.end() ? StatisticsWords::OfDossier() : found->second;
  const std::string origin =
      coded(record, "confidenceLevel", dossier.origin, words_.origins);
  const std::array<std::string, kTables.size()> values = {
      // In the order of levels, not of letters.
      std::to_string(static_cast<int>(label.level)) +
          std::string(level_name(label.level)),
      year == 0 ? kUnknown : std::to_string(year),
      known(field(record, "type")),
      known(dossier.fonds),
      known(record.dossier),
      known(coded(record, "format", dossier.condition, words_.conditions)),
      origin.empty() ? guessed_origin(record) : origin,
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
