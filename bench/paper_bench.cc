// Time, memory and size of a printed register of made lines.
//   bench-paper ROWS SEED OUT.pdf
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

#include <sys/resource.h>

#include "archive/paper/csv.h"
#include "archive/paper/paper.h"

namespace tangthu {
namespace {

using archive::CellAlign;

const std::vector<std::string> kTypes = {"Quyết định", "Công văn", "Báo cáo", "Tờ trình",
                                         "Thông báo"};
const std::vector<std::string> kSubjects = {
    "về việc phê duyệt kế hoạch kiểm tra công tác văn thư, lưu trữ năm 2026 tại các "
    "phòng, ban thuộc Sở và Ủy ban nhân dân các huyện",
    "về việc bổ nhiệm công chức giữ chức vụ Phó Trưởng phòng",
    "kết quả thực hiện dự toán ngân sách quý III, nhiệm vụ trọng tâm quý IV"};
const std::vector<std::string> kRecipients = {
    "Như Điều 3; UBND tỉnh (b/c); Lưu: VT, TCHC", "Các phòng chuyên môn; Lưu: VT",
    "Bộ Tài chính (b/c); Thường trực Tỉnh ủy; Kho bạc Nhà nước tỉnh; Lưu: VT, QLNS (5b)"};

std::vector<archive::PaperColumn> columns() {
  return {{"Số thứ tự", 9, CellAlign::kCentre},
          {"Số, ký hiệu văn bản", 22, CellAlign::kLeft},
          {"Ngày tháng văn bản", 21, CellAlign::kCentre},
          {"Tên loại và trích yếu nội dung", 62, CellAlign::kLeft},
          {"Độ mật", 13, CellAlign::kCentre},
          {"Người ký", 25, CellAlign::kLeft},
          {"Nơi nhận", 38, CellAlign::kLeft},
          {"Đơn vị giữ bản lưu", 21, CellAlign::kLeft},
          {"Số bản", 10, CellAlign::kRight},
          {"Ghi chú", 20, CellAlign::kLeft}};
}

std::vector<std::string> made_row(std::mt19937& random, int ordinal) {
  const auto one_of = [&random](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  char day[16];
  std::snprintf(day, sizeof day, "%02lu/%02lu/2026", random() % 28 + 1,
                random() % 12 + 1);
  return {std::to_string(ordinal),
          std::to_string(ordinal) + "/QĐ-STC",
          day,
          one_of(kTypes) + " " + one_of(kSubjects),
          "",
          "Nguyễn Thị Hương Giang",
          one_of(kRecipients),
          "Phòng Tổ chức hành chính",
          std::to_string(random() % 20 + 1),
          ""};
}

Result<int> run(int rows, unsigned seed, const char* out) {
  const auto begun = std::chrono::steady_clock::now();
  std::mt19937 random(seed);
  auto paper =
      TRY(archive::PaperWriter::begin(archive::PaperShape::kLandscape, "Sổ đi năm 2026"));
  const archive::IssuingBody body = {"ỦY BAN NHÂN DÂN TỈNH BẮC NINH", "SỞ TÀI CHÍNH", "",
                                     ""};
  paper.cover(body, "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
              {"Năm 2026", "Từ ngày 02/01/2026 đến ngày 31/12/2026",
               "Từ số 1 đến số " + std::to_string(rows)});
  paper.heading(body, "SỔ ĐĂNG KÝ VĂN BẢN ĐI", {"Năm 2026"});
  TRY(paper.begin_table(columns()));
  for (int i = 1; i <= rows; ++i)
    TRY(paper.row(made_row(random, i)));
  const Bytes pdf =
      TRY(paper.finish({{"Sổ này có {trang} trang, " + std::to_string(rows) +
                         " số, từ số 1 đến số " + std::to_string(rows) + "."},
                        archive::place_and_day("Bắc Ninh", "2026-12-31"),
                        {{"NGƯỜI LẬP SỔ", "(Ký, ghi rõ họ tên)", ""},
                         {"CHÁNH VĂN PHÒNG", "(Ký, ghi rõ họ tên)", ""}}}));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  std::ofstream file(out, std::ios::binary);
  file.write(reinterpret_cast<const char*>(pdf.data()),
             static_cast<std::streamsize>(pdf.size()));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("rows %d: %.2f s, %zu bytes, %.1f MB of memory\n", rows, took.count(),
              pdf.size(), static_cast<double>(usage.ru_maxrss) / 1024);
  return 0;
}

}  // namespace
}  // namespace tangthu

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench-paper ROWS SEED OUT.pdf\n");
    return 2;
  }
  const auto done = tangthu::run(std::atoi(argv[1]),
                                 static_cast<unsigned>(std::atoi(argv[2])), argv[3]);
  if (!done) std::fprintf(stderr, "%s\n", done.error().text());
  return done ? *done : 1;
}
