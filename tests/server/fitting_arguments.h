// Arguments that fit what the server's description says of its operations.
#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "base/json.h"

namespace tangthu::server {

// The arguments that name a document, an entry of a book or a case.
inline bool names_something(const std::string& argument) {
  static const std::set<std::string> kNames = {
      "id",       "item",  "case",      "document", "copy", "what",
      "approval", "entry", "documents", "ids",      "row"};
  return kNames.count(argument) > 0;
}

// An argument that fits its schema.
inline Json fitting(const std::string& name, const Json& schema, const std::string& id) {
  if (names_something(name)) return name == "item" ? id + "/number" : id;
  if (schema.contains("enum")) return schema["enum"][0];
  if (name == "level") return "mat";
  if (name == "book") return "di";
  if (name == "role") return "reader";
  if (name == "year") return 2026;
  if (name == "field=value" || name == "correction") return "symbol=1";
  if (schema.value("type", Json()) == "boolean") return true;
  if (name.find("date") != std::string::npos || name == "until" || name == "decided" ||
      name == "from" || name == "on" || name == "day")
    return "2026-01-02";
  return "1";
}

// What is wanted, and whatever names something.
inline Json arguments_for(const std::string& path, const Json& schema,
                          const std::string& id) {
  Json out = Json::object();
  const Json required = schema.value("required", Json::array());
  for (const auto& [name, property] : schema["properties"].items()) {
    const bool wanted =
        std::find(required.begin(), required.end(), name) != required.end();
    if (!wanted && !names_something(name)) continue;
    Json of = property;
    if (of.contains("oneOf")) of = of["oneOf"][0];
    out[name] = fitting(name, of, id);
  }
  // Of several ways that exclude each other, one.
  if (path == "/v1/commands/destroy") out.erase("case"), out["decision"] = "1/QĐ";
  if (path == "/v1/commands/edit") out["confirm"] = true;
  if (path == "/v1/commands/dossier/open") out["code"] = "1";
  if (path == "/v1/commands/dossier/edit") out["field=value"] = "title=1";
  if (path == "/v1/commands/review/fix") out["value"] = "7";
  return out;
}

// The arguments' schema in an operation of a command.
inline const Json& arguments_of(const Json& operation) {
  return operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
                  ["arguments"];
}

}  // namespace tangthu::server
