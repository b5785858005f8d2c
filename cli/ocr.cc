#include <CLI/CLI.hpp>

#include "archive/read_document.h"
#include "archive/reading_room.h"
#include "cli/clean_options.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/output_file.h"
#include "cli/taking_in.h"
#include "ocr/fields.h"

namespace tangthu::cli {
namespace {

struct Options {
  FileInputs inputs;
  std::filesystem::path out;
  bool pdf = false;
  std::string languages = "vie";
  std::string tessdata;
  std::vector<std::string> without;
};

std::string extended(const std::filesystem::path& base, const char* extension) {
  return base.string() + extension;
}

Result<void> write_results(Context& context, const Options& options,
                           archive::ReadDocument& document, OutputNames& names) {
  const ocr::DocumentText text = archive::text_of(document);
  const auto pages = static_cast<int>(document.pages.size());
  const std::filesystem::path base = names.next(document.name);
  const std::string json = ocr::to_json(text).dump();
  TRY(write_output(extended(base, ".txt"), as_bytes(plain_text(text))));
  TRY(write_output(extended(base, ".json"), as_bytes(json)));
  if (options.pdf) {
    const Bytes pdf =
        TRY(archive::access_copy_of(std::move(document.pages), text, now_utc()));
    TRY(write_output(extended(base, ".pdf"), pdf));
  }

  Json result = {{"file", document.name},
                 {"pages", pages},
                 {"level", level_code(text.level)},
                 {"text", extended(base, ".txt")},
                 {"json", extended(base, ".json")}};
  if (options.pdf) result["pdf"] = extended(base, ".pdf");
  context.result(result, document.name + " -> " + extended(base, ".txt") + "  (" +
                             page_count_words(pages) + ", " +
                             std::string(level_name(text.level)) + ")");
  return {};
}

Result<int> recognise(Context& context, const Options& options) {
  OutputNames names = TRY(OutputNames::in(options.out));
  const archive::ReadingOptions reading{
      context.jobs(),
      options.pdf ? archive::Picture::kJpeg : archive::Picture::kNone,
      {options.languages, options.tessdata},
      archive::SoughtSigns::kNone,
      stage_set(options.without)};
  const auto room = TRY(archive::ReadingRoom::open(
      archive::intake_of_files(options.inputs.paths, TRY(pdf_password(options.inputs))),
      reading));
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
    context.progress(page_count_words(room->pages_read()));
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
  command->add_flag("--pdf", options->pdf, "DIR/STEM.pdf too: searchable PDF/A-2u");
  add_stage_options(*command, options->without);
  add_recogniser_options(*command, options->languages, options->tessdata);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return recognise(context, *options); };
  });
}

}  // namespace tangthu::cli
