#include "ocr/decree30.h"

#include <algorithm>
#include <iterator>

#include "base/number.h"
#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

using Words = std::string_view;

constexpr DocumentType kTypes[] = {
    {"Nghị quyết", "NQ"},      {"Quyết định", "QĐ"},   {"Chỉ thị", "CT"},
    {"Quy chế", "QC"},         {"Quy định", "QyĐ"},    {"Thông cáo", "TC"},
    {"Thông báo", "TB"},       {"Hướng dẫn", "HD"},    {"Chương trình", "CTr"},
    {"Kế hoạch", "KH"},        {"Phương án", "PA"},    {"Đề án", "ĐA"},
    {"Dự án", "DA"},           {"Báo cáo", "BC"},      {"Biên bản", "BB"},
    {"Tờ trình", "TTr"},       {"Hợp đồng", "HĐ"},     {"Công văn", ""},
    {"Công điện", "CĐ"},       {"Bản ghi nhớ", "BGN"}, {"Bản thỏa thuận", "BTT"},
    {"Giấy ủy quyền", "GUQ"},  {"Giấy mời", "GM"},     {"Giấy giới thiệu", "GGT"},
    {"Giấy nghỉ phép", "GNP"}, {"Phiếu gửi", "PG"},    {"Phiếu chuyển", "PC"},
    {"Phiếu báo", "PB"},       {"Thư công", ""},
};

constexpr Words kMottoFirst[] = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                 "VIỆT NAM DÂN CHỦ CỘNG HÒA",
                                 "CỘNG HÒA MIỀN NAM VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"};
constexpr Words kMottoSecond[] = {"Độc lập - Tự do - Hạnh phúc",
                                  "Độc lập - Dân chủ - Hòa bình - Trung lập"};

constexpr Words kAgencyBeginnings[] = {
    "ỦY BAN",     "UBND",      "HỘI ĐỒNG",     "HĐND",      "BỘ",         "SỞ",
    "PHÒNG",      "TỔNG CỤC",  "CỤC",          "CHI CỤC",   "VỤ",         "BAN",
    "TRƯỜNG",     "VĂN PHÒNG", "TRUNG TÂM",    "TỈNH ỦY",   "HUYỆN ỦY",   "THÀNH ỦY",
    "QUẬN ỦY",    "THỊ ỦY",    "ĐẢNG ỦY",      "ĐẢNG BỘ",   "CHI BỘ",     "HỘI",
    "LIÊN ĐOÀN",  "LIÊN MINH", "CÔNG ĐOÀN",    "ĐOÀN",      "CÔNG TY",    "TỔNG CÔNG TY",
    "TẬP ĐOÀN",   "BỆNH VIỆN", "TRẠM",         "VIỆN",      "HỌC VIỆN",   "ĐẠI HỌC",
    "CÔNG AN",    "TÒA ÁN",    "KHO BẠC",      "NGÂN HÀNG", "BẢO HIỂM",   "THANH TRA",
    "BẢO TÀNG",   "THƯ VIỆN",  "CHÍNH PHỦ",    "QUỐC HỘI",  "THỦ TƯỚNG",  "BỘ TƯ LỆNH",
    "BỘ CHỈ HUY", "QUÂN KHU",  "QUÂN ĐOÀN",    "SƯ ĐOÀN",   "TRUNG ĐOÀN", "TIỂU ĐOÀN",
    "MẶT TRẬN",   "KIỂM TOÁN", "NHÀ XUẤT BẢN", "NHÀ MÁY",   "XÍ NGHIỆP",  "NÔNG TRƯỜNG",
    "LÂM TRƯỜNG", "HẠT",       "ĐÀI",          "BÁO",       "TẠP CHÍ",    "TỔ",
    "ĐỘI",        "CHI NHÁNH", "HỢP TÁC XÃ",   "TÒA",       "VĂN PHÒNG",  "ĐOÀN ĐẠI BIỂU",
    "TIỂU BAN",   "KHOA",      "NHÀ HÁT"};

constexpr Words kBodyBeginnings[] = {"Căn cứ",
                                     "Kính gửi",
                                     "Thực hiện",
                                     "Theo",
                                     "Xét",
                                     "Điều 1",
                                     "Chương I",
                                     "Phần I",
                                     "Hôm nay",
                                     "Nhằm",
                                     "Ngày",
                                     "Trong",
                                     "Để",
                                     "Sau khi",
                                     "Kính thưa",
                                     "Trân trọng",
                                     "Tiếp theo",
                                     "Phúc đáp",
                                     "Qua",
                                     "Vừa qua",
                                     "Hiện nay",
                                     "Được sự",
                                     "Từ ngày",
                                     "Đến ngày",
                                     "Ban hành kèm theo",
                                     "Thời gian",
                                     "Địa điểm",
                                     "Chúng tôi",
                                     "Tên tôi",
                                     "Bên A",
                                     "Hôm nay ngày",
                                     "Họ và tên",
                                     "Cấp cho",
                                     "Giới thiệu ông",
                                     "Giới thiệu bà",
                                     "Thành phần",
                                     "Trân trọng kính mời"};

