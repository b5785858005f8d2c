#include "cli/remote.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include "cli/message.h"
#include "cli/served.h"
#include "cli/server_link.h"
#include "cli/submit.h"
#include "vault/base64.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMostFileBytes = std::size_t{64} << 20;

bool names(const Json& arguments, const std::string& file) {
  return std::any_of(arguments.begin(), arguments.end(), [&](const Json& value) {
    if (value.is_array())
      return std::find(value.begin(), value.end(), file) != value.end();
    return value == file;
  });
}

// Lines of an answer, printed as they come.
class AnswerPrinter {
 public:
  AnswerPrinter(const Context& context, const Json& arguments)
      : context_(context), arguments_(arguments) {}

  bool take(ByteView part) {
    rest_ += as_text(part);
    std::size_t at = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos;
         at = end + 1, end = rest_.find('\n', at)) {
      if (auto printed = print(std::string_view(rest_).substr(at, end - at)); !printed) {
        failure_ = std::move(printed).error();
        return false;
      }
    }
    rest_.erase(0, at);
    return true;
  }

  // kSealedOrBusy when the answer broke off.
  Result<int> exit_code() const {
    if (failure_) return Failure(*failure_);
    if (exit_code_) return *exit_code_;
    return fail(ErrorCode::kSealedOrBusy, "the server's answer broke off",
                "look whether it was done, then try again");
  }

 private:
  Result<void> print(std::string_view text) {
    const auto line = json_from_text(text);
    if (!line || !line->is_object() || line->empty()) {
      return fail(ErrorCode::kBadInput, "the server's answer is not understood",
                  "use the version of tangthu that the server has");
    }
    const std::string& kind = line->begin().key();
    const Json& value = line->begin().value();
    if (kind == "result") {
      context_.result(value, {});
    } else if (kind == "text" && value.is_string()) {
      context_.result({}, value.get<std::string>());
    } else if (kind == "message" && value.is_string()) {
      context_.message(value.get<std::string>());
    } else if (kind == "progress") {
      if (const auto progress = progress_from(value)) context_.progress(*progress);
    } else if (kind == "error") {
      context_.error_line(problem_words(value));
    } else if (kind == "file") {
      TRY(write(*line));
    } else if (kind == "exit_code" && value.is_number_integer()) {
      if (line->contains("problem"))
        context_.error_line(problem_words((*line)["problem"]));
      exit_code_ = value.get<int>();
    }
    return {};
  }

  // A server that was taken over writes no file that its user did not ask for.
  Result<void> write(const Json& line) {
    const std::string name = line.value("file", "");
    const auto part = vault::from_base64(line.value("data", ""));
    if (!part || !names(arguments_, name)) {
      return fail(ErrorCode::kBadInput, "the server sent a file that nobody asked for",
                  "tell whoever runs the server");
    }
    Bytes& file = files_[name];
    file.insert(file.end(), part->begin(), part->end());
    context_.progress(
        progress_of(file.size(), line.value("bytes", std::uint64_t{0}), Counted::kBytes));
    if (!line.value("last", false)) return {};
    context_.end_progress();
    TRY(context_.write_output(name, file));
    files_.erase(name);
    return {};
  }

  const Context& context_;
  const Json& arguments_;
  std::string rest_;
  std::map<std::string, Bytes> files_;
  std::optional<Error> failure_;
  std::optional<int> exit_code_;
};

// What the server wants to know, added to the request; false when it can't be had.
Result<bool> add_wanted(Context& context, const Json& problem, const Json& arguments,
                        Json& body) {
  const auto wanted = problem.find("wanted");
  if (wanted == problem.end() || !wanted->is_object()) return false;
  const std::string kind = wanted->value("kind", "");
  const std::string prompt = wanted->value("prompt", "");
  if (kind == "confirmation") {
    if (!TRY(context.confirm(prompt))) {
      return fail(ErrorCode::kUsage, "not confirmed: nothing was done",
                  "type yes, or give --yes");
    }
    body["confirmed"] = true;
    return true;
  }
  if (kind == "passphrase") {
    const auto file = arguments.find("new-passphrase-file");
    const auto given = TRY(context.new_passphrase(
        file == arguments.end() ? std::string() : file->get<std::string>(), prompt));
    body["new_passphrase"] = std::string(as_text(given.reveal()));
    return true;
  }
  const std::string name = wanted->value("name", "");
  if (kind != "file" || !names(arguments, name)) return false;
  const std::string text = TRY(context.read_text(name, kMostFileBytes));
  body["files"][name] = vault::to_base64(as_bytes(text));
  return true;
}

struct Sent {
  http::Response response;
  Result<int> exit_code;
};

