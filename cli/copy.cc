// `copy`: the register of numbered copies, and whose copy a file is.
#include "archive/copies/copy.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "archive/copies/copy_pictures.h"
#include "cli/commands.h"
#include "cli/copy_words.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "ocr/copies/mark_reader.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

namespace tangthu::cli {
namespace {

using archive::Entry;

constexpr std::size_t kMaxTracedBytes = std::size_t{64} << 20;

// What a file says of the copy that it is.
struct Trace {
  ocr::MarkId mark;
  std::string by;  // "metadata", "mark"
  int page = 0;
  int agreeing = 0;  // symbols of 40
};

Failure unmarked(const std::string& file) {
  return fail(ErrorCode::kNotFound, "no mark of a copy can be read on this file",
              "try a sharper or a more complete picture of another of its pages", file);
}

Result<Trace> trace_pages(const scanner::InputFile& file) {
  const auto pages = TRY(scanner::open_pages(file));
  for (int number = 1;; ++number) {
    auto page = TRY(pages->next());
    if (!page) return unmarked(file.name);
    if (const auto found = ocr::find_mark(*page))
      return Trace{found->id, "mark", number, found->agreeing};
  }
}

Result<Trace> trace(const Context& context, const std::filesystem::path& path) {
  const std::string bytes = TRY(context.read_text(path, kMaxTracedBytes));
  const ByteView content = as_bytes(bytes);
  const auto type =
      scanner::sniff(content.first(std::min(content.size(), scanner::kSniffBytes))).type;
  if (!type) {
    return fail(ErrorCode::kBadInput, "the file is neither a picture nor a PDF",
                "give the PDF, or one scanned page of it", path.string());
  }
  if (*type == scanner::MediaType::kPdf) {
    if (const auto told = ocr::told_mark(content)) return Trace{*told, "metadata"};
  }
  return trace_pages({path.string(), *type, to_bytes(content)});
}

Result<int> trace_copy(Context& context, const std::string& name) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  TRY(session->require(vault::Duty::kRead));
  const Trace found = TRY(trace(context, name));
  const vault::Look look = TRY(session->look("copy-trace"));
  const Entry copy = TRY(archive::find_copy(*session, look, found.mark));
  Json json = copy_json(copy);
  json["file"] = name;
  json["found_by"] = found.by;
  std::string how = tr("as the file's metadata say");
  if (found.by == "mark") {
    json["found_on_page"] = found.page;
    json["symbols_read"] = found.agreeing;
    how = tr("by the invisible mark of page ");
    how += std::to_string(found.page);
  }
  context.result(json, copy_words(copy) + "\n    " + how);
  return 0;
}

Result<int> list_copies(Context& context, int year) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("copies"));
  const archive::CopyList list = TRY(archive::list_copies(*session, look, year));
  for (const Entry& copy : list.copies)
    context.result(copy_json(copy), copy_words(copy));
  if (list.copies.empty()) context.message(tr("No copies that you may look up."));
  return context.exit_code_after(list.damaged);
}

Result<int> show_copy(Context& context, const std::string& text) {
  const DocumentId id = TRY(parse_id(text));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("copy", {{"id", id.to_string()}}));
  const Entry copy = TRY(archive::read_entry(*session, look, id));
  if (copy.kind() != "copy") {
    return fail(ErrorCode::kNotFound, "there is no such copy",
                "'tangthu copy list' tells which there are", text);
  }
  context.result(copy_json(copy), copy_words(copy));
  return 0;
}

}  // namespace

void add_copy(CLI::App& app, Command& chosen) {
  CLI::App& group = *app.get_subcommand("copy");
  CLI::App* list = group.add_subcommand("list", "the register of numbered copies");
  auto year = std::make_shared<int>(0);
  list->add_option("--year", *year, "only of this year")
      ->check(CLI::Range(1900, 9999))
      ->type_name("Y");
  list->callback([year, &chosen] {
    chosen = [year](Context& context) { return list_copies(context, *year); };
  });
  CLI::App* show = group.add_subcommand("show", "one copy of the register");
  auto id = std::make_shared<std::string>();
  show->add_option("ID", *id, "the copy's id")->required();
  show->callback([id, &chosen] {
    chosen = [id](Context& context) { return show_copy(context, *id); };
  });
  CLI::App* trace = group.add_subcommand(
      "trace", "whose copy a file is: a marked PDF, or a scan of one of its pages");
  auto file = std::make_shared<std::string>();
  trace->add_option("FILE", *file, "a PDF or a picture")->required();
  trace->callback([file, &chosen] {
    chosen = [file](Context& context) { return trace_copy(context, *file); };
  });
}

}  // namespace tangthu::cli
