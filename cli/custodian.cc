#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/custodian_key.h"
#include "cli/message.h"
#include "cli/private_file.h"
#include "vault/share.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxSealedShareBytes = 4096;

Result<int> make_key(Context& context, const std::filesystem::path& file) {
  TRY(make_custodian_key(file));
  context.result({{"key", file.string()}, {"public_key", file.string() + ".pub"}},
                 file.string() + ", " + file.string() + ".pub");
  context.message(
      tr("Keep the key file where only you have it; the .pub file is for "
         "whoever hands out the shares."));
  return 0;
}

struct OpenOptions {
  std::filesystem::path sealed;
  std::filesystem::path key;
  std::filesystem::path out;
};

Result<int> open_share(Context& context, const OpenOptions& options) {
  const vault::PrivateKey own = TRY(read_custodian_key(options.key));
  const SecretText sealed = TRY(read_private_file(options.sealed, kMaxSealedShareBytes));
  const vault::Share share =
      TRY(vault::open_sealed_share(own, vault::public_key_of(own), sealed.bytes()));
  const vault::ShareText text = vault::share_to_text(share);
  const std::string_view parts[] = {
      share.purpose == vault::SharePurpose::kUnseal ? "unseal: " : "recovery: ",
      {reinterpret_cast<const char*>(text.reveal().data()), text.reveal().size()},
      "\n"};
  TRY(write_private_file(options.out, parts));
  context.result({{"file", options.out.string()}}, options.out.string());
  return 0;
}

}  // namespace

void add_custodian(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("custodian", "a custodian's own key, without a vault");
  command->require_subcommand(1);
  auto file = std::make_shared<std::filesystem::path>();
  CLI::App* key = command->add_subcommand(
      "key", "make a key pair to which shares can be sealed: FILE and FILE.pub");
  key->add_option("FILE", *file, "the new key file")->required();
  key->callback([file, &chosen] {
    chosen = [file](Context& context) { return make_key(context, *file); };
  });
  auto options = std::make_shared<OpenOptions>();
  CLI::App* open = command->add_subcommand("open", "open a share that was sealed to you");
  open->add_option("SHARE", options->sealed, "the file you were given")->required();
  open->add_option("--key", options->key, "your key file")->required()->type_name("FILE");
  open->add_option("--out,-o", options->out, "a new file for the share")
      ->required()
      ->type_name("FILE");
  open->callback([options, &chosen] {
    chosen = [options](Context& context) { return open_share(context, *options); };
  });
}

}  // namespace tangthu::cli
