#include "cli/help_text.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kFirstColumn = 28;

// Vietnamese in NFC and English: every character takes one column.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Lines of so many columns at most, where no word is longer.
std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t line = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    const std::size_t length = columns(word);
    if (line > 0 && line + 1 + length > width) {
      out += '\n';
      line = 0;
    } else if (line > 0) {
      out += ' ';
      ++line;
    }
    out += word;
    line += length;
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return out;
}

class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter() {
    column_width(kFirstColumn);
    label("Usage", tr("Usage"));
    label("OPTIONS", tr("OPTIONS"));
    label("SUBCOMMAND", tr("COMMAND"));
    label("SUBCOMMANDS", tr("COMMAND"));
    label("Positionals", tr("Arguments"));
    label("Options", tr("Options"));
    label("Subcommands", tr("Commands"));
    label("REQUIRED", tr("(required)"));
  }

  std::string make_description(const CLI::App* app) const override {
    std::string out = tr(app->get_description().c_str());
    if (app->get_parent() == nullptr) out = app->get_name() + ": " + out;
    return wrapped(out, kWidth) + "\n";
  }
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    return CLI::Formatter::make_group(get_label(group), is_positional,
                                      std::move(options));
  }
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode) const override {
    std::string out;
    for (const CLI::App* each : app->get_subcommands({}))
      out += make_subcommand(each);
    return out.empty() ? out : "\n" + get_label("Subcommands") + ":\n" + out;
  }
  std::string make_subcommand(const CLI::App* app) const override {
    std::ostringstream out;
    CLI::detail::format_help(out, app->get_name(),
                             in_second_column(tr(app->get_description().c_str())),
                             kFirstColumn);
    return out.str();
  }
  // The word for the value, without what CLI11 checks of it: the description says it.
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string out;
    const std::string type = option->get_type_name();
    if (option->get_type_size() != 0 && !option->get_positional())
      out += " " + type.substr(0, type.find(':'));
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size)
      out += " ...";
    return out;
  }
  std::string make_option_desc(const CLI::Option* option) const override {
    std::string out = tr(option->get_description().c_str());
    if (option->get_required()) out += " " + get_label("REQUIRED");
    if (!option->get_envname().empty()) out += "; " + option->get_envname();
    return in_second_column(out);
  }

 private:
  static std::string in_second_column(const std::string& text) {
    return wrapped(text, kWidth - kFirstColumn);
  }
};

// What CLI11 says in English, in parts around two names; and what we say of them.
struct Phrase {
  std::string_view before;
  std::string_view between;
  std::string_view after;
  const char* words;  // {} for each name
};

std::string filled(std::string words, std::string_view name) {
  const std::size_t at = words.find("{}");
  return at == std::string::npos ? words : words.replace(at, 2, name);
}

// Nothing where it is something else.
std::optional<std::string> said_as(const Phrase& phrase, std::string_view said) {
  if (!said.starts_with(phrase.before) || !said.ends_with(phrase.after) ||
      said.size() < phrase.before.size() + phrase.after.size())
    return std::nullopt;
  said.remove_prefix(phrase.before.size());
  said.remove_suffix(phrase.after.size());
  const std::size_t at = said.find(phrase.between);
  if (at == std::string_view::npos) return std::nullopt;
  if (phrase.between.empty()) return filled(phrase.words, said);
  return filled(filled(phrase.words, said.substr(0, at)),
                said.substr(at + phrase.between.size()));
}

std::string first_that_fits(std::initializer_list<Phrase> phrases, std::string_view said,
                            std::string otherwise) {
  for (const Phrase& phrase : phrases) {
    if (auto words = said_as(phrase, said)) return *words;
  }
  return otherwise;
}

// "--limit: Value 0 not in range 1 to 100"
std::string describe_value(const std::string& said) {
  const std::size_t colon = said.find(": ");
  if (colon == std::string::npos) return said;
  return said.substr(0, colon) + ": " +
         first_that_fits(
             {
                 {"Value ", " not in range ", "", tr("{} is not within {}")},
                 {"", " not in {", "}", tr("{} is none of {}")},
                 {"no such topic: ", "", "", tr("there is no such topic: {}")},
             },
             said.substr(colon + 2), tr("it does not take this value"));
}

}  // namespace

std::string describe_usage_error(const CLI::Error& error) {
  const std::string said = error.what();
  if (error.get_name() == "ValidationError") return describe_value(said);
  return first_that_fits(
      {
          {"A subcommand is required", "", "", tr("a command is missing")},
          {"", "", " is required", tr("{} is missing")},
          {"The following argument was not expected: ", "", "", tr("not expected: {}")},
          {"The following arguments were not expected: ", "", "", tr("not expected: {}")},
          {"Could not convert: ", " = ", "", tr("{} can't be {}")},
          {"", ": 1 required ", " missing", tr("{} wants a value")},
          {"", ": At Most ", "", tr("{} is given too often")},
          {"", " requires ", "", tr("{} wants {} too")},
          {"", " excludes ", "", tr("{} does not go together with {}")},
      },
      said, said);
}

void speak_in_help(CLI::App& program) {
  program.formatter(std::make_shared<HelpFormatter>());
  program.set_help_flag("-h,--help", "this text");
  program.failure_message([](const CLI::App* app, const CLI::Error& error) {
    std::string name = app->get_name();
    for (const CLI::App* at = app; !at->get_subcommands().empty();) {
      at = at->get_subcommands().front();
      name += " " + at->get_name();
    }
    const auto unknown = app->remaining(true);
    const bool is_no_command = error.get_name() == "RequiredError" && !unknown.empty() &&
                               std::string_view(error.what()).starts_with("A subcommand");
    const std::string what =
        is_no_command ? filled(tr("there is no such command: {}"), unknown.front())
                      : describe_usage_error(error);
    return app->get_name() + ": " + what + "; " + filled(tr("see '{} --help'"), name) +
           "\n";
  });
}

}  // namespace tangthu::cli
