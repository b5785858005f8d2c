#include "http/connection.h"

#include <algorithm>

#include "base/id.h"
#include "base/number.h"
#include "http/problem.h"
#include "http/target.h"
#include "http/tls_context.h"

namespace tangthu::http {
namespace {

using beast::error_code;

constexpr std::size_t kBodyPart = std::size_t{64} << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

Headers headers_of(const beast::http::fields& fields) {
  Headers out;
  for (const auto& field : fields)
    out.emplace_back(lower(field.name_string()), std::string(field.value()));
  return out;
}

void set_headers(beast::http::fields& to, const Headers& headers) {
  to.set(beast::http::field::server, "tangthu");
  for (const auto& [name, value] : headers)
    to.set(name, value);
}

// Nothing where the head does not say.
std::optional<std::uint64_t> said_length(const beast::http::fields& fields) {
  const auto at = fields.find(beast::http::field::content_length);
  if (at == fields.end()) return std::nullopt;
  const auto text = at->value();
  return parse_number<std::uint64_t>(std::string_view(text.data(), text.size()));
}

template <typename Stream>
class Connection final : public Guest,
                         public std::enable_shared_from_this<Connection<Stream>> {
 public:
  Connection(std::unique_ptr<Stream> stream, Peer peer, Floor& floor)
      : stream_(std::move(stream)), peer_(std::move(peer)), floor_(floor) {}
  ~Connection() override { floor_.left(peer_); }

  void start() override {
    asio::dispatch(stream_->get_executor(),
                   [self = this->shared_from_this()] { self->greet(); });
  }
  void leave(bool now) override {
    asio::post(stream_->get_executor(), [self = this->shared_from_this(), now] {
      if (now || !self->serving_) self->close();
    });
  }

 private:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  friend class LiveExchange;

  // An exchange lives on a worker; what it does to the connection is done here.
  class LiveExchange final : public Exchange {
   public:
    LiveExchange(std::shared_ptr<Connection> connection, Request request)
        : connection_(std::move(connection)), request_(std::move(request)) {}
    ~LiveExchange() override {
      if (!answered_) {
        answer(problem(request_, 500, "unexpected", "an unexpected error",
                       "report it with the request's id"));
      }
    }
    const Request& request() const override { return request_; }

    Result<std::size_t> read_body(std::span<std::uint8_t> into) override {
      const auto read = wait([&](auto done) { connection_->read_part(into, done); });
      if (read) return *read;
      return fail(ErrorCode::kBadInput, "the request's body broke off, or is too large",
                  "send it again, at once and whole");
    }

    void answer(Response response) override {
      answered_ = true;
      asio::post(connection_->stream_->get_executor(),
                 [connection = connection_, head = request_.method == "HEAD",
                  response = std::move(response)]() mutable {
                   connection->write_whole(std::move(response), head);
                 });
    }

    Result<void> begin(int status, Headers headers) override {
      answered_ = true;
      return written(wait(
          [&](auto done) { connection_->write_head(status, std::move(headers), done); }));
    }
    Result<void> write(ByteView piece) override {
      if (piece.empty()) return {};
      return written(wait([&](auto done) { connection_->write_part(piece, done); }));
    }
    Result<void> end() override {
      return written(wait([&](auto done) { connection_->write_end(done); }));
    }

   private:
    using Done = std::function<void(std::optional<std::size_t>)>;

    // Has it done on the strand, and waits: every operation there has a time limit.
    template <typename Start>
    std::optional<std::size_t> wait(Start start) {
      std::promise<std::optional<std::size_t>> promise;
      auto result = promise.get_future();
      asio::post(connection_->stream_->get_executor(), [&] {
        start(Done([&](std::optional<std::size_t> value) { promise.set_value(value); }));
      });
      return result.get();
    }
    static Result<void> written(std::optional<std::size_t> outcome) {
      if (outcome) return {};
      return fail(ErrorCode::kInterrupted, "the client went away, or is too slow",
                  "ask again");
    }

    std::shared_ptr<Connection> connection_;
    Request request_;
    bool answered_ = false;
  };

  auto& lowest() { return beast::get_lowest_layer(*stream_); }
  void allow(std::chrono::seconds time) { lowest().expires_after(time); }
  void allow_for(std::uint64_t bytes) {
    constexpr std::chrono::seconds kFirst{10};
    allow(kFirst + std::chrono::seconds(bytes / floor_.limits.slowest_bytes_a_second));
  }

  void greet() {
    if constexpr (kTls) {
      allow(floor_.limits.handshake);
      stream_->async_handshake(asio::ssl::stream_base::server,
                               [self = this->shared_from_this()](error_code error) {
                                 if (error) return self->close();
                                 self->peer_.certificate =
                                     certificate_of(self->stream_->native_handle());
                                 self->read_head();
                               });
    } else {
      read_head();
    }
  }

  void close() {
    error_code ignored;
    lowest().socket().close(ignored);
  }

  // With TLS's own farewell, so that a client can tell an end from a break.
  void part() {
    if constexpr (kTls) {
      allow(std::chrono::seconds(2));
      stream_->async_shutdown(
          [self = this->shared_from_this()](error_code) { self->close(); });
    } else {
      close();
    }
  }

  void read_head() {
    serving_ = false;
    if (floor_.stopping) return part();
    parser_.emplace();
    parser_->header_limit(floor_.limits.header_bytes);
    parser_->body_limit(boost::none);
    allow(floor_.limits.idle);
    beast::http::async_read_header(
        *stream_, buffer_, *parser_,
        [self = this->shared_from_this()](error_code error, std::size_t) {
          if (error) return self->refuse_head(error);
          self->take_head();
        });
  }

  void refuse_head(error_code error) {
    const bool is_ours =
        error.category() ==
        beast::http::make_error_code(beast::http::error::bad_method).category();
    if (!is_ours || error == beast::http::error::end_of_stream ||
        error == beast::http::error::partial_message)
      return part();
    serving_ = true;
    ends_ = true;
    const bool is_large = error == beast::http::error::header_limit;
    write_whole(is_large ? problem({}, 431, "header-too-large", "the header is too large",
                                   "send fewer and shorter fields")
                         : problem({}, 400, "bad-request", "not a request of HTTP/1.1",
                                   "see RFC 9112"),
                false);
  }

  void take_head() {
    serving_ = true;
    const auto& head = parser_->get();
    Request request;
    request.id = DocumentId::random().to_string();
    request.method = std::string(head.method_string());
    request.headers = headers_of(head);
    request.peer = peer_;
    ends_ = !head.keep_alive();
    auto target = parse_target(std::string_view(head.target()));
    if (!target || head.version() != 11) {
      return turn_away(problem(request, 400, "bad-request", "not a request of HTTP/1.1",
                               "see RFC 9112"));
    }
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    plan_ = floor_.service.plan(request.method, request.path);
    const auto length = said_length(head);
    if (length && *length > plan_.most_body_bytes) return turn_away(too_large(request));
    left_ = plan_.most_body_bytes;
    if (beast::iequals(head[beast::http::field::expect], "100-continue") &&
        !parser_->is_done())
      return write_go_on(std::move(request));
    take_body(std::move(request));
  }

  static Response too_large(const Request& request) {
    return problem(request, 413, "too-large", "the request's body is too large",
                   "see the limits in the service's description");
  }

  void turn_away(Response response) {
    ends_ = true;
    write_whole(std::move(response), false);
  }

  void write_go_on(Request request) {
    go_on_.emplace(beast::http::status::continue_, 11);
    allow_for(0);
    beast::http::async_write(
        *stream_, *go_on_,
        [self = this->shared_from_this(), request = std::move(request)](
            error_code error, std::size_t) mutable {
          if (error) return self->close();
          self->take_body(std::move(request));
        });
  }

  void take_body(Request request) {
    if (plan_.body == BodyKind::kStreamed || parser_->is_done())
      return serve(std::move(request));
    const auto length = said_length(parser_->get());
    allow_for(length.value_or(plan_.most_body_bytes));
    auto body = std::make_shared<Request>(std::move(request));
    part_.resize(static_cast<std::size_t>(
        std::min<std::uint64_t>(kBodyPart, length.value_or(kBodyPart))));
    read_more(body);
  }

  void read_more(const std::shared_ptr<Request>& request) {
    auto& body = parser_->get().body();
    body.data = part_.data();
    body.size = part_.size();
    beast::http::async_read(
        *stream_, buffer_, *parser_,
        [self = this->shared_from_this(), request](error_code error, std::size_t) {
          self->add_part(error, request);
        });
  }

  void add_part(error_code error, const std::shared_ptr<Request>& request) {
    if (error && error != beast::http::error::need_buffer) return close();
    const std::size_t got = part_.size() - parser_->get().body().size;
    if (got > left_) return turn_away(too_large(*request));
    left_ -= got;
    request->body.insert(request->body.end(), part_.begin(),
                         part_.begin() + static_cast<std::ptrdiff_t>(got));
    if (parser_->is_done()) return serve(std::move(*request));
    read_more(request);
  }

  void serve(Request request) {
    Workers& workers = floor_.of(plan_.lane);
    auto exchange =
        std::make_shared<LiveExchange>(this->shared_from_this(), std::move(request));
    // A refused exchange answers for itself when it goes; a full house says so first.
    if (workers.try_add([&service = floor_.service, exchange]() mutable {
          service.serve(*exchange);
          exchange.reset();
        }))
      return;
    Response busy = problem(exchange->request(), 503, "busy", "the server is busy",
                            "try again in a few seconds");
    busy.headers.emplace_back("retry-after", "5");
    exchange->answer(std::move(busy));
  }

  // For an exchange; on the strand.
  template <typename Done>
  void read_part(std::span<std::uint8_t> into, const Done& done) {
    if (parser_->is_done()) return done(0);
    auto& body = parser_->get().body();
    body.data = into.data();
    body.size = into.size();
    allow_for(into.size());
    beast::http::async_read(
        *stream_, buffer_, *parser_,
        [self = this->shared_from_this(), size = into.size(), done](error_code error,
                                                                    std::size_t) {
          const std::size_t got = size - self->parser_->get().body().size;
          if ((error && error != beast::http::error::need_buffer) || got > self->left_)
            return done(std::nullopt);
          self->left_ -= got;
          done(got);
        });
  }

  void write_whole(Response response, bool head_only) {
    response_ = std::move(response);
    whole_.emplace(static_cast<beast::http::status>(response_.status), 11);
    set_headers(*whole_, response_.headers);
    whole_->body() =
        beast::span<std::uint8_t>(response_.body.data(), response_.body.size());
    // What is left of a body would be taken for the next request.
    if (parser_ && !parser_->is_done()) ends_ = true;
    whole_->keep_alive(!ends_ && !floor_.stopping);
    if (response_.status != 304 && response_.status != 204)
      whole_->content_length(response_.body.size());
    allow_for(response_.body.size());
    auto after = [self = this->shared_from_this()](error_code error, std::size_t) {
      if (error) return self->close();
      self->next();
    };
    if (!head_only) return beast::http::async_write(*stream_, *whole_, std::move(after));
    whole_head_.emplace(*whole_);
    beast::http::async_write_header(*stream_, *whole_head_, std::move(after));
  }

  void next() {
    response_ = {};
    if (ends_ || floor_.stopping) return part();
    read_head();
  }

  template <typename Done>
  void write_head(int status, Headers headers, const Done& done) {
    if (!parser_->is_done()) ends_ = true;
    pieces_.emplace(static_cast<beast::http::status>(status), 11);
    set_headers(*pieces_, headers);
    pieces_->keep_alive(!ends_ && !floor_.stopping);
    pieces_->chunked(true);
    pieces_head_.emplace(*pieces_);
    allow_for(0);
    beast::http::async_write_header(*stream_, *pieces_head_, after(done));
  }
  template <typename Done>
  void write_part(ByteView piece, const Done& done) {
    allow_for(piece.size());
    asio::async_write(*stream_,
                      beast::http::make_chunk(asio::buffer(piece.data(), piece.size())),
                      after(done));
  }
  template <typename Done>
  void write_end(const Done& done) {
    allow_for(0);
    asio::async_write(
        *stream_, beast::http::make_chunk_last(),
        [self = this->shared_from_this(), done](error_code error, std::size_t) {
          done(error ? std::nullopt : std::optional<std::size_t>(0));
          if (error) return self->close();
          self->next();
        });
  }
  template <typename Done>
  auto after(const Done& done) {
    return [self = this->shared_from_this(), done](error_code error, std::size_t bytes) {
      if (error) self->close();
      done(error ? std::nullopt : std::optional(bytes));
    };
  }

  std::unique_ptr<Stream> stream_;
  Peer peer_;
  Floor& floor_;
  beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
  std::optional<beast::http::request_parser<beast::http::buffer_body>> parser_;
  WipedBytes part_;
  std::uint64_t left_ = 0;  // of the body, that may still come
  Plan plan_;
  bool serving_ = false;
  bool ends_ = false;
  std::optional<beast::http::response<beast::http::empty_body>> go_on_;
  Response response_;
  std::optional<beast::http::response<beast::http::span_body<std::uint8_t>>> whole_;
  std::optional<beast::http::response_serializer<beast::http::span_body<std::uint8_t>>>
      whole_head_;
  std::optional<beast::http::response<beast::http::empty_body>> pieces_;
  std::optional<beast::http::response_serializer<beast::http::empty_body>> pieces_head_;
};

}  // namespace

std::shared_ptr<Guest> make_guest(std::unique_ptr<TlsStream> stream, Peer peer,
                                  Floor& floor) {
  return std::make_shared<Connection<TlsStream>>(std::move(stream), std::move(peer),
                                                 floor);
}

std::shared_ptr<Guest> make_guest(std::unique_ptr<LocalStream> stream, Peer peer,
                                  Floor& floor) {
  return std::make_shared<Connection<LocalStream>>(std::move(stream), std::move(peer),
                                                   floor);
}

}  // namespace tangthu::http
