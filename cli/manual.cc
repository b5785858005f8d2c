#include "cli/manual.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/message.h"
#include "cli/output_file.h"

namespace tangthu::cli {
namespace {

// Text as man(7) wants it: no line that begins with a macro, no dash that is a hyphen.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += "\\&";
      out += c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

// "tangthu user add"
std::string full_name(const CLI::App& program, const CLI::App& about) {
  return about.get_parent() == nullptr || &about == &program
             ? program.get_name()
             : full_name(program, *about.get_parent()) + " " + about.get_name();
}

std::string option_names(const CLI::Option& option) {
  if (option.get_lnames().empty() && option.get_snames().empty())
    return "\\fI" + escaped(option.get_name(true)) + "\\fR";
  std::string out;
  for (const std::string& name : option.get_snames())
    out += (out.empty() ? "" : ", ") + ("\\fB\\-" + escaped(name) + "\\fR");
  for (const std::string& name : option.get_lnames())
    out += (out.empty() ? "" : ", ") + ("\\fB\\-\\-" + escaped(name) + "\\fR");
  if (option.get_items_expected_max() > 0)
    out += " \\fI" + escaped(option.get_type_name()) + "\\fR";
  return out;
}

std::string options_of(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options()) {
    if (option == app.get_help_ptr()) continue;
    out += ".TP\n" + option_names(*option) + "\n" +
           escaped(tr(option->get_description().c_str()));
    if (option->get_required()) out += std::string(" (") + tr("required") + ")";
    if (!option->get_envname().empty()) out += "; \\fB" + option->get_envname() + "\\fR";
    out += "\n";
  }
  return out;
}

std::string synopsis(const CLI::App& program, const CLI::App& about) {
  std::string out = ".B " + full_name(program, about) + "\n";
  if (!about.get_subcommands({}).empty()) return out + ".I COMMAND\n[\\fIOPTIONS\\fR]\n";
  out += "[\\fIOPTIONS\\fR]\n";
  for (const CLI::Option* option : about.get_options()) {
    if (!option->get_lnames().empty() || !option->get_snames().empty()) continue;
    std::string word = "\\fI" + escaped(option->get_name(true)) + "\\fR";
    if (option->get_items_expected_max() > 1) word += "...";
    out += (option->get_required() ? word : "[" + word + "]") + "\n";
  }
  return out;
}

void add_inner(const CLI::App& program, const CLI::App& about, std::string& out) {
  for (const CLI::App* inner : about.get_subcommands({})) {
    out += ".SS " + full_name(program, *inner) + "\n" +
           escaped(tr(inner->get_description().c_str())) + "\n.PP\n" +
           synopsis(program, *inner) + options_of(*inner);
    add_inner(program, *inner, out);
  }
}

}  // namespace

std::string manual_page(const CLI::App& program, const CLI::App& about) {
  const bool is_program = &about == &program;
  std::string name = full_name(program, about);
  std::replace(name.begin(), name.end(), ' ', '-');
  const std::string& what = about.get_description();
  const std::string prefix = program.get_name() + ": ";
  const std::string said =
      is_program && what.starts_with(prefix) ? what.substr(prefix.size()) : what;
  std::string out = ".TH " + upper(name) + " 1 \"\" \"tangthu " + TANGTHU_VERSION +
                    "\" \"tangthu\"\n.SH NAME\n" + escaped(name) + " \\- " +
                    escaped(tr(said.c_str())) + "\n.SH SYNOPSIS\n" +
                    synopsis(program, about);
  const std::string options = options_of(about);
  if (!options.empty()) out += ".SH OPTIONS\n" + options;
  if (is_program) {
    out += ".SH COMMANDS\n";
    for (const CLI::App* each : program.get_subcommands({})) {
      out += ".TP\n\\fBtangthu\\-" + escaped(each->get_name()) + "\\fR(1)\n" +
             escaped(tr(each->get_description().c_str())) + "\n";
    }
  } else if (!about.get_subcommands({}).empty()) {
    out += ".SH COMMANDS\n";
    add_inner(program, about, out);
  }
  out += ".SH EXIT STATUS\nSee \\fBtangthu help exit\\-codes\\fR.\n";
  out += is_program ? ".SH SEE ALSO\n.BR tangthud (8)\n"
                    : ".SH SEE ALSO\n.BR tangthu (1),\nfor options of every command\n";
  return out;
}

std::string service_page(const CLI::App& program, const std::vector<ManualPart>& parts) {
  const std::string name = program.get_name();
  const std::string prefix = name + ": ";
  const std::string& what = program.get_description();
  std::string out = ".TH " + upper(name) + " 8 \"\" \"tangthu " + TANGTHU_VERSION +
                    "\" \"tangthu\"\n.SH NAME\n" + escaped(name) + " \\- " +
                    escaped(what.substr(what.starts_with(prefix) ? prefix.size() : 0)) +
                    "\n.SH SYNOPSIS\n.B " + escaped(name) +
                    "\n[\\fIOPTIONS\\fR]\n.SH OPTIONS\n" + options_of(program);
  for (const ManualPart& part : parts) {
    out += ".SH " + upper(part.title) + "\n" + escaped(part.text) + "\n";
    for (const auto& [term, words] : part.terms)
      out += ".TP\n\\fB" + escaped(term) + "\\fR\n" + escaped(words) + "\n";
  }
  return out;
}

Result<std::size_t> write_manual(const CLI::App& program,
                                 const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  TRY(write_output(folder / (program.get_name() + ".1"),
                   as_bytes(manual_page(program, program))));
  std::size_t pages = 1;
  for (const CLI::App* each : program.get_subcommands({})) {
    TRY(write_output(folder / (program.get_name() + "-" + each->get_name() + ".1"),
                     as_bytes(manual_page(program, *each))));
    ++pages;
  }
  return pages;
}

}  // namespace tangthu::cli
