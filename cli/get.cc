#include <CLI/CLI.hpp>

#include "archive/copies/copy.h"
#include "archive/retrieve.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/taking_in.h"
#include "ocr/pdf_stamp_line.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string id;
  std::filesystem::path out;
  std::string format = "pdf";
  archive::CopyRequest copy;
  bool unmarked = false;
};

archive::Form form_of(const std::string& name) {
  if (name == "text") return archive::Form::kText;
  if (name == "master") return archive::Form::kMaster;
  return archive::Form::kPdf;
}

Json details_of(const Options& options) {
  return {{"id", options.id}, {"format", options.format}, {"page", options.copy.page}};
}

Json result_of(const Options& options, std::size_t bytes) {
  Json json = {{"id", options.id},
               {"file", options.out.string()},
               {"format", options.format},
               {"bytes", bytes}};
  if (options.copy.page > 0) json["page"] = options.copy.page;
  return json;
}

Result<int> get_unnumbered(Context& context, const Options& options,
                           const vault::DocumentReader& reader) {
  const archive::CopyRequest& request = options.copy;
  Bytes bytes = TRY(archive::retrieve(reader, request.form, request.page));
  if (!request.stamp_lines.empty())
    bytes = TRY(ocr::with_stamp_lines(bytes, request.stamp_lines));
  TRY(context.write_output(options.out, bytes));
  if (options.out == "-") return 0;
  context.result(result_of(options, bytes.size()), options.out.string());
  return 0;
}

// A secret's: numbered, marked, and in the register before the file is there.
Result<int> get_copy(Context& context, const Options& options, vault::Session& session) {
  const auto rules = TRY(archive::CopyRuleBook::load());
  const vault::Look look = TRY(session.look("get-copy", details_of(options)));
  const auto reader = TRY(session.open_document(look, TRY(parse_id(options.id))));
  const archive::IssuedCopy copy =
      TRY(archive::issue_copy(session, look, reader, rules, options.copy));
  TRY(context.write_output(options.out, copy.bytes));
  const std::string number =
      std::to_string(copy.number) + "/" + std::to_string(copy.year);
  if (options.out == "-") {
    context.message(tr("copy number ") + number);
    return 0;
  }
  Json json = result_of(options, copy.bytes.size());
  json["copy"] = {
      {"id", copy.id.to_string()}, {"number", copy.number}, {"year", copy.year}};
  context.result(json, options.out.string() + ": " + tr("copy number ") + number);
  return 0;
}

Result<int> get(Context& context, Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  archive::CopyRequest& request = options.copy;
  request.form = form_of(options.format);
  request.marking =
      options.unmarked ? archive::CopyMarking::kUnmarked : archive::CopyMarking::kMarked;
  if (!request.stamp_lines.empty() && options.format != "pdf") {
    return fail(ErrorCode::kUsage, "only a PDF can have lines put on it",
                "leave --stamp-line out, or ask for --format pdf");
  }
  // Whether it is a secret only the vault knows: a copy of one writes to the register.
  TRY(vault::read_header(TRY(context.vault_folder())));
  std::optional<Passphrase> typed;
  if (!context.has_passphrase()) typed = TRY(context.passphrase());
  const Passphrase* asked = typed ? &*typed : nullptr;
  {
    const auto [vault, session] = TRY(context.open_session(vault::Access::kRead, asked));
    const vault::Look look = TRY(session->look("get", details_of(options)));
    const auto reader = TRY(session->open_document(look, id));
    if (!archive::is_numbered(reader.label().level))
      return get_unnumbered(context, options, reader);
  }
  const auto opened = TRY(context.open_session(vault::Access::kWrite, asked));
  return get_copy(context, options, *opened.session);
}

void add_copy_options(CLI::App& command, Options& options) {
  archive::CopyRequest& copy = options.copy;
  command.add_option("--holder", copy.holder, "of a secret: whom the copy is for")
      ->type_name("NAME");
  command.add_option("--way", copy.way, "of a secret: the form of copying")
      ->type_name("TEXT");
  command
      .add_option("--quantity", copy.quantity, "of a secret: how many copies are made")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
  command.add_option("--recipients", copy.recipients, "of a secret: who receives copies")
      ->type_name("TEXT");
  command.add_option("--authority", copy.authority, "of a secret: who allowed the copy")
      ->type_name("TEXT");
  command.add_option("--approval", copy.approval, "of a secret: what allows the copy")
      ->type_name("TEXT");
  CLI::Option* unmarked = command.add_flag("--unmarked", options.unmarked,
                                           "of a secret: without marks, and why");
  command.add_option("--reason", copy.reason, "why a secret is wanted without marks")
      ->needs(unmarked)
      ->type_name("TEXT");
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
  command->add_option("--page", options->copy.page, "only this page, from 1")
      ->check(CLI::Range(1, 1'000'000));
  add_stamp_line_option(*command, options->copy.stamp_lines);
  add_copy_options(*command, *options);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return get(context, *options); };
  });
}

}  // namespace tangthu::cli
