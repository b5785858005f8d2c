// A PKCS#11 token on the command line: MODULE:LABEL, and the file of its PIN.
#pragma once

#include <filesystem>
#include <string>

#include "vault/token.h"
#include "vault/unseal_slots.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tangthu::cli {

struct TokenOption {
  std::string place;
  std::filesystem::path pin_file;
  bool given() const { return !place.empty(); }
};

// --token and --pin-file; the first is returned.
CLI::Option* add_token_options(CLI::App& command, TokenOption& option);
// Asks for the PIN where there is no file. kUsage when the place is not MODULE:LABEL.
Result<vault::Token> open_token(const TokenOption& option);
// The token is closed again when this returns: the keeper forks after it.
Result<vault::RootKey> open_with_token(const vault::UnsealSlots& slots,
                                       const TokenOption& option);

}  // namespace tangthu::cli
