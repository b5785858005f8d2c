// `retention candidates`: papers whose time is over. The other words of `retention` are
// acts of cases (cli/cases.cc).
#include "archive/retention/retention.h"

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

Result<int> candidates(Context& context, const std::string& on) {
  const Date day = on.empty() ? viet_nam_day(now_utc()) : TRY(parse_day(on));
  const auto rules = TRY(archive::RetentionRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const auto found = TRY(archive::find_candidates(*session, rules, day));
  for (const archive::RetentionCandidate& each : found.candidates) {
    const auto& [id, label, record] = each.document;
    const Subject subject =
        archive::hide_subject(label.level) ? Subject::kHidden : Subject::kShown;
    Json json = document_json(id, label, record, subject);
    json["maintenance"] = each.code;
    json["kept_until"] = format_date(each.kept_until);
    context.result(json, id.to_string() + "  " + label_words(label) + "  " +
                             document_title(record, subject) + "\n    " +
                             tr("was to be kept until ") + format_date(each.kept_until) +
                             " (" + each.code + ")");
  }
  if (found.candidates.empty())
    context.message(tr("No paper that you may read was to be kept no longer than that."));
  if (found.held > 0)
    context.message(tr("Under a hold, though their time is over: ") +
                    std::to_string(found.held));
  if (found.unknown > 0)
    context.message(tr("Without a code of retention, or a sure date: ") +
                    std::to_string(found.unknown));
  return context.exit_code_after(found.damaged);
}

}  // namespace

void add_retention(CLI::App& app, Command& chosen) {
  auto on = std::make_shared<std::string>();
  CLI::App* command =
      app.get_subcommand("retention")
          ->add_subcommand("candidates", "papers whose time is over, for a council");
  command->add_option("--on", *on, "as of this day, YYYY-MM-DD, instead of today")
      ->type_name("D");
  command->callback([on, &chosen] {
    chosen = [on](Context& context) { return candidates(context, *on); };
  });
}

}  // namespace tangthu::cli
