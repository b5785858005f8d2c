// tangthu: the command line. See docs and `tangthu help exit-codes`.
#include <iostream>
#include <new>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/process.h"
#include "cli/commands.h"
#include "cli/local_context.h"
#include "cli/message.h"
#include "cli/remote.h"

namespace tangthu::cli {
namespace {

constexpr int kMaxJobs = 256;

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--vault", options.vault, "the vault's folder")
      ->envname("TANGTHU_VAULT")
      ->type_name("DIR");
  app.add_option("--server", options.server,
                 "a server's vault: https://HOST:PORT or unix:/PATH")
      ->envname("TANGTHU_SERVER")
      ->type_name("URL");
  app.add_option("--server-ca", options.server_authorities,
                 "who may sign the server's certificate, PEM (default: the system's)")
      ->envname("TANGTHU_SERVER_CA")
      ->type_name("FILE");
  app.add_option("--client-certificate", options.client_certificate,
                 "a certificate to show the server, PEM")
      ->envname("TANGTHU_CLIENT_CERTIFICATE")
      ->type_name("FILE");
  app.add_option("--client-key", options.client_key, "that certificate's key, PEM")
      ->envname("TANGTHU_CLIENT_KEY")
      ->type_name("FILE");
  app.add_option("--user", options.user, "who you are in the vault")
      ->envname("TANGTHU_USER")
      ->type_name("NAME");
  app.add_option("--passphrase-file", options.passphrase_file,
                 "read the passphrase from the first line of a file")
      ->envname("TANGTHU_PASSPHRASE_FILE")
      ->type_name("FILE");
  app.add_option("--unseal-key-file", options.unseal_key_file,
                 "unseal an agency's vault for this command by its key file")
      ->envname("TANGTHU_UNSEAL_KEY_FILE")
      ->type_name("FILE");
  app.add_flag("--json", options.json, "one JSON object a line on stdout, nothing else");
  app.add_flag("--quiet,-q", options.quiet, "no progress, no messages; errors only");
  app.add_option("--jobs,-j", options.jobs,
                 "pages read in parallel (default: one a core)")
      ->check(CLI::Range(1, kMaxJobs))
      ->type_name("N");
}

void add_commands(CLI::App& app, Command& chosen) {
  add_init(app, chosen);
  add_status(app, chosen);
  add_ingest(app, chosen);
  add_scan(app, chosen);
  add_watch(app, chosen);
  add_batches(app, chosen);
  add_search(app, chosen);
  add_list(app, chosen);
  add_show(app, chosen);
  add_get(app, chosen);
  add_review(app, chosen);
  add_edit(app, chosen);
  add_fonds(app, chosen);
  add_dossier(app, chosen);
  add_user(app, chosen);
  add_grant(app, chosen);
  add_station(app, chosen);
  add_accept(app, chosen);
  add_revoke(app, chosen);
  add_approve(app, chosen);
  add_classify(app, chosen);
  add_destroy(app, chosen);
  add_agenda(app, chosen);
  add_extend(app, chosen);
  add_secrecy(app, chosen);
  add_cases(app, chosen);
  add_retention(app, chosen);
  add_register(app, chosen);
  add_report(app, chosen);
  add_copy(app, chosen);
  add_unseal(app, chosen);
  add_seal(app, chosen);
  add_unseal_slot(app, chosen);
  add_reindex(app, chosen);
  add_rekey(app, chosen);
  add_recover(app, chosen);
  add_custodian(app, chosen);
  add_shred_slot(app, chosen);
  add_audit(app, chosen);
  add_verify(app, chosen);
  add_backup(app, chosen);
  add_restore(app, chosen);
  add_ocr(app, chosen);
  add_clean(app, chosen);
  add_separators(app, chosen);
  add_login(app, chosen);
  add_help(app, chosen);
  for (CLI::App* command : app.get_subcommands({})) {
    command->fallthrough();
    for (CLI::App* inner : command->get_subcommands({}))
      inner->fallthrough();
  }
}

// What needs no vault needs no server; a vault that is named too is meant.
bool goes_to_server(const CLI::App& app, const GlobalOptions& options) {
  if (options.server.empty() || !options.vault.empty()) return false;
  const std::string word = app.get_subcommands().front()->get_name();
  for (const char* here : {"login", "logout", "help", "ocr", "clean", "separators"})
    if (word == here) return false;
  return true;
}

int run(int argc, char** argv) {
  CLI::App app(
      "tangthu: a searchable archive of paper records in which every page, word "
      "and title is encrypted",
      "tangthu");
  app.set_version_flag("--version", TANGTHU_VERSION);
  app.require_subcommand(1);
  GlobalOptions options;
  Command chosen;
  add_global_options(app, options);
  add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : static_cast<int>(ErrorCode::kUsage);
  }
  LocalContext context(options);
  catch_interrupts();
  const auto code =
      goes_to_server(app, options) ? run_remote(context, app) : chosen(context);
  context.end_progress();
  if (!secrets_are_locked()) {
    context.message(tr(
        "Keys could not be locked in memory and may reach the swap: raise 'ulimit -l', "
        "or keep swap encrypted."));
  }
  if (code) return *code;
  context.error(code.error());
  return static_cast<int>(code.error().code());
}

int run_guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "tangthu: " << tr("not enough memory") << "; "
              << tr("close other programs, or use fewer --jobs") << '\n';
  } catch (const std::exception&) {
    // what() might hold document text: it is not shown.
    std::cerr << "tangthu: " << tr("an unexpected error") << "; "
              << tr("report it with the command that led to it") << '\n';
  }
  return static_cast<int>(ErrorCode::kUnexpected);
}

}  // namespace
}  // namespace tangthu::cli

int main(int argc, char** argv) {
  tangthu::harden_process();
  tangthu::cli::choose_language();
  return tangthu::cli::run_guarded(argc, argv);
}
