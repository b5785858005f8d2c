// One command for somebody who is logged in: from a request's JSON to an answer.
#pragma once

#include <string>
#include <vector>

#include "cli/message.h"
#include "cli/served.h"
#include "server/api.h"
#include "server/command_context.h"

namespace tangthu::server {

// A request's body, read:
//   arguments       what the command takes, by name (cli/served.h)
//   output          "json" (each result an object) or "text" (lines for people)
//   language        "en" or "vi"
//   quiet           no messages
//   files           what the arguments name, by name, in base64
//   new_passphrase  for a user who is made, or who changes his own
//   confirmed       true: the question that the command asks is answered with yes
struct CommandRequest {
  Json arguments = Json::object();
  cli::GlobalOptions options;
  cli::Language language = cli::Language::kEnglish;
  CommandInputs inputs;
};
// kBadInput, kUsage.
Result<CommandRequest> read_command_request(const Request& request);

struct CommandOutcome {
  Result<int> exit_code;
  std::optional<WantedInput> wanted;
};
// Waits for the session's other request; kSealedOrBusy when that takes too long.
CommandOutcome run_command(Call& call, const cli::CommandDescription& command,
                           CommandRequest& asked, LineSink& sink);

// Lines put together: {"results", "messages", "errors", "files"}, those that there are.
class CollectedLines final : public LineSink {
 public:
  ~CollectedLines() override;
  bool put(Json line) override;
  bool put_result(std::string_view kind, std::string_view json) override;
  // With these members as well.
  WipedBytes text(const Json& more) const;
  Json json() const;

 private:
  std::string results_;  // between the brackets of an array
  Json others_ = Json::object();
};

// The whole answer: 200 with the lines and `exit_code`, or a problem.
Response respond(const Request& request, const CommandOutcome& outcome,
                 const CollectedLines& lines);

}  // namespace tangthu::server
