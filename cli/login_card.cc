#include "cli/login_card.h"

#include <array>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/private_file.h"
#include "cli/token_option.h"
#include "vault/durable_file.h"
#include "vault/login_card.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::filesystem::path file;
  TokenOption token;
  std::string key_label = "tangthu-login";
};

// A pipe is none: what was looked at there would be gone.
bool is_card(const std::filesystem::path& file) {
  const Descriptor in = open_file(file, O_RDONLY | O_NONBLOCK);
  std::array<std::uint8_t, 16> head{};
  const ssize_t size = in.valid() ? pread(in.get(), head.data(), head.size(), 0) : -1;
  const bool out = size > 0 && vault::is_login_card(
                                   ByteView(head).first(static_cast<std::size_t>(size)));
  wipe(head.data(), head.size());
  return out;
}

Result<int> make_card(Context& context, const Options& options) {
  vault::Token token = TRY(open_token(options.token));
  const auto made = token.make_key(options.key_label);
  // A key of that name serves as well.
  if (!made && made.error().code() != ErrorCode::kUsage) return Failure(made.error());
  const Bytes card = TRY(vault::make_login_card(token, options.key_label));
  // One that the token would not open again is no passphrase to have.
  TRY(vault::read_login_card(card, token, options.file.string()));
  // Never over another: who loses his card has lost his account.
  const std::string_view parts[] = {as_text(card)};
  TRY(write_private_file(options.file, parts));
  context.result({{"file", options.file.string()}, {"token", token.label()}},
                 options.file.string());
  context.message(
      tr("It is your passphrase once you have said so: 'tangthu user passphrase "
         "--new-passphrase-file FILE --login-token MODULE:LABEL'."));
  return 0;
}

}  // namespace

Result<Passphrase> read_passphrase_or_card(const std::filesystem::path& file,
                                           const GlobalOptions& options) {
  if (!is_card(file)) return read_passphrase_file(file);
  if (options.login_token.empty()) {
    return fail(ErrorCode::kUsage, "the passphrase file is a login card",
                "name its token: --login-token MODULE:LABEL, or TANGTHU_LOGIN_TOKEN",
                file.string());
  }
  const Bytes card = TRY(vault::read_small_file(file, vault::kMaxLoginCardBytes));
  vault::Token token = TRY(open_token({options.login_token, options.login_pin_file}));
  return vault::read_login_card(card, token, file.string());
}

void add_login_card(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "login-card", "make a file that is your passphrase beside a PKCS#11 token");
  command->add_option("FILE", options->file, "the new card")->required();
  add_token_options(*command, options->token)->required();
  command->add_option("--key-label", options->key_label, "the key's name on the token");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return make_card(context, *options); };
  });
}

}  // namespace tangthu::cli
