#include "cli/dossier_papers.h"

#include <CLI/CLI.hpp>

#include "archive/model/dossier_papers.h"

namespace tangthu::cli {
namespace {

archive::PaperFormat format_of(const PaperOptions& options) {
  return options.out.ends_with(".csv") ? archive::PaperFormat::kCsv
                                       : archive::PaperFormat::kPdf;
}

Result<int> write(Context& context, const PaperOptions& options, const Bytes& bytes,
                  std::size_t rows) {
  TRY(context.write_output(options.out, bytes));
  if (options.out == "-") return 0;
  context.result({{"out", options.out}, {"rows", rows}, {"done", true}}, options.out);
  return 0;
}

}  // namespace

CLI::App& add_paper_options(CLI::App& command, PaperOptions& options) {
  command
      .add_option(
          "--out", options.out,
          "the file: a table where its name ends in .csv, else a PDF; - is stdout")
      ->required()
      ->type_name("FILE");
  return command;
}

Result<int> dossier_inventory(Context& context, const std::string& code,
                              const PaperOptions& options) {
  const auto forms = TRY(archive::FormBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  auto room = TRY(archive::DossierRoom::enter(*session));
  const archive::Dossier dossier = TRY(room.dossier(code));
  const auto members = TRY(room.members(dossier));
  const Bytes bytes =
      TRY(archive::document_inventory(forms, room.rules(), dossier, members.documents,
                                      viet_nam_day(now_utc()), format_of(options)));
  TRY(write(context, options, bytes, members.documents.size()));
  return context.exit_code_after(members.damaged);
}

Result<int> fonds_inventory(Context& context, const std::string& code,
                            const PaperOptions& options) {
  const auto forms = TRY(archive::FormBook::load());
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  auto room = TRY(archive::DossierRoom::enter(*session));
  const archive::Fonds fonds = TRY(room.fonds(code));
  const archive::CodeUses uses = TRY(room.code_uses());
  std::vector<archive::ListedDossier> listed;
  const auto add = [&](const archive::Dossier& dossier) {
    const auto use = uses.find(archive::code_key(dossier.code));
    archive::ListedDossier line{dossier, 0, 0};
    if (use != uses.end()) {
      line.documents = use->second.documents;
      line.pages = use->second.pages;
    }
    listed.push_back(std::move(line));
  };
  for (const std::string& each : options.only)
    add(TRY(room.dossier(each)));
  if (options.only.empty()) {
    for (const archive::Dossier& each : room.books().dossiers) {
      const bool stays = each.state != archive::DossierState::kMerged;
      if (each.fonds == fonds.code && stays) add(each);
    }
  }
  const Bytes bytes = TRY(archive::dossier_inventory(
      forms, room.rules(), &fonds, listed, viet_nam_day(now_utc()), format_of(options)));
  TRY(write(context, options, bytes, listed.size()));
  return context.exit_code_after(room.books().damaged);
}

}  // namespace tangthu::cli
