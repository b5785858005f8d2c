#include "cli/case_words.h"

#include <algorithm>
#include <set>

#include <CLI/CLI.hpp>

#include "base/number.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"

namespace tangthu::cli {
namespace {

using archive::ActField;
using archive::ActFieldType;
using archive::Machine;
using archive::Transition;

// Each field once, of all rows of the act.
std::vector<ActField> fields_of(const Machine& machine, std::string_view act) {
  std::vector<ActField> out;
  const auto add = [&out](const ActField& field) {
    if (std::ranges::none_of(
            out, [&](const ActField& each) { return each.name == field.name; }))
      out.push_back(field);
  };
  bool by_decision = false;
  for (const Transition& row : machine.transitions) {
    if (row.act != act) continue;
    std::ranges::for_each(row.fields, add);
    by_decision = by_decision || row.by_decision;
  }
  if (by_decision) {
    add({"decision", ActFieldType::kText, false, "number and symbol of the decision"});
    add({"decided", ActFieldType::kDay, false, "the day of the decision, YYYY-MM-DD"});
  }
  return out;
}

const char* type_name(ActFieldType type) {
  switch (type) {
    case ActFieldType::kDay:
      return "D";
    case ActFieldType::kCount:
      return "N";
    case ActFieldType::kDocuments:
      return "ID";
    case ActFieldType::kText:
      break;
  }
  return "TEXT";
}

std::string value_words(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string out;
  for (const Json& each : value)
    out += (out.empty() ? "" : " ") + value_words(each);
  return out;
}

Json case_json(const archive::StoredCase& stored) {
  Json acts = Json::array();
  for (const archive::CaseAct& act : stored.walk.acts)
    acts.push_back(act_record(act));
  return {{"case", stored.entry.id.to_string()},
          {"machine", stored.walk.machine->name},
          {"level", level_code(stored.entry.label.level)},
          {"state", stored.state},
          {"next", next_acts(*stored.walk.machine, stored.state)},
          {"acts", std::move(acts)},
          {"list", stored.entry.content.value("list", Json::array())}};
}

std::string state_words(const archive::StoredCase& stored) {
  return stored.state.empty() ? tr("waits for its officers") : stored.state;
}

std::string case_line(const archive::StoredCase& stored) {
  std::string out = stored.entry.id.to_string() + "  " +
                    std::string(stored.walk.machine->name) + "  " + state_words(stored);
  if (!stored.walk.acts.empty()) out += "  " + act_words(stored.walk.acts.back());
  return out;
}

std::string case_page(const archive::StoredCase& stored) {
  std::string out = stored.entry.id.to_string() + "\n" +
                    std::string(stored.walk.machine->title) + ": " + state_words(stored) +
                    " (" + label_words(stored.entry.label) + ")";
  for (const archive::CaseAct& act : stored.walk.acts)
    out += "\n  " + act_words(act);
  std::string next;
  for (const std::string& act : next_acts(*stored.walk.machine, stored.state))
    next += (next.empty() ? "" : ", ") + act;
  if (!next.empty()) out += std::string("\n  ") + tr("may follow: ") + next;
  return out;
}

using Machines = std::vector<const Machine*>;

// The machine of these that has the act.
const Machine* machine_with(const Machines& machines, std::string_view act) {
  const auto at = std::ranges::find_if(
      machines, [&](const Machine* each) { return each->has_act(act); });
  return at == machines.end() ? nullptr : *at;
}

bool begins(const Machine& machine, std::string_view act) {
  return machine.find("", act) != nullptr;
}

struct CaseOptions {
  std::string id;
  ActWords words;
};

Result<int> do_act(Context& context, const Machines& machines, const std::string& act,
                   const CaseOptions& options) {
  const Machine& machine = *machine_with(machines, act);
  const Json says = TRY(says_of(machine, act, options.words));
  const auto rules = TRY(archive::SecrecyRuleBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const auto done =
      begins(machine, act)
          ? TRY(archive::begin_case(*session, rules, machine, act, says))
          : TRY(archive::go_on(*session, rules, TRY(parse_id(options.id)), act, says));
  const std::string id = done.id.to_string();
  report_outcome(context, done.outcome,
                 {{"case", id}, {"act", act}, {"state", done.state}},
                 id + "  " + done.state);
  return 0;
}

Result<int> list_cases(Context& context, const Machines& machines, bool all) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("cases"));
  std::size_t damaged = 0;
  bool any = false;
  for (const Machine* machine : machines) {
    const auto found = TRY(archive::list_cases(*session, look, machine));
    damaged += found.damaged;
    for (const archive::StoredCase& stored : found.cases) {
      if (!all && machine->is_end(stored.state)) continue;
      any = true;
      context.result(case_json(stored), case_line(stored));
    }
  }
  if (!any) context.message(tr("No case is open; --all shows the ended ones too."));
  return context.exit_code_after(damaged);
}

Result<int> show_case(Context& context, const std::string& text) {
  const DocumentId id = TRY(parse_id(text));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("case", {{"id", id.to_string()}}));
  const auto stored = TRY(archive::read_case(*session, look, id));
  context.result(case_json(stored), case_page(stored));
  return 0;
}

