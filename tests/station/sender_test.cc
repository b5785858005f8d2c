// The sender against a server that answers as it is told: who is refused, who waits, in
// which order, and how long.
#include "station/sender.h"

#include <deque>
#include <thread>

#include <gtest/gtest.h>

#include "base/json.h"
#include "http/http_server.h"
#include "http/problem.h"
#include "tests/support/temporary_folder.h"
#include "vault/bundle.h"

namespace tangthu::station {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

http::Response answer(int status, const Json& json, http::Headers headers = {}) {
  http::Response out;
  out.status = status;
  out.headers = std::move(headers);
  out.body = http::wiped_bytes(json.dump());
  return out;
}

Verdict verdict(int status, const Json& json, http::Headers headers = {}) {
  static const DocumentId id = DocumentId::parse(std::string(26, '7')).value();
  return verdict_of(id, answer(status, json, std::move(headers)));
}

TEST(VerdictTest, AReceiptIsOfThisDocumentOrNone) {
  const Json receipt = {{"id", DocumentId::parse(std::string(26, '7'))->to_string()},
                        {"log_index", 5}};
  for (const int status : {200, 201}) {
    const Verdict good = verdict(status, receipt);
    ASSERT_TRUE(std::holds_alternative<Accepted>(good));
    EXPECT_EQ(std::get<Accepted>(good).log_index, 5U);
    EXPECT_EQ(std::get<Accepted>(good).repeated, status == 200);
  }
  for (const Json& bad :
       {Json(), Json({{"id", std::string(26, '6')}, {"log_index", 5}}),
        Json({{"id", receipt["id"]}}), Json({{"id", receipt["id"]}, {"log_index", -1}}),
        Json("welcome")})
    EXPECT_TRUE(std::holds_alternative<Later>(verdict(200, bad))) << bad;
}

TEST(VerdictTest, OnlyTheVaultsOwnWordAboutTheBundleRefusesIt) {
  const Json problem = {{"title", "not a bundle\n"}, {"remedy", "send it"}, {"code", 4}};
  for (const int status : {400, 404, 409, 413, 422})
    EXPECT_TRUE(std::holds_alternative<Refused>(verdict(status, problem))) << status;
  EXPECT_EQ(std::get<Refused>(verdict(422, problem)).reason,
            "not a bundle\uFFFD; send it");
  for (const int status : {100, 202, 302, 401, 403, 408, 425, 429, 500, 502, 503, 507})
    EXPECT_TRUE(std::holds_alternative<Later>(verdict(status, problem))) << status;
  // As of a proxy, or of a page that isn't there.
  for (const Json& foreign : {Json(), Json("Forbidden"), Json({{"title", "no"}})})
    EXPECT_TRUE(std::holds_alternative<Later>(verdict(404, foreign))) << foreign;
}

TEST(VerdictTest, AServersWishToWaitIsHeededWithinReason) {
  const auto asked = [](const std::string& value) {
    return std::get<Later>(verdict(503, {}, {{"retry-after", value}})).least_pause;
  };
  EXPECT_EQ(asked("7"), 7s);
  EXPECT_EQ(asked("100000"), kLongestAskedPause);
  for (const char* none : {"", "-1", "soon", "Wed, 21 Oct 2015 07:28:00 GMT"})
    EXPECT_EQ(asked(none), 0s) << none;
}

// Answers what it was told, then with receipts; keeps what came.
class ScriptedServer final : public http::Service {
 public:
  explicit ScriptedServer(const fs::path& socket) {
    http::HttpOptions options;
    options.socket = socket;
    auto started = http::HttpServer::start(options, *this);
    EXPECT_TRUE(started) << (started ? "" : started.error().text());
    server_ = std::move(*started);
  }
  ~ScriptedServer() override { server_->stop(1s); }

  http::Plan plan(std::string_view, std::string_view) const override {
    return {http::Lane::kLong, http::BodyKind::kStreamed, 1 << 20};
  }
  // Every bundle is its own id, in these tests.
  void serve(http::Exchange& exchange) override {
    Bytes body(1024);
    std::size_t size = 0;
    while (const std::size_t got =
               exchange.read_body(std::span(body).subspan(size)).value_or(0))
      size += got;
    const std::string id(as_text(ByteView(body).first(size)));
    const std::lock_guard lock(mutex_);
    came_.push_back(id);
    times_.push_back(Clock::now());
    if (refuses_.contains(id))
      return exchange.answer(answer(422, {{"title", "no"}, {"code", 4}}));
    if (!script_.empty()) {
      auto next = std::move(script_.front());
      script_.pop_front();
      return exchange.answer(std::move(next));
    }
    exchange.answer(answer(201, {{"id", id}, {"log_index", came_.size()}}));
  }
  void say(http::Response response) { script_.push_back(std::move(response)); }
  void refuse(const std::string& id) { refuses_.insert(id); }
  std::vector<std::string> came() const {
    const std::lock_guard lock(mutex_);
    return came_;
  }
  std::vector<Clock::time_point> times() const {
    const std::lock_guard lock(mutex_);
    return times_;
  }

