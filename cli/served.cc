#include "cli/served.h"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace tangthu::cli {
namespace {

using Add = void (*)(CLI::App&, Command&);

// Some words are made by several.
void add_case_words(CLI::App& app, Command& chosen) {
  add_cases(app, chosen);
  add_retention(app, chosen);
  add_copy(app, chosen);
}

constexpr Add kServed[] = {
    add_status,  add_search,     add_list,     add_show,   add_get,     add_review,
    add_edit,    add_fonds,      add_dossier,  add_user,   add_grant,   add_revoke,
    add_approve, add_station,    add_classify, add_agenda, add_extend,  add_secrecy,
    add_destroy, add_case_words, add_register, add_report, add_reindex, add_audit,
    add_verify,  add_backup};

// A station's key is made on the station: nobody else ever has it.
constexpr std::string_view kOfThisMachine[] = {"login",  "logout",      "help",
                                               "ocr",    "clean",       "separators",
                                               "doctor", "station key", "login-card"};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string name_of(const CLI::Option& option) {
  return option.get_lnames().empty() ? lower(option.get_name(true))
                                     : option.get_lnames().front();
}

bool is_positional(const CLI::Option& option) {
  return option.get_lnames().empty();
}

bool is_flag(const CLI::Option& option) {
  return !is_positional(option) && option.get_items_expected_max() == 0;
}

bool is_help(const CLI::App& app, const CLI::Option& option) {
  return &option == app.get_help_ptr() || &option == app.get_help_all_ptr();
}

// "{pdf,text,master}", as the library shows CLI::IsMember.
std::vector<std::string> choices_in(const std::string& type) {
  std::vector<std::string> out;
  const std::size_t begin = type.find('{');
  const std::size_t end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return out;
  std::string rest = type.substr(begin + 1, end - begin - 1);
  for (std::size_t at = 0; at != std::string::npos;) {
    const std::size_t comma = rest.find(',');
    out.push_back(rest.substr(0, comma));
    at = comma;
    if (comma != std::string::npos) rest.erase(0, comma + 1);
  }
  return out;
}

void describe_below(const CLI::App& app, std::vector<std::string> words,
                    std::vector<CommandDescription>& out) {
  words.push_back(app.get_name());
  const auto inner = app.get_subcommands({});
  if (inner.empty() || app.get_require_subcommand_min() == 0) {
    CommandDescription command{words, app.get_description(), {}};
    for (const CLI::Option* option : app.get_options()) {
      if (!is_help(app, *option)) command.options.push_back(describe_option(*option));
    }
    if (!is_of_this_machine(words)) out.push_back(std::move(command));
  }
  for (const CLI::App* each : inner)
    describe_below(*each, words, out);
}

Add find_adder(const std::string& word) {
  static const std::map<std::string, Add> kByWord = [] {
    std::map<std::string, Add> out;
    for (const Add add : kServed) {
      CLI::App app;
      Command chosen;
      add(app, chosen);
      for (const CLI::App* each : app.get_subcommands({}))
        out[each->get_name()] = add;
    }
    return out;
  }();
  const auto at = kByWord.find(word);
  return at == kByWord.end() ? nullptr : at->second;
}

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : json_line(value);
}

Failure bad_argument(const std::string& name) {
  return fail(ErrorCode::kUsage, "the command does not take such an argument",
              "see the service's description", name);
}

// The words of one argument, as a shell would give them.
Result<void> add_words(const OptionDescription& option, bool positional,
                       const Json& value, std::vector<std::string>& named,
                       std::vector<std::string>& positionals) {
  if (option.flag) {
    if (!value.is_boolean()) return bad_argument(option.name);
    if (value.get<bool>()) named.push_back("--" + option.name);
    return {};
  }
  if (value.is_object() || value.is_null() || (value.is_array() && !option.many))
    return bad_argument(option.name);
  const Json values = value.is_array() ? value : Json::array({value});
  for (const Json& each : values) {
    if (each.is_structured() || each.is_null()) return bad_argument(option.name);
    if (positional) {
      positionals.push_back(text_of(each));
    } else {
      named.push_back("--" + option.name + "=" + text_of(each));
    }
  }
  return {};
}

}  // namespace

