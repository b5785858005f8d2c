// What passes between a client and the service, free of any HTTP library.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/wiped_bytes.h"

namespace tangthu::http {

// SHA-256 of a client's certificate (DER).
using CertificateId = std::array<std::uint8_t, 32>;

// Who is at the other end of a connection.
struct Peer {
  std::string address;                // "192.0.2.7"; "local" on the Unix socket
  std::optional<std::uint32_t> user;  // on the Unix socket: the process's user
  std::optional<CertificateId> certificate;
};

// Names in lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;
// Empty where there is none of that name.
std::string_view find_header(const Headers& headers, std::string_view name);

struct Request {
  std::string id;  // of this request, for log and answer
  std::string method;
  std::string path;   // decoded, without the query
  std::string query;  // as it was sent
  Headers headers;
  Peer peer;
  WipedBytes body;  // a whole one
};

struct Response {
  int status = 200;
  Headers headers;
  WipedBytes body;
};

// One request and its answer, in a worker's hands. Exactly one answer is given: whole, or
// in pieces. Thread rule: one thread.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const Request& request() const = 0;
  // More of a body that is streamed (Plan::body); 0 at its end. kBadInput when the client
  // was too slow, sent too much or went away.
  virtual Result<std::size_t> read_body(std::span<std::uint8_t> into) = 0;

  virtual void answer(Response response) = 0;

  // In pieces: each write returns when it was handed over. kInterrupted when the client
  // went away or is too slow; then nothing more is written.
  virtual Result<void> begin(int status, Headers headers) = 0;
  virtual Result<void> write(ByteView piece) = 0;
  virtual Result<void> end() = 0;
};

enum class Lane {
  kQuick,    // answers in milliseconds
  kLong,     // may take as long as it likes
  kStranger  // dear, and anybody may ask: keeps nobody else waiting
};
enum class BodyKind { kWhole, kStreamed };

// How a request is to be taken, known from its head alone.
struct Plan {
  Lane lane = Lane::kQuick;
  BodyKind body = BodyKind::kWhole;
  std::uint64_t most_body_bytes = 0;
};

class Service {
 public:
  virtual ~Service() = default;
  // On a thread that must not wait. Any thread.
  virtual Plan plan(std::string_view method, std::string_view path) const = 0;
  // On a worker's thread. Any thread; several at once.
  virtual void serve(Exchange& exchange) = 0;
};

}  // namespace tangthu::http
