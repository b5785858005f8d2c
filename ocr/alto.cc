#include "ocr/alto.h"

#include <algorithm>
#include <cstdio>

#include "ocr/placed_text.h"
#include "ocr/xml.h"

namespace tangthu::ocr {
namespace {

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}

std::string attribute(const char* name, int value) {
  return attribute(name, std::to_string(value));
}

std::string attribute(const char* name, double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return attribute(name, std::string(text));
}

std::string place(const Box& box) {
  return attribute("HPOS", box.x) + attribute("VPOS", box.y) +
         attribute("WIDTH", box.width) + attribute("HEIGHT", box.height);
}

std::string points(const Baseline& baseline) {
  char text[128];
  std::snprintf(text, sizeof text, "%.1f,%.1f %.1f,%.1f", baseline.start.x,
                baseline.start.y, baseline.end.x, baseline.end.y);
  return text;
}

double confidence(double value) {
  return std::clamp(value, 0.0, 1.0);
}

class AltoWriter {
 public:
  std::string take() { return std::move(out_); }

  void page(const PageText& page) {
    number_ = std::to_string(page.number);
    blocks_ = lines_ = words_ = 0;
    out_ += "  <Page" + attribute("ID", "page_" + number_) +
            attribute("PHYSICAL_IMG_NR", page.number) + attribute("WIDTH", page.width) +
            attribute("HEIGHT", page.height) +
            attribute("PC", confidence(page.mean_confidence())) + attribute("LANG", "vi");
    if (page.turn_degrees != 0) out_ += attribute("ROTATION", page.turn_degrees);
    out_ += ">\n   <PrintSpace" + place({0, 0, page.width, page.height}) + ">\n";
    for (const TextBlock block : text_blocks(page))
      write(block, page);
    out_ += "   </PrintSpace>\n  </Page>\n";
  }

 private:
  std::string id(const char* kind, int ordinal) const {
    return attribute("ID",
                     std::string(kind) + "_" + number_ + "_" + std::to_string(ordinal));
  }

  void write(TextBlock block, const PageText& page) {
    out_ +=
        "    <TextBlock" + id("block", ++blocks_) + place(placed(block, page)) + ">\n";
    for (const Line& line : block) {
      out_ += "     <TextLine" + id("line", ++lines_) + place(placed(line.box, page)) +
              attribute("BASELINE", points(placed_baseline(line, page))) + ">\n";
      write(line, page);
      out_ += "     </TextLine>\n";
    }
    out_ += "    </TextBlock>\n";
  }

  void write(const Line& line, const PageText& page) {
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      const Word& word = line.words[i];
      if (i > 0) out_ += "      <SP/>\n";
      out_ += "      <String" + id("word", ++words_) + place(placed(word.box, page)) +
              attribute("WC", confidence(word.confidence)) +
              attribute("CONTENT", xml_escaped(word.text)) + "/>\n";
    }
  }

  std::string out_;
  std::string number_;
  int blocks_ = 0;
  int lines_ = 0;
  int words_ = 0;
};

}  // namespace

std::string to_alto(const DocumentText& document) {
  const std::string head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:schemaLocation=\"http://www.loc.gov/standards/alto/ns-v4# "
      "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd\" SCHEMAVERSION=\"4.4\">\n"
      " <Description>\n  <MeasurementUnit>pixel</MeasurementUnit>\n"
      "  <sourceImageInformation><fileName>" +
      xml_escaped(document.file) +
      "</fileName></sourceImageInformation>\n"
      "  <Processing ID=\"reading\">"
      "<processingCategory>contentGeneration</processingCategory>"
      "<processingSoftware><softwareName>tangthu</softwareName></processingSoftware>"
      "</Processing>\n </Description>\n <Layout>\n";
  AltoWriter writer;
  for (const PageText& page : document.pages)
    writer.page(page);
  return head + writer.take() + " </Layout>\n</alto>\n";
}

}  // namespace tangthu::ocr
