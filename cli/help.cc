#include <map>

#include <CLI/CLI.hpp>

#include "archive/cases/machine.h"
#include "cli/commands.h"
#include "cli/field_words.h"
#include "cli/manual.h"
#include "cli/message.h"
#include "vault/roles.h"

namespace tangthu::cli {
namespace {

struct ExitCode {
  int code;
  const char* meaning;
};

constexpr ExitCode kExitCodes[] = {
    {0, "done"},
    {1, "an unexpected error"},
    {2, "bad usage"},
    {3, "not found, or not cleared (one answer)"},
    {4, "bad input file"},
    {5, "vault sealed or busy"},
    {6, "authentication failed"},
    {7, "corrupt or tampered data"},
    {8, "storage full or failing"},
    {9, "some of several inputs failed (each one is named)"},
    {130, "interrupted"},
};

Result<int> print_exit_codes(Context& context) {
  for (const auto& [code, meaning] : kExitCodes) {
    const std::string number = std::to_string(code);
    context.result({{"code", code}, {"meaning", tr(meaning)}},
                   std::string(3 - number.size(), ' ') + number + "  " + tr(meaning));
  }
  return 0;
}

// As in JSON, in the order of vault::Duty.
constexpr const char* kDutyCodes[] = {"take-in", "read",  "describe", "index", "propose",
                                      "sign",    "users", "maintain", "audit"};

struct DutyWords {
  vault::Duty duty;
  const char* words;
};

constexpr DutyWords kDuties[] = {
    {vault::Duty::kTakeIn, "takes papers in: ingest, scan"},
    {vault::Duty::kRead, "searches and reads what he is cleared for"},
    {vault::Duty::kDescribe, "corrects what was read: review"},
    {vault::Duty::kIndex, "keeps the search index in order, which shows nothing"},
    {vault::Duty::kPropose, "proposes grants, roles, levels, destruction"},
    {vault::Duty::kSign, "signs them, with a second officer"},
    {vault::Duty::kManageUsers, "adds, lists and disables users, revokes"},
    {vault::Duty::kMaintain, "keys, shares, slots, backups"},
    {vault::Duty::kReadLog, "reads the audit log"},
};

Result<int> print_roles(Context& context) {
  for (const vault::Role role : vault::kAllRoles) {
    Json duties = Json::array();
    std::string text(vault::role_code(role));
    for (const auto& [duty, words] : kDuties) {
      if (!vault::allows({role}, duty)) continue;
      duties.push_back(kDutyCodes[static_cast<std::size_t>(duty)]);
      text += std::string("\n  ") + tr(words);
    }
    if (duties.empty()) {
      text += std::string("\n  ") + tr("keeps a share; 'unseal' and 'rekey --confirm'");
    }
    context.result({{"role", vault::role_code(role)}, {"duties", std::move(duties)}},
                   text);
  }
  return 0;
}

// As docs/WORKFLOWS.md has it: Markdown, drawn from the tables that the program goes by.
Result<int> print_workflows(Context& context) {
  for (const archive::Machine& machine : archive::machines()) {
    context.result({{"machine", machine.name},
                    {"title", machine.title},
                    {"markdown", archive::draw(machine)}},
                   "### " + std::string(machine.title) + ": `" +
                       std::string(machine.name) + "`\n" + archive::draw(machine));
  }
  return 0;
}

}  // namespace

void add_help(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("help", "explain a topic or a command");
  auto topic = std::make_shared<std::string>();
  command->add_option("TOPIC", *topic,
                      "exit-codes, roles, workflows, fields, or a command's name");
  auto manual = std::make_shared<std::string>();
  auto shell = std::make_shared<std::string>();
  command
      ->add_option("--manual", *manual, "write manual pages of all commands to a folder")
      ->type_name("DIR");
  command
      ->add_option("--completion", *shell, "print a shell's completion of all commands")
      ->type_name("SHELL");
  command->callback([&app, topic, manual, shell, &chosen] {
    if (!manual->empty()) {
      chosen = [&app, manual](Context& context) -> Result<int> {
        const std::size_t pages = TRY(write_manual(app, *manual));
        context.result({{"folder", *manual}, {"pages", pages}}, *manual);
        return 0;
      };
      return;
    }
    if (!shell->empty()) {
      chosen = [&app, shell](Context& context) -> Result<int> {
        const std::string script = TRY(completion(app, *shell));
        TRY(context.write_output("-", as_bytes(script)));
        return 0;
      };
      return;
    }
    const std::map<std::string, Command> topics = {{"exit-codes", print_exit_codes},
                                                   {"roles", print_roles},
                                                   {"workflows", print_workflows},
                                                   {"fields", print_fields}};
    if (const auto at = topics.find(*topic); at != topics.end()) {
      chosen = at->second;
      return;
    }
    CLI::App* about = &app;
    if (!topic->empty()) {
      const auto named = app.get_subcommands(
          [&](const CLI::App* each) { return each->get_name() == *topic; });
      if (named.empty()) throw CLI::ValidationError("help", "no such topic: " + *topic);
      about = named.front();
    }
    const std::string text = about->help();
    chosen = [text](Context& context) -> Result<int> {
      context.result({{"help", text}}, text);
      return 0;
    };
  });
}

}  // namespace tangthu::cli
