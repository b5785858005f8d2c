#include <fcntl.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "cli/context.h"
#include "cli/message.h"
#include "cli/terminal.h"
#include "vault/crypto.h"

namespace tangthu::cli {

Result<Passphrase> read_passphrase_file(const std::filesystem::path& file) {
  const Descriptor in = open_file(file, O_RDONLY);
  if (!in.valid()) {
    return fail(ErrorCode::kUsage, "the passphrase file can't be read",
                "check the path and its permissions", file.string());
  }
  auto passphrase = read_secret_line(in.get());
  if (!passphrase) return Failure(std::move(passphrase).error().about(file.string()));
  return passphrase;
}

Result<Passphrase> ask_passphrase(const std::string& prompt, Ask ask) {
  const Terminal terminal(Echo::kOff);
  if (!terminal.usable()) {
    return fail(ErrorCode::kUsage, "there is no terminal to ask for the passphrase",
                "use --passphrase-file FILE or set TANGTHU_PASSPHRASE_FILE");
  }
  terminal.print(prompt);
  auto first = read_secret_line(terminal.fd());
  terminal.print("\n");
  if (!first || ask == Ask::kOnce) return first;
  terminal.print(tr("Once more: "));
  const auto second = read_secret_line(terminal.fd());
  terminal.print("\n");
  if (!second || !vault::equal_in_constant_time(first->reveal(), second->reveal())) {
    return fail(ErrorCode::kUsage, "the two passphrases differ", "try again");
  }
  return first;
}

}  // namespace tangthu::cli
