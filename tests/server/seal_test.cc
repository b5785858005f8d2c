// A server that is sealed while it runs: what is under way ends, then it holds no key.
#include <atomic>

#include <unistd.h>

#include "tests/server/served.h"
#include "tests/support/process_memory.h"
#include "vault/unseal_slots.h"

namespace tangthu::server {
namespace {

using namespace std::chrono_literals;

class SealTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
  }
  static constexpr const char* kSealedType = "urn:tangthu:problem:sealed";

  void expect_sealed(http::Client& far, const std::string& token) const {
    const Answer ready = ask(far, "GET", "/v1/ready");
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(ready.json["sealed"], true);
    EXPECT_EQ(ask(far, "GET", "/v1/health").status, 200);
    const std::string login =
        Json({{"user", "binh"}, {"passphrase", "mật khẩu của binh"}}).dump();
    const std::pair<const char*, std::string> asked[] = {
        {"/v1/search", R"({"query":"giấy"})"},
        {"/v1/commands/status", "{}"},
        {"/v1/submissions", "x"},
        {"/v1/seal", ""},
        {"/v1/sessions", login}};
    for (const auto& [target, body] : asked) {
      const Answer answer = ask(far, "POST", target, token, body);
      EXPECT_EQ(answer.status, 503) << target;
      EXPECT_EQ(answer.json["type"], kSealedType) << target << answer.text;
      EXPECT_EQ(answer.json["code"], 5) << target;
    }
  }
  bool ready_within(std::chrono::seconds most) const {
    const auto far = client();
    const auto until = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < until) {
      if (ask(*far, "GET", "/v1/ready").status == 200) return true;
      std::this_thread::sleep_for(50ms);
    }
    return false;
  }
  std::vector<std::string> events() const {
    std::vector<std::string> out;
    for (const Json& each :
         cli::json_lines(from_far({"--json", "audit", "list"}, "kiem").out))
      out.push_back(each.value("event", "") + " " + each.value("user", ""));
    return out;
  }
  static bool has(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }
};

TEST_F(SealTest, AnAdministratorSealsItAndCustodiansOpenItAgain) {
  auto far = client();
  const std::string token = log_in(*far, "binh");
  for (const char* other : {"binh", "kiem"})
    EXPECT_EQ(from_far({"seal"}, other).exit_code, 3) << other;
  EXPECT_EQ(ask(*far, "GET", "/v1/ready").status, 200);
  EXPECT_EQ(done_from_far({"seal"}, "an"), Json({{"sealed", true}, {"state", "sealed"}}));
  expect_sealed(*far, token);
  EXPECT_EQ(from_far({"status"}, "an").exit_code, 5);
  // Nor does its own key file open it, however often it looks.
  EXPECT_FALSE(ready_within(3s));
  expect_sealed(*far, token);
  unseal();
  EXPECT_TRUE(ready_within(10s));
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 401);
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", log_in(*far, "binh")).status, 200);
  const auto log = events();
  for (const char* event : {"seal an", "logout binh", "unseal "})
    EXPECT_TRUE(has(log, event)) << event;
}

TEST_F(SealTest, AKeyFileAtTheMachineOrARestartOpensItToo) {
  const std::vector<std::string> by_file = {"unseal", "--key-file",
                                            path("unseal.key").string()};
  done_from_far({"seal"}, "an");
  EXPECT_EQ(tangthu(by_file, "an").exit_code, 0);
  EXPECT_TRUE(ready_within(10s));
  // Sealed once more, the keeper is too.
  done_from_far({"seal"}, "an");
  EXPECT_FALSE(ready_within(2s));
  EXPECT_EQ(stop().exit_code, 0);
  start({"--clients", path("station.pem").string()});
  EXPECT_TRUE(ready_within(10s));
}

TEST_F(SealTest, WhatIsUnderWayIsFinishedFirst) {
  std::atomic<int> answered = 0;
  std::atomic<bool> halfway = false;
  std::atomic<bool> may_end = false;
  std::thread sender([&] {
    const auto far = client("station");
    http::ClientRequest request;
    request.method = "POST";
    request.path = "/v1/submissions";
    request.stream_bytes = 200'000;
    std::size_t sent = 0;
    request.stream = [&](std::span<std::uint8_t> into) {
      if (sent > 0) halfway = true;
      while (halfway && !may_end)
        std::this_thread::sleep_for(5ms);
      const std::size_t now =
          std::min<std::size_t>({into.size(), 100'000, 200'000 - sent});
      std::fill_n(into.begin(), now, std::uint8_t{7});
      sent += now;
      return now;
    };
    const auto response = far->ask(request);
    answered = response ? response->status : -1;
  });
  while (!halfway)
    std::this_thread::sleep_for(5ms);
  std::this_thread::sleep_for(200ms);  // the server has begun to read it
  std::atomic<bool> sealed = false;
  std::thread sealing([&] {
    EXPECT_EQ(from_far({"seal"}, "an").exit_code, 0);
    sealed = true;
  });
  const auto far = client();
  while (ask(*far, "GET", "/v1/ready").status == 200)
    std::this_thread::sleep_for(5ms);
  std::this_thread::sleep_for(300ms);
  EXPECT_FALSE(sealed) << "somebody is served";
  EXPECT_EQ(answered, 0);
  may_end = true;
  sender.join();
  sealing.join();
  EXPECT_EQ(answered, 422) << "it was no bundle, and was told so";
}

TEST_F(SealTest, NoKeyIsLeftInItsMemory) {
  const auto root =
      vault::open_with_key_file(vault::read_unseal_slots(path("vault")).value(),
                                path("unseal.key"), vault::KeyFileOrigin::kFile);
  ASSERT_TRUE(root);
  const std::string key(as_text(root->reveal()));
  const auto in_memory = [&](bool& readable) {
    bool found = false;
    for (const auto pages : {test::Pages::kInCores, test::Pages::kOutsideCores}) {
      readable = test::visit_memory(server_->pid(), pages, [&](std::string_view part) {
        found = found || part.find(key) != std::string_view::npos;
      });
    }
    return found;
  };
  auto far = client();
  log_in(*far, "binh");
  bool readable = false;
  const bool before = in_memory(readable);
  if (!readable) GTEST_SKIP() << "reading the memory of a hardened program takes root";
  EXPECT_TRUE(before) << "the test would find nothing at all";
  done_from_far({"seal"}, "an");
  EXPECT_FALSE(in_memory(readable));
}

}  // namespace
}  // namespace tangthu::server
