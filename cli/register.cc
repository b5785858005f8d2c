#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/register_options.h"

namespace tangthu::cli {
namespace {

using Run = Result<int> (*)(Context&, const RegisterOptions&);

class Declaration {
 public:
  Declaration(CLI::App& command, Command& chosen) : command_(command), chosen_(chosen) {}

  CLI::App& add(const char* word, const char* what, Run run) {
    options_ = std::make_shared<RegisterOptions>();
    made_ = command_.add_subcommand(word, what);
    made_->callback([options = options_, run, &chosen = chosen_] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return *made_;
  }
  RegisterOptions& options() { return *options_; }

  CLI::Option& documents() {
    return *made_->add_option("ID", options_->ids, "the documents' ids");
  }
  void all_new() {
    made_->add_flag("--all-new", options_->all_new,
                    "all that this register does not have, of those the options choose");
    add_filter_options(*made_, options_->filter);
  }
  CLI::Option& cell(const char* option, const char* code, const char* what,
                    const char* type) {
    return *made_->add_option(option, options_->cells[code], what)->type_name(type);
  }
  void year() {
    made_->add_option("--year", options_->year, "the register's year")
        ->check(CLI::Range(1900, 9999))
        ->type_name("Y");
  }
  CLI::Option& book() {
    return *made_
                ->add_option("--book", options_->book,
                             "di, den or chuyen-giao; print: sao-chup too")
                ->type_name("B");
  }
  void series() {
    made_->add_option("--series", options_->series, "thuong, or mat for secrets")
        ->type_name("S");
  }

 private:
  CLI::App& command_;
  Command& chosen_;
  CLI::App* made_ = nullptr;
  std::shared_ptr<RegisterOptions> options_;
};

void declare_entering(Declaration& declare) {
  declare.add("enter", "enter documents in a register", register_enter);
  declare.documents();
  declare.all_new();
  declare.book().required();
  declare.year();
  declare.cell("--copies", "copies", "di: how many copies", "N");
  declare.cell("--keeping-unit", "keeping-unit", "di: who keeps the file copy", "TEXT");
  declare.cell("--received-on", "received-on", "den: the day it came", "D");
  declare.cell("--number-in", "number-in", "den: the number on the incoming stamp", "N");
  declare.cell("--unit", "unit", "den: who is to act on it", "TEXT");
  declare.cell("--received-by", "received-by", "den: who signed for it", "TEXT");
  declare.cell("--note", "note", "a note", "TEXT");
  declare.add("hand-over", "enter in the register that documents were handed over",
              register_hand_over);
  declare.documents().required();
  declare.year();
  declare.cell("--to", "handed-to", "who received them", "TEXT").required();
  declare.cell("--on", "handed-on", "the day, YYYY-MM-DD", "D").required();
  declare.cell("--copies", "copies", "how many copies", "N");
  declare.cell("--note", "note", "a note", "TEXT");
}

void declare_reading(Declaration& declare) {
  declare.add("list", "registers, or with --book the rows of one", register_list);
  declare.book();
  declare.year();
  declare.series();
  CLI::App& printing = declare.add(
      "print", "write a register to be printed and bound, or as CSV", register_print);
  declare.book().required()->check(
      CLI::IsMember({"di", "den", "chuyen-giao", kCopiesBook}));
  declare.year();
  printing.get_option("--year")->required();
  declare.series();
  RegisterOptions& options = declare.options();
  options.series = "thuong";
  printing.add_option("--out,-o", options.out, "the file; - for stdout")
      ->required()
      ->type_name("FILE");
  printing.add_option("--format", options.format, "pdf or csv; by the file's ending")
      ->check(CLI::IsMember({"pdf", "csv"}));
  printing.add_option("--first", options.extent.first, "from this number on")
      ->check(CLI::Range(1, 100'000'000));
  printing.add_option("--last", options.extent.last, "up to this number")
      ->check(CLI::Range(1, 100'000'000));
  printing
      .add_option("--volume", options.extent.volume, "which volume of the year it is")
      ->check(CLI::Range(1, 10'000));
}

}  // namespace

void add_register(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand(
      "register", "registers of what goes out, comes in and is handed over");
  command->require_subcommand(1);
  Declaration declare(*command, chosen);
  declare_entering(declare);
  CLI::App& correcting =
      declare.add("correct", "keep beside a row what is right; the row stays as it is",
                  register_correct);
  correcting.add_option("ROW", declare.options().row, "the row's id, from 'list'")
      ->required();
  correcting
      .add_option("CORRECTION", declare.options().corrections,
                  "COLUMN=TEXT: what is right")
      ->required();
  correcting.add_option("--reason", declare.options().reason, "why")
      ->required()
      ->type_name("TEXT");
  declare_reading(declare);
}

}  // namespace tangthu::cli
