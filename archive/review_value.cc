#include "archive/review_value.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <vector>

#include "archive/typed_line.h"
#include "base/clock.h"
#include "base/number.h"
#include "base/unicode.h"
#include "ocr/decree30.h"

namespace tangthu::archive {
namespace {

constexpr std::size_t kMaxSymbolBytes = 64;
constexpr std::size_t kMaxValueBytes = 8'000;  // the index takes 16 KiB

bool is_symbol(std::string_view text) {
  const std::u32string points = to_code_points(text);
  return text.size() <= kMaxSymbolBytes &&
         std::all_of(points.begin(), points.end(), ocr::is_symbol_sign);
}

// 2025-01-16, 16/1/2025, 16.01.2025, 16-1-2025
std::optional<std::string> date_of(std::string_view text) {
  std::vector<int> numbers;
  std::string signs;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_digit);
    const auto size = static_cast<std::size_t>(end - text.begin());
    const auto number = parse_number<int>(text.substr(0, size));
    if (!number || size > 4) return std::nullopt;
    numbers.push_back(*number);
    text.remove_prefix(size);
    if (text.empty()) break;
    signs += text.front();
    text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
  }
  const bool three = numbers.size() == 3 && signs.size() == 2 && signs[0] == signs[1];
  if (!three || std::string_view("-/.").find(signs[0]) == std::string_view::npos) {
    return std::nullopt;
  }
  if (numbers[0] >= ocr::kFirstYear) std::swap(numbers[0], numbers[2]);
  const int day = numbers[0];
  const int month = numbers[1];
  const int year = numbers[2];
  if (year < ocr::kFirstYear || year > ocr::kLastYear || !is_day(year, month, day))
    return std::nullopt;
  return tangthu::iso_date(year, month, day);
}

// As the decree writes it, where it knows it.
std::string known_type(const std::string& typed) {
  if (fold(typed) == fold(ocr::kOfficialLetter)) return std::string(ocr::kOfficialLetter);
  for (const ocr::DocumentType& type : ocr::document_types()) {
    if (fold(typed) == fold(type.name)) return std::string(type.name);
  }
  return typed;
}

}  // namespace

Result<std::string> review_value(std::string_view field, std::string_view typed) {
  const std::string subject(field);
  const auto line = typed_line(typed);
  if (!line || line->empty() || line->size() > kMaxValueBytes) {
    return fail(ErrorCode::kUsage, "this is no value of a field",
                "write one line of text, at most 8,000 bytes", subject);
  }
  if (field == "number" && !ocr::is_document_number(*line)) {
    return fail(ErrorCode::kUsage, "this is no number of a document",
                "write its digits, at most six, as 87 or 87a", subject);
  }
  if (field == "symbol" && !is_symbol(*line)) {
    return fail(ErrorCode::kUsage, "this is no symbol of a document",
                "write it without spaces and without the number, as QĐ-UBND", subject);
  }
  if (field == "date") {
    const auto date = date_of(*line);
    if (date) return *date;
    return fail(ErrorCode::kUsage, "this is no date",
                "write day, month and year, as 16/1/2025, or 2025-01-16", subject);
  }
  if (field == "type") return known_type(*line);
  if (field == "urgency") {
    for (const std::string_view words : ocr::urgency_words()) {
      if (fold(words) == fold(*line)) return std::string(words);
    }
    return fail(ErrorCode::kUsage, "this is no degree of urgency",
                "write KHẨN, THƯỢNG KHẨN, HỎA TỐC, or - for none", subject);
  }
  return *line;
}

}  // namespace tangthu::archive