Result<Sent> send(ServerLink& link, const Context& context, const ServedWords& words,
                  const Json& body) {
  http::ClientRequest request;
  request.method = "POST";
  request.path = "/v1/commands";
  for (const std::string& word : words.words)
    request.path += "/" + word;
  request.headers = link.headers();
  request.headers.emplace_back("content-type", "application/json");
  request.headers.emplace_back("accept", "application/x-ndjson");
  const http::WipedBytes bytes = http::wiped_bytes(json_line(body));
  request.body = bytes;
  AnswerPrinter printer(context, words.arguments);
  auto response =
      link.client().ask(request, [&](ByteView part) { return printer.take(part); });
  if (!response) {
    const auto printed = printer.exit_code();
    const bool ours = !printed && printed.error().code() != ErrorCode::kSealedOrBusy;
    return Failure(ours ? printed.error() : response.error());
  }
  const bool streamed =
      http::find_header(response->headers, "content-type") == "application/x-ndjson";
  return Sent{std::move(*response), streamed ? printer.exit_code() : Result<int>(0)};
}

// A command of its own at a server: what answers it ends the session that asks.
Result<int> seal_server(Context& context) {
  ServerLink link = TRY(ServerLink::open(context));
  for (bool renewed = false;; renewed = true) {
    http::ClientRequest request;
    request.method = "POST";
    request.path = "/v1/seal";
    request.headers = link.headers();
    const auto response = TRY(link.client().ask(request));
    if (response.status == 401 && !renewed) {
      TRY(link.renew(context));
      continue;
    }
    if (response.status != 200) return report_problem(context, response);
    const Json answer =
        json_from_text(http::view_of(response.body)).value_or(Json::object());
    const bool closed = answer.value("state", Json()) == "sealed";
    context.result({{"sealed", true}, {"state", closed ? "sealed" : "sealing"}},
                   tr("The vault is sealed."));
    if (!closed)
      context.message(
          tr("Requests that still run end first; the keys go with the last."));
    return 0;
  }
}

std::vector<std::filesystem::path> bundles_of(const Json& arguments) {
  std::vector<std::filesystem::path> out;
  for (const Json& file : arguments.at("bundle"))
    out.emplace_back(file.get<std::string>());
  return out;
}

}  // namespace

Result<int> run_remote(Context& context, const CLI::App& parsed) {
  const ServedWords words = served_words(parsed);
  if (words.words == std::vector<std::string>{"accept"})
    return submit_bundles(context, bundles_of(words.arguments));
  if (words.words == std::vector<std::string>{"seal"}) return seal_server(context);
  if (find_served(words.words) == nullptr) {
    return fail(ErrorCode::kUsage, "this command does not go through a server",
                "run it where its files, its scanner or its vault are");
  }
  Json body = {{"arguments", words.arguments},
               {"output", context.options().json ? "json" : "text"},
               {"language", in_vietnamese() ? "vi" : "en"},
               {"quiet", context.options().quiet}};
  ServerLink link = TRY(ServerLink::open(context));
  bool renewed = false;
  while (true) {
    const Sent sent = TRY(send(link, context, words, body));
    context.end_progress();
    if (sent.response.status == 200) return sent.exit_code;
    if (sent.response.status == 401 && !renewed) {
      renewed = true;
      TRY(link.renew(context));
      continue;
    }
    const Json problem =
        json_from_text(http::view_of(sent.response.body)).value_or(Json::object());
    if (TRY(add_wanted(context, problem, words.arguments, body))) continue;
    for (const char* early : {"messages", "errors"}) {
      if (!problem.contains(early)) continue;
      for (const Json& line : problem[early]) {
        if (line.is_string()) context.message(line.get<std::string>());
        if (line.is_object()) context.error_line(problem_words(line));
      }
    }
    return report_problem(context, sent.response);
  }
}

namespace {

Result<TokenFile> token_file(const Context& context) {
  if (context.options().server.empty()) {
    return fail(ErrorCode::kUsage, "no server was named",
                "use --server URL or set TANGTHU_SERVER");
  }
  return TokenFile::of(context.options().server, context.user_name());
}

Result<int> log_in(Context& context) {
  const TokenFile file = TRY(token_file(context));
  const ServerLink link = TRY(ServerLink::open_lasting(context));
  TRY(file.write(link.token()));
  context.result({{"user", context.user_name()}, {"done", true}},
                 tr("Logged in: ") + context.user_name());
  return 0;
}

Result<int> log_out(Context& context) {
  const TokenFile file = TRY(token_file(context));
  if (file.read()) {
    ServerLink link = TRY(ServerLink::open(context));
    TRY(link.log_out());
    file.remove();
  }
  context.result({{"user", context.user_name()}, {"done", true}},
                 tr("Logged out: ") + context.user_name());
  return 0;
}

}  // namespace

void add_login(CLI::App& app, Command& chosen) {
  app.add_subcommand("login", "open a session at a server, for the commands that follow")
      ->callback([&chosen] { chosen = log_in; });
  app.add_subcommand("logout", "end that session")->callback([&chosen] {
    chosen = log_out;
  });
}

}  // namespace tangthu::cli
