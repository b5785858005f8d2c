#include "ocr/surnames.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

constexpr auto kCommon = std::to_array<std::string_view>(
    {"nguyễn", "trần",  "lê",     "phạm", "hoàng", "huỳnh", "phan",   "vũ",  "võ",
     "đặng",   "bùi",   "đỗ",     "hồ",   "ngô",   "dương", "lý",     "đào", "đoàn",
     "vương",  "trịnh", "trương", "đinh", "lâm",   "phùng", "mai",    "tô",  "hà",
     "cao",    "lương", "tạ",     "thái", "châu",  "tăng",  "quách",  "lưu", "kiều",
     "nông",   "triệu", "chu",    "tống", "bạch",  "khuất", "nghiêm", "đàm"});
constexpr auto kOthers = std::to_array<std::string_view>(
    {"âu",    "bàn",  "bế",    "cầm",  "cù",   "cung",  "danh",  "diệp",   "doãn",
     "dư",    "đàng", "đậu",   "điêu", "đồng", "đường", "giang", "giàng",  "giáp",
     "hạ",    "hàn",  "hầu",   "hồng", "hứa",  "hoa",   "kha",   "khổng",  "khúc",
     "kim",   "la",   "lã",    "lại",  "liêu", "lò",    "lô",    "lù",     "lục",
     "lường", "lí",   "ma",    "mã",   "mạc",  "mẫn",   "mùa",   "ngân",   "ngọ",
     "ngụy",  "nhâm", "ninh",  "ông",  "phí",  "phó",   "phù",   "phương", "quan",
     "quàng", "quản", "sầm",   "sơn",  "sùng", "thạch", "thân",  "thẩm",   "thang",
     "thào",  "thi",  "thiều", "tiêu", "tôn",  "tòng",  "trà",   "trang",  "trình",
     "từ",    "ứng",  "văn",   "vàng", "vi",   "viên",  "vừ",    "xa"});

}  // namespace

bool is_common_surname(std::string_view name) {
  return std::find(kCommon.begin(), kCommon.end(), name) != kCommon.end();
}

bool is_surname(std::string_view name) {
  return is_common_surname(name) ||
         std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
}

std::string surname_of_letters(std::string_view folded) {
  std::string only;
  for (const auto& names : {std::span<const std::string_view>(kCommon),
                            std::span<const std::string_view>(kOthers)}) {
    for (const std::string_view name : names) {
      if (fold(name) != folded) continue;
      if (!only.empty()) return {};
      only = name;
    }
  }
  return only;
}

}  // namespace tangthu::ocr
