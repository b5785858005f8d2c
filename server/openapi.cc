// The service's description (OpenAPI 3.1), made from the routes and from the commands'
// own options, so that it can't differ from what is served.
#include <map>

#include "cli/served.h"
#include "server/api.h"

#ifndef TANGTHU_VERSION
#error "the version comes from the build"
#endif

namespace tangthu::server {
namespace {

Json reference(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

Json content_of(const char* type, Json schema) {
  return {{type, {{"schema", std::move(schema)}}}};
}

Json object(Json properties, std::vector<std::string> required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)}};
}

Json text() {
  return {{"type", "string"}};
}

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json schemas() {
  return {
      {"Problem",
       object({{"type", text()},
               {"title", text()},
               {"status", {{"type", "integer"}}},
               {"remedy", text()},
               {"subject", text()},
               {"code", {{"type", "integer"}}},
               {"request", text()},
               {"wanted",
                object({{"kind", {{"enum", {"file", "passphrase", "confirmation"}}}},
                        {"name", text()},
                        {"prompt", text()}},
                       {"kind"})}},
              {"type", "title", "status", "remedy"})},
      {"Login",
       object({{"user", text()}, {"passphrase", text()}}, {"user", "passphrase"})},
      {"Session", object({{"session", text()},
                          {"user", text()},
                          {"roles", list_of(text())},
                          {"token", text()},
                          {"idle_seconds", {{"type", "integer"}}},
                          {"seconds", {{"type", "integer"}}}},
                         {"session", "user", "roles"})},
      {"Receipt", object({{"id", text()},
                          {"log_index", {{"type", "integer"}}},
                          {"repeated", {{"type", "boolean"}}}},
                         {"id", "log_index", "repeated"})},
      {"Page", object({{"results", list_of({{"type", "object"}})},
                       {"total", {{"type", "integer"}}},
                       {"next", text()}},
                      {"results", "total"})},
      {"Answer", object({{"results", list_of(Json::object())},
                         {"messages", list_of(text())},
                         {"errors", list_of({{"type", "object"}})},
                         {"files", list_of(object({{"file", text()},
                                                   {"data", text()},
                                                   {"bytes", {{"type", "integer"}}},
                                                   {"last", {{"type", "boolean"}}}},
                                                  {"file", "data", "last"}))},
                         {"exit_code", {{"type", "integer"}}}},
                        {"results", "exit_code"})},
  };
}

Json property_of(const cli::OptionDescription& option) {
  Json out;
  if (option.flag) {
    out["type"] = "boolean";
  } else {
    Json one = {{"type", {"string", "number"}}};
    if (!option.choices.empty()) one = {{"enum", option.choices}};
    out = option.many ? Json{{"oneOf", {one, list_of(one)}}} : one;
  }
  out["description"] = option.what;
  return out;
}

Json arguments_of(const cli::CommandDescription& command) {
  Json properties = Json::object();
  std::vector<std::string> required;
  for (const auto& option : command.options) {
    properties[option.name] = property_of(option);
    if (option.required) required.push_back(option.name);
  }
  Json out = object(std::move(properties), std::move(required));
  out["additionalProperties"] = false;
  return out;
}

Json command_body(const cli::CommandDescription& command) {
  Json out = object(
      {{"arguments", arguments_of(command)},
       {"output", {{"enum", {"json", "text"}}, {"default", "json"}}},
       {"language", {{"enum", {"en", "vi"}}, {"default", "en"}}},
       {"quiet", {{"type", "boolean"}}},
       {"files",
        {{"type", "object"},
         {"description", "what arguments name, by that name"},
         {"additionalProperties", {{"type", "string"}, {"contentEncoding", "base64"}}}}},
       {"new_passphrase", text()},
       {"confirmed", {{"type", "boolean"}}}},
      {});
  out["additionalProperties"] = false;
  return out;
}

Json problems() {
  return {{"description", "what is wrong, and what to do"},
          {"content", content_of("application/problem+json", reference("Problem"))}};
}

Json operation(const std::string& what, Access access) {
  Json out = {{"summary", what}, {"responses", Json::object()}};
  if (access == Access::kSession || access == Access::kStation)
    out["security"] = Json::array({{{"session", Json::array()}}});
  if (access == Access::kStation) out["security"].push_back({{"station", Json::array()}});
  return out;
}

void add_answer(Json& operation, const char* status, const char* what, Json content) {
  operation["responses"][status] = {{"description", what}};
  if (!content.is_null()) operation["responses"][status]["content"] = std::move(content);
}

Json body_of(Json content) {
  return {{"required", true}, {"content", std::move(content)}};
}

Json parameter(const char* name, const char* in, Json schema, const char* what) {
  return {{"name", name},
          {"in", in},
          {"required", std::string_view(in) == "path"},
          {"description", what},
          {"schema", std::move(schema)}};
}

