// `office`, `request`, `retention`, `scanning`, and the acts of `copy`: words for the
// machines of archive/cases/.
#include <CLI/CLI.hpp>

#include "cli/case_words.h"

namespace tangthu::cli {
namespace {

using archive::find_machine;

CLI::App& group(CLI::App& app, const char* name, const char* what) {
  const auto there =
      app.get_subcommands([&](const CLI::App* each) { return each->get_name() == name; });
  return there.empty() ? *app.add_subcommand(name, what)->require_subcommand(1)
                       : *there.front();
}

}  // namespace

void add_cases(CLI::App& app, Command& chosen) {
  add_case_commands(group(app, "copy", "copies of secrets: asked for, approved, made"),
                    {find_machine("copying")}, chosen);
  add_case_commands(group(app, "scanning", "approvals to scan secrets"),
                    {find_machine("scanning")}, chosen);
  add_case_commands(
      group(app, "request", "reading for a time what one is not cleared for"),
      {find_machine("reading")}, chosen);
  add_case_commands(
      group(app, "retention", "destroying papers: with a council, or in an emergency"),
      {find_machine("destruction"), find_machine("emergency"), find_machine("hold")},
      chosen);
  add_case_commands(group(app, "office", "who may decide, and who for him"),
                    {find_machine("office"), find_machine("delegation")}, chosen);
}

}  // namespace tangthu::cli
