#include "ocr/hocr.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ocr/placed_text.h"
#include "ocr/xml.h"

namespace tangthu::ocr {
namespace {

std::string bbox(const Box& box) {
  return "bbox " + std::to_string(box.x) + " " + std::to_string(box.y) + " " +
         std::to_string(box.right()) + " " + std::to_string(box.bottom());
}

std::string id(const char* kind, const PageText& page, int ordinal) {
  return std::string(kind) + "_" + std::to_string(page.number) + "_" +
         std::to_string(ordinal);
}

// An opening tag. `title` is written by us but for file names, which are escaped.
std::string open(const char* tag, const char* css, const std::string& id,
                 const std::string& title) {
  return std::string("<") + tag + " class=\"" + css + "\" id=\"" + id + "\" title=\"" +
         title + "\">";
}

// A slope and the height over the box's lower left corner. Only a line that lies
// somewhat level has them; others tell their angle.
std::string baseline(const Line& line, const Box& box, const PageText& page) {
  const auto [start, end] = placed_baseline(line, page);
  const double run = end.x - start.x;
  if (run < 1 || std::abs(end.y - start.y) > run) return {};
  const double slope = (end.y - start.y) / run;
  const double above = start.y + slope * (box.x - start.x) - box.bottom();
  char text[64];
  std::snprintf(text, sizeof text, "; baseline %.4f %d", slope,
                static_cast<int>(std::lround(above)));
  return text;
}

class HocrWriter {
 public:
  std::string take() { return std::move(out_); }

  void page(const PageText& page, const std::string& file) {
    blocks_ = lines_ = words_ = 0;
    const std::string dpi = std::to_string(page.dpi);
    std::string title = "image &quot;" + file + "&quot;; " +
                        bbox({0, 0, page.width, page.height}) + "; ppageno " +
                        std::to_string(page.number - 1);
    if (page.dpi > 0) title += "; scan_res " + dpi + " " + dpi;
    out_ += "  " + open("div", "ocr_page", "page_" + std::to_string(page.number), title) +
            "\n";
    for (const TextBlock block : text_blocks(page))
      write(block, page);
    out_ += "  </div>\n";
  }

 private:
  void write(TextBlock block, const PageText& page) {
    const std::string title = bbox(placed(block, page));
    ++blocks_;
    out_ += "   " + open("div", "ocr_carea", id("block", page, blocks_), title) + "\n";
    out_ += "    " + open("p", "ocr_par", id("par", page, blocks_), title) + "\n";
    for (const Line& line : block)
      write(line, page);
    out_ += "    </p>\n   </div>\n";
  }

  void write(const Line& line, const PageText& page) {
    const Box box = placed(line.box, page);
    std::string title = bbox(box) + baseline(line, box, page);
    if (page.turn_degrees != 0)
      title += "; textangle " + std::to_string(page.turn_degrees);
    out_ += "     " + open("span", "ocr_line", id("line", page, ++lines_), title) + "\n";
    for (const Word& word : line.words) {
      const int sure =
          static_cast<int>(std::lround(100 * std::clamp(word.confidence, 0.0, 1.0)));
      out_ += "      " +
              open("span", "ocrx_word", id("word", page, ++words_),
                   bbox(placed(word.box, page)) + "; x_wconf " + std::to_string(sure)) +
              xml_escaped(word.text) + "</span>\n";
    }
    out_ += "     </span>\n";
  }

  std::string out_;
  int blocks_ = 0;
  int lines_ = 0;
  int words_ = 0;
};

}  // namespace

std::string to_hocr(const DocumentText& document) {
  const std::string file = xml_escaped(document.file);
  std::string head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
      "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"vi\" lang=\"vi\">\n"
      " <head>\n  <title>" +
      file +
      "</title>\n"
      "  <meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n"
      "  <meta name=\"ocr-system\" content=\"tangthu\"/>\n"
      "  <meta name=\"ocr-capabilities\" content=\"ocr_page ocr_carea ocr_par ocr_line "
      "ocrx_word ocrp_wconf\"/>\n"
      "  <meta name=\"ocr-langs\" content=\"vi\"/>\n"
      "  <meta name=\"ocr-number-of-pages\" content=\"" +
      std::to_string(document.pages.size()) + "\"/>\n </head>\n <body>\n";
  HocrWriter writer;
  for (const PageText& page : document.pages)
    writer.page(page, file);
  return head + writer.take() + " </body>\n</html>\n";
}

}  // namespace tangthu::ocr
