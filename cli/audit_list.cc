// audit list, audit verify: the log as a whole.
#include "cli/audit.h"
#include "cli/message.h"

namespace tangthu::cli {
namespace {

// Writing where it can be had: an auditor's login hands the log's key on to auditors who
// were made since.
Result<OpenedSession> open_for_auditor(const Context& context) {
  auto opened = context.open_session(vault::Access::kWrite);
  if (opened) return opened;
  // Busy, or full: the log is read all the same.
  const ErrorCode code = opened.error().code();
  if (code != ErrorCode::kSealedOrBusy && code != ErrorCode::kStorage) return opened;
  return context.open_session(vault::Access::kRead);
}

// "12  2026-03-01T07:15:00Z  classify  officer1  id=… from=mat to=toi-mat"
std::string statement_words(const vault::AuditRecord& record) {
  const Json& statement = record.statement;
  std::string out = std::to_string(record.index) + "  " +
                    format_utc(statement.value("time", UnixSeconds{0})) + "  " +
                    statement.value("event", "?") + "  " + statement.value("user", "");
  for (const auto& [name, value] : statement.items()) {
    if (name == "time" || name == "event" || name == "user") continue;
    out += " " + name + "=";
    out += value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  return out;
}

}  // namespace

Result<int> audit_list(Context& context, const ListOptions& options) {
  const auto [vault, session] = TRY(open_for_auditor(context));
  // First the duty: the note below is the reading of somebody who may.
  TRY(vault::require(session->user().roles, vault::Duty::kReadLog));
  const std::uint64_t size = TRY(vault->journal().log().head()).size;
  TRY(vault->journal().note("audit-list", session->user().name,
                            {{"from", options.from}, {"limit", options.limit}}));
  std::uint64_t end = size;
  if (options.limit > 0 && options.from < size) {
    end = options.from + std::min(options.limit, size - options.from);
  }
  for (std::uint64_t index = options.from; index < end && !interrupted(); ++index) {
    const vault::AuditRecord record = TRY(session->read_log(index));
    Json json = {{"index", record.index}};
    json.update(record.statement);
    context.result(json, statement_words(record));
  }
  return 0;
}

Result<int> audit_verify(Context& context) {
  const PublicLog open = TRY(open_public_log(context));
  const vault::TreeHead head = TRY(open.log->verify());
  TRY(open.log->must_extend(open.checkpoint.checkpoint.head));
  const vault::Checkpoint& checkpoint = open.checkpoint.checkpoint;
  context.result({{"good", true},
                  {"entries", head.size},
                  {"signed_entries", checkpoint.head.size},
                  {"signed_at", format_utc(checkpoint.time)},
                  {"generation", checkpoint.generation},
                  {"signatures", open.checkpoint.signatures.size()}},
                 std::to_string(head.size) + tr(" entries, signed up to ") +
                     std::to_string(checkpoint.head.size) + tr(" at ") +
                     format_utc(checkpoint.time) + ": " + tr("all is well"));
  return 0;
}

}  // namespace tangthu::cli
