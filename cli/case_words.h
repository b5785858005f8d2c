// Acts as commands: each act of a machine (archive/cases/machine.h) is a word with an
// option for each thing that it says. The commands follow from the tables.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "archive/cases/case_room.h"
#include "cli/commands.h"

namespace tangthu::cli {

// What was typed for an act's fields.
struct ActWords {
  std::map<std::string, std::string> said;
  std::map<std::string, std::vector<std::string>> documents;
};

// Options for what the act says, in any of its rows; `positional`: documents come without
// an option, as ID....
enum class Documents { kPositional, kAsOption };
void add_act_options(CLI::App& command, const archive::Machine& machine,
                     std::string_view act, Documents documents, ActWords& words);
// kUsage when a number or an id is none.
Result<Json> says_of(const archive::Machine& machine, std::string_view act,
                     const ActWords& words);

// {"act","by","at","says"}; "2026-03-01  approve  lan  copies: 2, ...".
Json act_record(const archive::CaseAct& act);
std::string act_words(const archive::CaseAct& act);
// What may follow in this state.
std::vector<std::string> next_acts(const archive::Machine& machine,
                                   std::string_view state);

// Cases in which something is to be done, as results; offices in force are none.
struct PrintedCases {
  std::size_t printed = 0;
  std::size_t damaged = 0;
};
Result<PrintedCases> print_open_cases(Context& context, vault::Session& session);

// A word in `group` for each act of these machines, and "cases" and "case ID".
void add_case_commands(CLI::App& group, std::vector<const archive::Machine*> machines,
                       Command& chosen);

}  // namespace tangthu::cli
