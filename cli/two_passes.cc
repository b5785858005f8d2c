#include "cli/two_passes.h"

#include <string>

#include <poll.h>
#include <unistd.h>

#include "cli/context.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/terminal.h"

namespace tangthu::cli {
namespace {

Failure given_up() {
  return fail(ErrorCode::kInterrupted, "interrupted", "run the command again");
}

// Any thread may be the one that asks, and a signal may meet another: it is looked for.
Result<void> wait_for_enter(const Terminal& terminal) {
  constexpr int kLookMilliseconds = 200;
  while (!interrupted()) {
    pollfd wait{terminal.fd(), POLLIN, 0};
    if (poll(&wait, 1, kLookMilliseconds) <= 0) continue;
    char byte = 0;
    if (::read(terminal.fd(), &byte, 1) != 1) return given_up();
    if (byte == '\n') return {};
  }
  return given_up();
}

std::string question(scanner::Pass pass, int pages, const Error* broke_off) {
  if (broke_off == nullptr) {
    return std::string(
               tr("Turn the whole stack over, lay it in the feeder and press Enter: ")) +
           "\n";
  }
  const char* side =
      pass == scanner::Pass::kFronts ? tr("first pass") : tr("second pass");
  return describe(*broke_off) + "\n" + side + ": " + page_count_words(pages) + " " +
         tr("came before; press Enter when the feeder is ready: ") + "\n";
}

}  // namespace

scanner::TwoPasses two_passes(const scanner::ScanOptions& options, StackIs stack) {
  const auto ask = [stack](scanner::Pass pass, int pages,
                           const Error* broke_off) -> Result<void> {
    const Terminal terminal(Echo::kOn);
    if (!terminal.usable()) {
      if (broke_off != nullptr) return Failure(*broke_off);
      if (stack == StackIs::kTurned) return {};
      return fail(ErrorCode::kUsage, "there is no terminal to ask at for the second pass",
                  "turn the whole stack over, lay it in the feeder and run "
                  "'tangthu scan --resume'");
    }
    terminal.print(question(pass, pages, broke_off));
    return wait_for_enter(terminal);
  };
  return {[options] { return scanner::open_device(options); }, ask};
}

}  // namespace tangthu::cli
