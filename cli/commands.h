// The commands, one a file. Each add_… declares its words and options; when it is the one
// that was called, `chosen` is set to what it does. A command returns the exit code, or
// an error, which owns one.
#pragma once

#include <functional>

#include "base/result.h"
#include "cli/context.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

using Command = std::function<Result<int>(Context&)>;

void add_init(CLI::App& app, Command& chosen);
void add_status(CLI::App& app, Command& chosen);
void add_ingest(CLI::App& app, Command& chosen);
void add_scan(CLI::App& app, Command& chosen);
void add_watch(CLI::App& app, Command& chosen);
void add_ocr(CLI::App& app, Command& chosen);
void add_clean(CLI::App& app, Command& chosen);
void add_review(CLI::App& app, Command& chosen);
void add_search(CLI::App& app, Command& chosen);
void add_list(CLI::App& app, Command& chosen);
void add_show(CLI::App& app, Command& chosen);
void add_get(CLI::App& app, Command& chosen);
void add_edit(CLI::App& app, Command& chosen);
void add_fonds(CLI::App& app, Command& chosen);
void add_dossier(CLI::App& app, Command& chosen);
void add_user(CLI::App& app, Command& chosen);
void add_grant(CLI::App& app, Command& chosen);
void add_station(CLI::App& app, Command& chosen);
void add_accept(CLI::App& app, Command& chosen);
void add_revoke(CLI::App& app, Command& chosen);
void add_approve(CLI::App& app, Command& chosen);
void add_classify(CLI::App& app, Command& chosen);  // and declassify
void add_destroy(CLI::App& app, Command& chosen);
void add_agenda(CLI::App& app, Command& chosen);
void add_extend(CLI::App& app, Command& chosen);
void add_secrecy(CLI::App& app, Command& chosen);
void add_cases(CLI::App& app, Command& chosen);      // copy, request, retention, office
void add_retention(CLI::App& app, Command& chosen);  // candidates
void add_register(CLI::App& app, Command& chosen);
void add_report(CLI::App& app, Command& chosen);
void add_copy(CLI::App& app, Command& chosen);  // list, show, trace; after add_cases
void add_unseal(CLI::App& app, Command& chosen);
void add_seal(CLI::App& app, Command& chosen);
void add_unseal_slot(CLI::App& app, Command& chosen);
void add_reindex(CLI::App& app, Command& chosen);
void add_rekey(CLI::App& app, Command& chosen);
void add_recover(CLI::App& app, Command& chosen);
void add_custodian(CLI::App& app, Command& chosen);
void add_shred_slot(CLI::App& app, Command& chosen);
void add_audit(CLI::App& app, Command& chosen);
void add_verify(CLI::App& app, Command& chosen);
void add_backup(CLI::App& app, Command& chosen);
void add_restore(CLI::App& app, Command& chosen);
void add_batches(CLI::App& app, Command& chosen);
void add_separators(CLI::App& app, Command& chosen);
void add_login_card(CLI::App& app, Command& chosen);
void add_doctor(CLI::App& app, Command& chosen);
void add_help(CLI::App& app, Command& chosen);

}  // namespace tangthu::cli
