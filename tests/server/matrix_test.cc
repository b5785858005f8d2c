// Every operation of the description × every role: docs/AUTHORISATION.md is the table.
#include <fstream>
#include <map>
#include <set>

#include "tests/server/fitting_arguments.h"
#include "tests/server/served.h"

namespace tangthu::server {
namespace {

// The columns, and who stands for each: without a session, a station's certificate
// without one, and a user who has this role alone.
struct Column {
  const char* title;
  const char* user;
};
constexpr Column kColumns[] = {
    {"nobody", ""},        {"station", ""},      {"operator", "thu"},
    {"archivist", "luu2"}, {"reader", "ngoai"},  {"officer", "binh"},
    {"auditor", "kiem"},   {"custodian", "giu"}, {"administrator", "an"}};

using Table = std::map<std::string, std::string>;  // operation → its cells

// The rows of a Markdown table whose first cell is code.
Table rows_of(std::istream& in) {
  Table out;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    const std::size_t end = line.find("` |");
    EXPECT_TRUE(out.emplace(line.substr(3, end - 3), line.substr(end + 3)).second)
        << line;
  }
  return out;
}

class MatrixTest : public ServedTest {
 protected:
  static constexpr const char* kNewPassphrase = "một mật khẩu mới thật dài";
  static constexpr const char* kSeal = "/v1/seal";
  static constexpr const char* kAbsent = "0123456789abcdefghjkmnpqrs";

  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
    for (const char* role : {"operator", "archivist", "reader"})
      add_reader(user_of(role), {role}, "thuong");
    add_reader(user_of("custodian"), {"custodian"}, "");
    // What these operations name is there.
    const std::string luu = user_of("archivist");
    done_from_far({"fonds", "add", "1", "--name", "1"}, luu);
    done_from_far({"dossier", "open", "1", "--title", "1", "--level", "thuong"}, luu);
    const auto made = tangthu(
        {"--json", "station", "key", "tram-9", "--out", path("tram-9").string()}, "an");
    station_key_ = cli::json_lines(made.out).at(0).at("key");
  }
  std::string station_key_;
  static std::string user_of(std::string_view title) {
    for (const Column& column : kColumns)
      if (column.title == title) return column.user;
    return {};
  }

  // Whether the server did, or looked for, what was asked. What is named is not there, so
  // that nothing is changed.
  static bool is_let(const Answer& answer) {
    if (answer.status == 401) return false;
    return answer.status != 404 ||
           answer.json.value("title", "") != "your role does not include this";
  }
  Answer ask_for(http::Client& client, const std::string& method, const std::string& path,
                 const Json& operation, const std::string& token) const {
    std::string target = path;
    std::string body;
    if (const auto at = target.find("{id}"); at != std::string::npos)
      target.replace(at, 4, kAbsent);
    if (path.starts_with("/v1/commands/")) {
      Json arguments = arguments_for(path, arguments_of(operation), kAbsent);
      if (path == "/v1/commands/backup") arguments["dir"] = this->path("backup").string();
      if (path == "/v1/commands/fonds/add") arguments["code"] = "2";
      if (path == "/v1/commands/fonds/edit") arguments["field=value"] = "fondsName=2";
      if (path == "/v1/commands/dossier/open") arguments["code"] = "2";
      if (path == "/v1/commands/station/add") arguments["key"] = station_key_;
      body = Json({{"arguments", std::move(arguments)},
                   {"new_passphrase", kNewPassphrase},
                   {"confirmed", true}})
                 .dump();
    }
    if (path == "/v1/search") body = R"({"query":"giấy"})";
    const Answer answer = ask(client, method, target, token, body);
    EXPECT_NE(answer.status, 0) << target << answer.text;
    EXPECT_LT(answer.status, 500) << target << answer.text;
    return answer;
  }

  // By one user, or by nobody, over one connection.
  void ask_all(const Json& described, const Column& column,
               std::map<std::string, std::set<std::string>>& out) const {
    const auto far = client(std::string(column.title) == "station" ? "station" : "");
    const std::string user = column.user;
    std::string token = user.empty() ? "" : log_in(*far, user);
    for (const auto& [path, methods] : described["paths"].items()) {
      // What ends everything comes last.
      if (path == kSeal && std::string(column.title) == "administrator") continue;
      for (const auto& [method, operation] : methods.items()) {
        std::string upper = method;
        for (char& c : upper)
          c = static_cast<char>(std::toupper(c));
        Answer answer = ask_for(*far, upper, path, operation, token);
        // Some operations end the session.
        if (answer.status == 401 && !user.empty()) {
          token = log_in(*far, user);
          answer = ask_for(*far, upper, path, operation, token);
        }
        if (is_let(answer)) out[upper + " " + path].insert(column.title);
        out[upper + " " + path];
      }
    }
  }
};

TEST_F(MatrixTest, EveryOperationIsOpenToTheRolesThatTheTableSaysAndToNoOther) {
  std::ifstream file(TANGTHU_SOURCE_DIR "/docs/AUTHORISATION.md");
  const Table specified = rows_of(file);
  const Json described = ask(*client(), "GET", "/v1/openapi.json").json;
  std::map<std::string, std::set<std::string>> let;
  // The archivist last: who comes after him would find what he made, and no refusal.
  for (const bool describes : {false, true}) {
    for (const Column& column : kColumns) {
      if ((std::string(column.title) == "archivist") == describes)
        ask_all(described, column, let);
    }
  }
  const auto last = client();
  const Json login = {{"user", "an"}, {"passphrase", kNewPassphrase}};  // he changed it
  const Json session = ask(*last, "POST", "/v1/sessions", {}, login.dump()).json;
  if (is_let(ask(*last, "POST", kSeal, session.value("token", ""))))
    let[std::string("POST ") + kSeal].insert("administrator");
  // Files that operations write are their callers': one called so is none of the
  // server's.
  EXPECT_FALSE(std::filesystem::exists("1"));
  Table found;
  for (const auto& [operation, titles] : let) {
    for (const Column& column : kColumns)
      found[operation] += titles.count(column.title) > 0 ? " yes |" : "  |";
  }
  EXPECT_GT(found.size(), 100U);
  for (const auto& [operation, cells] : found) {
    const auto at = specified.find(operation);
    if (at == specified.end()) {
      ADD_FAILURE() << "not in the table: | `" << operation << "` |" << cells;
    } else {
      EXPECT_EQ(at->second, cells) << operation;
    }
  }
  for (const auto& [operation, cells] : specified)
    EXPECT_TRUE(found.count(operation) > 0) << "no operation any more: " << operation;
}

}  // namespace
}  // namespace tangthu::server
