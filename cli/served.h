// The commands that a server runs for somebody far away: what they are called, what they
// take, and how they are made from arguments that came as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace CLI {
class Option;
}

namespace tangthu::cli {

struct OptionDescription {
  std::string name;  // "limit"; of a positional one its word in lower case, "query"
  std::string what;
  std::string type;                  // "N", "FILE", …; empty for a flag
  std::vector<std::string> choices;  // where only these will do
  bool required = false;
  bool flag = false;
  bool many = false;  // takes several values
};

OptionDescription describe_option(const CLI::Option& option);

struct CommandDescription {
  std::vector<std::string> words;  // {"user", "add"}
  std::string what;
  std::vector<OptionDescription> options;
};

// Whether it has to do with the machine where it is typed, and with no vault: no server
// runs it.
bool is_of_this_machine(const std::vector<std::string>& words);

// In the order of the words. Made once; any thread.
const std::vector<CommandDescription>& served_commands();
// Null where there is none of these words.
const CommandDescription* find_served(const std::vector<std::string>& words);

// A command with arguments: an object of OptionDescription::name to a value, true, or an
// array of values. kUsage with what is wrong as its subject.
Result<Command> make_served(const CommandDescription& command, const Json& arguments);

// The same the other way round, of what a command line was parsed to.
struct ServedWords {
  std::vector<std::string> words;
  Json arguments;
};
ServedWords served_words(const CLI::App& parsed);

}  // namespace tangthu::cli
