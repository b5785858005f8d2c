// A command that a server runs: the same words, the same lines, the same exit codes.
#pragma once

#include "cli/commands.h"

namespace tangthu::cli {

// Sends what was parsed to options().server and prints what comes back. Files that the
// command reads are read here and sent with it; files that it writes are written here,
// and only those that the command's own words name. kUsage for commands that don't go
// through a server.
Result<int> run_remote(Context& context, const CLI::App& parsed);

// login and logout: a session that commands share, whose token lies in the user's
// XDG_RUNTIME_DIR (in memory, for him alone), until it locks.
void add_login(CLI::App& app, Command& chosen);

}  // namespace tangthu::cli
