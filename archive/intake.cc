#include <utility>

#include "archive/reading_room.h"

namespace tangthu::archive {
namespace {

std::variant<Intake, IntakeFailure> open_file(scanner::InputFile file,
                                              const scanner::OpenOptions& options) {
  auto pages = scanner::open_pages(file, options);
  if (!pages) return IntakeFailure{file.name, std::move(pages).error()};
  return Intake{std::move(file.name), file.type, std::move(file.content),
                std::move(*pages)};
}

}  // namespace

std::variant<Intake, IntakeFailure> intake_of(scanner::Input input,
                                              const scanner::OpenOptions& options) {
  if (auto* failure = std::get_if<scanner::InputFailure>(&input)) {
    return IntakeFailure{std::move(failure->name), std::move(failure->error)};
  }
  return open_file(std::get<scanner::InputFile>(std::move(input)), options);
}

IntakeSource intake_of_files(std::vector<std::filesystem::path> paths,
                             std::shared_ptr<const Passphrase> pdf_password) {
  auto walk = std::make_shared<scanner::InputWalk>(std::move(paths));
  using Next = std::optional<std::variant<Intake, IntakeFailure>>;
  return [walk, pdf_password = std::move(pdf_password)]() -> Next {
    auto input = walk->next();
    if (!input) return std::nullopt;
    return intake_of(std::move(*input), {pdf_password.get()});
  };
}

}  // namespace tangthu::archive
