#include <algorithm>

#include <CLI/CLI.hpp>

#include "archive/read_document.h"
#include "archive/reading_room.h"
#include "cli/clean_options.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/input_count.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/taking_in.h"
#include "ocr/alto.h"
#include "ocr/hocr.h"
#include "ocr/pdf_stamp_line.h"

namespace tangthu::cli {
namespace {

struct Options {
  FileInputs inputs;
  std::filesystem::path out;
  std::vector<std::string> formats;
  bool pdf = false;
  bool lossless = false;
  RecogniserWords recogniser;
  std::vector<std::string> without;
  std::vector<std::string> stamp_lines;
};

bool asks_for(const Options& options, const char* format) {
  const std::string wanted = format;
  if (options.pdf && wanted == "pdf") return true;
  return std::find(options.formats.begin(), options.formats.end(), wanted) !=
         options.formats.end();
}

// The file is named in `result` under its format.
Result<void> write(const std::filesystem::path& base, const char* format,
                   const char* extension, ByteView bytes, Json& result) {
  const std::string file = base.string() + extension;
  TRY(write_output(file, bytes));
  result[format] = file;
  return {};
}

Result<void> write_results(Context& context, const Options& options,
                           archive::ReadDocument& document, OutputNames& names) {
  const ocr::DocumentText text = archive::text_of(document);
  const auto pages = static_cast<int>(document.pages.size());
  const std::filesystem::path base = names.next(document.name);
  Json result = {
      {"file", document.name}, {"pages", pages}, {"level", level_code(text.level)}};
  TRY(write(base, "text", ".txt", as_bytes(plain_text(text)), result));
  TRY(write(base, "json", ".json", as_bytes(ocr::to_json(text).dump()), result));
  if (asks_for(options, "hocr"))
    TRY(write(base, "hocr", ".hocr", as_bytes(ocr::to_hocr(text)), result));
  if (asks_for(options, "alto"))
    TRY(write(base, "alto", ".alto.xml", as_bytes(ocr::to_alto(text)), result));
  if (asks_for(options, "pdf")) {
    Bytes pdf = TRY(archive::access_copy_of(std::move(document.pages), text, now_utc()));
    if (!options.stamp_lines.empty())
      pdf = TRY(ocr::with_stamp_lines(pdf, options.stamp_lines));
    TRY(write(base, "pdf", ".pdf", pdf, result));
  }
  context.result(result, document.name + " -> " + result["text"].get<std::string>() +
                             "  (" + page_count_words(pages) + ", " +
                             std::string(level_name(text.level)) + ")");
  return {};
}

Result<int> recognise(Context& context, const Options& options) {
  OutputNames names = TRY(OutputNames::in(options.out));
  const archive::ReadingOptions reading{
      context.jobs(),
      asks_for(options, "pdf") ? picture_choice(options.lossless)
                               : archive::Picture::kNone,
      recogniser_options(options.recogniser), archive::SoughtSigns::kNone,
      stage_set(options.without)};
  tell_of_engine(context, reading.recogniser);
  const auto room = TRY(archive::ReadingRoom::open(
      archive::intake_of_files(options.inputs.paths, TRY(pdf_password(options.inputs))),
      reading));
  const std::uint64_t of = count_inputs(options.inputs.paths);
  context.progress(progress_of(0, of, Counted::kPages));
  int inputs = 0;
  int failed = 0;
  ErrorCode last_error = ErrorCode::kBadInput;
  while (auto document = room->next(interrupted())) {
    ++inputs;
    if (document->error) {
      ++failed;
      last_error = document->error->code();
      context.error(document->name, *document->error);
      continue;
    }
    for (const int page : document->unread_pages) {
      context.message("tangthu: " + document->name + ", " + tr("page") + " " +
                      std::to_string(page) + ": " +
                      describe_warning(archive::warning::kUnreadPage));
    }
    TRY(write_results(context, options, *document, names));
    Progress progress =
        progress_of(static_cast<std::uint64_t>(inputs), of, Counted::kPages);
    progress.done = static_cast<std::uint64_t>(room->pages_read());
    context.progress(progress);
  }
  if (interrupted()) {
    return fail(ErrorCode::kInterrupted, "interrupted", "run the command again");
  }
  if (inputs == 0) return Failure(nothing_to_read());
  return exit_code(inputs, failed, last_error);
}

}  // namespace

void add_ocr(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "ocr", "recognise files without a vault: DIR/STEM.txt and .json");
  add_input_options(*command, options->inputs);
  command->add_option("--out", options->out, "folder for the results")
      ->required()
      ->type_name("DIR");
  // Beside the text and the JSON, which are always written.
  command
      ->add_option("--format", options->formats,
                   "more results: hocr (DIR/STEM.hocr), alto (DIR/STEM.alto.xml), pdf")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"hocr", "alto", "pdf"}).description(""))
      ->type_name("FORMAT,...");
  command->add_flag("--pdf", options->pdf, "DIR/STEM.pdf too: searchable PDF/A-2u");
  add_picture_option(*command, options->lossless);
  add_stamp_line_option(*command, options->stamp_lines);
  add_stage_options(*command, options->without);
  add_recogniser_options(*command, options->recogniser);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return recognise(context, *options); };
  });
}

}  // namespace tangthu::cli
