// Every operation of the description, asked by everybody about what he may not see: one
// answer for a document that is forbidden and for one that is not there.
#include <algorithm>
#include <set>

#include "tests/server/served.h"

namespace tangthu::server {
namespace {

// The arguments that name a document, an entry of a book or a case.
bool names_something(const std::string& argument) {
  static const std::set<std::string> kNames = {"id",   "item", "case",     "document",
                                               "copy", "what", "approval", "entry"};
  return kNames.count(argument) > 0;
}

// An argument that fits its schema.
Json fitting(const std::string& name, const Json& schema, const std::string& id) {
  if (names_something(name)) return name == "item" ? id + "/number" : id;
  if (schema.contains("enum")) return schema["enum"][0];
  if (name == "level") return "mat";
  if (name == "book") return "di";
  if (schema.value("type", Json()) == "boolean") return true;
  if (name.find("date") != std::string::npos || name == "until" || name == "decided" ||
      name == "from" || name == "on" || name == "day")
    return "2026-01-02";
  return "1";
}

// What is wanted, and whatever names something.
Json arguments_for(const std::string& path, const Json& schema, const std::string& id) {
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
  if (path == "/v1/commands/review/fix") out["value"] = "7";
  return out;
}

class AuthorisationTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
  }

  // A document of a compartment that one archivist is cleared for, and its id.
  std::string seal_apart() {
    add_reader("luu", {"archivist"}, "");
    sign(done_from_far({"grant", "luu", "--level", "thuong", "--compartment", "nhan-su"},
                       "binh"),
         {"chi"});
    make_samples("pages", {"--count", "1", "--seed", "5", "--grade", "clean", "--pages",
                           "single", "--level", "thuong"});
    stop();
    auto here = environment("luu");
    here["TANGTHU_UNSEAL_KEY_FILE"] = path("unseal.key").string();
    const auto in = test::run({"tangthu", "--json", "ingest", path("pages").string(),
                               "--level", "thuong", "--compartment", "nhan-su"},
                              here);
    EXPECT_EQ(in.exit_code, 0) << in.err;
    start({"--clients", path("station.pem").string()});
    const std::string id = cli::json_lines(in.out).at(0).at("id");
    EXPECT_EQ(done_from_far({"show", id}, "luu")["compartments"], Json({"nhan-su"}));
    return id;
  }

  // Status and body, without what must differ.
  static std::string told(const Answer& answer, const std::string& id) {
    Json json = answer.json;
    if (json.is_object()) json.erase("request");
    std::string text = std::to_string(answer.status) + " " + json.dump();
    for (std::size_t at = text.find(id); at != std::string::npos; at = text.find(id))
      text.replace(at, id.size(), "ID");
    return text;
  }
};

TEST_F(AuthorisationTest, WhatIsForbiddenAndWhatIsNotThereHaveOneAnswerEverywhere) {
  const std::string secret = seal_apart();
  const std::string absent = "0123456789abcdefghjkmnpqrs";
  add_reader("ngoai", {"reader"}, "thuong");
  add_reader("thu", {"operator"}, "thuong");
  add_reader("luu2", {"archivist"}, "thuong");
  auto far = client();
  const Json described = ask(*far, "GET", "/v1/openapi.json").json;
  std::size_t compared = 0;
  // A reader, an operator and an archivist who are not cleared for it; an administrator,
  // an auditor.
  for (const char* user : {"ngoai", "thu", "luu2", "an", "kiem"}) {
    std::string token = log_in(*far, user);
    for (const auto& [path, methods] : described["paths"].items()) {
      for (const auto& [method, operation] : methods.items()) {
        std::vector<std::string> both;
        for (const std::string& id : {secret, absent}) {
          std::string upper = method;
          for (char& c : upper)
            c = static_cast<char>(std::toupper(c));
          std::string target = path;
          std::string body;
          if (const auto at = target.find("{id}"); at != std::string::npos) {
            target.replace(at, 4, id);
          } else if (path.starts_with("/v1/commands/")) {
            const Json& schema = operation["requestBody"]["content"]["application/json"]
                                          ["schema"]["properties"]["arguments"];
            const Json arguments = arguments_for(path, schema, id);
            if (arguments.dump().find(id) == std::string::npos) continue;
            body = Json({{"arguments", arguments}, {"confirmed", true}}).dump();
          } else {
            continue;
          }
          const Answer answer = ask(*far, upper, target, token, body);
          ASSERT_NE(answer.status, 0) << target;
          EXPECT_LT(answer.status, 500) << user << ' ' << target << answer.text;
          both.push_back(told(answer, id));
        }
        if (both.empty()) continue;
        EXPECT_EQ(both[0], both[1]) << user << ' ' << path;
        ++compared;
        EXPECT_TRUE(both[0].starts_with("404 ")) << user << ' ' << path << both[0];
      }
    }
  }
  EXPECT_GT(compared, 5U * 40U);
}

}  // namespace
}  // namespace tangthu::server
