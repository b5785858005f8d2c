// An agency's vault that a server serves, driven by the command line through it and by a
// client of its own.
#pragma once

#include <thread>

#include "base/process.h"
#include "http/client.h"
#include "tests/cli/agency.h"

namespace tangthu::server {

class ServedTest : public cli::AgencyTest {
 protected:
  // A vault with a key file, and a certificate for localhost.
  void found_for_service() {
    std::vector<std::string> words = founding();
    words.insert(words.end(), {"--key-file", path("unseal.key").string()});
    const auto ran = tangthu(words, "an");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    make_certificate("server", "localhost");
  }
  // Self-signed: its own authority.
  void make_certificate(const std::string& name, const std::string& host) const {
    const auto ran =
        test::run({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                   "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                   "/CN=" + host, "-addext", "subjectAltName=DNS:" + host, "-keyout",
                   path(name + ".key").string(), "-out", path(name + ".pem").string()});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }

  // Waits until it serves. `more` are further options.
  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"tangthud",
                                      "--vault",
                                      path("vault").string(),
                                      "--listen",
                                      listen_,
                                      "--certificate",
                                      path("server.pem").string(),
                                      "--key",
                                      path("server.key").string(),
                                      "--socket",
                                      path(socket_).string()};
    const auto key = std::find(more.begin(), more.end(), "sealed");
    if (key == more.end()) {
      words.insert(words.end(), {"--unseal-key-file", path("unseal.key").string()});
    } else {
      more.erase(key);
    }
    words.insert(words.end(), more.begin(), more.end());
    if (!run_server_as_.empty()) {
      words[0] = (program_folder() / words[0]).string();
      words.insert(words.begin(), run_server_as_.begin(), run_server_as_.end());
    }
    server_ = std::make_unique<test::Started>(words, test::Environment{});
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (port_of(server_->err()).empty()) {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << server_->err();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    port_ = port_of(server_->err());
  }
  test::Ran stop(int signal = SIGTERM) {
    server_->kill(signal);
    test::Ran ran = server_->wait();
    server_.reset();
    return ran;
  }

  // The next server has the port of this one.
  void keep_port() { listen_ = "127.0.0.1:" + port_; }
  std::string url() const { return "https://localhost:" + port_; }
  // A user's environment far from the vault.
  test::Environment far(const std::string& user) const {
    test::Environment out = environment(user);
    out.erase("TANGTHU_VAULT");
    out["TANGTHU_SERVER"] = url();
    out["TANGTHU_SERVER_CA"] = path("server.pem").string();
    return out;
  }
  test::Ran from_far(std::vector<std::string> words, const std::string& user) const {
    words.insert(words.begin(), "tangthu");
    return test::run(words, far(user));
  }
  // The one JSON line of a command that must succeed.
  Json done_from_far(std::vector<std::string> words, const std::string& user) const {
    words.insert(words.begin(), "--json");
    const auto ran = from_far(words, user);
    EXPECT_EQ(ran.exit_code, 0) << words[1] << ": " << ran.err;
    const auto lines = cli::json_lines(ran.out);
    EXPECT_EQ(lines.size(), 1U) << words[1];
    return lines.empty() ? Json::object() : lines[0];
  }
  // A user with roles, signed by both officers; and cleared for a level.
  void add_reader(const std::string& name, const std::vector<std::string>& roles,
                  const std::string& level) {
    write_passphrase(name);
    std::vector<std::string> words = {"user", "add", name, "--new-passphrase-file",
                                      path(name + ".pass").string()};
    for (const std::string& role : roles)
      words.insert(words.end(), {"--role", role});
    sign(done_from_far(words, "an"), {"binh", "chi"});
    if (!level.empty())
      sign(done_from_far({"grant", name, "--level", level}, "binh"), {"chi"});
  }
  void sign(const Json& proposed, const std::vector<std::string>& officers) const {
    for (const std::string& officer : officers)
      done_from_far({"approve", proposed["request"].get<std::string>()}, officer);
  }

  std::unique_ptr<http::Client> client(const std::string& certificate = {}) const {
    http::ClientOptions options;
    options.authorities = path("server.pem");
    if (!certificate.empty()) {
      options.certificate = path(certificate + ".pem");
      options.key = path(certificate + ".key");
    }
    auto out = http::Client::connect(http::parse_url(url()).value(), options);
    EXPECT_TRUE(out) << out.error().text();
    return std::move(*out);
  }
  struct Answer {
    int status;
    http::Headers headers;
    std::string text;
    Json json;
  };
  static Answer ask(http::Client& client, const std::string& method,
                    const std::string& target, const std::string& token = {},
                    const std::string& body = {}, http::Headers headers = {}) {
    http::ClientRequest request;
    request.method = method;
    request.path = target;
    request.headers = std::move(headers);
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    request.body = as_bytes(body);
    const auto response = client.ask(request);
    if (!response) return {0, {}, response.error().text(), {}};
    const std::string text(http::view_of(response->body));
    return {response->status, response->headers, text,
            json_from_text(text).value_or(Json())};
  }
  // A session's token.
  std::string log_in(http::Client& client, const std::string& user) const {
    const Json body = {{"user", user}, {"passphrase", "mật khẩu của " + user}};
    const Answer answer = ask(client, "POST", "/v1/sessions", {}, body.dump());
    EXPECT_EQ(answer.status, 201) << answer.text;
    return answer.json.value("token", "");
  }

  std::unique_ptr<test::Started> server_;
  std::vector<std::string> run_server_as_;  // words before its own
  std::string socket_ = "socket";
  std::string listen_ = "127.0.0.1:0";  // any port that is free

 private:
  // "serving port=40123 …"
  static std::string port_of(const std::string& log) {
    constexpr std::string_view kMark = "serving port=";
    const std::size_t at = log.find(kMark);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + kMark.size();
    const std::size_t end = log.find(' ', begin);
    return end == std::string::npos ? std::string() : log.substr(begin, end - begin);
  }
  std::string port_;
};

}  // namespace tangthu::server
