// The service as its clients see it: a real server, real TLS, a real vault.
#include <fstream>

#include "tests/server/served.h"
#include "tests/support/json_schema.h"

namespace tangthu::server {
namespace {

class ServiceTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    start();
  }
};

TEST_F(ServiceTest, HealthAndReadinessAreForAnybody) {
  auto far = client();
  EXPECT_EQ(ask(*far, "GET", "/v1/health").json["status"], "ok");
  const Answer ready = ask(*far, "GET", "/v1/ready");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.json["sealed"], false);
}

TEST_F(ServiceTest, WithoutASessionNothingIsToldAndMetricsAreForTheMachineItself) {
  auto far = client();
  for (const char* target : {"/v1/documents", "/v1/documents/x", "/metrics",
                             "/v1/sessions/current", "/v1/documents/x/content"}) {
    const Answer answer = ask(*far, "GET", target);
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_EQ(http::find_header(answer.headers, "content-type"),
              "application/problem+json");
    EXPECT_EQ(ask(*far, "GET", target, std::string(64, 'a')).status, 401) << target;
  }
  auto near = http::Client::connect({"", 0, path("socket")}, {});
  ASSERT_TRUE(near);
  const Answer metrics = ask(**near, "GET", "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.text.find("tangthu_unsealed 1\n"), std::string::npos);
  EXPECT_NE(metrics.text.find("route=\"GET /v1/documents/{id}\",status=\"401\"} 2\n"),
            std::string::npos)
      << metrics.text;
}

TEST_F(ServiceTest, ASessionEndsByLoggingOut) {
  auto far = client();
  const std::string token = log_in(*far, "binh");
  const Answer current = ask(*far, "GET", "/v1/sessions/current", token);
  EXPECT_EQ(current.json["user"], "binh");
  EXPECT_EQ(ask(*far, "DELETE", "/v1/sessions/current", token).status, 204);
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 401);
}

TEST_F(ServiceTest, FiveWrongPassphrasesLockTheNameWhetherItExistsOrNot) {
  auto far = client();
  for (const char* name : {"binh", "khong-co"}) {
    const Json wrong = {{"user", name}, {"passphrase", "sai"}};
    std::string first;
    for (int i = 0; i < 5; ++i) {
      const Answer answer = ask(*far, "POST", "/v1/sessions", {}, wrong.dump());
      EXPECT_EQ(answer.status, 401);
      Json said = answer.json;
      said.erase("request");
      if (i == 0) first = said.dump();
      EXPECT_EQ(said.dump(), first);
    }
    const Json right = {{"user", name},
                        {"passphrase", std::string("mật khẩu của ") + name}};
    const Answer locked = ask(*far, "POST", "/v1/sessions", {}, right.dump());
    EXPECT_EQ(locked.status, 401) << name;
    Json said = locked.json;
    said.erase("request");
    EXPECT_EQ(said.dump(), first) << "a lock tells nobody whether a guess was right";
  }
  log_in(*far, "chi");  // others are not touched
}

TEST_F(ServiceTest, WhoTriesTooOftenFromOneAddressIsToldToWait) {
  auto far = client();
  const Json wrong = {{"user", "x"}};  // no passphrase: costs nothing, and counts
  int told = 0;
  for (int i = 0; i < 350; ++i) {
    const Answer answer = ask(*far, "POST", "/v1/sessions", {}, wrong.dump());
    if (answer.status == 429) {
      ++told;
      EXPECT_NE(http::find_header(answer.headers, "retry-after"), "");
    }
  }
  EXPECT_GT(told, 20);
  EXPECT_EQ(ask(*far, "GET", "/v1/health").status, 200);
}

TEST_F(ServiceTest, OneSessionDoesNotTakeEverybodysWorkers) {
  auto far = client();
  const std::string token = log_in(*far, "an");
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 24; ++i) {
    threads.emplace_back([&] {
      auto own = client();
      for (int j = 0; j < 5; ++j)
        if (ask(*own, "POST", "/v1/commands/verify", token, "{}").status == 429)
          ++refused;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_GT(refused, 0);
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 200);
}

TEST_F(ServiceTest, AnIdleSessionLocks) {
  stop();
  start({"--idle-lock", "1"});
  auto far = client();
  const std::string token = log_in(*far, "binh");
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 200);
  std::this_thread::sleep_for(std::chrono::milliseconds(2200));
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 401);
}

