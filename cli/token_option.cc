#include "cli/token_option.h"

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "cli/message.h"

namespace tangthu::cli {

CLI::Option* add_token_options(CLI::App& command, TokenOption& option) {
  command
      .add_option("--pin-file", option.pin_file,
                  "read the token's PIN from the first line of a file")
      ->type_name("FILE");
  return command
      .add_option("--token", option.place,
                  "a PKCS#11 token: its driver's file, a colon, its label")
      ->type_name("MODULE:LABEL");
}

Result<vault::Token> open_token(const TokenOption& option) {
  const std::size_t colon = option.place.find(':');
  if (colon == 0 || colon == std::string::npos || colon + 1 == option.place.size()) {
    return fail(ErrorCode::kUsage, "not a token's place",
                "write it as /usr/lib/…/driver.so:LABEL", option.place);
  }
  const Passphrase pin = option.pin_file.empty()
                             ? TRY(ask_passphrase(tr("PIN of the token: "), Ask::kOnce))
                             : TRY(read_passphrase_file(option.pin_file));
  return vault::Token::open(
      {option.place.substr(0, colon), option.place.substr(colon + 1)}, pin);
}

Result<vault::RootKey> open_with_token(const vault::UnsealSlots& slots,
                                       const TokenOption& option) {
  vault::Token token = TRY(open_token(option));
  return vault::open_with_token(slots, token);
}

}  // namespace tangthu::cli
