// The JSON of a recognised document. Inside the room boxes are in cleaned pixels; here,
// where they leave it, they become pixels of the master.

#include <algorithm>
#include <cmath>

#include "base/unicode.h"
#include "ocr/text.h"

namespace tangthu::ocr {
namespace {

// Three decimals: more would only be noise in every file.
double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

double confidence_of(double value) {
  return rounded(std::clamp(value, 0.0, 1.0));
}

const PageText* find_page(const std::vector<PageText>& pages, int number) {
  const auto at = std::find_if(pages.begin(), pages.end(), [&](const PageText& page) {
    return page.number == number;
  });
  return at == pages.end() ? nullptr : &*at;
}

Json box_json(const Box& box, const PageText* page) {
  if (page == nullptr || box.empty()) return Json::array({0, 0, 0, 0});
  const Box mapped = page->to_master.map(box, page->width, page->height);
  return Json::array({mapped.x, mapped.y, mapped.width, mapped.height});
}

Json word_json(const Word& word, const PageText& page) {
  Json out = {{"text", to_nfc(word.text)},
              {"confidence", confidence_of(word.confidence)},
              {"box", box_json(word.box, &page)}};
  for (const OtherReading& other : word.alternatives) {
    out["alternatives"].push_back(
        {{"text", other.text}, {"probability", confidence_of(other.probability)}});
  }
  return out;
}

Json line_json(const Line& line, const PageText& page) {
  Json words = Json::array();
  for (const Word& word : line.words) {
    words.push_back(word_json(word, page));
  }
  return {{"text", to_nfc(line.text)},
          {"box", box_json(line.box, &page)},
          {"words", std::move(words)}};
}

// "line" and "word" count from 0, as in the page's own lists.
Json corrections_json(const std::vector<Correction>& corrections) {
  Json out = Json::array();
  for (const Correction& correction : corrections) {
    out.push_back({{"line", correction.line},
                   {"word", correction.word},
                   {"before", to_nfc(correction.before)},
                   {"after", to_nfc(correction.after)},
                   {"why", correction_code(correction.reason)}});
  }
  return out;
}

Json stages_json(const std::vector<CleaningStage>& stages) {
  Json out = Json::array();
  for (const CleaningStage& stage : stages) {
    out.push_back({{"stage", stage.stage},
                   {"action", stage.action},
                   {"confidence", confidence_of(stage.confidence)}});
  }
  return out;
}

Json page_json(const PageText& page) {
  Json lines = Json::array();
  for (const Line& line : page.lines)
    lines.push_back(line_json(line, page));
  return {{"number", page.number},
          {"captured_page", page.captured_page > 0 ? page.captured_page : page.number},
          {"width", page.width},
          {"height", page.height},
          {"dpi", page.dpi},
          {"turn_degrees", page.turn_degrees},
          {"skew_degrees", rounded(page.skew_degrees)},
          {"blank", page.blank},
          {"confidence", confidence_of(page.mean_confidence())},
          {"corrected", correction_state_code(page.corrected)},
          {"corrections", corrections_json(page.corrections)},
          {"stages", stages_json(page.stages)},
          {"lines", std::move(lines)}};
}

Json field_json(const Field& field, const std::vector<PageText>& pages) {
  Json value = nullptr;
  if (field.value) value = to_nfc(*field.value);
  Json out = {{"value", std::move(value)},
              {"confidence", confidence_of(field.confidence)},
              {"page", field.page},
              {"box", box_json(field.box, find_page(pages, field.page))}};
  if (!field.read.empty()) out["read"] = to_nfc(field.read);
  return out;
}

Json stamp_json(const Stamp& stamp, const std::vector<PageText>& pages) {
  return {{"text", to_nfc(stamp.text)},
          {"kind", stamp.kind},
          {"confidence", confidence_of(stamp.confidence)},
          {"page", stamp.page},
          {"box", box_json(stamp.box, find_page(pages, stamp.page))}};
}

}  // namespace

Json to_json(const DocumentText& document) {
  Json fields = Json::object();
  for (const auto& [name, field] : document.fields) {
    fields[name] = field_json(field, document.pages);
  }
  Json stamps = Json::array();
  for (const Stamp& stamp : document.stamps)
    stamps.push_back(stamp_json(stamp, document.pages));
  Json pages = Json::array();
  for (const PageText& page : document.pages)
    pages.push_back(page_json(page));
  return {{"file", document.file},
          {"level", level_code(document.level)},
          {"declassified", is_declassified(document)},
          {"fields", std::move(fields)},
          {"stamps", std::move(stamps)},
          {"pages", std::move(pages)}};
}

}  // namespace tangthu::ocr
