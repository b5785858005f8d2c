// Scripts that complete words: of commands, options, and values where only some will do.
#include <functional>

#include <CLI/CLI.hpp>

#include "cli/manual.h"
#include "cli/message.h"
#include "cli/served.h"

namespace tangthu::cli {
namespace {

struct Place {
  std::string words;  // "user add"; empty for the program
  const CLI::App* app;
};

void add_places(const CLI::App& app, const std::string& words, std::vector<Place>& out) {
  out.push_back({words, &app});
  for (const CLI::App* inner : app.get_subcommands({}))
    add_places(*inner,
               words.empty() ? inner->get_name() : words + " " + inner->get_name(), out);
}

std::string shell_word(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

bool is_file(const OptionDescription& option) {
  return option.type == "FILE" || option.type == "DIR";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : " ") + word;
  return out;
}

// What follows at a place: options by name, and the words below it.
struct Follows {
  std::vector<std::string> words;
  std::vector<OptionDescription> options;  // with dashes; positional ones left out
};

Follows follows(const CLI::App& app) {
  Follows out;
  for (const CLI::App* inner : app.get_subcommands({}))
    out.words.push_back(inner->get_name());
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_lnames().empty()) continue;
    out.options.push_back(describe_option(*option));
  }
  return out;
}

std::string bash_script(const CLI::App& program) {
  std::vector<Place> places;
  add_places(program, "", places);
  std::string next;
  std::string words;
  std::string values;
  std::string files;
  const Follows global = follows(program);
  std::vector<std::string> everywhere;
  for (const auto& option : global.options)
    everywhere.push_back("--" + option.name);
  for (const auto& [path, app] : places) {
    const Follows here = follows(*app);
    for (const std::string& word : here.words) {
      next += "      " + shell_word(path + "|" + word) +
              ") path=" + shell_word(path.empty() ? word : path + " " + word) + " ;;\n";
    }
    std::vector<std::string> all = here.words;
    for (const auto& option : here.options) {
      all.push_back("--" + option.name);
      const std::string at = shell_word(path + "|--" + option.name);
      if (!option.choices.empty())
        values += "    " + at + ") words=" + shell_word(joined(option.choices)) + " ;;\n";
      if (is_file(option)) files += "    " + at + ") files=yes ;;\n";
    }
    words += "    " + shell_word(path) + ") words=" + shell_word(joined(all)) + " ;;\n";
  }
  for (const auto& option : global.options) {
    if (is_file(option)) files += "    *'|--" + option.name + "') files=yes ;;\n";
  }
  return "# tangthu: completion for bash, made by 'tangthu help --completion bash'\n"
         "_tangthu() {\n"
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local path='' words='' files='' i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$path|${COMP_WORDS[i]}\" in\n" +
         next +
         "    esac\n"
         "  done\n"
         "  case \"$path|$prev\" in\n" +
         files +
         "  esac\n"
         "  case \"$path|$prev\" in\n" +
         values +
         "  esac\n"
         "  if [[ -n $files ]]; then\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
         "    return\n"
         "  fi\n"
         "  if [[ -z $words ]]; then\n"
         "    case \"$path\" in\n" +
         words +
         "    esac\n"
         "    [[ -n $path ]] && words+=" +
         shell_word(" " + joined(everywhere)) +
         "\n"
         "  fi\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
         "  [[ ${#COMPREPLY[@]} -gt 0 || $cur == -* ]] ||\n"
         "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
         "}\n"
         "complete -o filenames -F _tangthu tangthu\n";
}

std::string fish_script(const CLI::App& program) {
  std::vector<Place> places;
  add_places(program, "", places);
  std::string out =
      "# tangthu: completion for fish, made by 'tangthu help --completion fish'\n";
  for (const auto& [path, app] : places) {
    std::string when = "__fish_use_subcommand";
    if (!path.empty()) {
      when.clear();
      for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t end = path.find(' ', at);
        when += (when.empty() ? "" : "; and ") +
                std::string("__fish_seen_subcommand_from ") +
                path.substr(at, end == std::string::npos ? end : end - at);
        at = end == std::string::npos ? end : end + 1;
      }
    }
    const std::string condition =
        "complete -c tangthu" + (path.empty() ? "" : " -n " + shell_word(when));
    for (const CLI::App* inner : app->get_subcommands({})) {
      out += "complete -c tangthu -f -n " + shell_word(when) + " -a " +
             shell_word(inner->get_name()) + " -d " +
             shell_word(tr(inner->get_description().c_str())) + "\n";
    }
    for (const auto& option : follows(*app).options) {
      out += condition + " -l " + option.name;
      if (!option.flag) out += " -r";
      if (!option.choices.empty()) out += " -f -a " + shell_word(joined(option.choices));
      out += " -d " + shell_word(tr(option.what.c_str())) + "\n";
    }
  }
  return out;
}

}  // namespace

Result<std::string> completion(const CLI::App& program, const std::string& shell) {
  if (shell == "bash") return bash_script(program);
  if (shell == "zsh") {
    return "#compdef tangthu\nautoload -U +X bashcompinit && bashcompinit\n" +
           bash_script(program);
  }
  if (shell == "fish") return fish_script(program);
  return fail(ErrorCode::kUsage, "there is no completion for this shell",
              "bash, zsh and fish have one", shell);
}

}  // namespace tangthu::cli
