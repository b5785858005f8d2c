#include "cli/context.h"

#include <algorithm>
#include <csignal>
#include <deque>
#include <future>
#include <iostream>
#include <thread>

#include <pwd.h>
#include <unistd.h>

#include "cli/message.h"
#include "vault/keeper.h"
#include "vault/unseal_slots.h"

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

Result<std::filesystem::path> Context::vault_folder() const {
  if (options_.vault.empty()) {
    return fail(ErrorCode::kUsage, "no vault was named",
                "use --vault DIR or set TANGTHU_VAULT");
  }
  return std::filesystem::path(options_.vault);
}

std::string Context::user_name() const {
  if (!options_.user.empty()) return options_.user;
  const passwd* entry = getpwuid(geteuid());
  return entry != nullptr ? entry->pw_name : "owner";
}

Result<Passphrase> Context::passphrase(Ask ask) const {
  if (has_passphrase_file()) return read_passphrase_file(options_.passphrase_file);
  return ask_passphrase(tr("Passphrase: "), ask);
}

Result<vault::VaultHeader> Context::agency_header() const {
  const vault::VaultHeader header = TRY(vault::read_header(TRY(vault_folder())));
  if (header.profile == vault::Profile::kAgency) return header;
  return fail(ErrorCode::kUsage, "a vault of the single profile has no custodians",
              "its owner's passphrase opens it with every command");
}

Result<vault::RootKey> Context::root_key() const {
  const auto folder = TRY(vault_folder());
  const bool named = !options_.unseal_key_file.empty();
  const auto credential = named ? std::nullopt : vault::unseal_credential();
  if (!named && !credential) return vault::keeper_root_key(folder);
  const auto slots = TRY(vault::read_unseal_slots(folder));
  if (credential) {
    return vault::open_with_key_file(slots, *credential,
                                     vault::KeyFileOrigin::kCredential);
  }
  return vault::open_with_key_file(slots, options_.unseal_key_file,
                                   vault::KeyFileOrigin::kFile);
}

Result<vault::OpenedVault> Context::open_session(vault::Access access,
                                                 const Passphrase* asked) const {
  const auto folder = TRY(vault_folder());
  const auto secret_of_user = [&]() -> Result<Passphrase> {
    if (asked != nullptr) return asked->clone();
    return passphrase();
  };
  // Before anybody types a passphrase.
  const vault::VaultHeader header = TRY(vault::read_header(folder));
  if (header.profile == vault::Profile::kSingle) {
    const Passphrase secret = TRY(secret_of_user());
    return vault::open_with_passphrase(folder, user_name(), secret, access);
  }
  vault::RootKey root = TRY(root_key());
  const Passphrase secret = TRY(secret_of_user());
  vault::OpenedVault out;
  out.vault = TRY(vault::Vault::unseal(folder, std::move(root), access));
  out.session = TRY(out.vault->log_in(user_name(), secret));
  return out;
}

int Context::exit_code_after(std::size_t damaged) const {
  if (damaged == 0) return 0;
  error(Error(ErrorCode::kCorrupt, "some documents' records are damaged and left out",
              "run 'tangthu verify' to see which, then restore them from a backup"));
  return static_cast<int>(ErrorCode::kCorrupt);
}

namespace {

// Document text may hold bytes that are no UTF-8 only through damage; never throw here.
std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void Context::result(const Json& json, const std::string& text) const {
  end_progress();
  std::cout << (options_.json ? line_of(json) : text) << '\n';
  std::cout.flush();
}

void Context::results(std::size_t count, const std::function<Json(std::size_t)>& json,
                      const std::function<std::string(std::size_t)>& text) const {
  constexpr std::size_t kShare = 256;
  const std::size_t threads = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  const auto lines = [&](std::size_t first) {
    std::string out;
    for (std::size_t i = first; i < std::min(count, first + kShare); ++i)
      out += (options_.json ? line_of(json(i)) : text(i)) + '\n';
    return out;
  };
  end_progress();
  const auto way = count <= kShare ? std::launch::deferred : std::launch::async;
  std::deque<std::future<std::string>> made;
  for (std::size_t next = 0; next < count || !made.empty();) {
    for (; next < count && made.size() < threads; next += kShare)
      made.push_back(std::async(way, lines, next));
    std::cout << made.front().get();
    made.pop_front();
  }
  std::cout.flush();
}

void Context::message(const std::string& text) const {
  if (options_.quiet) return;
  end_progress();
  std::cerr << text << '\n';
}

void Context::error(const Error& error) const {
  end_progress();
  std::cerr << describe(error) << '\n';
}

void Context::error(const std::string& subject, const Error& error) const {
  this->error(Error(error).about(subject));
}

void Context::progress(const std::string& text) const {
  if (options_.quiet || isatty(STDERR_FILENO) == 0) return;
  std::cerr << "\r\x1b[K" << text << std::flush;
  progress_shown_ = true;
}

void Context::end_progress() const {
  if (!progress_shown_) return;
  std::cerr << "\r\x1b[K" << std::flush;
  progress_shown_ = false;
}

}  // namespace tangthu::cli
