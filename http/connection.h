// One connection: its requests one after the other. Everything runs on the connection's
// strand, but what an Exchange does in a worker, which hands over and waits.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <variant>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "http/http_server.h"
#include "http/workers.h"

namespace tangthu::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

// What connections share.
struct Floor {
  const HttpLimits limits;
  Service& service;
  Workers quick;
  Workers slow;
  Workers strangers;

  Workers& of(Lane lane) {
    if (lane == Lane::kQuick) return quick;
    return lane == Lane::kLong ? slow : strangers;
  }
  std::atomic<bool> stopping = false;
  // Called once when the connection is gone.
  std::function<void(const Peer&)> left;
};

// A connection that can be told to go.
class Guest {
 public:
  virtual ~Guest() = default;
  virtual void start() = 0;
  // Closes it when nothing is being served, at once when `now`. Any thread.
  virtual void leave(bool now) = 0;
};

using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using LocalStream = beast::basic_stream<asio::local::stream_protocol>;

std::shared_ptr<Guest> make_guest(std::unique_ptr<TlsStream> stream, Peer peer,
                                  Floor& floor);
std::shared_ptr<Guest> make_guest(std::unique_ptr<LocalStream> stream, Peer peer,
                                  Floor& floor);

}  // namespace tangthu::http
