#include <CLI/CLI.hpp>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/taking_in.h"
#include "scanner/device.h"

namespace tangthu::cli {
namespace {

struct Options {
  TakingInOptions taking_in;
  scanner::ScanOptions scan;
  std::string source = "flatbed";
  std::vector<std::string> device_options;
  bool list_devices = false;
  bool list_options = false;
};

Result<int> print_devices(Context& context) {
  for (const scanner::DeviceInfo& device : TRY(scanner::list_devices())) {
    context.result({{"device", device.name},
                    {"vendor", device.vendor},
                    {"model", device.model},
                    {"type", device.type}},
                   device.name + "  " + device.vendor + " " + device.model + " (" +
                       device.type + ")");
  }
  return 0;
}

Result<int> print_options(Context& context, const std::string& device) {
  for (const scanner::OptionInfo& option : TRY(scanner::list_options(device))) {
    context.result(
        {{"name", option.name},
         {"title", option.title},
         {"type", option.type},
         {"unit", option.unit},
         {"constraint", option.constraint},
         {"value", option.value},
         {"active", option.active},
         {"settable", option.settable}},
        option.name + "  [" + option.value + " " + option.unit + "]  " + option.title +
            (option.constraint.empty() ? "" : "  (" + option.constraint + ")"));
  }
  return 0;
}

scanner::FeedSource feed_source(const std::string& name) {
  if (name == "adf") return scanner::FeedSource::kFeeder;
  if (name == "adf-duplex") return scanner::FeedSource::kFeederDuplex;
  return scanner::FeedSource::kFlatbed;
}

Result<int> scan(Context& context, Options& options) {
  if (options.list_devices) return print_devices(context);
  if (options.list_options) return print_options(context, options.scan.device);
  TRY(parse_label(options.taking_in.level, options.taking_in.compartments));
  options.scan.source = feed_source(options.source);
  for (const std::string& setting : options.device_options) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorCode::kUsage, "a device option is not of the form NAME=VALUE",
                  "'tangthu scan --list-options' shows the names", setting);
    }
    options.scan.device_options.emplace_back(setting.substr(0, equals),
                                             setting.substr(equals + 1));
  }
  options.scan.interrupted = &interrupted();
  if (options.scan.source == scanner::FeedSource::kFeederDuplex) {
    options.taking_in.batch.two_sided = true;
  }
  auto pages = TRY(scanner::open_device(options.scan));
  const std::string name = "scan " + format_utc(now_utc());
  return take_in(context, archive::intake_of_device(name, std::move(pages)),
                 options.taking_in);
}

}  // namespace

void add_scan(CLI::App& app, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "scan", "scan pages into a document, or several; prints their ids");
  command
      ->add_option("--device", options->scan.device, "SANE device (default: the first)")
      ->type_name("D");
  command->add_option("--source", options->source, "where the paper lies")
      ->check(CLI::IsMember({"flatbed", "adf", "adf-duplex"}));
  command->add_option("--resolution", options->scan.resolution_dpi, "dots per inch")
      ->check(CLI::Range(kMinDpi, kMaxDpi));
  command
      ->add_option("--option", options->device_options,
                   "set an option of the device by its SANE name; may be repeated")
      ->type_name("NAME=VALUE");
  command->add_flag("--list-devices", options->list_devices, "show the scanners and end");
  command->add_flag("--list-options", options->list_options,
                    "show the device's options and end");
  add_taking_in_options(*command, options->taking_in);
  add_batch_options(*command, options->taking_in.batch);
  command->get_option("--level")->required(false);
  command->callback([options, &chosen] {
    chosen = [options](Context& context) { return scan(context, *options); };
  });
}

}  // namespace tangthu::cli
