#include <chrono>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/founding.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kComfortableLength = 12;
constexpr std::chrono::milliseconds kGuess{300};  // what a login may take, and a guess

struct Options {
  std::string profile = "single";
  std::string slow_hash = "standard";
  FoundingOptions founding;
};

Result<int> make_trial_vault(Context& context, const vault::SlowHashCost& cost) {
  const auto folder = TRY(context.vault_folder());
  const Passphrase passphrase = TRY(context.passphrase(Ask::kTwice));
  if (passphrase.reveal().size() < kComfortableLength) {
    context.message(tr("The passphrase is short; several words protect better."));
  }
  vault::RootKey root;
  random_bytes(root.reveal_writable());
  std::vector<vault::Founder> founders;
  founders.push_back({context.user_name(),
                      passphrase.clone(),
                      vault::Roles::all(),
                      {{Level::kTuyetMat, {}, true}}});
  vault::CreateOptions create;
  create.cost = cost;
  TRY(vault::Vault::create(folder, create, root, founders));
  context.result(
      {{"vault", folder.string()}, {"profile", "single"}, {"user", context.user_name()}},
      std::string(tr("Made a trial vault for one person in ")) + folder.string());
  context.message(
      tr("Keep the passphrase: without it nothing in the vault can be read again."));
  return 0;
}

void tell_cost(Context& context, const vault::SlowHashCost& cost) {
  context.message(std::string(tr("Passphrases are hashed with Argon2id: passes, MiB:")) +
                  " " + std::to_string(cost.passes) + ", " +
                  std::to_string(cost.memory_kib / 1024));
}

Result<int> init(Context& context, const Options& options) {
  const bool light = options.slow_hash == "light";
  const vault::SlowHashCost cost =
      light ? vault::kLeastSlowHashCost : vault::measured_cost(kGuess);
  if (light) {
    context.message(
        tr("With --slow-hash light passphrases are guessed about fifty times faster: for "
           "trials only."));
  }
  tell_cost(context, cost);
  if (options.profile == "single") return make_trial_vault(context, cost);
  FoundingOptions founding = options.founding;
  founding.cost = cost;
  return found_agency(context, founding);
}

void add_founding_options(CLI::App& command, FoundingOptions& options) {
  const auto limit = CLI::Range(2U, unsigned{vault::kMaxShares});
  const auto names = [&](const char* option, std::vector<std::string>& to,
                         const char* what) {
    command.add_option(option, to, what)->type_name("NAME");
  };
  const auto path = [&](const char* option, auto& to, const char* what,
                        const char* type) {
    command.add_option(option, to, what)->type_name(type);
  };
  command.add_option("--shares", options.shares, "agency: how many custodians there are")
      ->check(limit)
      ->type_name("N");
  command
      .add_option("--threshold", options.threshold,
                  "agency: how many of them open the vault")
      ->check(limit)
      ->type_name("K");
  command
      .add_option("--administrator", options.administrator,
                  "agency: who manages users and the machine, and reads nothing")
      ->type_name("NAME");
  names("--officer", options.officers,
        "agency: who signs grants, levels, destruction; two at least");
  names("--auditor", options.auditors,
        "agency: who reads the audit log, and nothing else");
  names("--archivist", options.archivists,
        "agency: who takes papers in; may be repeated");
  path("--founder-passphrases", options.founder_passphrases,
       "agency: folder with a file NAME a founder, instead of asking each", "DIR");
  path("--share-dir", options.hand_out.folder,
       "agency: write the shares as files instead of showing them", "DIR");
  path("--custodian-key", options.hand_out.custodian_keys,
       "agency: seal the shares to custodians' public keys; in order", "FILE");
  path("--key-file", options.key_file,
       "agency: make a key file too that opens the vault without custodians", "FILE");
}

}  // namespace

void add_init(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("init", "make a vault");
  auto options = std::make_shared<Options>();
  command
      ->add_option(
          "--profile", options->profile,
          "single: a trial vault for one person; agency: custodians and officers")
      ->check(CLI::IsMember({"single", "agency"}));
  command
      ->add_option("--slow-hash", options->slow_hash,
                   "what a guess of a passphrase costs; light: for trials only")
      ->check(CLI::IsMember({"light", "standard"}));
  add_founding_options(*command, options->founding);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return init(context, *options); };
  });
}

}  // namespace tangthu::cli