 private:
  mutable std::mutex mutex_;
  std::deque<http::Response> script_;
  std::set<std::string> refuses_;
  std::vector<std::string> came_;
  std::vector<Clock::time_point> times_;
  std::unique_ptr<http::HttpServer> server_;
};

class SenderTest : public ::testing::Test {
 protected:
  ~SenderTest() override {
    if (sender_) sender_->stop();
    if (thread_.joinable()) thread_.join();
  }
  fs::path socket() const { return folder_.path() / "socket"; }
  std::string seal() {
    const DocumentId id = DocumentId::random();
    const fs::path file = vault::bundle_path(folder_.path(), id);
    test::write_file(file, as_bytes(id.to_string()));
    fs::last_write_time(file, fs::file_time_type::clock::now());
    ids_.push_back(id.to_string());
    return ids_.back();
  }
  void run() {
    auto outbox = archive::Outbox::open(folder_.path());
    ASSERT_TRUE(outbox);
    http::Url url;
    url.socket = socket();
    sender_ = std::make_unique<Sender>(std::move(*outbox), url, http::ClientOptions{},
                                       Pace{20ms, 100ms, 50ms});
    thread_ = std::thread([this] { sender_->run(); });
  }
  bool soon(const std::function<bool()>& condition) const {
    for (const auto until = Clock::now() + 20s; Clock::now() < until;) {
      if (condition()) return true;
      std::this_thread::sleep_for(2ms);
    }
    return condition();
  }
  bool all_gone() const {
    return soon([this] {
      const auto state = sender_->state();
      return state.sent + state.refused == ids_.size();
    });
  }

  test::TemporaryFolder folder_;
  std::vector<std::string> ids_;
  std::unique_ptr<Sender> sender_;
  std::thread thread_;
};

TEST_F(SenderTest, WhateverTheServerSaysAtFirstAllArrivesOnceAndInOrder) {
  ScriptedServer server(socket());
  for (const int status : {503, 500, 429, 401, 507, 404})
    server.say(answer(status, {{"title", "later"}}));
  server.say(answer(200, {{"welcome", true}}));
  for (int i = 0; i < 5; ++i)
    seal();
  run();
  ASSERT_TRUE(all_gone());
  auto came = server.came();
  ASSERT_EQ(came.size(), 12U);
  EXPECT_EQ(std::vector<std::string>(came.begin(), came.begin() + 7),
            std::vector<std::string>(7, ids_[0]))
      << "the others wait behind the first";
  came.erase(came.begin(), came.begin() + 7);
  EXPECT_EQ(came, ids_);
  EXPECT_FALSE(sender_->state().away);
}

TEST_F(SenderTest, ARefusedBundleGoesAsideAndDoesNotKeepTheOthers) {
  ScriptedServer server(socket());
  for (int i = 0; i < 4; ++i)
    seal();
  server.refuse(ids_[1]);
  run();
  ASSERT_TRUE(all_gone());
  EXPECT_EQ(server.came(), (std::vector<std::string>{ids_[0], ids_[1], ids_[1], ids_[1],
                                                     ids_[2], ids_[3]}))
      << "a refusal is believed at the third time";
  EXPECT_EQ(sender_->state().refused, 1U);
  EXPECT_TRUE(fs::exists(folder_.path() / "refused" / (ids_[1] + ".bundle")));
  EXPECT_TRUE(fs::exists(folder_.path() / "refused" / (ids_[1] + ".txt")));
}

TEST_F(SenderTest, AServerThatAsksForPatienceHasIt) {
  ScriptedServer server(socket());
  server.say(answer(429, {{"title", "wait"}}, {{"retry-after", "1"}}));
  seal();
  run();
  ASSERT_TRUE(all_gone());
  const auto times = server.times();
  ASSERT_EQ(times.size(), 2U);
  EXPECT_GE(times[1] - times[0], 950ms);
}

TEST_F(SenderTest, WhatIsSealedWhileNobodyAnswersGoesWhenSomebodyDoes) {
  run();
  for (int i = 0; i < 3; ++i)
    seal();
  sender_->wake();
  ASSERT_TRUE(soon([this] { return sender_->state().away; }));
  EXPECT_EQ(sender_->state().sent, 0U);
  ScriptedServer server(socket());
  ASSERT_TRUE(all_gone());
  EXPECT_EQ(server.came(), ids_);
  // Sealed by another process, which tells nobody.
  seal();
  EXPECT_TRUE(all_gone());
}

TEST_F(SenderTest, ABundleThatCannotBeReadKeepsNoOther) {
  ScriptedServer server(socket());
  const std::string gone = seal();
  const fs::path file =
      vault::bundle_path(folder_.path(), DocumentId::parse(gone).value());
  fs::remove(file);
  fs::create_directory(file);
  seal();
  run();
  EXPECT_TRUE(soon([this] { return sender_->state().sent == 1; }));
  EXPECT_EQ(server.came(), std::vector<std::string>{ids_[1]});
}

TEST_F(SenderTest, ItEndsAtOnceWhileItWaits) {
  seal();
  run();
  ASSERT_TRUE(soon([this] { return sender_->state().away; }));
  const auto began = Clock::now();
  sender_->stop();
  thread_.join();
  EXPECT_LT(Clock::now() - began, 5s);
}

}  // namespace
}  // namespace tangthu::station
