#include "ocr/unit_codes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/number.h"

namespace tangthu::ocr {
bool is_usual_unit(std::string_view code) {
  static constexpr std::array<std::string_view, 66> kUnits = {
      "VP",   "TH",   "HC",     "NC",   "KT",   "VX",   "NV",   "PC",    "TC",   "TCCB",
      "TCHC", "HCTH", "HCQT",   "HCTC", "TCKT", "TCKH", "KHTC", "KHTH",  "KTTH", "KTHT",
      "KGVX", "KTN",  "NN",     "NNTN", "NNMT", "TNMT", "GDĐT", "GDTrH", "GDTH", "GDMN",
      "GDTX", "CTSV", "ĐT",     "NVY",  "NVD",  "KCB",  "QLD",  "DP",    "QLNS", "QLCS",
      "QLG",  "QLVT", "QLXD",   "QLĐT", "QLĐĐ", "KHĐT", "ĐKKD", "CNTT",  "BCVT", "CCVC",
      "CCHC", "XDCQ", "VTLT",   "TTr",  "LĐ",   "VHXH", "VHTT", "KTXH",  "NCPC", "GĐBHYT",
      "BTXH", "NCC",  "VLATLĐ", "THCS", "THPT", "KHKT"};
  return std::find(kUnits.begin(), kUnits.end(), code) != kUnits.end();
}

std::string usual_unit(const std::string& code) {
  // As read, and as meant: what looks the same in capitals.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kAlike = {
      {{"O", "Q"},
       {"U", "L"},
       {"Ư", "L"},
       {"§", "S"},
       {"Š", "S"},
       {"Ơ", "C"},
       {"€", "C"}}};
  if (is_usual_unit(code) || code.size() < 3) return code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string other = code;
    for (const auto& [read, meant] : kAlike) {
      if (code.compare(i, read.size(), read) == 0) other.replace(i, read.size(), meant);
    }
    if (other == code && i > 0 && code[i] == code[i - 1]) other.erase(i, 1);
    if (other != code && other.size() >= 3 && is_usual_unit(other)) return other;
  }
  return code;
}

bool is_police_unit(std::string_view code) {
  return code.size() == 4 && code[0] == 'P' && code[1] >= 'A' && code[1] <= 'Z' &&
         is_ascii_digit(code[2]) && is_ascii_digit(code[3]);
}

std::string police_unit(const std::string& code) {
  if (code.size() < 4 || code.size() > 6) return code;
  std::string figures = in_figures(code.substr(2));
  if (figures.size() > 3) return code;
  // "0I1", "0O7": a figure read twice.
  for (std::size_t i = 0; figures.size() == 3 && i < 2; ++i) {
    if (figures[i] == figures[i + 1] && code[i + 2] != code[i + 3]) figures.erase(i, 1);
  }
  const std::string unit = code.substr(0, 2) + figures;
  return is_police_unit(unit) ? unit : code;
}

std::string in_figures(std::string_view text) {
  constexpr std::array<std::string_view, 2> kLargeZeros = {"Ơ", "Ø"};
  std::string out;
  while (!text.empty()) {
    const auto large =
        std::find_if(kLargeZeros.begin(), kLargeZeros.end(),
                     [&](std::string_view zero) { return text.starts_with(zero); });
    const char c = text.front();
    const bool one = c == 'I' || c == 'l' || c == '|' || c == '!';
    const bool zero = c == 'O' || c == 'o' || large != kLargeZeros.end();
    out += one ? '1' : zero ? '0' : c;
    text.remove_prefix(large != kLargeZeros.end() ? large->size() : 1);
  }
  return out;
}

}  // namespace tangthu::ocr
