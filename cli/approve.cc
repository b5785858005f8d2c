#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/request_words.h"
#include "cli/shred_words.h"

namespace tangthu::cli {
namespace {

Result<UserNames> user_names(vault::Session& session) {
  UserNames names;
  for (const vault::User& user : TRY(session.vault().directory().users()))
    names.emplace(user.id, user.name);
  return names;
}

Result<int> list_requests(Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const auto requests = TRY(session->requests());
  const UserNames names = TRY(user_names(*session));
  for (const vault::Request& request : requests) {
    const Json json = request_json(request, names);
    context.result(json, request_words(json));
  }
  return 0;
}

Result<int> approve(Context& context, const std::string& text) {
  const auto id = vault::parse_request(text);
  if (!id) {
    return fail(ErrorCode::kUsage, "not a request's id",
                "'tangthu approve' without an id lists the open ones", text);
  }
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const auto outcome = TRY(archive::approve(*session, *id));
  report_outcome(context, outcome, {{"request", vault::request_text(*id)}},
                 vault::request_text(*id) + ": " + tr("signed and done"));
  if (outcome.done) TRY(warn_of_unconfirmed_slots(context));
  return 0;
}

}  // namespace

void add_approve(CLI::App& app, Command& chosen) {
  auto id = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "approve", "sign a request as an officer; without ID, list those that wait");
  command->add_option("ID", *id, "the request's id");
  command->callback([id, &chosen] {
    chosen = [id](Context& context) {
      return id->empty() ? list_requests(context) : approve(context, *id);
    };
  });
}

}  // namespace tangthu::cli
