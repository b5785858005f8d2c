#include "http/http_server.h"

#include <map>
#include <mutex>
#include <set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/connection.h"
#include "http/tls_context.h"

namespace tangthu::http {
namespace {

using beast::error_code;
using Tcp = asio::ip::tcp;
using Local = asio::local::stream_protocol;

constexpr std::size_t kWaitingThreads = 2;

Failure cant_listen(const std::string& where) {
  return fail(ErrorCode::kStorage, "the server can't listen there",
              "check the address, that no other server has it, and the permissions",
              where);
}

std::optional<std::uint32_t> user_of(int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
  return who.uid;
}

}  // namespace

using TlsContext = asio::ssl::context;

struct HttpServer::Parts {
  Parts(const HttpOptions& options, Service& service)
      : tls_files(options.tls),
        floor{options.limits,
              service,
              Workers(options.limits.quick_workers, options.limits.quick_waiting),
              Workers(options.limits.long_workers, options.limits.long_waiting),
              Workers(options.limits.stranger_workers, options.limits.stranger_waiting),
              false,
              [this](const Peer& peer) { leave(peer); }},
        tcp(io),
        local(io) {}

  // Whether there is room for one more from there; it counts then.
  bool enter(const Peer& peer) {
    const std::lock_guard lock(mutex);
    std::size_t& of_address = addresses[peer.address];
    if (count >= floor.limits.connections ||
        of_address >= floor.limits.connections_of_address) {
      if (of_address == 0) addresses.erase(peer.address);
      return false;
    }
    ++count;
    ++of_address;
    return true;
  }
  void leave(const Peer& peer) {
    const std::lock_guard lock(mutex);
    --count;
    const auto at = addresses.find(peer.address);
    if (at != addresses.end() && --at->second == 0) addresses.erase(at);
  }
  void keep(const std::shared_ptr<Guest>& guest) {
    const std::lock_guard lock(mutex);
    guests.insert(guest);
    if (guests.size() < 2 * count + 64) return;
    std::erase_if(guests, [](const auto& each) { return each.expired(); });
  }
  void tell_guests(bool now) {
    std::vector<std::shared_ptr<Guest>> here;
    {
      const std::lock_guard lock(mutex);
      for (const auto& each : guests)
        if (auto guest = each.lock()) here.push_back(std::move(guest));
    }
    for (const auto& guest : here)
      guest->leave(now);
  }

  template <typename Acceptor, typename Welcome>
  void accept(Acceptor& acceptor, Welcome welcome) {
    acceptor.async_accept(
        asio::make_strand(io), [this, &acceptor, welcome](error_code error, auto socket) {
          if (!acceptor.is_open()) return;
          if (error) {
            // Out of descriptors: what is there goes on, and those who wait wait on.
            auto pause =
                std::make_shared<asio::steady_timer>(io, std::chrono::milliseconds(50));
            pause->async_wait([this, &acceptor, welcome, pause](error_code) {
              accept(acceptor, welcome);
            });
            return;
          }
          welcome(std::move(socket));
          accept(acceptor, welcome);
        });
  }

  template <typename Stream>
  void admit(std::unique_ptr<Stream> stream, Peer peer) {
    if (!enter(peer)) return;
    const auto guest = make_guest(std::move(stream), std::move(peer), floor);
    keep(guest);
    guest->start();
  }

  void accept_tls() {
    accept(tcp, [this](Tcp::socket socket) {
      error_code error;
      const auto from = socket.remote_endpoint(error);
      if (error) return;
      socket.set_option(Tcp::no_delay(true), error);
      Peer peer{from.address().to_string(), {}, {}};
      // OpenSSL counts who uses a context: the connection may outlive ours.
      const auto context = tls_context();
      admit(std::make_unique<TlsStream>(beast::tcp_stream(std::move(socket)), *context),
            std::move(peer));
    });
  }
  std::shared_ptr<TlsContext> tls_context() const {
    const std::lock_guard lock(mutex);
    return tls;
  }
  Result<void> read_tls_files() {
    auto made = std::make_shared<TlsContext>(TRY(make_tls_context(tls_files)));
    const std::lock_guard lock(mutex);
    tls = std::move(made);
    return {};
  }
  void accept_local() {
    accept(local, [this](Local::socket socket) {
      Peer peer{"local", user_of(socket.native_handle()), {}};
      admit(std::make_unique<LocalStream>(std::move(socket)), std::move(peer));
    });
  }

