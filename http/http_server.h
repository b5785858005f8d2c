// HTTP/1.1 over TLS 1.3 and over a Unix socket (RFC 9112, RFC 8446): connections are
// waited for by a few threads and cost no thread of their own; requests that are there
// are served by workers.
//
// This folder is the wall of Boost.Beast, Boost.Asio and OpenSSL's TLS.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"

namespace tangthu::http {

struct TlsFiles {
  std::filesystem::path certificate;  // PEM, the chain
  std::filesystem::path key;          // PEM
  std::filesystem::path clients;      // PEM: who signs clients' certificates; or none
};

// What a client may take of the server. Seconds, unless it is said.
struct HttpLimits {
  std::size_t connections = 16'384;
  std::size_t connections_of_address = 12'288;
  std::uint32_t header_bytes = 16 * 1024;
  std::chrono::seconds handshake{10};
  std::chrono::seconds header{10};  // from its first byte
  std::chrono::seconds idle{75};    // between requests
  // A body must be there, and an answer taken, at this rate at least, after the first ten
  // seconds.
  std::uint64_t slowest_bytes_a_second = 16 * 1024;
  std::size_t quick_workers = 8;
  std::size_t quick_waiting = 1024;
  std::size_t long_workers = 32;
  std::size_t long_waiting = 64;
  std::size_t stranger_workers = 2;
  std::size_t stranger_waiting = 64;
};

struct HttpOptions {
  std::string address;     // numeric; none: no TLS
  std::uint16_t port = 0;  // 0: any that is free
  int inherited_tls = -1;  // a listening socket that was handed over
  TlsFiles tls;
  std::filesystem::path socket;  // none: no Unix socket
  int inherited_socket = -1;
  HttpLimits limits;
};

// Thread rule: one thread; the service is called from others until stop() returns.
class HttpServer {
 public:
  // Listening when this returns. kUsage when the certificate can't be used, kStorage when
  // an address can't be listened at. The service must outlive it.
  static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options,
                                                   Service& service);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  // Reads the files of TLS again, for connections that come; those that are there go on
  // with what they began with. When one can't be used all stay as they were: kUsage names
  // it. Beside the service.
  Result<void> reload_certificates();
  // Takes no more connections or requests; what is being served is finished. After this
  // time `late` is called, connections are broken off, and workers waited for.
  void stop(std::chrono::seconds grace, const std::function<void()>& late = {});

  std::size_t connections() const;
  std::size_t requests_waiting() const;  // and being served

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tangthu::http
