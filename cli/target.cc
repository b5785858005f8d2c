#include "cli/target.h"

#include "archive/cases/scanning.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "vault/durable_file.h"

namespace tangthu::cli {
namespace {

Result<Bytes> read_file(const std::filesystem::path& file) {
  auto bytes = vault::read_small_file(file);
  if (bytes) return bytes;
  return fail(ErrorCode::kBadInput, "the file can't be read",
              "check the path and its permissions", file.string());
}

}  // namespace

Result<std::filesystem::path> batches_folder(const Context& context,
                                             const TakingInOptions& options) {
  const bool station = !options.bundles.empty();
  return (station ? options.bundles : TRY(context.vault_folder())) / "batches";
}

Result<void> open_target(const Context& context, const TakingInOptions& options,
                         const Passphrase* passphrase, Target& out) {
  if (options.bundles.empty()) {
    out.batches = TRY(batches_folder(context, options));
    out.opened = TRY(context.open_session(vault::Access::kWrite, passphrase));
    out.destination = archive::into_vault(*out.opened.session);
    out.has_arrived = archive::arrived_in_vault(*out.opened.session);
    out.owner = out.opened.session->spool_owner();
    return {};
  }
  return open_station_target(options, out);
}

Result<void> open_station_target(const TakingInOptions& options, Target& out) {
  out.batches = options.bundles / "batches";
  if (options.kit.empty() || options.station_key.empty()) {
    return fail(ErrorCode::kUsage, "bundles need the vault's kit and the station's key",
                "name them with --kit and --station-key");
  }
  if (!std::filesystem::is_directory(options.bundles)) {
    return fail(ErrorCode::kUsage, "there is no such folder", "make it first",
                options.bundles.string());
  }
  out.kit = TRY(vault::read_kit(TRY(read_file(options.kit))));
  out.station = TRY(vault::read_station_key(options.station_key));
  out.destination = archive::into_bundles(options.bundles, out.kit, out.station.key);
  out.has_arrived = archive::arrived_in_bundles(options.bundles);
  out.owner = vault::spool_owner(out.station.key);
  return {};
}

Result<std::optional<archive::ScanApproval>> scan_approval(
    const Target& target, const TakingInOptions& options) {
  std::optional<archive::ScanApproval> out;
  if (options.approval.empty()) return out;
  const DocumentId id = TRY(parse_id(options.approval));
  if (target.opened.session == nullptr)
    out = archive::ScanApproval{id, Level::kTuyetMat};
  else
    out = TRY(archive::read_scan_approval(*target.opened.session, id));
  return out;
}

Result<std::optional<archive::ScanApproval>> scan_approval_now(
    const Context& context, const Target& target, const TakingInOptions& options) {
  auto out = scan_approval(target, options);
  if (out) return out;
  const ErrorCode code = out.error().code();
  if (code != ErrorCode::kUsage && code != ErrorCode::kNotFound) return out;
  context.error(out.error());
  context.message(tr("Secrets go into quarantine until officers confirm their scan."));
  return std::optional<archive::ScanApproval>();
}

}  // namespace tangthu::cli