TEST_F(ServiceTest, ATokenIsGoodWithItsCertificateOnly) {
  make_certificate("station-a", "station-a");
  make_certificate("station-b", "station-b");
  std::ofstream both(path("clients.pem"));
  for (const char* name : {"station-a.pem", "station-b.pem"})
    both << as_text(test::read_file(path(name)));
  both.close();
  stop();
  start({"--clients", path("clients.pem").string()});
  auto a = client("station-a");
  const std::string token = log_in(*a, "binh");
  EXPECT_EQ(ask(*a, "GET", "/v1/sessions/current", token).status, 200);
  auto b = client("station-b");
  EXPECT_EQ(ask(*b, "GET", "/v1/sessions/current", token).status, 401);
  auto none = client();
  EXPECT_EQ(ask(*none, "GET", "/v1/sessions/current", token).status, 401);
}

TEST_F(ServiceTest, AnUnknownPathAWrongMethodAndABadBodyAreToldApart) {
  auto far = client();
  EXPECT_EQ(ask(*far, "GET", "/v1/nothing").status, 404);
  const Answer wrong = ask(*far, "PUT", "/v1/documents/x");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(http::find_header(wrong.headers, "allow"), "GET");
  const std::string token = log_in(*far, "binh");
  EXPECT_EQ(ask(*far, "POST", "/v1/search", token, "[1]").status, 422);
  EXPECT_EQ(ask(*far, "POST", "/v1/search", token, "{}").status, 400);
  EXPECT_EQ(
      ask(*far, "POST", "/v1/search", token, R"({"query":"x","colour":"red"})").status,
      400);
  EXPECT_EQ(
      ask(*far, "POST", "/v1/search", token, R"({"query":"x","limit":"-1"})").status,
      400);
  EXPECT_EQ(ask(*far, "POST", "/v1/commands/init", token, "{}").status, 404);
  EXPECT_EQ(ask(*far, "POST", "/v1/commands/user/nothing", token, "{}").status, 404);
  EXPECT_EQ(ask(*far, "GET", "/v1/../etc/passwd").status, 400);
  EXPECT_EQ(ask(*far, "GET", "/v1/%2e%2e/x").status, 400);
}

TEST_F(ServiceTest, EveryOperationOfTheDescriptionIsServed) {
  auto far = client();
  const Answer described = ask(*far, "GET", "/v1/openapi.json");
  ASSERT_EQ(described.status, 200);
  EXPECT_EQ(described.json["openapi"], "3.1.0");
  const std::string token = log_in(*far, "an");
  std::size_t operations = 0;
  for (const auto& [path, methods] : described.json["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      ++operations;
      std::string upper = method;
      for (char& c : upper)
        c = static_cast<char>(std::toupper(c));
      std::string target = path;
      if (const auto at = target.find("{id}"); at != std::string::npos)
        target.replace(at, 4, "0123456789abcdefghjkmnpqrs");
      // Nobody is told more than that he is not logged in, where a session is wanted.
      const bool wants_session = operation.contains("security");
      auto stranger = client();
      const int status = ask(*stranger, upper, target).status;
      if (wants_session) {
        EXPECT_EQ(status, 401) << upper << ' ' << path;
      } else {
        EXPECT_NE(status, 404) << upper << ' ' << path;
      }
      EXPECT_NE(status, 405) << upper << ' ' << path;
    }
  }
  EXPECT_GT(operations, 100U);
}

