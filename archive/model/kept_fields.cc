#include "archive/model/kept_fields.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

bool is_reading(const Json& json) {
  return json.is_object() && json.contains("value") && json["value"].is_string() &&
         json.contains("by") && json["by"].is_string() && json.contains("at") &&
         json["at"].is_number_unsigned();
}

}  // namespace

bool is_kept_fields(const Json& json) {
  if (!json.is_object()) return false;
  return std::ranges::all_of(json, [](const Json& field) {
    return is_reading(field) && field.contains("earlier") &&
           field["earlier"].is_array() &&
           std::ranges::all_of(field["earlier"], is_reading);
  });
}

std::string kept_value(const Json& fields, const std::string& name) {
  const auto at = fields.find(name);
  return at == fields.end() ? std::string() : at->at("value").get<std::string>();
}

FieldValues kept_values(const Json& fields) {
  FieldValues out;
  for (const auto& [name, field] : fields.items()) {
    std::string value = field.at("value");
    if (!value.empty()) out[name] = std::move(value);
  }
  return out;
}

bool keep_value(Json& fields, const std::string& name, const std::string& value,
                const std::string& by, UnixSeconds at) {
  if (kept_value(fields, name) == value) return false;
  Json earlier = Json::array();
  if (const auto before = fields.find(name); before != fields.end()) {
    earlier = before->at("earlier");
    earlier.push_back({{"value", before->at("value")},
                       {"by", before->at("by")},
                       {"at", before->at("at")}});
  }
  fields[name] = {
      {"value", value}, {"by", by}, {"at", at}, {"earlier", std::move(earlier)}};
  return true;
}

}  // namespace tangthu::archive
