// Clients that mean no good: the server goes on serving the others.
#include <chrono>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "http/target.h"
#include "tests/server/served.h"

namespace tangthu::server {
namespace {

TEST(TargetTest, PathsAreDecodedAndNeverGoUp) {
  EXPECT_EQ(http::parse_target("/a%20b?c=%2F")->path, "/a b");
  EXPECT_EQ(http::parse_target("/a%20b?c=%2F")->query, "c=%2F");
  for (const char* bad : {"", "a", "http://x/", "/%", "/%2", "/%zz", "/a/../b", "/..",
                          "/%2e%2E/x", "/a%00b", "/a%0ab", "/./x", "*"})
    EXPECT_FALSE(http::parse_target(bad)) << bad;
}

TEST(TargetTest, QueriesAreNamesAndValues) {
  const auto query = http::parse_query("a=1&b=x%20y+z&c&a=2&");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->at("a"), "2");
  EXPECT_EQ(query->at("b"), "x y z");
  EXPECT_EQ(query->at("c"), "");
  EXPECT_FALSE(http::parse_query("a=%"));
}

TEST(UrlTest, OnlyTlsAndUnixSocketsAreAddresses) {
  const auto plain = http::parse_url("https://kho.example");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->port, 443);
  EXPECT_EQ(http::parse_url("https://[2001:db8::1]:8443/")->host, "2001:db8::1");
  EXPECT_EQ(http::parse_url("unix:/run/x")->socket, "/run/x");
  for (const char* bad : {"http://kho.example", "kho.example", "https://", "https://a:0",
                          "https://a:x", "https://a:70000", "https://a/b", "unix:x"})
    EXPECT_FALSE(http::parse_url(bad)) << bad;
}

// Raw bytes on the Unix socket, where there is no TLS in between.
class HostileClientTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    start();
  }
  Descriptor connect_raw() const {
    Descriptor out(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string file = path("socket").string();
    std::copy(file.begin(), file.end(), address.sun_path);
    EXPECT_EQ(::connect(out.get(), reinterpret_cast<sockaddr*>(&address), sizeof address),
              0);
    const timeval limit{20, 0};
    setsockopt(out.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return out;
  }
  // What comes back until the server ends the connection.
  static std::string answer_to(const Descriptor& raw, std::string_view bytes) {
    write_all(raw.get(), as_bytes(bytes));
    std::string out;
    char part[4096];
    for (ssize_t got = 1; got > 0;) {
      got = ::read(raw.get(), part, sizeof part);
      if (got > 0) out.append(part, static_cast<std::size_t>(got));
    }
    return out;
  }
  std::string answer_to(std::string_view bytes) const {
    return answer_to(connect_raw(), bytes);
  }
};

TEST_F(HostileClientTest, WhatIsNoRequestIsAnsweredOnceAndEnded) {
  EXPECT_TRUE(answer_to("GET\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(answer_to("\x16\x03\x01\x02 TLS?\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(answer_to("GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(
      answer_to("GET /v1/health HTTP/1.1\r\nx: " + std::string(20'000, 'a') + "\r\n\r\n")
          .starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(
      answer_to("POST /v1/sessions HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n")
          .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(answer_to("POST /v1/sessions HTTP/1.1\r\ncontent-length: -1\r\n\r\n")
                  .starts_with("HTTP/1.1 400 "));
  // Two lengths, or a length and pieces: whoever reads it otherwise would be smuggled to.
  EXPECT_TRUE(answer_to("POST /v1/sessions HTTP/1.1\r\ncontent-length: 2\r\n"
                        "content-length: 3\r\n\r\n{}x")
                  .starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(answer_to("POST /v1/sessions HTTP/1.1\r\ncontent-length: 2\r\n"
                        "transfer-encoding: chunked\r\n\r\n0\r\n\r\n")
                  .starts_with("HTTP/1.1 400 "));
  auto good = client();
  EXPECT_EQ(ask(*good, "GET", "/v1/health").status, 200);
}

TEST_F(HostileClientTest, ABodyInPiecesIsLimitedToo) {
  std::string bytes = "POST /v1/sessions HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n";
  for (int i = 0; i < 40; ++i)
    bytes += "1000\r\n" + std::string(0x1000, 'a') + "\r\n";
  EXPECT_TRUE(answer_to(bytes).starts_with("HTTP/1.1 413 "));
}

TEST_F(HostileClientTest, RequestsOneBehindTheOtherAreEachAnswered) {
  const std::string one = "GET /v1/health HTTP/1.1\r\nhost: x\r\n\r\n";
  const std::string answers =
      answer_to(one + one + "GET /v1/health HTTP/1.1\r\nconnection: close\r\n\r\n");
  std::size_t count = 0;
  for (std::size_t at = answers.find("HTTP/1.1 200 "); at != std::string::npos;
       at = answers.find("HTTP/1.1 200 ", at + 1))
    ++count;
  EXPECT_EQ(count, 3U) << answers;
}

// The next request was taken for the rest of the body before, and both were lost.
TEST_F(HostileClientTest, AClientWhoseFileShrankCanGoOnAsking) {
  const auto far = client();
  const std::string token = log_in(*far, "an");
  http::ClientRequest shrinks;
  shrinks.method = "POST";
  shrinks.path = "/v1/submissions";
  shrinks.headers = {{"authorization", "Bearer " + token}};
  shrinks.stream_bytes = 2000;
  bool first = true;
  shrinks.stream = [&](std::span<std::uint8_t> into) {
    std::fill_n(into.begin(), 1000, std::uint8_t{'x'});
    return std::exchange(first, false) ? std::size_t{1000} : std::size_t{0};
  };
  const auto refused = far->ask(shrinks);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kBadInput);
  EXPECT_EQ(ask(*far, "GET", "/v1/health").status, 200);
}

TEST_F(HostileClientTest, ThousandsWhoSayNothingKeepNobodyWaiting) {
  constexpr int kIdle = 1000;
  std::vector<Descriptor> idle;
  for (int i = 0; i < kIdle; ++i) {
    idle.push_back(connect_raw());
    if (i % 3 == 0) write_all(idle.back().get(), as_bytes("POST /v1/sess"));
    if (i % 3 == 1) {
      write_all(idle.back().get(),
                as_bytes("POST /v1/sessions HTTP/1.1\r\ncontent-length: 100\r\n\r\n{"));
    }
  }
  auto good = client();
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i)
    ASSERT_EQ(ask(*good, "GET", "/v1/health").status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  log_in(*good, "binh");
}

}  // namespace
}  // namespace tangthu::server