Json query_parameters(const cli::CommandDescription& command) {
  Json out = Json::array();
  for (const auto& option : command.options)
    out.push_back(parameter(option.name.c_str(), "query", text(), option.what.c_str()));
  return out;
}

// What goes in and out of the routes that are no commands.
void describe_route(const std::string& name, Json& out) {
  const Json answer = content_of("application/json", reference("Answer"));
  const Json any = content_of("application/json", {{"type", "object"}});
  if (name == "POST /v1/sessions") {
    out["requestBody"] = body_of(content_of("application/json", reference("Login")));
    add_answer(out, "201", "logged in",
               content_of("application/json", reference("Session")));
  } else if (name == "GET /v1/sessions/current") {
    add_answer(out, "200", "the session",
               content_of("application/json", reference("Session")));
  } else if (name == "DELETE /v1/sessions/current") {
    add_answer(out, "204", "logged out", nullptr);
  } else if (name == "POST /v1/search") {
    out["requestBody"] = body_of(
        content_of("application/json", arguments_of(*cli::find_served({"search"}))));
    add_answer(out, "200", "the hits", answer);
  } else if (name == "GET /v1/documents") {
    out["parameters"] = query_parameters(*cli::find_served({"list"}));
    out["parameters"].push_back(
        parameter("limit", "query",
                  {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}}, "of a page"));
    out["parameters"].push_back(parameter("cursor", "query", text(), "`next` of a page"));
    add_answer(out, "200", "the documents, and a cursor where there are more",
               content_of("application/json", reference("Page")));
  } else if (name == "GET /v1/documents/{id}") {
    out["parameters"] = {parameter("id", "path", text(), "the document")};
    add_answer(out, "200", "what is known of it", answer);
  } else if (name == "GET /v1/documents/{id}/content") {
    out["parameters"] = {
        parameter("id", "path", text(), "the document"),
        parameter("format", "query", {{"enum", {"pdf", "text", "master"}}}, "its form"),
        parameter("page", "query", {{"type", "integer"}, {"minimum", 1}},
                  "only this page")};
    const Json bytes = {{"application/pdf", Json::object()},
                        {"text/plain", Json::object()},
                        {"application/octet-stream", Json::object()}};
    add_answer(out, "200", "the document", bytes);
    add_answer(out, "206", "a range of it", bytes);
    add_answer(out, "304", "as the client has it", nullptr);
  } else if (name == "POST /v1/submissions") {
    out["requestBody"] = body_of({{"application/octet-stream", Json::object()}});
    const Json receipt = content_of("application/json", reference("Receipt"));
    add_answer(out, "201", "taken in", receipt);
    add_answer(out, "200", "was taken in before", receipt);
  } else if (name == "POST /v1/seal") {
    add_answer(out, "200", "sealed; or `sealing`, where requests take longer to end",
               content_of("application/json",
                          object({{"sealed", {{"type", "boolean"}}},
                                  {"state", {{"enum", {"sealed", "sealing"}}}}},
                                 {"sealed", "state"})));
  } else if (name == "GET /metrics") {
    add_answer(out, "200", "the counters", {{"text/plain", Json::object()}});
  } else {
    add_answer(out, "200", "it is so", any);
    if (name == "GET /v1/ready") add_answer(out, "503", "the vault is sealed", any);
  }
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

Json command_operation(const cli::CommandDescription& command) {
  Json out = operation(command.what, Access::kSession);
  out["parameters"] = {
      parameter("idempotency-key", "header", {{"type", "string"}, {"maxLength", 128}},
                "the same request with the same key is done once in a session")};
  out["requestBody"] = body_of(content_of("application/json", command_body(command)));
  out["requestBody"]["required"] = false;
  Json content = content_of("application/json", reference("Answer"));
  content["application/x-ndjson"] = Json::object();
  add_answer(out, "200", "what the command said; its exit code", std::move(content));
  out["responses"]["default"] = problems();
  return out;
}

Json describe_service() {
  Json paths = Json::object();
  for (const Route& route : routes()) {
    const std::string path = route.path;
    if (path.starts_with("/v1/commands/")) continue;
    Json out = operation(route.what, route.access);
    describe_route(std::string(route.method) + " " + path, out);
    out["responses"]["default"] = problems();
    paths[path][lower(route.method)] = std::move(out);
  }
  for (const cli::CommandDescription& command : cli::served_commands()) {
    std::string path = "/v1/commands";
    for (const std::string& word : command.words)
      path += "/" + word;
    paths[path]["post"] = command_operation(command);
  }
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "tangthu"}, {"version", TANGTHU_VERSION}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", schemas()},
            {"securitySchemes",
             {{"session", {{"type", "http"}, {"scheme", "bearer"}}},
              {"station", {{"type", "mutualTLS"}}}}}}}};
}

}  // namespace

void get_description(Call& call) {
  static const Json kDescription = describe_service();
  answer_json(call.exchange, 200, kDescription);
}

}  // namespace tangthu::server
