#include "cli/review_words.h"

#include <array>
#include <cstdio>

#include "archive/search.h"
#include "base/unicode.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

using archive::ItemKind;

const char* kind_code(ItemKind kind) {
  switch (kind) {
    case ItemKind::kField:
      return "field";
    case ItemKind::kPage:
      return "page";
    case ItemKind::kLevel:
      break;
  }
  return "level";
}

bool is_hidden(const archive::ReviewItem& item, Shown how) {
  return how == Shown::kInList && item.name.field == "subject" &&
         archive::hide_subject(item.label.level);
}

std::string two_decimals(double value) {
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "%.2f", value);
  return out.data();
}

std::string reading_words(const archive::ReviewItem& item, Shown how) {
  if (item.name.kind == ItemKind::kPage) return tr("a page of unsure words");
  if (is_hidden(item, how)) return tr("not shown in lists");
  return item.value.value_or(tr("needs a person"));
}

}  // namespace

Json item_json(const archive::ReviewItem& item, Shown how) {
  Json json = {{"item", item.name.text()},
               {"id", item.name.document.to_string()},
               {"kind", kind_code(item.name.kind)}};
  if (item.name.kind == ItemKind::kField) json["field"] = item.name.field;
  json["page"] = item.page;
  if (item.name.kind != ItemKind::kPage && !is_hidden(item, how))
    json["value"] = item.value ? Json(*item.value) : Json(nullptr);
  json["confidence"] = item.confidence;
  json["level"] = level_code(item.label.level);
  json["compartments"] = item.label.compartments;
  json["file"] = item.file;
  json["box"] = {item.box.x, item.box.y, item.box.width, item.box.height};
  return json;
}

std::string item_line(const archive::ReviewItem& item, Shown how) {
  std::string out = item.name.text() + "  " + two_decimals(item.confidence) + "  " +
                    label_words(item.label) + "  " + item.file;
  if (item.page > 0)
    out += std::string(", ") + tr("page") + " " + std::to_string(item.page);
  return printable(out + ": " + reading_words(item, how));
}

std::string printable(const std::string& text) {
  std::u32string out = to_code_points(text);
  for (char32_t& c : out) {
    if (is_control(c) && c != U'\n') c = U'?';
  }
  return to_utf8(out);
}

void print_settled(const Context& context, const archive::ItemName& name,
                   const archive::Settled& settled) {
  Json json = {{"item", name.text()},
               {"id", name.document.to_string()},
               {"changed", settled.changed},
               {"in_text", settled.in_text}};
  if (name.kind != ItemKind::kPage)
    json["value"] = settled.value ? Json(*settled.value) : Json(nullptr);
  std::string text = name.text();
  if (name.kind != ItemKind::kPage) text += ": " + settled.value.value_or(tr("none"));
  if (!settled.changed) text += std::string("  (") + tr("as it was") + ")";
  context.result(json, text);
}

}  // namespace tangthu::cli
