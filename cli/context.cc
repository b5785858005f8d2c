#include "cli/context.h"

#include <algorithm>
#include <csignal>
#include <deque>
#include <future>
#include <thread>

#include "cli/message.h"

namespace tangthu::cli {
namespace {

std::atomic<bool> interrupted_flag = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int) {
  interrupted_flag = true;
}

}  // namespace

const std::atomic<bool>& interrupted() {
  return interrupted_flag;
}

void interrupt() {
  interrupted_flag = true;
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one is not caught
  for (const int signal : kInterrupts)
    sigaction(signal, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int Context::jobs() const {
  if (options_.jobs > 0) return options_.jobs;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

Result<vault::VaultHeader> Context::agency_header() const {
  const vault::VaultHeader header = TRY(vault::read_header(TRY(vault_folder())));
  if (header.profile == vault::Profile::kAgency) return header;
  return fail(ErrorCode::kUsage, "a vault of the single profile has no custodians",
              "its owner's passphrase opens it with every command");
}

int Context::exit_code_after(std::size_t damaged) const {
  if (damaged == 0) return 0;
  error(Error(ErrorCode::kCorrupt, "some documents' records are damaged and left out",
              "run 'tangthu verify' to see which, then restore them from a backup"));
  return static_cast<int>(ErrorCode::kCorrupt);
}

void Context::progress(const Progress& how_far) const {
  constexpr std::chrono::milliseconds kBetween{100};
  if (options_.quiet) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - told_ < kBetween) return;
  told_ = now;
  show_progress(how_far);
}

void Context::end_progress() const {
  told_ = {};
  forget_progress();
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Context::results(std::size_t count, const std::function<Json(std::size_t)>& json,
                      const std::function<std::string(std::size_t)>& text) const {
  constexpr std::size_t kShare = 256;
  const std::size_t threads = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  const Language spoken = spoken_language();
  const auto lines = [&](std::size_t first) {
    const SpeakIn same(spoken);
    std::string out;
    for (std::size_t i = first; i < std::min(count, first + kShare); ++i) {
      out += options_.json ? line_of(json(i), {}) : line_of({}, text(i));
    }
    return out;
  };
  const auto way = count <= kShare ? std::launch::deferred : std::launch::async;
  std::deque<std::future<std::string>> made;
  for (std::size_t next = 0; next < count || !made.empty();) {
    for (; next < count && made.size() < threads; next += kShare)
      made.push_back(std::async(way, lines, next));
    print(made.front().get());
    made.pop_front();
  }
}

void Context::error(const std::string& subject, const Error& error) const {
  this->error(Error(error).about(subject));
}

}  // namespace tangthu::cli
