#include "cli/share_file.h"

#include <optional>

#include "base/id.h"
#include "cli/message.h"
#include "cli/private_file.h"
#include "cli/terminal.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxShareFileBytes = 4096;

Failure no_share(const std::filesystem::path& file) {
  return fail(ErrorCode::kBadInput, "the file has no share of this kind",
              "give the file that the custodian was handed", file.string());
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// The shares on lines that begin with a word and a colon.
Result<std::vector<vault::Share>> marked_shares(std::string_view text) {
  std::vector<vault::Share> out;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    out.push_back(TRY(vault::share_from_text(line.substr(colon + 1))));
  }
  return out;
}

}  // namespace

Result<vault::Share> read_share_file(const std::filesystem::path& file,
                                     vault::SharePurpose purpose) {
  const SecretText content = TRY(read_private_file(file, kMaxShareFileBytes));
  auto marked = marked_shares(content.view());
  if (!marked) return Failure(std::move(marked).error().about(file.string()));
  for (vault::Share& share : *marked) {
    if (share.purpose == purpose) return std::move(share);
  }
  if (!marked->empty()) return no_share(file);
  auto only = vault::share_from_text(content.view());
  if (!only) return Failure(std::move(only).error().about(file.string()));
  if (only->purpose != purpose) return no_share(file);
  return only;
}

Result<vault::Share> ask_share() {
  const Terminal terminal(Echo::kOff);
  if (!terminal.usable()) {
    return fail(ErrorCode::kUsage, "there is no terminal to ask for a share",
                "use --share-file FILE");
  }
  terminal.print(tr("Share: "));
  const auto typed = read_secret_line(terminal.fd());
  terminal.print("\n");
  if (!typed) return Failure(typed.error());
  return vault::share_from_text(
      {reinterpret_cast<const char*>(typed->reveal().data()), typed->reveal().size()});
}

}  // namespace tangthu::cli
