#include "vault/station.h"

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/taking_in.h"
#include "vault/checkpoint.h"
#include "vault/station_key.h"

namespace tangthu::cli {
namespace {

struct Options {
  std::string name;
  std::string vkey;
  std::filesystem::path out;
  std::vector<std::string> levels;
  std::vector<std::string> compartments;
};

Result<int> make_key(Context& context, const Options& options) {
  const vault::StationKey key = TRY(vault::make_station_key(options.out, options.name));
  const vault::NoteKey note{key.name, vault::NoteKeyKind::kEd25519,
                            vault::verify_key_of(key.key)};
  const std::string fingerprint = vault::fingerprint(note.key);
  context.result(
      {{"station", key.name}, {"key", note.to_vkey()}, {"fingerprint", fingerprint}},
      note.to_vkey());
  context.message(
      tr("The vault's administrator asks for the station with this line: 'tangthu "
         "station add KEY'."));
  context.message(tr("Two officers sign that; tell them the key's fingerprint: ") +
                  fingerprint);
  return 0;
}

Result<int> add(Context& context, const Options& options) {
  const vault::NoteKey key = TRY(vault::parse_vkey(options.vkey));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  const std::string name = TRY(vault::normalise_user_name(key.name));
  const auto outcome = TRY(session->propose(vault::StationAction{name, key.key}));
  report_outcome(context, outcome,
                 {{"station", name}, {"fingerprint", vault::fingerprint(key.key)}},
                 std::string(tr("Added ")) + name);
  return 0;
}

Result<int> list(Context& context) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  for (const vault::Station& station : TRY(vault::list_stations(vault->barrier()))) {
    context.result({{"station", station.name},
                    {"fingerprint", vault::fingerprint(station.verify_key)},
                    {"created", format_utc(station.created)},
                    {"disabled", station.disabled}},
                   station.name + "  " + vault::fingerprint(station.verify_key) +
                       (station.disabled ? tr("  (disabled)") : ""));
  }
  return 0;
}

Result<int> disable(Context& context, const Options& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(vault::disable_station(*session, options.name));
  context.result({{"station", options.name}, {"disabled", true}}, options.name);
  return 0;
}

Result<int> kit(Context& context, const Options& options) {
  std::vector<Label> labels;
  for (const std::string& level : options.levels)
    labels.push_back(TRY(parse_label(level, options.compartments)));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(context.write_output(options.out, TRY(vault::make_kit(*session, labels))));
  context.result({{"file", options.out.string()}, {"labels", labels.size()}},
                 options.out.string());
  return 0;
}

void add_command(CLI::App& parent, const char* name, const char* what, Command& chosen,
                 const std::shared_ptr<Options>& options,
                 Result<int> (*run)(Context&, const Options&),
                 const std::function<void(CLI::App&)>& declare) {
  CLI::App* command = parent.add_subcommand(name, what);
  declare(*command);
  command->callback([options, run, &chosen] {
    chosen = [options, run](Context& context) { return run(context, *options); };
  });
}

}  // namespace

void add_station(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("station", "machines that hand in and can read nothing");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  add_command(*command, "key", "make a station's signing key, on the station", chosen,
              options, make_key, [&](CLI::App& sub) {
                sub.add_option("NAME", options->name, "the station's name")->required();
                sub.add_option("--out", options->out, "file for the key")
                    ->required()
                    ->type_name("FILE");
              });
  add_command(
      *command, "add", "ask that a station may hand documents in; two officers sign",
      chosen, options, add, [&](CLI::App& sub) {
        sub.add_option("KEY", options->vkey, "what 'station key' printed")->required();
      });
  add_command(*command, "disable", "refuse what a station hands in", chosen, options,
              disable, [&](CLI::App& sub) {
                sub.add_option("NAME", options->name, "the station's name")->required();
              });
  add_command(*command, "kit", "write the public keys that stations seal to", chosen,
              options, kit, [&](CLI::App& sub) {
                sub.add_option("--level", options->levels,
                               "thuong, mat, toi-mat, tuyet-mat; may be repeated")
                    ->required()
                    ->type_name("L");
                sub.add_option("--compartment", options->compartments,
                               "a compartment; may be repeated")
                    ->type_name("C");
                sub.add_option("--out", options->out, "file for the kit")
                    ->required()
                    ->type_name("FILE");
              });
  command->add_subcommand("list", "list the stations")->callback([&chosen] {
    chosen = list;
  });
}

}  // namespace tangthu::cli
