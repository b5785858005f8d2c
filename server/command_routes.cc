#include "server/command_run.h"
#include "vault/crypto.h"

namespace tangthu::server {
namespace {

constexpr std::size_t kMostKeyBytes = 128;
constexpr std::size_t kKeptAnswers = 64;
constexpr std::size_t kMostKeptBytes = std::size_t{256} << 10;

// Lines as they come. The answer begins with the first result, so that what fails before
// has its own status; messages wait till then.
class StreamedLines final : public LineSink {
 public:
  explicit StreamedLines(Exchange& exchange) : exchange_(exchange) {}

  bool put(Json line) override {
    if (gone_) return false;
    const bool waits = line.contains("message") || line.contains("error");
    text_ += cli::json_line(line) + '\n';
    if (!begun_ && waits) {
      early_.put(std::move(line));
      return true;
    }
    return flush();
  }
  bool put_result(std::string_view kind, std::string_view json) override {
    if (gone_) return false;
    text_ += "{\"" + std::string(kind) + "\":";
    text_ += json;
    text_ += "}\n";
    return flush();
  }
  bool begun() const { return begun_; }
  // What came before it began.
  const CollectedLines& early() const { return early_; }
  void end(const Json& last) {
    text_ += cli::json_line(last) + '\n';
    if (!gone_ && flush()) (void)exchange_.end();
  }

 private:
  bool flush() {
    if (!begun_) {
      begun_ = true;
      gone_ = !exchange_.begin(200, {{"content-type", "application/x-ndjson"},
                                     {"cache-control", "no-store"},
                                     {"x-content-type-options", "nosniff"}});
    }
    gone_ = gone_ || !exchange_.write(as_bytes(text_));
    wipe(text_.data(), text_.size());
    text_.clear();
    return !gone_;
  }

  Exchange& exchange_;
  CollectedLines early_;
  std::string text_;
  bool begun_ = false;
  bool gone_ = false;
};

void stream_command(Call& call, const cli::CommandDescription& command,
                    CommandRequest& asked) {
  StreamedLines lines(call.exchange);
  const CommandOutcome outcome = run_command(call, command, asked, lines);
  const Request& request = call.exchange.request();
  if (!lines.begun() && !outcome.exit_code)
    return call.exchange.answer(respond(request, outcome, lines.early()));
  Json last;
  if (outcome.exit_code) {
    last["exit_code"] = *outcome.exit_code;
  } else {
    const Error& error = outcome.exit_code.error();
    last["exit_code"] = static_cast<int>(error.code());
    last["problem"] = {{"title", error.text()},
                       {"remedy", error.remedy()},
                       {"code", static_cast<int>(error.code())},
                       {"subject", error.subject()}};
  }
  lines.end(last);
}

Response answer_whole(Call& call, const cli::CommandDescription& command,
                      CommandRequest& asked) {
  CollectedLines lines;
  const CommandOutcome outcome = run_command(call, command, asked, lines);
  return respond(call.exchange.request(), outcome, lines);
}

// Once only: the same request with the same key gets the answer that it had.
Response answer_once(Call& call, const cli::CommandDescription& command,
                     CommandRequest& asked, const std::string& key) {
  const Request& request = call.exchange.request();
  const auto hash = vault::blake2b_32({as_bytes(request.path), request.body});
  {
    const std::lock_guard lock(call.login->busy);
    for (const KeptAnswer& kept : call.login->answers) {
      if (kept.key != key) continue;
      if (kept.request != hash) {
        return problem(request, 422, "key-reused",
                       "another request had this idempotency key",
                       "give every request a key of its own");
      }
      Response again = kept.response;
      again.headers.emplace_back("idempotent-replayed", "true");
      return again;
    }
  }
  Response response = answer_whole(call, command, asked);
  // What was refused, or asks for more, may be asked again.
  if (response.status != 200 || response.body.size() > kMostKeptBytes) return response;
  const std::lock_guard lock(call.login->busy);
  auto& answers = call.login->answers;
  if (answers.size() == kKeptAnswers) answers.pop_front();
  answers.push_back({key, hash, response});
  return response;
}

void run(Call& call, const cli::CommandDescription& command, CommandRequest& asked) {
  const Request& request = call.exchange.request();
  const std::string key(find_header(request.headers, "idempotency-key"));
  if (key.size() > kMostKeyBytes) {
    return call.exchange.answer(problem(request, 400, "usage",
                                        "the idempotency key is too long",
                                        "give one of at most 128 bytes"));
  }
  if (!key.empty()) return call.exchange.answer(answer_once(call, command, asked, key));
  const auto accept = find_header(request.headers, "accept");
  if (accept.find("application/x-ndjson") != std::string_view::npos)
    return stream_command(call, command, asked);
  call.exchange.answer(answer_whole(call, command, asked));
}

// A route of its own for what is asked for most: the command's arguments as they are.
void run_with(Call& call, const char* word, Result<Json> arguments) {
  const Request& request = call.exchange.request();
  if (!arguments) return call.exchange.answer(problem(request, arguments.error()));
  CommandRequest asked;
  asked.options.json = true;
  asked.arguments = std::move(*arguments);
  run(call, *cli::find_served({word}), asked);
}

}  // namespace

void post_command(Call& call) {
  const Request& request = call.exchange.request();
  const cli::CommandDescription* command = cli::find_served(call.values);
  if (command == nullptr) {
    return call.exchange.answer(problem(request, 404, "not-found",
                                        "the server has no such command",
                                        "see /v1/openapi.json"));
  }
  auto asked = read_command_request(request);
  if (!asked) return call.exchange.answer(problem(request, asked.error()));
  run(call, *command, *asked);
}

void post_search(Call& call) {
  run_with(call, "search", body_object(call.exchange.request()));
}

void get_document(Call& call) {
  run_with(call, "show", Json{{"id", call.values[0]}});
}

}  // namespace tangthu::server