OptionDescription describe_option(const CLI::Option& option) {
  OptionDescription out;
  out.name = name_of(option);
  out.what = option.get_description();
  out.required = option.get_required();
  out.flag = is_flag(option);
  out.many = option.get_items_expected_max() > 1;
  if (out.flag) return out;
  out.type = option.get_type_name();
  // A transformer's choices are names for numbers; those too are choices.
  if (out.type.find(":{") != std::string::npos || out.type.rfind('{', 0) == 0)
    out.choices = choices_in(out.type);
  for (std::string& choice : out.choices)
    choice.erase(std::min(choice.size(), choice.find("->")));
  return out;
}

bool is_of_this_machine(const std::vector<std::string>& words) {
  std::string name;
  for (const std::string& word : words)
    name += (name.empty() ? "" : " ") + word;
  return std::find(std::begin(kOfThisMachine), std::end(kOfThisMachine), name) !=
         std::end(kOfThisMachine);
}

const std::vector<CommandDescription>& served_commands() {
  static const std::vector<CommandDescription> kCommands = [] {
    std::vector<CommandDescription> out;
    for (const Add add : kServed) {
      CLI::App app;
      Command chosen;
      add(app, chosen);
      for (const CLI::App* each : app.get_subcommands({}))
        describe_below(*each, {}, out);
    }
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.words < b.words; });
    return out;
  }();
  return kCommands;
}

const CommandDescription* find_served(const std::vector<std::string>& words) {
  const auto& all = served_commands();
  const auto at = std::lower_bound(
      all.begin(), all.end(), words,
      [](const auto& each, const auto& wanted) { return each.words < wanted; });
  return at == all.end() || at->words != words ? nullptr : &*at;
}

Result<Command> make_served(const CommandDescription& command, const Json& arguments) {
  CLI::App app;
  Command chosen;
  find_adder(command.words.front())(app, chosen);
  std::vector<std::string> named;
  std::vector<std::string> positionals;
  std::size_t known = 0;
  const CLI::App* inner = &app;
  for (const std::string& word : command.words)
    inner = inner->get_subcommand(word);
  for (const OptionDescription& option : command.options) {
    const auto at = arguments.find(option.name);
    if (at == arguments.end()) continue;
    ++known;
    const bool positional = inner->get_option_no_throw("--" + option.name) == nullptr;
    TRY(add_words(option, positional, *at, named, positionals));
  }
  if (known != arguments.size()) {
    for (const auto& [name, value] : arguments.items()) {
      const auto is_it = [&, wanted = name](const auto& each) {
        return each.name == wanted;
      };
      if (std::none_of(command.options.begin(), command.options.end(), is_it))
        return bad_argument(name);
    }
  }
  std::vector<std::string> line = command.words;
  line.insert(line.end(), named.begin(), named.end());
  if (!positionals.empty()) line.push_back("--");
  line.insert(line.end(), positionals.begin(), positionals.end());
  std::reverse(line.begin(), line.end());  // as the library wants it
  try {
    app.parse(std::move(line));
  } catch (const CLI::ParseError& error) {
    return fail(ErrorCode::kUsage, "the arguments are wrong",
                "see the service's description", error.what());
  }
  return chosen;
}

ServedWords served_words(const CLI::App& parsed) {
  ServedWords out{{}, Json::object()};
  const CLI::App* app = &parsed;
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    out.words.push_back(app->get_name());
  }
  for (const CLI::Option* option : app->get_options()) {
    if (option->count() == 0 || is_help(*app, *option)) continue;
    Json& value = out.arguments[name_of(*option)];
    if (is_flag(*option)) {
      value = true;
    } else if (option->get_items_expected_max() > 1) {
      value = option->results();
    } else {
      value = option->results().back();
    }
  }
  return out;
}

}  // namespace tangthu::cli
