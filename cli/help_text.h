// What `--help` shows and what a wrong command line is answered, in the user's language:
// CLI11's own words and the commands' descriptions, which are English in the code.
#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace tangthu::cli {

// For the program and the commands that are added to it after. Call after
// choose_language().
void speak_in_help(CLI::App& program);

// What CLI11 says of a wrong command line.
std::string describe_usage_error(const CLI::Error& error);

}  // namespace tangthu::cli
