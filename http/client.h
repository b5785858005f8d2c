// A client of a server of tangthu: one connection, one request after the other.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"
#include "http/url.h"

namespace tangthu::http {

struct ClientOptions {
  std::filesystem::path authorities;  // PEM; empty: those that the system trusts
  std::filesystem::path certificate;  // PEM, the client's; empty: it shows none
  std::filesystem::path key;
  // Set: what is under way is broken off, kInterrupted.
  const std::atomic<bool>* interrupted = nullptr;
};

struct ClientRequest {
  std::string method = "GET";
  std::string path;  // with its query, encoded
  Headers headers;
  ByteView body;
  // In place of `body`: so many bytes, asked for part by part. 0 bytes: it can't go on.
  std::uint64_t stream_bytes = 0;
  std::function<std::size_t(std::span<std::uint8_t>)> stream;
};

// Thread rule: one thread.
class Client {
 public:
  // kUsage for files that can't be used; kSealedOrBusy when the server can't be reached;
  // kAuthentication when it is not whom its certificate should name.
  static Result<std::unique_ptr<Client>> connect(const Url& url,
                                                 const ClientOptions& options);
  virtual ~Client() = default;

  // The whole answer, of at most 256 MiB; over a new connection where the server ended
  // the last one. kSealedOrBusy when the connection broke: what became of the request is
  // not known then.
  virtual Result<Response> ask(const ClientRequest& request) = 0;
  // As ask(), but a body whose status is 200 goes to `part` as it comes; false ends it.
  virtual Result<Response> ask(const ClientRequest& request,
                               const std::function<bool(ByteView)>& part) = 0;
};

}  // namespace tangthu::http