void add_act_command(CLI::App& group, const Machines& machines, std::string_view name,
                     std::string_view meaning, Command& chosen) {
  const std::string act(name);
  auto options = std::make_shared<CaseOptions>();
  const Machine& machine = *machine_with(machines, act);
  CLI::App* command = group.add_subcommand(
      act, meaning.empty() ? std::string(machine.title) : std::string(meaning));
  const bool first = begins(machine, act);
  if (!first) command->add_option("CASE", options->id, "the case's id")->required();
  add_act_options(*command, machine, act,
                  first ? Documents::kPositional : Documents::kAsOption, options->words);
  command->callback([options, machines, act, &chosen] {
    chosen = [options, machines, act](Context& context) {
      return do_act(context, machines, act, *options);
    };
  });
}

}  // namespace

void add_act_options(CLI::App& command, const Machine& machine, std::string_view act,
                     Documents documents, ActWords& words) {
  for (const ActField& field : fields_of(machine, act)) {
    const std::string name(field.name);
    CLI::Option* option = nullptr;
    if (field.type == ActFieldType::kDocuments) {
      option = command.add_option(
          documents == Documents::kPositional ? std::string("ID") : "--" + name,
          words.documents[name], std::string(field.help));
    } else {
      option = command.add_option("--" + name, words.said[name], std::string(field.help));
    }
    option->type_name(type_name(field.type));
    if (field.required) option->required();
  }
}

Result<Json> says_of(const Machine& machine, std::string_view act,
                     const ActWords& words) {
  Json out = Json::object();
  for (const ActField& field : fields_of(machine, act)) {
    const std::string name(field.name);
    if (field.type == ActFieldType::kDocuments) {
      Json ids = Json::array();
      for (const std::string& id : words.documents.at(name))
        ids.push_back(TRY(parse_id(id)).to_string());
      if (!ids.empty()) out[name] = std::move(ids);
      continue;
    }
    const std::string& said = words.said.at(name);
    if (said.empty()) continue;
    if (field.type == ActFieldType::kCount) {
      const auto number = parse_number<std::uint64_t>(said);
      if (!number) {
        return fail(ErrorCode::kUsage, "this must be a whole number", "give 0 to 10,000",
                    "--" + name);
      }
      out[name] = *number;
    } else {
      out[name] = said;
    }
  }
  return out;
}

Json act_record(const archive::CaseAct& act) {
  Json out = archive::act_json(act);
  out["at"] = format_utc(act.at);
  return out;
}

std::string act_words(const archive::CaseAct& act) {
  std::string out =
      format_utc(act.at) + "  " + act.act + (act.by.empty() ? "" : "  " + act.by);
  for (const auto& [name, value] : act.says.items())
    out += ", " + name + ": " + value_words(value);
  return out;
}

std::vector<std::string> next_acts(const Machine& machine, std::string_view state) {
  std::vector<std::string> out;
  for (const Transition& row : machine.transitions) {
    if (row.from == state) out.emplace_back(row.act);
  }
  return out;
}

Result<PrintedCases> print_open_cases(Context& context, vault::Session& session) {
  const vault::Look look = TRY(session.look("cases"));
  const auto found = TRY(archive::list_cases(session, look, nullptr));
  PrintedCases out{0, found.damaged};
  for (const archive::StoredCase& stored : found.cases) {
    const Machine& machine = *stored.walk.machine;
    const bool rests = machine.name == "office" || machine.name == "delegation";
    if (machine.is_end(stored.state) || (rests && !stored.state.empty())) continue;
    ++out.printed;
    context.result(case_json(stored), case_line(stored));
  }
  return out;
}

void add_case_commands(CLI::App& group, Machines machines, Command& chosen) {
  std::set<std::string_view> there;
  for (const Machine* machine : machines) {
    for (const Transition& row : machine->transitions) {
      if (there.insert(row.act).second)
        add_act_command(group, machines, row.act, row.meaning, chosen);
    }
  }
  auto all = std::make_shared<bool>(false);
  CLI::App* list = group.add_subcommand("cases", "the cases that are open");
  list->add_flag("--all", *all, "ended ones too");
  list->callback([all, machines, &chosen] {
    chosen = [all, machines](Context& context) {
      return list_cases(context, machines, *all);
    };
  });
  auto id = std::make_shared<std::string>();
  CLI::App* show = group.add_subcommand("case", "a case with all that was done");
  show->add_option("CASE", *id, "the case's id")->required();
  show->callback([id, &chosen] {
    chosen = [id](Context& context) { return show_case(context, *id); };
  });
}

}  // namespace tangthu::cli
