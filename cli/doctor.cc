// tangthu doctor: what a machine must have for tangthu to work well, looked at one by
// one, each with what to do where it is missing. Changes nothing, and needs no key.
#include <fstream>

#include <CLI/CLI.hpp>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/message.h"
#include "cli/remote.h"
#include "cli/server_link.h"
#include "ocr/engine.h"
#include "scanner/device.h"
#include "vault/journal.h"
#include "vault/keeper.h"

namespace tangthu::cli {
namespace {

enum class Health { kGood, kNote, kBad };

struct Finding {
  const char* check;  // one word, as in JSON
  Health health;
  std::string what;
  const char* remedy;  // empty when it is good
};

const char* sign_of(Health health) {
  if (health == Health::kGood) return tr("good");
  return health == Health::kNote ? tr("note") : tr("BAD");
}

const char* code_of(Health health) {
  if (health == Health::kGood) return "good";
  return health == Health::kNote ? "note" : "bad";
}

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

Finding languages() {
  const auto engine = ocr::Engine::create("vie", "");
  if (engine) return {"language", Health::kGood, tr("Vietnamese can be read"), ""};
  return {"language", Health::kBad, tr("the model for Vietnamese can't be loaded"),
          tr("install tesseract-ocr-vie")};
}

Finding devices() {
  const auto found = scanner::list_devices();
  if (!found) {
    return {"scanners", Health::kNote, tr(found.error().text()),
            tr(found.error().remedy())};
  }
  std::string names;
  for (const auto& device : *found)
    names += (names.empty() ? "" : ", ") + device.name;
  if (!names.empty()) return {"scanners", Health::kGood, names, ""};
  return {"scanners", Health::kNote, tr("no scanner is found"),
          tr("at a station: check its cable and power, and that you are in the group "
             "scanner")};
}

Finding locked_memory() {
  constexpr rlim_t kWanted = rlim_t{64} << 20;
  rlimit limit{};
  getrlimit(RLIMIT_MEMLOCK, &limit);
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= kWanted)
    return {"memory", Health::kGood, tr("keys can be locked in memory"), ""};
  return {"memory", Health::kNote,
          tr("only a little memory can be locked: ") + mebibytes(limit.rlim_cur),
          tr("raise 'ulimit -l' to 65536 or more, in /etc/security/limits.conf")};
}

Finding swap() {
  std::ifstream in("/proc/swaps");
  std::string line;
  std::getline(in, line);  // the heading
  if (!std::getline(in, line)) return {"swap", Health::kGood, tr("there is no swap"), ""};
  return {"swap", Health::kNote, tr("there is swap: pages and text may be written to it"),
          tr("encrypt it, or switch it off: swapoff -a")};
}

Finding clock_of(const std::optional<UnixSeconds>& last_signed) {
  constexpr UnixSeconds kMade = 1'780'000'000;  // this program is younger than that
  const UnixSeconds now = now_utc();
  if (now < kMade || (last_signed && now + 60 < *last_signed)) {
    return {"clock", Health::kBad, tr("the clock is wrong: ") + format_utc(now),
            tr("set it, and keep it right by an NTP server of your LAN")};
  }
  return {"clock", Health::kGood, format_utc(now), ""};
}

Finding entropy() {
  std::uint8_t byte = 0;
  if (getrandom(&byte, 1, GRND_NONBLOCK) == 1)
    return {"entropy", Health::kGood, tr("the system gives random numbers"), ""};
  return {
      "entropy", Health::kBad, tr("the system has no random numbers yet"),
      tr("wait a minute after starting the machine; install rng-tools in a virtual one")};
}

Finding disk(const std::filesystem::path& folder) {
  constexpr std::uint64_t kLeast = std::uint64_t{1} << 30;
  constexpr std::uint64_t kEnough = std::uint64_t{10} << 30;
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  const std::string free = error ? std::string("?") : mebibytes(space.available);
  if (error || space.available < kLeast) {
    return {"disk", Health::kBad, tr("there is hardly any room: ") + free,
            tr("free space where the vault lies, or give it a larger disk")};
  }
  if (space.available < kEnough) {
    return {"disk", Health::kNote, tr("room: ") + free,
            tr("plan for about 1 MiB a page")};
  }
  return {"disk", Health::kGood, tr("room: ") + free, ""};
}

Finding permissions(const std::filesystem::path& folder) {
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0) {
    return {"permissions", Health::kBad, tr("the vault's folder can't be looked at"),
            tr("check the path, and that you are the user whom it belongs to")};
  }
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    return {"permissions", Health::kBad, tr("you may not write to the vault's folder"),
            tr("run it as the user whom the folder belongs to")};
  }
  if ((found.st_mode & 077) != 0) {
    return {"permissions", Health::kNote, tr("others may look into the vault's folder"),
            tr("chmod 700 the folder: what is in it is sealed, but it is not theirs")};
  }
  return {"permissions", Health::kGood, tr("the vault's folder is its owner's alone"),
          ""};
}

