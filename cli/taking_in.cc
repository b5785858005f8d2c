#include "cli/taking_in.h"

#include <chrono>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "base/quarantine.h"
#include "cli/clean_options.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/rescan_words.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxDossierBytes = 100;  // fileCode, Circular 05/2025/TT-BNV

}  // namespace

std::string progress_words(const archive::DigitiseReport& report,
                           std::chrono::steady_clock::time_point start) {
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
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
  if (stored.place) {
    json["batch_pages"] = {stored.place->first_page, stored.place->last_page};
    json["begins"] = cut_reason_code(stored.place->opens);
  }
  context.result(json, text);
  if (in_quarantine(stored.label)) {
    context.message("tangthu: " + stored.record.file + ": " +
                    tr("waits in quarantine until officers confirm its scan: 'tangthu "
                       "secrecy confirm-scan'"));
  }
  print_rescans(context, stored.record);
  for (const std::string& warning : stored.record.warnings) {
    if (is_of_a_page(warning)) continue;
    context.message("tangthu: " + stored.record.file + ": " + describe_warning(warning));
  }
}

void add_stamp_line_option(CLI::App& command, std::vector<std::string>& lines) {
  command
      .add_option("--stamp-line", lines,
                  "text at the top right of the PDF's first page; again for more lines")
      ->allow_extra_args(false)
      ->type_name("TEXT");
}

void add_recogniser_options(CLI::App& command, RecogniserWords& words) {
  command.add_option("--language", words.languages,
                     "languages to read, as vie or vie+eng");
  command.add_option("--tessdata", words.tessdata, "folder of other language models")
      ->type_name("DIR");
  command
      .add_option("--engine", words.engine,
                  "what reads: fast (for one language, if not told otherwise), or "
                  "tesseract, which gives the same text later")
      ->check(CLI::IsMember({"tesseract", "fast"}).description(""))
      ->type_name("ENGINE");
}

ocr::RecogniserOptions recogniser_options(const RecogniserWords& words) {
  ocr::RecogniserOptions options;
  options.languages = words.languages;
  options.tessdata = words.tessdata;
  // One model gives the same text either way; of several the fast reader frames the later
  // ones a little differently (docs/READER.md).
  const bool several = words.languages.find('+') != std::string::npos;
  const bool fast = words.engine.empty() ? !several : words.engine == "fast";
  options.engine = fast ? ocr::EngineKind::kFast : ocr::EngineKind::kTesseract;
  return options;
}

void tell_of_engine(const Context& context, const ocr::RecogniserOptions& options) {
  const auto why =
      ocr::why_not_fast({options.languages, options.tessdata.string(), options.engine});
  // What is damaged or missing is an error of its own, later.
  if (!why || why->code() != ErrorCode::kBadInput) return;
  context.message("tangthu: " + why->subject() + ": " + tr(why->text()) + "; " +
                  tr("Tesseract reads instead"));
}

void add_picture_option(CLI::App& command, bool& lossless) {
  command.add_flag("--lossless", lossless,
                   "access copies show every pixel as cleaned, not layers; much larger");
}

archive::Picture picture_choice(bool lossless) {
  return lossless ? archive::Picture::kLossless : archive::Picture::kLayered;
}

void add_target_options(CLI::App& command, TakingInOptions& options) {
  command
      .add_option("--bundles", options.bundles,
                  "on a station: seal bundles into this folder, for 'tangthu accept'")
      ->type_name("DIR");
  command.add_option("--kit", options.kit, "on a station: the vault's public keys")
      ->type_name("FILE");
  command
      .add_option("--station-key", options.station_key, "on a station: its signing key")
      ->type_name("FILE");
}

void add_input_options(CLI::App& command, FileInputs& inputs) {
  command
      .add_option(
          "FILE", inputs.paths,
          "images (PNG, JPEG, TIFF, BMP, WebP, JPEG 2000), PDFs, archives of them "
          "(ZIP, TAR, 7z, RAR, ISO and others), folders")
      ->required();
  command
      .add_option("--pdf-password-file", inputs.pdf_password_file,
                  "the password of PDFs that ask for one")
      ->type_name("FILE");
}

Result<std::shared_ptr<const Passphrase>> pdf_password(const FileInputs& inputs) {
  std::shared_ptr<const Passphrase> out;
  if (inputs.pdf_password_file.empty()) return out;
  out = std::make_shared<const Passphrase>(
      TRY(read_passphrase_file(inputs.pdf_password_file)));
  return out;
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
      .add_option("--approval", options.approval,
                  "of secrets: the case that allows the scan ('tangthu scanning'); "
                  "without one they wait in quarantine until officers confirm it")
      ->type_name("CASE");
  add_target_options(command, options);
  add_picture_option(command, options.lossless);
  add_stage_options(command, options.without);
  add_recogniser_options(command, options.recogniser);
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
  return Error(
      ErrorCode::kBadInput, "there is nothing to read in what was given",
      "give images (PNG, JPEG, TIFF, BMP, WebP, JPEG 2000), PDFs, or folders and "
      "archives of them");
}

int exit_code(int inputs, int failed, ErrorCode only_error) {
  if (failed == 0) return 0;
  return static_cast<int>(inputs == 1 ? only_error : ErrorCode::kSomeFailed);
}

Result<archive::DigitiseOptions> digitise_options(const Context& context,
                                                  const TakingInOptions& options) {
  return digitise_options(context.jobs(), options);
}

Result<archive::DigitiseOptions> digitise_options(int jobs,
                                                  const TakingInOptions& options) {
  const Label label = TRY(parse_label(options.level, options.compartments));
  if (options.dossier.size() > kMaxDossierBytes) {
    return fail(ErrorCode::kUsage, "the dossier's code is longer than 100 bytes",
                "use the code as in the inventory");
  }
  const auto batch = TRY(parse_batch(options.batch));
  archive::ReadingOptions reading{jobs, picture_choice(options.lossless),
                                  recogniser_options(options.recogniser)};
  reading.quality = options.quality;
  reading.left_out = stage_set(options.without);
  return archive::DigitiseOptions{label, options.dossier, std::move(reading), batch};
}

}  // namespace tangthu::cli