TEST_F(ServiceTest, WhatIsAskedTwiceWithOneKeyIsDoneOnce) {
  auto far = client();
  const std::string token = log_in(*far, "an");
  const Json body = {{"arguments", {{"name", "moi"}}},
                     {"new_passphrase", "một hai ba bốn"}};
  const http::Headers once = {{"idempotency-key", "k1"}};
  const Answer first =
      ask(*far, "POST", "/v1/commands/user/add", token, body.dump(), once);
  ASSERT_EQ(first.status, 200) << first.text;
  const Answer again =
      ask(*far, "POST", "/v1/commands/user/add", token, body.dump(), once);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.text, first.text);
  EXPECT_EQ(http::find_header(again.headers, "idempotent-replayed"), "true");
  EXPECT_NE(ask(*far, "POST", "/v1/commands/user/add", token, body.dump()).status, 200);
  const Json other = {{"arguments", {{"name", "khac"}}}, {"new_passphrase", "x y z t"}};
  EXPECT_EQ(ask(*far, "POST", "/v1/commands/user/add", token, other.dump(), once).status,
            422);
}

TEST_F(ServiceTest, ACommandThatWantsMoreSaysWhat) {
  auto far = client();
  const std::string token = log_in(*far, "an");
  const Json body = {{"arguments", {{"name", "moi"}}}};
  const Answer answer = ask(*far, "POST", "/v1/commands/user/add", token, body.dump());
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.json["wanted"]["kind"], "passphrase");
  const Json list = ask(*far, "POST", "/v1/commands/user/list", token).json;
  EXPECT_EQ(list["results"].size(), 4U) << "nobody was added";
}

// OpenSSL's own client: 1.3 alone, and its strong suites.
TEST_F(ServiceTest, NothingButTls13IsSpoken) {
  const std::string place = url().substr(std::string("https://").size());
  const auto handshake = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"/usr/bin/openssl",
                                      "s_client",
                                      "-connect",
                                      place,
                                      "-CAfile",
                                      path("server.pem").string(),
                                      "-verify_return_error",
                                      "-brief"};
    words.insert(words.end(), more.begin(), more.end());
    return test::run(words);
  };
  const auto best = handshake({});
  EXPECT_EQ(best.exit_code, 0) << best.err;
  EXPECT_NE(best.err.find("Protocol version: TLSv1.3"), std::string::npos) << best.err;
  EXPECT_NE(best.err.find("Ciphersuite: TLS_AES_256_GCM_SHA384"), std::string::npos);
  EXPECT_EQ(handshake({"-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"}).exit_code, 0);
  EXPECT_NE(handshake({"-ciphersuites", "TLS_AES_128_GCM_SHA256"}).exit_code, 0);
  EXPECT_NE(handshake({"-tls1_2"}).exit_code, 0);
  EXPECT_NE(handshake({"-tls1_1"}).exit_code, 0);
}

TEST_F(ServiceTest, TheLogHasNothingOfWhatWasAsked) {
  auto far = client();
  const std::string token = log_in(*far, "an");
  ask(*far, "POST", "/v1/search", token, R"({"query":"hạt giống tím"})");
  ask(*far, "GET", "/v1/documents?agency=quýt&x=1", token);
  ask(*far, "GET", "/v1/sung/khong-co", token);
  const auto ran = stop();
  EXPECT_EQ(ran.exit_code, 0);
  for (const std::string word : {"giống", "quýt", "sung", "mật khẩu", token.c_str()})
    EXPECT_EQ(ran.err.find(word), std::string::npos) << word;
  EXPECT_NE(ran.err.find("route=\"POST /v1/search\" status="), std::string::npos);
}

TEST_F(ServiceTest, ASealedVaultIsServedWhenItsCustodiansHaveCome) {
  stop();
  start({"sealed"});
  auto far = client();
  EXPECT_EQ(ask(*far, "GET", "/v1/ready").status, 503);
  const Json login = {{"user", "binh"}, {"passphrase", "mật khẩu của binh"}};
  EXPECT_EQ(ask(*far, "POST", "/v1/sessions", {}, login.dump()).status, 503);
  unseal();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (ask(*far, "GET", "/v1/ready").status != 200)
    ASSERT_LT(std::chrono::steady_clock::now(), until);
  log_in(*far, "binh");
}

}  // namespace
}  // namespace tangthu::server
