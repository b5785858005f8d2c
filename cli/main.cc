// tangthu: the command line. See docs and `tangthu help exit-codes`.
#include <algorithm>
#include <iostream>
#include <new>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/process.h"
#include "cli/commands.h"
#include "cli/help_text.h"
#include "cli/local_context.h"
#include "cli/message.h"
#include "cli/remote.h"
#include "cli/served.h"

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
                 "read the passphrase from the first line of a file, or a login card")
      ->envname("TANGTHU_PASSPHRASE_FILE")
      ->type_name("FILE");
  app.add_option("--login-token", options.login_token,
                 "where a passphrase file is a login card: its PKCS#11 token")
      ->envname("TANGTHU_LOGIN_TOKEN")
      ->type_name("MODULE:LABEL");
  app.add_option("--login-pin-file", options.login_pin_file,
                 "read that token's PIN from the first line of a file")
      ->envname("TANGTHU_LOGIN_PIN_FILE")
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
  add_login_card(app, chosen);
  add_doctor(app, chosen);
  add_help(app, chosen);
  for (CLI::App* command : app.get_subcommands({})) {
    command->fallthrough();
    for (CLI::App* inner : command->get_subcommands({}))
      inner->fallthrough();
  }
}

bool is_typed(int argc, char** argv, std::string_view option) {
  return std::any_of(argv + 1, argv + argc, [&](std::string_view word) {
    return word == option || word.starts_with(std::string(option) + "=");
  });
}

// What needs no vault needs no server. Where both are named, what is typed goes before
// what the environment says.
Result<bool> goes_to_server(int argc, char** argv, const CLI::App& app,
                            const GlobalOptions& options) {
  if (is_of_this_machine(served_words(app).words)) return false;
  if (options.vault.empty() || options.server.empty()) return !options.server.empty();
  const bool vault = is_typed(argc, argv, "--vault");
  if (vault != is_typed(argc, argv, "--server")) return !vault;
  return fail(ErrorCode::kUsage, "a vault and a server are both named",
              "give --vault or --server");
}

Result<int> run_chosen(int argc, char** argv, const CLI::App& app,
                       const GlobalOptions& options, const Command& chosen,
                       Context& context) {
  if (TRY(goes_to_server(argc, argv, app, options))) return run_remote(context, app);
  return chosen(context);
}

int run(int argc, char** argv) {
  CLI::App app(
      "a searchable archive of paper records in which every page, word and title is "
      "encrypted",
      "tangthu");
  speak_in_help(app);
  app.set_version_flag("--version", TANGTHU_VERSION, "the program's version");
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
  const auto code = run_chosen(argc, argv, app, options, chosen, context);
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