constexpr Words kAuthorities[] = {"TUQ", "KT", "TM", "TL"};

constexpr Words kTitleBeginnings[] = {
    "GIÁM ĐỐC",  "PHÓ",         "CHỦ TỊCH",       "BỘ TRƯỞNG",   "THỨ TRƯỞNG",
    "TRƯỞNG",    "CHÁNH",       "HIỆU TRƯỞNG",    "CỤC TRƯỞNG",  "TỔNG",
    "VỤ TRƯỞNG", "VIỆN TRƯỞNG", "CHI CỤC TRƯỞNG", "ĐỘI TRƯỞNG",  "THỦ TRƯỞNG",
    "BÍ THƯ",    "THỦ TƯỚNG",   "ỦY VIÊN",        "THỐNG ĐỐC",   "THANH TRA",
    "CHỦ NHIỆM", "VIỆN PHÓ",    "CỤC PHÓ",        "VỤ PHÓ",      "HIỆU PHÓ",
    "TƯ LỆNH",   "CHỈ HUY",     "CHÍNH ỦY",       "THẨM PHÁN",   "KẾ TOÁN TRƯỞNG",
    "CHỦ TỌA",   "THƯ KÝ",      "ĐẠI DIỆN",       "Q",           "QUYỀN",
    "NGƯỜI",     "HỘI TRƯỞNG",  "TỔ TRƯỞNG",      "TRẠM TRƯỞNG", "KIỂM TOÁN TRƯỞNG",
    "GIÁM ĐỊNH", "QUẢN ĐỐC",    "CHÍNH TRỊ VIÊN", "THƯỜNG TRỰC"};

constexpr Words kNamePrefixes[] = {
    "Đại tướng", "Thượng tướng", "Trung tướng", "Thiếu tướng", "Đại tá",   "Thượng tá",
    "Trung tá",  "Thiếu tá",     "Đại úy",      "Thượng úy",   "Trung úy", "Thiếu úy",
    "PGS.TS",    "GS.TS",        "GS",          "PGS",         "TS",       "ThS",
    "BS",        "KS",           "CN",          "DS",          "NGND",     "NGƯT",
    "BSCKII",    "BSCKI"};

constexpr Words kSignatureNotes[] = {"Đã ký",
                                     "Ký",
                                     "Ký tên",
                                     "Ký tên, đóng dấu",
                                     "Ký, ghi rõ họ tên",
                                     "Ký, đóng dấu",
                                     "Ký và ghi rõ họ tên",
                                     "Ký, ghi rõ họ tên và đóng dấu",
                                     "Chữ ký",
                                     "Ký tên và đóng dấu"};

constexpr Words kUrgency[] = {"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TỐC HẸN GIỜ"};
constexpr SecrecyWords kSecrecy[] = {
    {"MẬT", Level::kMat}, {"TỐI MẬT", Level::kToiMat}, {"TUYỆT MẬT", Level::kTuyetMat}};

}  // namespace

std::span<const DocumentType> document_types() {
  return kTypes;
}
std::span<const Words> motto_first_lines() {
  return kMottoFirst;
}
std::span<const Words> motto_second_lines() {
  return kMottoSecond;
}
std::span<const Words> agency_beginnings() {
  return kAgencyBeginnings;
}
std::span<const Words> body_beginnings() {
  return kBodyBeginnings;
}
std::span<const Words> signing_authorities() {
  return kAuthorities;
}
std::span<const Words> title_beginnings() {
  return kTitleBeginnings;
}
std::span<const Words> name_prefixes() {
  return kNamePrefixes;
}
std::span<const Words> signature_notes() {
  return kSignatureNotes;
}
std::span<const Words> urgency_words() {
  return kUrgency;
}
std::span<const SecrecyWords> secrecy_words() {
  return kSecrecy;
}
std::string_view secrecy_stamp(Level level) {
  const auto at = std::ranges::find(kSecrecy, level, &SecrecyWords::level);
  return at == std::end(kSecrecy) ? std::string_view() : at->text;
}

bool is_document_number(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_digit);
  const auto digits = static_cast<std::size_t>(end - text.begin());
  const std::string_view rest = text.substr(digits);
  const bool letter = rest.size() == 1 && ((rest[0] >= 'a' && rest[0] <= 'z') ||
                                           (rest[0] >= 'A' && rest[0] <= 'Z'));
  return digits > 0 && digits <= kMaxNumberDigits && (rest.empty() || letter);
}

bool is_symbol_sign(char32_t c) {
  return is_letter(c) || is_digit(c) ||
         std::u32string_view(U"-/.&()").find(c) != std::u32string_view::npos;
}

}  // namespace tangthu::ocr
