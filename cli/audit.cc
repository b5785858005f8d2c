#include "cli/audit.h"

#include <CLI/CLI.hpp>

#include "cli/commands.h"

namespace tangthu::cli {
namespace {

struct Options {
  ListOptions list;
  std::string what;
  std::filesystem::path out;
  std::filesystem::path file;
  std::string witness;
};

void add_reading(CLI::App& command, const std::shared_ptr<Options>& options,
                 Command& chosen) {
  CLI::App* list = command.add_subcommand("list", "what happened, for an auditor");
  list->add_option("--from", options->list.from, "the first entry's number")
      ->type_name("N");
  list->add_option("--limit", options->list.limit, "at most so many")->type_name("N");
  list->callback([options, &chosen] {
    chosen = [options](Context& context) { return audit_list(context, options->list); };
  });
  command.add_subcommand("verify", "check the whole log and its signature; needs no key")
      ->callback([&chosen] { chosen = audit_verify; });
  command.add_subcommand("key", "print the key that checks this log's checkpoints")
      ->callback([&chosen] { chosen = audit_key; });
}

void add_proving(CLI::App& command, const std::shared_ptr<Options>& options,
                 Command& chosen) {
  const auto with_out = [&](const char* word, const char* what, auto run) {
    CLI::App* made = command.add_subcommand(word, what);
    made->add_option("--out,-o", options->out, "write it to a file")->type_name("FILE");
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  with_out("checkpoint", "print the last signed head of the log",
           [](Context& context, const Options& given) {
             return audit_checkpoint(context, given.out);
           });
  with_out("prove", "prove that the log contains a document's acceptance, or an entry",
           [](Context& context, const Options& given) {
             return audit_prove(context, given.what, given.out);
           })
      ->add_option("ID", options->what, "a document's id, or an entry's number")
      ->required();
  with_out("consistency", "prove that the log continues an older checkpoint",
           [](Context& context, const Options& given) {
             return audit_consistency(context, given.file, given.out);
           })
      ->add_option("--old", options->file, "that checkpoint")
      ->required()
      ->type_name("FILE");
  CLI::App* cosign =
      command.add_subcommand("cosign", "keep a witness's signature under a checkpoint");
  cosign->add_option("--witness-note", options->file, "what the witness gave back")
      ->required()
      ->type_name("FILE");
  cosign->add_option("--witness", options->witness, "the witness's key, as text")
      ->required()
      ->type_name("VKEY");
  cosign->callback([options, &chosen] {
    chosen = [options](Context& context) {
      return audit_cosign(context, options->file, options->witness);
    };
  });
}

}  // namespace

void add_audit(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "the audit log: read, check and prove");
  command->require_subcommand(1);
  add_reading(*command, options, chosen);
  add_proving(*command, options, chosen);
}

}  // namespace tangthu::cli
