// What `ingest`, `scan` and `watch` share: options, and words.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "archive/digitise.h"
#include "cli/batch_options.h"
#include "cli/context.h"
#include "ocr/recogniser.h"

namespace CLI {
class App;
}

namespace tangthu::cli {

// --language, --tessdata, --engine.
struct RecogniserWords {
  std::string languages = "vie";
  std::string tessdata;
  std::string engine;  // empty: what is best for the languages
};
void add_recogniser_options(CLI::App& command, RecogniserWords& words);
ocr::RecogniserOptions recogniser_options(const RecogniserWords& words);
// Says so where Tesseract reads although the fast reader was asked for.
void tell_of_engine(const Context& context, const ocr::RecogniserOptions& options);

struct TakingInOptions {
  std::string level;
  std::vector<std::string> compartments;
  std::string dossier;
  std::string approval;  // of the scan of secrets: id of its case
  RecogniserWords recogniser;
  BatchWords batch;
  // On a station: sealed bundles instead of a vault.
  std::filesystem::path bundles;
  std::filesystem::path kit;
  std::filesystem::path station_key;
  scanner::QualityLimits quality;    // of a page's picture
  std::vector<std::string> without;  // stages of cleaning
  bool lossless = false;             // access copies
};

// What `ingest`, `ocr` and `clean` are given.
struct FileInputs {
  std::vector<std::filesystem::path> paths;
  std::filesystem::path pdf_password_file;
};
void add_input_options(CLI::App& command, FileInputs& inputs);
// Nothing where none was given; kUsage when its file can't be read.
Result<std::shared_ptr<const Passphrase>> pdf_password(const FileInputs& inputs);

void add_taking_in_options(CLI::App& command, TakingInOptions& options);
// Where documents go, where that is not the vault.
void add_target_options(CLI::App& command, TakingInOptions& options);
// --lossless, and what it means.
void add_picture_option(CLI::App& command, bool& lossless);
archive::Picture picture_choice(bool lossless);
// --stamp-line, for what writes an access copy to a file.
void add_stamp_line_option(CLI::App& command, std::vector<std::string>& lines);
Result<Label> parse_label(const std::string& level,
                          const std::vector<std::string>& compartments);

// kUsage when a level, compartment or dossier is none.
Result<archive::DigitiseOptions> digitise_options(int jobs,
                                                  const TakingInOptions& options);
Result<archive::DigitiseOptions> digitise_options(const Context& context,
                                                  const TakingInOptions& options);
// A document that is stored, as the result that it is.
void print_stored(const Context& context, const archive::Digitised& stored);
std::string progress_words(const archive::DigitiseReport& report,
                           std::chrono::steady_clock::time_point start);

// What folders and archives without a single image end in.
Error nothing_to_read();

// The exit code of a run over inputs, `failed` of which failed.
int exit_code(int inputs, int failed, ErrorCode only_error);

}  // namespace tangthu::cli
