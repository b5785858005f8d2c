#include "ocr/unit_codes.h"

#include <algorithm>
#include <array>

namespace tangthu::ocr {
namespace {

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool is_usual_unit(std::string_view code) {
  static constexpr std::array<std::string_view, 61> kUnits = {
      "VP",    "TH",   "HC",   "NC",   "KT",   "VX",     "NV",   "PC",   "TC",
      "TCCB",  "TCHC", "HCTH", "HCQT", "HCTC", "TCKT",   "TCKH", "KHTC", "KHTH",
      "KTTH",  "KTHT", "KGVX", "KTN",  "NN",   "NNTN",   "NNMT", "TNMT", "GDĐT",
      "GDTrH", "GDTH", "GDMN", "GDTX", "CTSV", "ĐT",     "NVY",  "NVD",  "KCB",
      "QLD",   "DP",   "QLNS", "QLCS", "QLG",  "QLVT",   "QLXD", "QLĐT", "QLĐĐ",
      "KHĐT",  "ĐKKD", "CNTT", "BCVT", "CCVC", "CCHC",   "XDCQ", "VTLT", "TTr",
      "LĐ",    "VHXH", "VHTT", "KTXH", "NCPC", "GĐBHYT", "BTXH"};
  return std::find(kUnits.begin(), kUnits.end(), code) != kUnits.end();
}

std::string usual_unit(const std::string& code) {
  if (is_usual_unit(code) || code.size() < 3) return code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string other = code;
    if (code[i] == 'O') {
      other[i] = 'Q';
    } else if (i > 0 && code[i] == code[i - 1]) {
      other.erase(i, 1);
    }
    if (other.size() >= 3 && is_usual_unit(other)) return other;
  }
  return code;
}

bool is_police_unit(std::string_view code) {
  return code.size() == 4 && code[0] == 'P' && code[1] >= 'A' && code[1] <= 'Z' &&
         is_figure(code[2]) && is_figure(code[3]);
}

std::string police_unit(const std::string& code) {
  if (code.size() < 4 || code.size() > 5) return code;
  std::string figures = in_figures(code.substr(2));
  // "0I1", "0O7": a figure read twice.
  for (std::size_t i = 0; figures.size() == 3 && i < 2; ++i) {
    if (figures[i] == figures[i + 1] && code[i + 2] != code[i + 3]) figures.erase(i, 1);
  }
  const std::string unit = code.substr(0, 2) + figures;
  return is_police_unit(unit) ? unit : code;
}

std::string in_figures(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool one = c == 'I' || c == 'l' || c == '|' || c == '!';
    const bool zero = c == 'O' || c == 'o';
    out += one ? '1' : zero ? '0' : c;
  }
  return out;
}

}  // namespace tangthu::ocr
