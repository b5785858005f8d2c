#include "archive/secrecy/agenda.h"

#include <CLI/CLI.hpp>

#include "cli/case_words.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

using archive::AgendaItem;
using archive::Protection;
using archive::ProtectionState;

struct Options {
  std::string on;
  bool all = false;
};

const char* state_code(Protection state) {
  switch (state) {
    case Protection::kUnknownDay:
      return "unknown-day";
    case Protection::kUnknownRule:
      return "unknown-rule";
    case Protection::kWarned:
      return "warned";
    case Protection::kEnded:
      return "ended";
    case Protection::kNone:
      return "declassified";
    case Protection::kRuns:
      break;
  }
  return "runs";
}

std::string day_words(const char* words, int days) {
  std::string text = tr(words);
  const std::string mark = "%d";
  return text.replace(text.find(mark), mark.size(), std::to_string(days));
}

std::string until(const ProtectionState& state) {
  std::string out = tr("protected until ");
  return out += format_date(*state.last_day);
}

std::string state_words(const ProtectionState& state, const Date& today) {
  switch (state.state) {
    case Protection::kUnknownDay:
      return tr(
          "nobody knows surely when it was classified: settle its date with "
          "'tangthu review'");
    case Protection::kUnknownRule:
      return std::string(tr("classified before the rules that are known: ")) +
             format_date(*state.classified) + "; " + tr("an officer must decide");
    case Protection::kEnded:
      return until(state) + "; " +
             tr("ended: it stays as it is until an officer declassifies or extends it");
    case Protection::kNone:
      return tr("no secret any more");
    case Protection::kRuns:
      return until(state);
    case Protection::kWarned:
      break;
  }
  const std::string left =
      until(state) + "; " + day_words(tr("%d days are left"), state.days_left) + "; ";
  if (today <= *state.extend_by)
    return left + tr("an extension must be decided by ") + format_date(*state.extend_by);
  return left + tr("the last day for an extension was ") + format_date(*state.extend_by);
}

Json protection_json(const ProtectionState& state) {
  const auto day = [](const std::optional<Date>& date) {
    return date ? Json(format_date(*date)) : Json();
  };
  Json out = {{"state", state_code(state.state)},
              {"classified", day(state.classified)},
              {"protected_until", day(state.last_day)},
              {"extend_by", day(state.extend_by)},
              {"extended", state.extended},
              {"law", state.law}};
  out["days_left"] = state.last_day ? Json(state.days_left) : Json();
  out["warning"] = state.warning > 0 ? Json(state.warning) : Json();
  return out;
}

Result<int> agenda(Context& context, const Options& options) {
  const Date today =
      options.on.empty() ? viet_nam_day(now_utc()) : TRY(parse_day(options.on));
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const archive::Agenda found = TRY(archive::agenda(
      *session, rules, today,
      options.all ? archive::AgendaScope::kAll : archive::AgendaScope::kDue));
  for (const AgendaItem& item : found.items) {
    const auto& [id, label, record] = item.document;
    const Subject subject =
        archive::hide_subject(label.level) ? Subject::kHidden : Subject::kShown;
    Json json = document_json(id, label, record, subject);
    json["protection"] = protection_json(item.protection);
    std::string words = id.to_string() + "  " + label_words(label) + "  " +
                        document_title(record, subject) + "\n    " +
                        state_words(item.protection, today);
    json["quarantined"] = item.quarantined;
    if (item.quarantined) {
      words += std::string("\n    ") +
               tr("in quarantine: officers have to confirm its scan: 'tangthu secrecy "
                  "confirm-scan'");
    }
    json["notices_due"] = Json::array();
    for (const Date& day : item.notices) {
      json["notices_due"].push_back(format_date(day));
      words += std::string("\n    ") + tr("recipients are to be told by ") +
               format_date(day) + (day < today ? std::string(": ") + tr("late") : "");
    }
    context.result(json, words);
  }
  const auto open = TRY(print_open_cases(context, *session));
  if (found.items.empty() && open.printed == 0)
    context.message(tr("No secret that you may read asks for anything by that day."));
  return context.exit_code_after(found.damaged + open.damaged);
}

}  // namespace

void add_agenda(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "agenda", "secrets whose protection ends, or of which a person must decide");
  command->add_option("--on", options->on, "as of this day, YYYY-MM-DD, instead of today")
      ->type_name("D");
  command->add_flag("--all", options->all, "also those that ask for nothing yet");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return agenda(context, *options); };
  });
}

}  // namespace tangthu::cli
