#include <CLI/CLI.hpp>

#include "archive/retrieve.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/output_file.h"
#include "cli/taking_in.h"
#include "ocr/pdf_stamp_line.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string id;
  std::filesystem::path out;
  std::string format = "pdf";
  int page = 0;
  std::vector<std::string> stamp_lines;
};

archive::Form form_of(const std::string& name) {
  if (name == "text") return archive::Form::kText;
  if (name == "master") return archive::Form::kMaster;
  return archive::Form::kPdf;
}

Result<int> get(Context& context, const Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  if (!options.stamp_lines.empty() && options.format != "pdf") {
    return fail(ErrorCode::kUsage, "only a PDF can have lines put on it",
                "leave --stamp-line out, or ask for --format pdf");
  }
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look(
      "get",
      {{"id", id.to_string()}, {"format", options.format}, {"page", options.page}}));
  const auto reader = TRY(session->open_document(look, id));
  Bytes bytes = TRY(archive::retrieve(reader, form_of(options.format), options.page));
  if (!options.stamp_lines.empty())
    bytes = TRY(ocr::with_stamp_lines(bytes, options.stamp_lines));
  TRY(write_output(options.out, bytes));
  if (options.out == "-") return 0;
  Json json = {{"id", options.id},
               {"file", options.out.string()},
               {"format", options.format},
               {"bytes", bytes.size()}};
  if (options.page > 0) json["page"] = options.page;
  context.result(json, options.out.string());
  return 0;
}

}  // namespace

void add_get(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("get", "write a document, decrypted, to a file");
  command->add_option("ID", options->id, "the document's id")->required();
  command->add_option("--out,-o", options->out, "the file; - for stdout")
      ->required()
      ->type_name("FILE");
  command->add_option("--format", options->format, "pdf: PDF/A; master: as captured")
      ->check(CLI::IsMember({"pdf", "text", "master"}));
  command->add_option("--page", options->page, "only this page, from 1")
      ->check(CLI::Range(1, 1'000'000));
  add_stamp_line_option(*command, options->stamp_lines);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return get(context, *options); };
  });
}

}  // namespace tangthu::cli