void look_at_vault(const std::filesystem::path& folder, std::vector<Finding>& out,
                   std::optional<UnixSeconds>& last_signed) {
  out.push_back(permissions(folder));
  out.push_back(disk(folder));
  const auto header = vault::read_header(folder);
  if (!header) {
    out.push_back(
        {"vault", Health::kBad, tr(header.error().text()), tr(header.error().remedy())});
    return;
  }
  const auto checkpoint = vault::last_checkpoint(folder, *header);
  if (checkpoint && *checkpoint) last_signed = (*checkpoint)->checkpoint.time;
  const bool single = header->profile == vault::Profile::kSingle;
  out.push_back({"vault", single ? Health::kNote : Health::kGood,
                 single ? tr("a trial vault for one person") : tr("an agency's vault"),
                 single ? tr("for an office, make one with --profile agency") : ""});
}

Finding server(Context& context) {
  auto link = ServerLink::open_as_station(context);
  if (!link)
    return {"server", Health::kBad, tr(link.error().text()), tr(link.error().remedy())};
  http::ClientRequest request;
  request.path = "/v1/ready";
  const auto answer = link->client().ask(request);
  if (!answer)
    return {"server", Health::kBad, tr(answer.error().text()),
            tr(answer.error().remedy())};
  if (answer->status == 200)
    return {"server", Health::kGood, tr("it is there, and its vault is unsealed"), ""};
  return {"server", Health::kNote, tr("it is there, and its vault is sealed"),
          tr("custodians unseal it with 'tangthu unseal'")};
}

Result<int> doctor(Context& context) {
  std::vector<Finding> found;
  std::optional<UnixSeconds> last_signed;
  found.push_back({"version", Health::kGood, TANGTHU_VERSION, ""});
  if (!context.options().vault.empty())
    look_at_vault(context.options().vault, found, last_signed);
  if (!context.options().server.empty()) found.push_back(server(context));
  found.push_back(clock_of(last_signed));
  found.push_back(entropy());
  found.push_back(locked_memory());
  found.push_back(swap());
  found.push_back(languages());
  found.push_back(devices());
  int bad = 0;
  for (const auto& [check, health, what, remedy] : found) {
    if (health == Health::kBad) ++bad;
    std::string text = std::string(sign_of(health)) + "  " + check + ": " + what;
    if (*remedy != '\0') text += std::string("\n      ") + remedy;
    context.result({{"check", check},
                    {"health", code_of(health)},
                    {"what", what},
                    {"remedy", remedy}},
                   text);
  }
  return bad == 0 ? 0 : static_cast<int>(ErrorCode::kSomeFailed);
}

}  // namespace

void add_doctor(CLI::App& app, Command& chosen) {
  app.add_subcommand("doctor", "look whether this machine has what tangthu needs")
      ->callback([&chosen] { chosen = doctor; });
}

}  // namespace tangthu::cli
