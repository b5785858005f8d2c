// Holds a JSON value to a schema: the keywords of JSON Schema 2020-12 that ours use. A
// keyword it does not know is a finding, so that no rule goes unheld.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"

namespace tangthu::tests {

class JsonSchema {
 public:
  explicit JsonSchema(Json schema) : root_(std::move(schema)) {}

  // One line a finding; nothing when the value conforms.
  std::vector<std::string> findings(const Json& value) {
    findings_.clear();
    check(value, root_, "");
    return findings_;
  }

 private:
  static bool is_a(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
  }

  void want(bool holds, const std::string& place, const std::string& keyword) {
    if (!holds) findings_.push_back(place + ": " + keyword);
  }

  void check(const Json& value, const Json& schema, const std::string& place) {
    for (const auto& [keyword, rule] : schema.items()) {
      static const std::set<std::string> kNoRules = {"$schema", "$defs", "title",
                                                     "description"};
      if (kNoRules.contains(keyword)) continue;
      if (keyword == "$ref") {
        const std::string target = rule.get<std::string>().substr(1);
        check(value, root_.at(Json::json_pointer(target)), place);
      } else if (keyword == "type") {
        const Json types = rule.is_array() ? rule : Json::array({rule});
        want(std::any_of(types.begin(), types.end(),
                         [&](const Json& type) { return is_a(value, type); }),
             place, keyword);
      } else if (keyword == "enum") {
        want(std::find(rule.begin(), rule.end(), value) != rule.end(), place, keyword);
      } else if (value.is_object()) {
        check_object(value, schema, keyword, rule, place);
      } else if (value.is_array()) {
        check_array(value, keyword, rule, place);
      } else {
        check_number(value, keyword, rule, place);
      }
    }
  }

  void check_object(const Json& value, const Json& schema, const std::string& keyword,
                    const Json& rule, const std::string& place) {
    if (keyword == "required") {
      for (const std::string name : rule)
        want(value.contains(name), place, "required " + name);
    } else if (keyword == "properties") {
      for (const auto& [name, part] : rule.items()) {
        if (value.contains(name)) check(value[name], part, place + "/" + name);
      }
    } else if (keyword == "propertyNames") {
      for (const auto& [name, part] : value.items())
        check(Json(name), rule, place + "/" + name);
    } else if (keyword == "additionalProperties") {
      for (const auto& [name, part] : value.items()) {
        const bool named =
            schema.contains("properties") && schema["properties"].contains(name);
        if (!named) check(part, rule, place + "/" + name);
      }
    } else {
      findings_.push_back("unknown keyword " + keyword);
    }
  }

  void check_array(const Json& value, const std::string& keyword, const Json& rule,
                   const std::string& place) {
    if (keyword == "items") {
      for (std::size_t i = 0; i < value.size(); ++i)
        check(value[i], rule, place + "/" + std::to_string(i));
    } else if (keyword == "minItems") {
      want(value.size() >= rule.get<std::size_t>(), place, keyword);
    } else if (keyword == "maxItems") {
      want(value.size() <= rule.get<std::size_t>(), place, keyword);
    } else {
      findings_.push_back("unknown keyword " + keyword);
    }
  }

  void check_number(const Json& value, const std::string& keyword, const Json& rule,
                    const std::string& place) {
    if (keyword == "minimum") {
      want(!value.is_number() || value.get<double>() >= rule.get<double>(), place,
           keyword);
    } else if (keyword == "maximum") {
      want(!value.is_number() || value.get<double>() <= rule.get<double>(), place,
           keyword);
    } else {
      findings_.push_back(place + ": not of the kind that " + keyword + " is about");
    }
  }

  Json root_;
  std::vector<std::string> findings_;
};

}  // namespace tangthu::tests
