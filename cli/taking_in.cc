#include "cli/taking_in.h"

#include <chrono>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "cli/document_words.h"
#include "cli/message.h"
#include "vault/durable_file.h"
#include "vault/station_key.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxDossierBytes = 100;  // fileCode, Circular 05/2025/TT-BNV

using Clock = std::chrono::steady_clock;

std::string progress_words(const archive::DigitiseReport& report,
                           Clock::time_point start) {
  const std::chrono::duration<double> seconds = Clock::now() - start;
  char rate[32];
  std::snprintf(rate, sizeof rate, "%.1f", report.pages * 60.0 / seconds.count());
  return std::to_string(report.documents) + " " + tr("documents") + ", " +
         page_count_words(report.pages) + ", " + rate + " " + tr("pages a minute");
}

void print_stored(const Context& context, const archive::Digitised& stored) {
  Json json = document_json(stored.id, stored.label, stored.record, Subject::kShown);
  std::string text = stored.id.to_string() + "  " + stored.record.file + "  (" +
                     page_count_words(stored.record.pages) + ", " +
                     label_words(stored.label) + ")";
  context.result(json, text);
  for (const std::string& warning : stored.record.warnings) {
    context.message("tangthu: " + stored.record.file + ": " + describe_warning(warning));
  }
}

}  // namespace

void add_recogniser_options(CLI::App& command, std::string& languages,
                            std::string& tessdata) {
  command.add_option("--language", languages, "languages to read, as vie or vie+eng");
  command.add_option("--tessdata", tessdata, "folder of other language models")
      ->type_name("DIR");
}

void add_taking_in_options(CLI::App& command, TakingInOptions& options) {
  command
      .add_option("--level", options.level,
                  "secrecy level: thuong, mat, toi-mat, tuyet-mat; a stamp raises it")
      ->required()
      ->type_name("L");
  command
      .add_option("--compartment", options.compartments, "a compartment; may be repeated")
      ->type_name("C");
  command.add_option("--dossier", options.dossier, "code of the dossier")
      ->type_name("CODE");
  command
      .add_option("--bundles", options.bundles,
                  "on a station: seal bundles into this folder, for 'tangthu accept'")
      ->type_name("DIR");
  command.add_option("--kit", options.kit, "on a station: the vault's public keys")
      ->type_name("FILE");
  command
      .add_option("--station-key", options.station_key, "on a station: its signing key")
      ->type_name("FILE");
  add_recogniser_options(command, options.languages, options.tessdata);
}

Result<Label> parse_label(const std::string& level,
                          const std::vector<std::string>& compartments) {
  Label label{TRY(parse_level(level)), {}};
  for (const std::string& name : compartments) {
    label.compartments.insert(TRY(parse_compartment(name)));
  }
  return label;
}

Error nothing_to_read() {
  return Error(ErrorCode::kBadInput, "there is nothing to read in what was given",
               "give PNG, JPEG, TIFF or PDF files, or folders and archives of them");
}

int exit_code(int inputs, int failed, ErrorCode only_error) {
  if (failed == 0) return 0;
  return static_cast<int>(inputs == 1 ? only_error : ErrorCode::kSomeFailed);
}

namespace {

// Where the documents go, and what must live as long.
struct Target {
  vault::OpenedVault opened;
  vault::Kit kit;
  vault::StationKey station;
  archive::Destination destination;
};

Result<Bytes> read_file(const std::filesystem::path& file) {
  auto bytes = vault::read_small_file(file);
  if (bytes) return bytes;
  return fail(ErrorCode::kBadInput, "the file can't be read",
              "check the path and its permissions", file.string());
}

Result<void> open_target(const Context& context, const TakingInOptions& options,
                         Target& out) {
  if (options.bundles.empty()) {
    out.opened = TRY(context.open_session(vault::Access::kWrite));
    out.destination = archive::into_vault(*out.opened.session);
    return {};
  }
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
  return {};
}

}  // namespace

Result<int> take_in(Context& context, archive::IntakeSource source,
                    const TakingInOptions& options) {
  const Label label = TRY(parse_label(options.level, options.compartments));
  if (options.dossier.size() > kMaxDossierBytes) {
    return fail(ErrorCode::kUsage, "the dossier's code is longer than 100 bytes",
                "use the code as in the inventory");
  }
  Target target;
  TRY(open_target(context, options, target));
  const archive::DigitiseOptions digitise{
      label,
      options.dossier,
      {context.jobs(), archive::Picture::kJpeg, {options.languages, options.tessdata}}};

  ErrorCode last_error = ErrorCode::kBadInput;
  const auto start = Clock::now();
  const archive::DigitiseListener listener{
      [&](const archive::Digitised& stored) { print_stored(context, stored); },
      [&](const std::string& name, const Error& error) {
        last_error = error.code();
        context.error(name, error);
      },
      [&](const archive::DigitiseReport& report) {
        context.progress(progress_words(report, start));
      }};
  const auto report = TRY(archive::digitise(target.destination, std::move(source),
                                            digitise, listener, interrupted()));
  if (interrupted()) {
    return fail(ErrorCode::kInterrupted, "interrupted",
                "what was printed is stored; give the rest again");
  }
  if (report.documents + report.failed == 0) return Failure(nothing_to_read());
  context.message(progress_words(report, start));
  return exit_code(report.documents + report.failed, report.failed, last_error);
}

}  // namespace tangthu::cli
