#include <CLI/CLI.hpp>

#include "archive/index_work.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/outcome.h"
#include "cli/taking_in.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string id;
  std::string level = "thuong";
  std::vector<std::string> compartments;
  bool new_key = false;
  bool keep_key = false;
};

// Whoever could read the document before and can't afterwards may have kept its key.
// Where it rises in an agency's vault, it therefore gets a new one.
vault::PayloadKey choose_key(const Options& options, vault::Profile profile,
                             const Label& from, const Label& to) {
  const bool rises = to.level > from.level;
  const bool renew = options.new_key ||
                     (rises && profile == vault::Profile::kAgency && !options.keep_key);
  return renew ? vault::PayloadKey::kRenewed : vault::PayloadKey::kKept;
}

Result<int> classify(Context& context, const Options& options) {
  const DocumentId id = TRY(parse_id(options.id));
  const Label to = TRY(parse_label(options.level, options.compartments));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const vault::Look look = TRY(session->look("classify-look", {{"id", id.to_string()}}));
  const Label from = TRY(session->open_document(look, id)).label();
  if (from == to) {
    return fail(ErrorCode::kUsage, "the document has this level already",
                "'tangthu show' tells its level and compartments", id.to_string());
  }
  const auto key = choose_key(options, vault->header().profile, from, to);
  const auto outcome =
      TRY(archive::propose(*session, vault::ClassifyAction{id, to, key}));
  report_outcome(context, outcome,
                 {{"id", id.to_string()},
                  {"from", from.to_string()},
                  {"level", level_code(to.level)},
                  {"compartments", to.compartments},
                  {"new_key", key == vault::PayloadKey::kRenewed}},
                 id.to_string() + ": " + from.to_string() + " -> " + label_words(to));
  return 0;
}

}  // namespace

void add_classify(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("classify", "give a document another level and compartments");
  command->add_option("ID", options->id, "the document's id")->required();
  command->add_option("--level", options->level, "thuong, mat, toi-mat, tuyet-mat")
      ->required()
      ->type_name("L");
  command
      ->add_option("--compartment", options->compartments,
                   "a compartment; may be repeated; those not named are left")
      ->type_name("C");
  CLI::Option* renew = command->add_flag("--new-key", options->new_key,
                                         "seal every page again under a new key");
  command
      ->add_flag("--keep-key", options->keep_key,
                 "keep the pages as they are, even where the level rises")
      ->excludes(renew);
  const auto run = [options, &chosen] {
    chosen = [options](Context& context) { return classify(context, *options); };
  };
  command->callback(run);
  CLI::App* down =
      app.add_subcommand("declassify", "make a document thuong, without compartments");
  down->add_option("ID", options->id, "the document's id")->required();
  down->callback(run);
}

}  // namespace tangthu::cli
