#include "samples/truth.h"

namespace tangthu::samples {
namespace {

Json to_json(const Box& box) {
  return Json::array({box.x, box.y, box.width, box.height});
}

Json to_json(const TruthPage& page) {
  Json lines = Json::array();
  for (const TruthLine& line : page.lines) {
    lines.push_back(
        {{"text", line.text}, {"box", to_json(line.box)}, {"role", line.role}});
  }
  return {{"number", page.number},
          {"width", page.width},
          {"height", page.height},
          {"dpi", page.dpi},
          {"turn_degrees", page.turn_degrees},
          {"skew_degrees", page.skew_degrees},
          {"lines", std::move(lines)},
          {"text", page_text(page)}};
}

}  // namespace

std::string page_text(const TruthPage& page) {
  std::string text;
  for (const TruthLine& line : page.lines)
    text += line.text + "\n";
  return text;
}

std::string plain_text(const Truth& truth) {
  std::string text;
  for (const TruthPage& page : truth.pages) {
    if (page.number > 1) text += "\f";
    text += page_text(page);
  }
  return text;
}

Json to_json(const Truth& truth, const std::string& file) {
  Json stamps = Json::array();
  for (const TruthStamp& stamp : truth.stamps) {
    stamps.push_back({{"text", stamp.text},
                      {"kind", stamp.kind},
                      {"page", stamp.page},
                      {"box", to_json(stamp.box)}});
  }
  Json pages = Json::array();
  for (const TruthPage& page : truth.pages)
    pages.push_back(to_json(page));
  return {{"file", file},
          {"grade", truth.grade},
          {"seed", truth.seed},
          {"level", level_code(truth.level)},
          {"type", truth.type},
          {"fields", truth.fields},
          {"handwritten", truth.handwritten},
          {"stamps", std::move(stamps)},
          {"pages", std::move(pages)}};
}

}  // namespace tangthu::samples
