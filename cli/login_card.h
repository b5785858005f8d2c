// Login cards (vault/login_card.h) on the command line: a passphrase file may be one, and
// then a PKCS#11 token has the passphrase.
#pragma once

#include <filesystem>

#include "cli/context.h"

namespace tangthu::cli {

// From a file's first line, or by the card that the file is, with the token of
// --login-token. kUsage when no token was named.
Result<Passphrase> read_passphrase_or_card(const std::filesystem::path& file,
                                           const GlobalOptions& options);

}  // namespace tangthu::cli
