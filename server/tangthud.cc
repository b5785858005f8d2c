// tangthud: serves one vault, over TLS and over a Unix socket. See docs/SERVICE.md.
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <new>
#include <thread>

#include <CLI/CLI.hpp>
#include <sys/resource.h>

#include "base/process.h"
#include "cli/context.h"
#include "cli/help_text.h"
#include "cli/message.h"
#include "http/http_server.h"
#include "server/log.h"
#include "server/service.h"
#include "service/signals.h"
#include "service/supervisor.h"

namespace tangthu::server {
namespace {

struct Options {
  std::string vault;
  std::string unseal_key_file;
  http::HttpOptions http;
  SessionLimits sessions;
  int jobs = 0;
  std::chrono::seconds grace{30};
  bool quiet = false;
};

void add_options(CLI::App& app, Options& options, std::vector<std::string>& listen,
                 std::int64_t& idle, std::int64_t& grace) {
  app.add_option("--vault", options.vault, "the vault's folder")
      ->envname("TANGTHU_VAULT")
      ->required()
      ->type_name("DIR");
  app.add_option("--listen", listen,
                 "serve TLS at this address: 192.0.2.1:8443, [::]:8443")
      ->expected(0, 1)
      ->type_name("ADDRESS:PORT");
  app.add_option("--certificate", options.http.tls.certificate, "the server's, PEM")
      ->type_name("FILE");
  app.add_option("--key", options.http.tls.key, "the certificate's key, PEM")
      ->type_name("FILE");
  app.add_option("--clients", options.http.tls.clients,
                 "who signs stations' and clients' certificates, PEM")
      ->type_name("FILE");
  app.add_option("--socket", options.http.socket, "serve this Unix socket")
      ->type_name("FILE");
  app.add_option(
         "--unseal-key-file", options.unseal_key_file,
         "unseal by this key file; else systemd's credential, else the custodians")
      ->type_name("FILE");
  app.add_option("--idle-lock", idle, "seconds without a request that end a session")
      ->check(CLI::Range(1, 24 * 3600))
      ->type_name("SECONDS");
  app.add_option("--grace", grace, "seconds that requests have to end when it stops")
      ->check(CLI::Range(0, 3600))
      ->type_name("SECONDS");
  app.add_option("--jobs", options.jobs, "threads of one command (default: one a core)")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  app.add_flag("--quiet", options.quiet, "log only what goes wrong");
}

Result<void> split_address(const std::string& text, http::HttpOptions& http) {
  const std::size_t colon = text.rfind(':');
  std::string host = colon == std::string::npos ? "" : text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  char* end = nullptr;
  const char* digits = colon == std::string::npos ? "" : text.c_str() + colon + 1;
  const long port = std::strtol(digits, &end, 10);
  if (host.empty() || *digits == '\0' || *end != '\0' || port < 0 || port > 65535) {
    return fail(ErrorCode::kUsage, "not an address to listen at",
                "write it as 192.0.2.1:8443 or [::]:8443", text);
  }
  http.address = host;
  http.port = static_cast<std::uint16_t>(port);
  return {};
}

// As many connections as are allowed need as many descriptors.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string gauges_of(const http::HttpServer* server, const Sessions& sessions,
                      const StrongRoom& room) {
  const auto gauge = [](const char* name, const char* what, std::size_t value) {
    return std::string("# HELP ") + name + " " + what + "\n# TYPE " + name + " gauge\n" +
           name + " " + std::to_string(value) + "\n";
  };
  std::string out =
      gauge("tangthu_sessions", "Sessions that are open.", sessions.count());
  out +=
      gauge("tangthu_unsealed", "Whether the vault is unsealed.", room.opened() ? 1 : 0);
  if (server != nullptr) {
    out +=
        gauge("tangthu_connections", "Connections that are open.", server->connections());
    out += gauge("tangthu_requests_waiting", "Requests that wait or are served.",
                 server->requests_waiting());
  }
  std::error_code error;
  const auto space = std::filesystem::space(room.folder(), error);
  if (!error) {
    out +=
        gauge("tangthu_free_bytes", "Free space where the vault lies.", space.available);
  }
  return out;
}

// Merges what is due in the index now and then, in a thread of its own: it may take long.
class Merging {
 public:
  explicit Merging(Sessions& sessions) : thread_([this, &sessions] { run(sessions); }) {}
  ~Merging() {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Merging(const Merging&) = delete;
  Merging& operator=(const Merging&) = delete;

 private:
  void run(Sessions& sessions) {
    constexpr std::chrono::seconds kPeriod{5};
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, kPeriod, [this] { return ends_; })) {
      lock.unlock();
      sessions.merge_due();
      lock.lock();
    }
  }

