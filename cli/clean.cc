#include "scanner/clean/clean.h"

#include <cmath>
#include <optional>

#include <CLI/CLI.hpp>

#include "cli/clean_options.h"
#include "cli/commands.h"
#include "cli/input_count.h"
#include "cli/output_file.h"
#include "cli/taking_in.h"
#include "scanner/clean/binarise.h"
#include "scanner/clean/spread.h"
#include "scanner/device.h"
#include "scanner/import.h"
#include "scanner/page_source.h"

namespace tangthu::cli {
namespace {

struct Options {
  FileInputs inputs;
  std::filesystem::path out;
  std::vector<std::string> without;
  bool bitonal = false;
};

enum class Depth : std::uint8_t { kGrey, kBitonal };

struct How {
  scanner::CleanOptions cleaning;
  Depth depth = Depth::kGrey;
};

Json stages_json(const std::vector<scanner::StageReport>& reports) {
  Json stages = Json::array();
  for (const scanner::StageReport& report : reports) {
    stages.push_back({{"stage", scanner::stage_name(report.stage)},
                      {"action", report.action},
                      {"confidence", report.confidence},
                      {"ms", std::round(report.milliseconds * 10) / 10}});
  }
  return stages;
}

struct Captured {
  const Page& page;
  int number;        // in its file
  std::string part;  // "a" or "b" of a spread
  std::optional<scanner::StageReport> spread;
};

Result<void> clean_one(Context& context, const How& how, const std::string& name,
                       const Captured& captured, const std::filesystem::path& file) {
  scanner::CleanedPage page = TRY(scanner::clean_page(captured.page, how.cleaning));
  if (captured.spread) page.stages.insert(page.stages.begin(), *captured.spread);
  if (how.depth == Depth::kBitonal) page.ink = TRY(scanner::binarise(page.ink));
  TRY(write_output(file, TRY(scanner::encode_png(page.ink))));
  Json result = {{"file", name},
                 {"page", captured.number},
                 {"image", file.string()},
                 {"turn_degrees", page.turn_degrees},
                 {"skew_degrees", page.skew_degrees},
                 {"blank", page.blank},
                 {"stages", stages_json(page.stages)}};
  if (!captured.part.empty()) result["part"] = captured.part;
  context.result(result, name + " -> " + file.string());
  return {};
}

// The page, or the two that it turns out to be: STEMa.png and STEMb.png.
Result<void> clean_capture(Context& context, const How& how, const std::string& name,
                           const Page& page, int number, const std::string& stem) {
  std::optional<scanner::StageReport> report;
  if (!how.cleaning.left_out.has(scanner::Stage::kSpread)) {
    const scanner::Spread spread = TRY(scanner::split_spread(page));
    report = spread.report;
    if (!spread.pages.empty()) {
      char part = 'a';
      for (const scanner::SpreadPage& half : spread.pages) {
        const std::string letter(1, part++);
        const Captured captured{half.page, number, letter, report};
        How upright = how;
        upright.cleaning.turn_degrees = spread.turn_degrees;
        TRY(clean_one(context, upright, name, captured, stem + letter + ".png"));
      }
      return {};
    }
  }
  return clean_one(context, how, name, {page, number, "", report}, stem + ".png");
}

// One page: STEM.png; several: STEM-1.png, STEM-2.png, …
Result<void> clean_file(Context& context, const How& how, const scanner::InputFile& input,
                        const scanner::OpenOptions& open, OutputNames& names) {
  const auto pages = TRY(scanner::open_pages(input, open));
  const std::filesystem::path base = names.next(input.name);
  auto page = TRY(pages->next());
  for (int number = 1; page && !interrupted(); ++number) {
    auto following = TRY(pages->next());
    const bool only = number == 1 && !following;
    const std::string stem = base.string() + (only ? "" : "-" + std::to_string(number));
    TRY(clean_capture(context, how, input.name, *page, number, stem));
    page = std::move(following);
  }
  return {};
}

Result<int> clean(Context& context, const Options& options) {
  const How how{{.left_out = stage_set(options.without)},
                options.bitonal ? Depth::kBitonal : Depth::kGrey};
  OutputNames names = TRY(OutputNames::in(options.out));
  const auto password = TRY(pdf_password(options.inputs));
  const scanner::OpenOptions open{password.get()};
  scanner::InputWalk walk(options.inputs.paths);
  int inputs = 0;
  int failed = 0;
  ErrorCode last_error = ErrorCode::kBadInput;
  const auto failure = [&](const std::string& name, const Error& error) {
    ++failed;
    last_error = error.code();
    context.error(name, error);
  };
  const std::uint64_t of = count_inputs(options.inputs.paths);
  context.progress(progress_of(0, of, Counted::kFiles));
  while (auto input = walk.next()) {
    if (interrupted()) break;
    context.progress(
        progress_of(static_cast<std::uint64_t>(inputs++), of, Counted::kFiles));
    if (const auto* bad = std::get_if<scanner::InputFailure>(&*input)) {
      failure(bad->name, bad->error);
      continue;
    }
    const auto& file = std::get<scanner::InputFile>(*input);
    const auto done = clean_file(context, how, file, open, names);
    if (!done && done.error().code() == ErrorCode::kStorage) return Failure(done.error());
    if (!done) failure(file.name, done.error());
  }
  if (interrupted()) {
    return fail(ErrorCode::kInterrupted, "interrupted", "run the command again");
  }
  if (inputs == 0) return Failure(nothing_to_read());
  return exit_code(inputs, failed, last_error);
}

}  // namespace

void add_clean(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("clean", "clean images without a vault: DIR/STEM.png");
  add_input_options(*command, options->inputs);
  command->add_option("--out", options->out, "folder for the cleaned images")
      ->required()
      ->type_name("DIR");
  add_stage_options(*command, options->without);
  command->add_flag("--bitonal", options->bitonal, "black and white instead of grey");
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return clean(context, *options); };
  });
}

}  // namespace tangthu::cli
