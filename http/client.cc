#include "http/client.h"

#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "http/connection.h"

namespace tangthu::http {
namespace {

using beast::error_code;

constexpr std::chrono::seconds kConnecting{10};
constexpr std::chrono::seconds kWaiting{600};  // for the first byte of a long command
constexpr std::size_t kPart = std::size_t{64} << 10;
constexpr std::size_t kMostAnswerBytes = std::size_t{256} << 20;

Failure broken() {
  return fail(ErrorCode::kSealedOrBusy, "the connection to the server broke",
              "look whether it was done, then try again");
}

Failure unreachable(const Url& url) {
  return fail(ErrorCode::kSealedOrBusy, "the server can't be reached",
              "check its address, and that it runs",
              url.host.empty() ? url.socket.string() : url.host);
}

Failure stopped() {
  return fail(ErrorCode::kInterrupted, "interrupted",
              "look whether it was done, then try again");
}

Result<asio::ssl::context> client_context(const ClientOptions& options) {
  asio::ssl::context out(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(out.native_handle(), TLS1_3_VERSION);
  out.set_verify_mode(asio::ssl::verify_peer);
  error_code error;
  if (options.authorities.empty()) {
    out.set_default_verify_paths(error);
  } else {
    out.load_verify_file(options.authorities.string(), error);
  }
  if (error) {
    return fail(ErrorCode::kUsage, "the authorities' certificates can't be used",
                "give a PEM file of certificate authorities",
                options.authorities.string());
  }
  if (options.certificate.empty()) return out;
  out.use_certificate_chain_file(options.certificate.string(), error);
  if (!error)
    out.use_private_key_file(options.key.string(), asio::ssl::context::pem, error);
  if (error) {
    return fail(ErrorCode::kUsage, "the client's certificate or key can't be used",
                "give PEM files that belong together", options.certificate.string());
  }
  return out;
}

template <typename Stream>
class Link final : public Client {
 public:
  Link(Url url, const ClientOptions& options, std::optional<asio::ssl::context> tls)
      : url_(std::move(url)), options_(options), tls_(std::move(tls)) {}

  Result<void> open() {
    buffer_.clear();
    if constexpr (kTls) {
      return open_tls();
    } else {
      stream_ = std::make_unique<Stream>(io_);
      error_code error;
      stream_->expires_after(kConnecting);
      if (TRY(wait(error, [&](auto done) {
            stream_->async_connect(
                asio::local::stream_protocol::endpoint(url_.socket.string()), done);
          })))
        return {};
      return unreachable(url_);
    }
  }

  Result<Response> ask(const ClientRequest& request) override {
    return exchange(request, nullptr);
  }
  Result<Response> ask(const ClientRequest& request,
                       const std::function<bool(ByteView)>& part) override {
    return exchange(request, &part);
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  using Parser = beast::http::response_parser<beast::http::buffer_body>;

  auto& lowest() { return beast::get_lowest_layer(*stream_); }

  // Has one operation done; false and its error when it failed.
  template <typename Start>
  Result<bool> wait(error_code& error, Start start) {
    bool ended = false;
    start([&](error_code result, auto&&...) {
      error = result;
      ended = true;
    });
    io_.restart();
    while (!ended) {
      io_.run_for(std::chrono::milliseconds(100));
      if (ended || options_.interrupted == nullptr || !*options_.interrupted) {
        if (!ended && io_.stopped()) io_.restart();
        continue;
      }
      error_code ignored;
      lowest().socket().close(ignored);
      io_.restart();
      io_.run();
      return stopped();
    }
    return !error;
  }

  Result<void> open_tls() {
    stream_ = std::make_unique<Stream>(io_, *tls_);
    asio::ip::tcp::resolver resolver(io_);
    error_code error;
    const auto places = resolver.resolve(url_.host, std::to_string(url_.port), error);
    if (error) return unreachable(url_);
    lowest().expires_after(kConnecting);
    if (!TRY(wait(error, [&](auto done) { lowest().async_connect(places, done); })))
      return unreachable(url_);
    lowest().socket().set_option(asio::ip::tcp::no_delay(true), error);
    SSL_set_tlsext_host_name(stream_->native_handle(), url_.host.c_str());
    stream_->set_verify_callback(asio::ssl::host_name_verification(url_.host));
    lowest().expires_after(kConnecting);
    if (TRY(wait(error, [&](auto done) {
          stream_->async_handshake(asio::ssl::stream_base::client, done);
        })))
      return {};
    if (SSL_get_verify_result(stream_->native_handle()) == X509_V_OK)
      return unreachable(url_);
    return fail(ErrorCode::kAuthentication,
                "the server's certificate is not one that is trusted for this name",
                "give the authority that signed it: --server-ca FILE", url_.host);
  }

  beast::http::request<beast::http::buffer_body> head_of(const ClientRequest& request) {
    beast::http::request<beast::http::buffer_body> out;
    out.method_string(request.method);
    out.target(request.path);
    out.version(11);
    out.set(beast::http::field::host, url_.host.empty() ? "localhost" : url_.host);
    out.set(beast::http::field::user_agent, "tangthu");
    for (const auto& [name, value] : request.headers)
      out.set(name, value);
    out.content_length(request.stream ? request.stream_bytes : request.body.size());
    return out;
  }

  Result<bool> send(const ClientRequest& request, error_code& error) {
    auto head = head_of(request);
    head.body().data = nullptr;
    head.body().more = true;
    beast::http::request_serializer<beast::http::buffer_body> serializer(head);
    lowest().expires_after(kWaiting);
    if (!TRY(wait(error, [&](auto done) {
          beast::http::async_write_header(*stream_, serializer, done);
        })))
      return false;
    if (!request.stream) {
      if (request.body.empty()) return true;
      return wait(error, [&](auto done) {
        asio::async_write(*stream_,
                          asio::buffer(request.body.data(), request.body.size()), done);
      });
    }
    return send_stream(request, error);
  }

  Result<bool> send_stream(const ClientRequest& request, error_code& error) {
    WipedBytes part(kPart);
    for (std::uint64_t sent = 0; sent < request.stream_bytes;) {
      const std::size_t got = request.stream(part);
      if (got == 0 || got > request.stream_bytes - sent) {
        return fail(ErrorCode::kBadInput, "the file changed while it was sent",
                    "send it again");
      }
      lowest().expires_after(kWaiting);
      if (!TRY(wait(error, [&](auto done) {
            asio::async_write(*stream_, asio::buffer(part.data(), got), done);
          })))
        return false;
      sent += got;
    }
    return true;
  }

  Result<Response> exchange(const ClientRequest& request,
                            const std::function<bool(ByteView)>* part) {
    if (stream_ == nullptr) TRY(open());
    error_code error;
    Parser parser;
    parser.body_limit(boost::none);
    // A server that refuses a body answers before it has it all.
    if (auto sent = send(request, error); !sent) {
      // Half a request is on its way: what came next would be taken for its rest.
      stream_.reset();
      return Failure(std::move(sent).error());
    }
    lowest().expires_after(kWaiting);
    if (TRY(wait(error, [&](auto done) {
          beast::http::async_read_header(*stream_, buffer_, parser, done);
        })))
      return receive(parser, part);
    stream_.reset();
    return broken();
  }

  Result<Response> receive(Parser& parser, const std::function<bool(ByteView)>* part) {
    Response out;
    const auto& head = parser.get();
    out.status = static_cast<int>(head.result_int());
    for (const auto& field : head) {
      std::string name(field.name_string());
      for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      out.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    WipedBytes bytes(kPart);
    const bool goes_on = out.status == 200 && part != nullptr;
    while (!parser.is_done()) {
      auto& body = parser.get().body();
      body.data = bytes.data();
      body.size = bytes.size();
      lowest().expires_after(kWaiting);
      error_code error;
      const bool whole = TRY(wait(error, [&](auto done) {
        beast::http::async_read_some(*stream_, buffer_, parser, done);
      }));
      if (!whole && error != beast::http::error::need_buffer) {
        stream_.reset();
        return broken();
      }
      const std::size_t got = bytes.size() - parser.get().body().size;
      const ByteView view(bytes.data(), got);
      if (goes_on && !view.empty() && !(*part)(view)) {
        stream_.reset();
        return stopped();
      }
      if (!goes_on) out.body.insert(out.body.end(), view.begin(), view.end());
      if (out.body.size() > kMostAnswerBytes) {
        stream_.reset();
        return fail(ErrorCode::kBadInput, "the server's answer is too large",
                    "ask for less at once");
      }
    }
    if (!parser.keep_alive()) stream_.reset();
    return out;
  }

  const Url url_;
  const ClientOptions options_;
  std::optional<asio::ssl::context> tls_;
  asio::io_context io_;
  std::unique_ptr<Stream> stream_;
  beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
};

template <typename Stream>
Result<std::unique_ptr<Client>> open_link(const Url& url, const ClientOptions& options,
                                          std::optional<asio::ssl::context> tls) {
  auto out = std::make_unique<Link<Stream>>(url, options, std::move(tls));
  TRY(out->open());
  return std::unique_ptr<Client>(std::move(out));
}

}  // namespace

Result<std::unique_ptr<Client>> Client::connect(const Url& url,
                                                const ClientOptions& options) {
  if (url.host.empty()) return open_link<LocalStream>(url, options, std::nullopt);
  return open_link<TlsStream>(url, options, TRY(client_context(options)));
}

}  // namespace tangthu::http
