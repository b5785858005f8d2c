// Manual pages and completions, made from what the commands declare.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

// A page in man(7)'s macros: of the program itself, or of one of its commands.
std::string manual_page(const CLI::App& program, const CLI::App& about);
// tangthu.1 and a page for every command, tangthu-COMMAND.1. kUsage, kStorage.
Result<std::size_t> write_manual(const CLI::App& program,
                                 const std::filesystem::path& folder);

// What a page of a service says besides its options: text, and terms with their words.
struct ManualPart {
  std::string title;
  std::string text;
  std::vector<std::pair<std::string, std::string>> terms = {};
};
// A page of section 8, in man(7)'s macros.
std::string service_page(const CLI::App& program, const std::vector<ManualPart>& parts);

// "bash", "zsh" or "fish": a script for that shell. kUsage for others.
Result<std::string> completion(const CLI::App& program, const std::string& shell);

}  // namespace tangthu::cli
