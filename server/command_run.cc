#include "server/command_run.h"

#include "vault/base64.h"

namespace tangthu::server {
namespace {

constexpr std::chrono::seconds kPatience{30};

Failure bad_body(const char* member) {
  return fail(ErrorCode::kBadInput, "the body is not as a command's is",
              "see the service's description", member);
}

Result<void> read_files(const Json& files, CommandInputs& inputs) {
  if (!files.is_object()) return bad_body("files");
  for (const auto& [name, data] : files.items()) {
    const auto* text = data.get_ptr<const std::string*>();
    auto bytes = text == nullptr ? std::nullopt : vault::from_base64(*text);
    if (!bytes) return bad_body("files");
    inputs.files[name] = WipedBytes(bytes->begin(), bytes->end());
    wipe(bytes->data(), bytes->size());
  }
  return {};
}

Result<void> read_member(const std::string& name, const Json& value,
                         CommandRequest& out) {
  if (name == "arguments" && value.is_object()) {
    out.arguments = value;
  } else if (name == "output" && (value == "json" || value == "text")) {
    out.options.json = value == "json";
  } else if (name == "language" && (value == "en" || value == "vi")) {
    out.language = value == "vi" ? cli::Language::kVietnamese : cli::Language::kEnglish;
  } else if (name == "quiet" && value.is_boolean()) {
    out.options.quiet = value.get<bool>();
  } else if (name == "confirmed" && value.is_boolean()) {
    out.inputs.confirmed = value.get<bool>();
  } else if (name == "files") {
    TRY(read_files(value, out.inputs));
  } else if (name == "new_passphrase" && value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty() || text.size() > Passphrase::kMaxBytes)
      return bad_body("new_passphrase");
    out.inputs.new_passphrase.emplace(as_bytes(text));
  } else {
    return bad_body(name.c_str());
  }
  return {};
}

}  // namespace

Result<CommandRequest> read_command_request(const Request& request) {
  const Json body = TRY(body_object(request));
  CommandRequest out;
  out.options.json = true;
  for (const auto& [name, value] : body.items())
    TRY(read_member(name, value, out));
  return out;
}

CommandOutcome run_command(Call& call, const cli::CommandDescription& command,
                           CommandRequest& asked, LineSink& sink) {
  auto made = cli::make_served(command, asked.arguments);
  if (!made) return {Failure(std::move(made).error()), {}};
  Login& login = *call.login;
  const std::unique_lock lock(login.busy, kPatience);
  if (!lock.owns_lock()) {
    return {fail(ErrorCode::kSealedOrBusy, "the session is busy with another request",
                 "wait for its end, or log in once more"),
            {}};
  }
  asked.options.jobs = call.api.jobs;
  const cli::SpeakIn spoken(asked.language);
  CommandContext context(asked.options, login, asked.inputs, sink);
  CommandOutcome out{(*made)(context), context.wanted()};
  // Ended by rights that were taken back: it will open nothing more.
  if (!out.exit_code && out.exit_code.error().code() == ErrorCode::kAuthentication)
    call.api.sessions.log_out(login, "ended");
  return out;
}

CollectedLines::~CollectedLines() {
  wipe(results_.data(), results_.size());
}

bool CollectedLines::put(Json line) {
  for (auto& [kind, value] : line.items()) {
    if (kind == "message") {
      others_["messages"].push_back(std::move(value));
    } else if (kind == "error") {
      others_["errors"].push_back(std::move(value));
    } else if (kind == "file") {
      others_["files"].push_back(std::move(line));
      return true;
    }
  }
  return true;
}

bool CollectedLines::put_result(std::string_view, std::string_view json) {
  if (!results_.empty()) results_ += ',';
  results_ += json;
  return true;
}

WipedBytes CollectedLines::text(const Json& more) const {
  Json rest = others_;
  rest.update(more);
  const std::string members = cli::json_line(rest);
  std::string out = "{\"results\":[";
  out.reserve(out.size() + results_.size() + members.size() + 2);
  out += results_;
  out += rest.empty() ? "]" : "],";
  out.append(members, 1);
  WipedBytes bytes = wiped_bytes(out);
  wipe(out.data(), out.size());
  return bytes;
}

Json CollectedLines::json() const {
  Json out = others_;
  if (results_.empty()) return out;
  if (auto results = json_from_text("[" + results_ + "]"))
    out["results"] = std::move(*results);
  return out;
}

Response respond(const Request& request, const CommandOutcome& outcome,
                 const CollectedLines& lines) {
  if (outcome.exit_code) {
    Response out;
    out.headers = {{"content-type", "application/json"},
                   {"cache-control", "no-store"},
                   {"x-content-type-options", "nosniff"}};
    out.body = lines.text({{"exit_code", *outcome.exit_code}});
    return out;
  }
  Json more = lines.json();
  int status = status_of(outcome.exit_code.error().code());
  if (outcome.wanted) {
    status = 422;
    more["wanted"] = {{"kind", outcome.wanted->kind}};
    if (!outcome.wanted->name.empty()) more["wanted"]["name"] = outcome.wanted->name;
    if (!outcome.wanted->prompt.empty())
      more["wanted"]["prompt"] = outcome.wanted->prompt;
  }
  return problem(request, status, outcome.exit_code.error(), std::move(more));
}

}  // namespace tangthu::server
