// Pages whose lines are put by hand, for tests of the fields that are read from them.
#pragma once

#include <string>
#include <utility>

#include "base/unicode.h"
#include "ocr/fields.h"

namespace tangthu::ocr {

// A page of A4 at 300 dpi on which lines are put by hand.
class PageBuilder {
 public:
  PageBuilder() {
    page_.number = 1;
    page_.width = page_.clean_width = 2480;
    page_.height = page_.clean_height = 3508;
    page_.dpi = page_.clean_dpi = 300;
  }

  // Words from x on, or around it; a space is 16 pixels, a tab 220, an underscore 50 (and
  // no column yet). What begins with ^ is as tall as a pen writes.
  PageBuilder& left(int x, int y, const std::string& text, double confidence = 0.95) {
    page_.lines.push_back(line(x, y, text, confidence));
    return *this;
  }
  PageBuilder& centred(int x, int y, const std::string& text, double confidence = 0.95) {
    Line made = line(0, y, text, confidence);
    return left(x - made.box.width / 2, y, text, confidence);
  }
  PageBuilder& stamp(const std::string& text, const std::string& kind,
                     double confidence = 0.9, const Box& box = {300, 620, 400, 120}) {
    page_.stamps.push_back({text, kind, confidence, 1, box});
    return *this;
  }
  PageText page() const { return page_; }
  Fields fields() const { return read_fields({page_}); }

 private:
  static Line line(int x, int y, const std::string& text, double confidence) {
    Line out;
    std::u32string word;
    const auto finish = [&] {
      if (word.empty()) return;
      const bool tall = word.front() == U'^';
      if (tall) word.erase(0, 1);
      const int width = 24 * static_cast<int>(word.size());
      out.words.push_back({to_utf8(word), confidence, {x, y, width, tall ? 60 : 42}});
      out.box = united(out.box, out.words.back().box);
      if (!out.text.empty()) out.text += ' ';
      out.text += to_utf8(word);
      x += width;
      word.clear();
    };
    for (const char32_t c : to_code_points(text)) {
      if (c == U' ' || c == U'\t' || c == U'_') {
        finish();
        x += c == U' ' ? 16 : c == U'_' ? 50 : 220;
      } else {
        word += c;
      }
    }
    finish();
    return out;
  }
  PageText page_;
};

inline constexpr double kAskedBelow = 0.7;
inline constexpr const char* kMotto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
inline constexpr const char* kMottoSecond = "Độc lập - Tự do - Hạnh phúc";

inline PageBuilder decision(const std::string& number = "Số: 582/QĐ-SGDĐT",
                            const std::string& date = "Hà Nam, ngày 05 tháng 3 năm 2020",
                            const std::string& signer = "Nguyễn Văn An") {
  PageBuilder page;
  page.centred(620, 200, "UBND TỈNH HÀ NAM")
      .centred(620, 270, "SỞ GIÁO DỤC VÀ ĐÀO TẠO")
      .centred(620, 370, number)
      .centred(1740, 200, kMotto)
      .centred(1740, 270, kMottoSecond)
      .centred(1740, 370, date)
      .centred(1277, 560, "QUYẾT ĐỊNH")
      .centred(1277, 630, "Về việc bổ nhiệm cán bộ quản lý các")
      .centred(1277, 700, "trường trung học phổ thông")
      .centred(1277, 810, "GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO")
      .left(470, 900, "Căn cứ Luật ngày 19 tháng 6 năm 2015;")
      .left(300, 2500, "Nơi nhận:")
      .left(300, 2570, "- Như Điều 3;")
      .left(300, 2640, "- Ủy ban nhân dân tỉnh Hà Nam")
      .left(300, 2710, "(để b/c);")
      .left(300, 2780, "- Lưu: VT, TCCB (04b).")
      .centred(1800, 2500, "KT. GIÁM ĐỐC")
      .centred(1800, 2570, "PHÓ GIÁM ĐỐC")
      .centred(1800, 2950, signer);
  return page;
}

inline std::string value(const Fields& fields, const std::string& name) {
  const auto at = fields.find(name);
  if (at == fields.end()) return "(absent)";
  return at->second.value.value_or("(null)");
}

}  // namespace tangthu::ocr
