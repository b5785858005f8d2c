#include "cli/outcome.h"

#include "base/clock.h"
#include "cli/message.h"

namespace tangthu::cli {

void report_outcome(const Context& context, const vault::Outcome& outcome, Json json,
                    const std::string& text) {
  json["done"] = outcome.done;
  if (outcome.done) {
    context.result(json, text);
    return;
  }
  const std::string request = vault::request_text(outcome.request);
  const std::string expires = format_utc(outcome.expires);
  json["request"] = request;
  json["expires"] = expires;
  json["approvals"] = outcome.approvals;
  context.result(json, request);
  context.message(
      tr("Nothing is changed yet: officers must sign this request. Signed: ") +
      std::to_string(outcome.approvals) + "/" + std::to_string(vault::kOfficersNeeded) +
      "; " + tr("it lapses ") + expires + ".\n" +
      tr("An officer signs it with 'tangthu approve ") + request + "'.");
}

}  // namespace tangthu::cli