  // Before `io`, whose end is that of connections, which still tell that they left.
  mutable std::mutex mutex;  // guards the next four
  std::size_t count = 0;
  std::map<std::string, std::size_t> addresses;
  std::set<std::weak_ptr<Guest>, std::owner_less<std::weak_ptr<Guest>>> guests;
  std::shared_ptr<TlsContext> tls;  // none: no TLS
  const TlsFiles tls_files;
  Floor floor;
  asio::io_context io;
  Tcp::acceptor tcp;
  Local::acceptor local;
  std::filesystem::path socket_file;  // ours to remove
  std::vector<std::thread> threads;
};

namespace {

Result<void> listen_at(Tcp::acceptor& acceptor, const HttpOptions& options) {
  error_code error;
  if (options.inherited_tls >= 0) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    getsockname(options.inherited_tls, reinterpret_cast<sockaddr*>(&bound), &size);
    acceptor.assign(bound.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4(),
                    options.inherited_tls, error);
    if (error) return cant_listen("the socket that was handed over");
    return {};
  }
  const std::string where = options.address + " " + std::to_string(options.port);
  const auto address = asio::ip::make_address(options.address, error);
  if (error) return cant_listen(where);
  const Tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(4096, error);
  if (error) return cant_listen(where);
  return {};
}

// Replaces a socket that a killed server left; refuses one that somebody answers at.
Result<void> listen_at(Local::acceptor& acceptor, const HttpOptions& options) {
  error_code error;
  if (options.inherited_socket >= 0) {
    acceptor.assign(Local(), options.inherited_socket, error);
    if (error) return cant_listen("the socket that was handed over");
    return {};
  }
  const std::string where = options.socket.string();
  if (where.size() >= sizeof(sockaddr_un::sun_path)) return cant_listen(where);
  const Local::endpoint endpoint(where);
  struct stat there {};
  if (lstat(where.c_str(), &there) == 0) {
    asio::io_context io;
    Local::socket probe(io);
    probe.connect(endpoint, error);
    if (!error || !S_ISSOCK(there.st_mode)) return cant_listen(where);
    unlink(where.c_str());
  }
  acceptor.open(Local(), error);
  if (!error) acceptor.bind(endpoint, error);
  // Who may connect, the folder says; who may do what, the session.
  if (!error && chmod(where.c_str(), 0666) != 0) return cant_listen(where);
  if (!error) acceptor.listen(1024, error);
  if (error) return cant_listen(where);
  return {};
}

}  // namespace

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

HttpServer::~HttpServer() {
  stop(std::chrono::seconds(0));
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options,
                                                      Service& service) {
  auto parts = std::make_unique<Parts>(options, service);
  if (!options.address.empty() || options.inherited_tls >= 0) {
    TRY(parts->read_tls_files());
    TRY(listen_at(parts->tcp, options));
    parts->accept_tls();
  }
  if (!options.socket.empty() || options.inherited_socket >= 0) {
    TRY(listen_at(parts->local, options));
    if (options.inherited_socket < 0) parts->socket_file = options.socket;
    parts->accept_local();
  }
  for (std::size_t i = 0; i < kWaitingThreads; ++i)
    parts->threads.emplace_back([io = &parts->io] { io->run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

std::uint16_t HttpServer::port() const {
  error_code error;
  const auto endpoint = parts_->tcp.local_endpoint(error);
  return error ? std::uint16_t{0} : endpoint.port();
}

Result<void> HttpServer::reload_certificates() {
  return parts_->tls_context() ? parts_->read_tls_files() : Result<void>{};
}

void HttpServer::stop(std::chrono::seconds grace, const std::function<void()>& late) {
  if (parts_->floor.stopping.exchange(true)) return;
  asio::post(parts_->io, [parts = parts_.get()] {
    error_code ignored;
    parts->tcp.close(ignored);
    parts->local.close(ignored);
  });
  if (!parts_->socket_file.empty()) unlink(parts_->socket_file.c_str());
  parts_->tell_guests(false);
  const auto until = std::chrono::steady_clock::now() + grace;
  while (connections() > 0 && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  if (late) late();
  parts_->tell_guests(true);
  for (Workers* workers :
       {&parts_->floor.quick, &parts_->floor.slow, &parts_->floor.strangers})
    workers->stop();
  parts_->tell_guests(true);
  parts_->io.stop();
  for (std::thread& thread : parts_->threads)
    thread.join();
  parts_->threads.clear();
}

std::size_t HttpServer::connections() const {
  const std::lock_guard lock(parts_->mutex);
  return parts_->count;
}

std::size_t HttpServer::requests_waiting() const {
  return parts_->floor.quick.busy() + parts_->floor.slow.busy() +
         parts_->floor.strangers.busy();
}

}  // namespace tangthu::http