  std::mutex mutex_;  // guards the next two
  std::condition_variable wake_;
  bool ends_ = false;
  std::thread thread_;
};

// What is wrong with the new files stands in the log; the old ones stay in use.
void reload_certificates(http::HttpServer& server) {
  const auto reloaded = server.reload_certificates();
  if (!reloaded) return log_error(reloaded.error());
  log_line(Priority::kNotice, "certificates were read again");
}

// Until somebody asks it to stop.
void keep_house(const service::Signals& signals, http::HttpServer& server,
                Sessions& sessions, StrongRoom& room) {
  const auto period = service::watchdog_period();
  bool was_sealed = room.opened() == nullptr;
  for (auto asked = service::Asked::kNothing; asked != service::Asked::kEnd;
       asked = signals.wait(std::chrono::seconds(1))) {
    if (asked == service::Asked::kReload) reload_certificates(server);
    sessions.end_old();
    const bool sealed = !room.enter();
    if (sealed) sessions.end_all();  // of a login that was on its way
    if (sealed != was_sealed) service::tell_status(sealed ? "sealed" : "unsealed");
    was_sealed = sealed;
    if (period) service::tell_alive();
  }
}

// False when it is sealed. Keeps nothing of it: who holds the vault keeps it open.
Result<bool> try_to_open(StrongRoom& room) {
  const auto entered = room.enter();
  if (entered) return true;
  if (entered.error().code() == ErrorCode::kSealedOrBusy) return false;
  return Failure(entered.error());
}

Result<int> serve(Options& options) {
  const service::Signals signals;
  const service::InheritedSockets inherited = service::inherited_sockets();
  options.http.inherited_tls = inherited.tls;
  options.http.inherited_socket = inherited.local;
  if (options.http.address.empty() && options.http.socket.empty() && inherited.tls < 0 &&
      inherited.local < 0) {
    return fail(ErrorCode::kUsage, "it is not said where to serve",
                "give --listen ADDRESS:PORT or --socket FILE");
  }
  StrongRoom room(options.vault, options.unseal_key_file);
  Sessions sessions(options.sessions);
  Metrics metrics;
  std::atomic<http::HttpServer*> running = nullptr;
  const int jobs =
      options.jobs > 0
          ? options.jobs
          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  ArchiveService service({room, sessions, metrics, jobs,
                          [&] { return gauges_of(running.load(), sessions, room); },
                          options.grace});
  const bool is_open = TRY(try_to_open(room));
  const auto server = TRY(http::HttpServer::start(options.http, service));
  running = server.get();
  log_line(Priority::kNotice, "serving port=" + std::to_string(server->port()) +
                                  (is_open ? " vault=unsealed" : " vault=sealed"));
  service::tell_ready(is_open ? "unsealed" : "sealed");
  {
    const Merging merging(sessions);
    keep_house(signals, *server, sessions, room);
  }
  service::tell_stopping();
  log_line(Priority::kNotice, "stopping");
  server->stop(options.grace, cli::interrupt);
  running = nullptr;
  sessions.end_all();
  room.seal();
  return 0;
}

int run(int argc, char** argv) {
  CLI::App app("serves a vault of tangthu over TLS and a Unix socket", "tangthud");
  cli::speak_in_help(app);
  app.set_version_flag("--version", TANGTHU_VERSION, "the program's version");
  Options options;
  std::vector<std::string> listen;
  std::int64_t idle = options.sessions.idle.count();
  std::int64_t grace = options.grace.count();
  add_options(app, options, listen, idle, grace);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : static_cast<int>(ErrorCode::kUsage);
  }
  options.sessions.idle = std::chrono::seconds(idle);
  options.grace = std::chrono::seconds(grace);
  log_every_request(!options.quiet);
  raise_descriptor_limit();
  Result<int> code = 0;
  for (const std::string& each : listen) {
    const auto split = split_address(each, options.http);
    if (!split) code = Failure(split.error());
  }
  cli::speak_all_languages();
  if (code) code = serve(options);
  if (code) return *code;
  log_error(code.error());
  return static_cast<int>(code.error().code());
}

}  // namespace
}  // namespace tangthu::server

int main(int argc, char** argv) {
  tangthu::harden_process();
  tangthu::cli::choose_language();
  try {
    return tangthu::server::run(argc, argv);
  } catch (const std::bad_alloc&) {
    tangthu::server::log_line(tangthu::server::Priority::kError, "not enough memory");
  } catch (const std::exception&) {
    // what() might hold document text: it is not shown.
    tangthu::server::log_line(tangthu::server::Priority::kError, "an unexpected error");
  }
  return 1;
}
