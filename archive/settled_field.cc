#include "archive/settled_field.h"

#include <set>

#include "archive/review_item.h"

namespace tangthu::archive {
namespace {

Json reading(const Json& value, double confidence, const std::string& by,
             UnixSeconds at) {
  return {
      {"value", value}, {"confidence", confidence}, {"by", by}, {"at", format_utc(at)}};
}

}  // namespace

void settle_field(Record& record, const std::string& name, const Json& value,
                  const std::string& by, UnixSeconds at) {
  const auto item = find_item({{}, ItemKind::kField, name, 0}, {}, record);
  Json& field = record.fields[name];
  if (!field.is_object()) {
    field = {{"value", nullptr},
             {"confidence", 0.0},
             {"page", 0},
             {"box", Json::array({0, 0, 0, 0})}};
  }
  if (!field.contains("readings")) {
    field["readings"] =
        Json::array({reading(field["value"], item->confidence, "", record.created)});
  }
  field["value"] = value;
  field["confidence"] = 1.0;
  field["readings"].push_back(reading(value, 1.0, by, at));
}

void forget_settled_warnings(Record& record) {
  std::set<std::string> open;
  for (const ReviewItem& item : items_of({}, {}, record, std::nullopt)) {
    const std::string& field = item.name.field;
    if (item.name.kind == ItemKind::kLevel) {
      open.insert(warning::kDoubtfulStamp);
      open.insert(warning::kLevelUnread);
    }
    if (item.name.kind == ItemKind::kPage) open.insert(warning::kLowConfidence);
    if (field == "number" || field == "symbol" || field == "date")
      open.insert(warning::kDoubtfulField);
  }
  for (const char* each : {warning::kDoubtfulStamp, warning::kLevelUnread,
                           warning::kLowConfidence, warning::kDoubtfulField}) {
    // Records of before there was a review do not say which pages they warned of.
    const bool unknown = each == warning::kLowConfidence && record.unsure_pages.empty();
    if (!unknown && !open.contains(each)) std::erase(record.warnings, each);
  }
}

}  // namespace tangthu::archive
