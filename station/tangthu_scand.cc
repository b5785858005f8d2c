// tangthu-scand: what a scanning station runs. It seals what is put into its hot folders,
// and sends it to the server. See docs/SERVICE.md.
#include <iostream>
#include <new>
#include <thread>

#include <CLI/CLI.hpp>

#include "base/process.h"
#include "cli/help_text.h"
#include "cli/manual.h"
#include "cli/message.h"
#include "service/log.h"
#include "service/signals.h"
#include "service/supervisor.h"
#include "station/config.h"
#include "station/feeder.h"
#include "station/sender.h"
#include "station/taker.h"
#include "vault/station.h"
#include "vault/station_key.h"

namespace tangthu::station {
namespace {

using service::log_line;
using service::Priority;

constexpr const char* kConfig = "/etc/tangthu-station/station.toml";

// Runs until it is told to stop, when this goes.
template <typename Worker>
class Running {
 public:
  explicit Running(Worker& worker)
      : worker_(worker), thread_([&worker] { worker.run(); }) {}
  ~Running() {
    worker_.stop();
    thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  Worker& worker_;
  std::thread thread_;
};

std::string status_of(const Sender& sender, const Tally& tally) {
  const Sender::State state = sender.state();
  return std::string(state.away ? "server away" : "sending") +
         ", waiting: " + std::to_string(state.waiting) +
         ", sealed: " + std::to_string(tally.sealed()) +
         ", sent: " + std::to_string(state.sent) +
         ", refused: " + std::to_string(state.refused) +
         ", failed: " + std::to_string(tally.failed());
}

// Until somebody asks it to stop.
void keep_house(const service::Signals& signals, const Sender& sender,
                const Tally& tally) {
  const auto period = service::watchdog_period();
  std::string told;
  while (signals.wait(std::chrono::seconds(1)) != service::Asked::kEnd) {
    const std::string status = status_of(sender, tally);
    if (status != told) service::tell_status(status);
    told = status;
    if (period) service::tell_alive();
  }
}

// What takes papers in.
struct Takers {
  std::unique_ptr<Taker> folders;
  std::vector<std::unique_ptr<Feeder>> devices;
};

Result<Takers> open_takers(const Config& config, Tally& tally) {
  Takers out;
  out.folders = TRY(Taker::open(config, tally));
  out.devices.reserve(config.devices.size());
  for (const DeviceConfig& device : config.devices)
    out.devices.push_back(TRY(Feeder::open(config, device, tally)));
  return out;
}

// Whether all that the configuration names can be used; nothing is taken in. Shows what
// the vault's officers compare.
Result<int> check(const Config& config) {
  Tally nothing([] {});
  TRY(open_takers(config, nothing));
  const auto own = TRY(vault::read_station_key(config.station_key));
  std::cout << own.name << "  " << vault::fingerprint(vault::verify_key_of(own.key))
            << '\n';
  return 0;
}

Result<int> serve(const Config& config) {
  const service::Signals signals;
  Sender sender(TRY(archive::Outbox::open(config.outbox)), config.server, config.client);
  Tally tally([&sender] { sender.wake(); });
  const Takers takers = TRY(open_takers(config, tally));
  log_line(Priority::kNotice, "serving folders=" + std::to_string(config.folders.size()) +
                                  " devices=" + std::to_string(config.devices.size()));
  service::tell_ready("started");
  {
    // The sender ends last: what is sealed while the others end may still go.
    const Running<Sender> sending(sender);
    const Running<Taker> taking(*takers.folders);
    std::vector<std::unique_ptr<Running<Feeder>>> feeding;
    feeding.reserve(takers.devices.size());
    for (const auto& feeder : takers.devices)
      feeding.push_back(std::make_unique<Running<Feeder>>(*feeder));
    keep_house(signals, sender, tally);
    service::tell_stopping();
    log_line(Priority::kNotice, "stopping");
    for (const auto& feeder : takers.devices)
      feeder->stop();
    takers.folders->stop();
  }
  return 0;
}

std::string manual(const CLI::App& app) {
  const auto terms = [](std::span<const KeyWords> keys) {
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(keys.size());
    for (const auto& [key, words] : keys)
      out.emplace_back(key, words);
    return out;
  };
  return cli::service_page(
      app,
      {{"description",
        "Runs at a station that scans. What is put into its hot folders, and what is "
        "laid "
        "into its scanners' feeders, is read, sealed "
        "with the vault's public keys, signed with the station's key and kept in the "
        "outbox until the server has taken it, in the order in which it came. A file is "
        "removed when its documents are in the outbox, on disk. What can't be read is "
        "moved to failed/ in the hot folder, with the reason beside it; what the vault "
        "refuses for good, to refused/ in the outbox."},
       {"configuration",
        "A TOML file. Every path is whole; keys that there are not are "
        "refused. Before the first table:",
        terms(common_keys())},
       {"hot folders",
        "One table [folder.NAME] each, 64 at most; the name stands in the log.",
        terms(folder_keys())},
       {"devices",
        "One table [device.NAME] each, 8 at most: a scanner that begins whenever there "
        "is "
        "paper in its feeder. A stack that breaks off waits for 'tangthu scan --resume' "
        "or "
        "'tangthu batches finish'.",
        terms(device_keys())},
       {"of folders and devices",
        "How what comes in is taken in:", terms(taking_in_keys())},
       {"signals", "SIGTERM and SIGINT end it when the paper under way is sealed."},
       {"exit status",
        "0 when it was told to end; else as 'tangthu help exit-codes' has it: "
        "2 for a configuration that can't be used, 4 for a file that can't, 5 "
        "when another process sends from the outbox."},
       {"see also", "tangthu(1), tangthu-scan(1), tangthud(8)"}});
}

int run(int argc, char** argv) {
  CLI::App app("seals what a station scans, and sends it to the server", "tangthu-scand");
  cli::speak_in_help(app);
  app.set_version_flag("--version", TANGTHU_VERSION, "the program's version");
  std::string file = kConfig;
  bool checks = false;
  app.add_option("--config", file,
                 "what the station is set up to do, TOML "
                 "(/etc/tangthu-station/station.toml)")
      ->type_name("FILE");
  app.add_flag(
      "--check", checks,
      "read the configuration and what it names, say what is wrong, or the station's "
      "name and its key's fingerprint, and end");
  bool prints_manual = false;
  app.add_flag("--manual", prints_manual, "print the manual page, for man(1)")->group("");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, std::cout, std::cerr);
    return code == 0 ? 0 : static_cast<int>(ErrorCode::kUsage);
  }
  if (prints_manual) {
    std::cout << manual(app);
    return 0;
  }
  const auto config = load_config(file);
  const Result<int> code = !config  ? Result<int>(Failure(config.error()))
                           : checks ? check(*config)
                                    : serve(*config);
  if (code) return *code;
  service::log_error(code.error());
  return static_cast<int>(code.error().code());
}

}  // namespace
}  // namespace tangthu::station

int main(int argc, char** argv) {
  tangthu::harden_process();
  tangthu::cli::choose_language();
  try {
    return tangthu::station::run(argc, argv);
  } catch (const std::bad_alloc&) {
    tangthu::service::log_line(tangthu::service::Priority::kError, "not enough memory");
  } catch (const std::exception&) {
    // what() might hold document text: it is not shown.
    tangthu::service::log_line(tangthu::service::Priority::kError, "an unexpected error");
  }
  return 1;
}
