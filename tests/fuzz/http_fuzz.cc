// A client's bytes, to a whole server on a Unix socket: what comes back is an answer of
// HTTP, or nothing; the server goes on serving.
#include <cstdlib>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "http/http_server.h"
#include "http/problem.h"
#include "http/target.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch_folder.h"

namespace tangthu::http {
namespace {

// Gives back what it got: whole, or in pieces.
class Echo final : public Service {
 public:
  Plan plan(std::string_view method, std::string_view path) const override {
    const bool streamed = method == "PUT";
    return {path == "/long" ? Lane::kLong : Lane::kQuick,
            streamed ? BodyKind::kStreamed : BodyKind::kWhole, 4096};
  }
  void serve(Exchange& exchange) override {
    const Request& request = exchange.request();
    if (!parse_query(request.query))
      return exchange.answer(problem(request, 400, "query", "no query", "write one"));
    if (request.method != "PUT") {
      Response response;
      response.body = request.body;
      return exchange.answer(std::move(response));
    }
    std::array<std::uint8_t, 64> part{};
    if (!exchange.begin(200, {{"content-type", "text/plain"}})) return;
    while (true) {
      const auto got = exchange.read_body(part);
      if (!got || *got == 0) break;
      if (!exchange.write(ByteView(part).first(*got))) return;
    }
    (void)exchange.end();
  }
};

class Server {
 public:
  Server() {
    HttpOptions options;
    options.socket = folder_.path() / "socket";
    options.limits.quick_workers = 2;
    options.limits.long_workers = 2;
    socket_ = options.socket.string();
    auto started = HttpServer::start(options, echo_);
    if (!started) std::abort();
    server_ = std::move(*started);
  }

  std::string answer_to(ByteView bytes) const {
    const Descriptor raw(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(socket_.begin(), socket_.end(), address.sun_path);
    if (::connect(raw.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      std::abort();
    // The server may have ended the connection before it has all.
    (void)::send(raw.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    shutdown(raw.get(), SHUT_WR);
    std::string out;
    char part[4096];
    for (ssize_t got = 1; got > 0;) {
      got = ::read(raw.get(), part, sizeof part);
      if (got > 0) out.append(part, static_cast<std::size_t>(got));
    }
    return out;
  }

 private:
  fuzz::ScratchFolder folder_;
  std::string socket_;
  Echo echo_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace
}  // namespace tangthu::http

namespace tangthu::fuzz {

std::vector<Seed> seeds() {
  const auto seed = [](const char* name, std::string_view text) {
    return Seed{name, to_bytes(as_bytes(text))};
  };
  return {
      seed("get", "GET /v1/health?a=1&b=%20 HTTP/1.1\r\nhost: x\r\n\r\n"),
      seed("two",
           "POST /x HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello"
           "GET /y HTTP/1.1\r\nconnection: close\r\n\r\n"),
      seed("chunked",
           "PUT /long HTTP/1.1\r\ntransfer-encoding: chunked\r\n"
           "expect: 100-continue\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
      seed("head", "HEAD /%41 HTTP/1.1\r\nrange: bytes=0-1\r\n\r\n"),
      seed("large", "POST /x HTTP/1.1\r\ncontent-length: 9999\r\n\r\nx"),
      seed("smuggled",
           "POST /x HTTP/1.1\r\ncontent-length: 2\r\n"
           "transfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
  };
}

}  // namespace tangthu::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tangthu::http::Server server;
  const std::string answer = server.answer_to({data, size});
  if (!answer.empty() && !answer.starts_with("HTTP/1.1 ")) std::abort();
  return 0;
}
