#include "server/sessions.h"

#include <algorithm>
#include <set>
#include <vector>

#include "archive/index_work.h"
#include "base/id.h"
#include "vault/crypto.h"

namespace tangthu::server {
namespace {

constexpr std::size_t kTokenBytes = 32;
// Names that are remembered for wrong passphrases; the oldest goes when there are more.
constexpr std::size_t kMostFailures = 10'000;

std::string normal_name(std::string_view user) {
  const auto name = vault::normalise_user_name(user);
  return name ? *name : std::string();
}

Failure wrong() {
  return fail(ErrorCode::kAuthentication, "no such user, or not this passphrase",
              "check both; after five wrong ones the name is locked for 15 minutes");
}

std::string new_token() {
  std::array<std::uint8_t, kTokenBytes> bytes{};
  random_bytes(bytes);
  std::string out = to_hex(bytes);
  wipe(bytes.data(), bytes.size());
  return out;
}

}  // namespace

Sessions::TokenHash Sessions::hash_of(std::string_view token) {
  return vault::blake2b_32({as_bytes(token)});
}

bool Sessions::is_locked(const std::string& user) const {
  const std::lock_guard lock(mutex_);
  const auto at = failures_.find(user);
  return at != failures_.end() && at->second.count >= limits_.failures &&
         Clock::now() - at->second.last < limits_.lock_out;
}

bool Sessions::may_try(const std::string& address) {
  constexpr double kAtOnce = 256;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (tries_.size() >= kMostFailures) {
    std::erase_if(tries_, [&](const auto& each) {
      return now - each.second.at > std::chrono::seconds(static_cast<int>(kAtOnce));
    });
  }
  Tries& tries = tries_.try_emplace(address, Tries{kAtOnce, now}).first->second;
  const std::chrono::duration<double> passed = now - tries.at;
  tries = {std::min(kAtOnce, tries.left + passed.count()), now};
  if (tries.left < 1) return false;
  tries.left -= 1;
  return true;
}

void Sessions::note_failure(const std::string& user) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= kMostFailures && failures_.count(user) == 0) {
    const auto oldest = std::min_element(
        failures_.begin(), failures_.end(),
        [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
    failures_.erase(oldest);
  }
  Failures& of_user = failures_[user];
  const auto now = Clock::now();
  // What was locked and served its time begins anew.
  if (of_user.count >= limits_.failures && now - of_user.last > limits_.lock_out)
    of_user.count = 0;
  ++of_user.count;
  of_user.last = now;
}

Result<Opened> Sessions::log_in(std::shared_ptr<vault::Vault> vault,
                                std::string_view user, const Passphrase& passphrase,
                                const Peer& peer) {
  const std::string name = normal_name(user);
  if (is_locked(name)) return wrong();
  auto session = vault->log_in(user, passphrase);
  if (!session) {
    if (session.error().code() != ErrorCode::kAuthentication)
      return Failure(std::move(session).error());
    note_failure(name);
    return wrong();
  }
  auto login = std::make_shared<Login>();
  login->id = DocumentId::random().to_string();
  login->vault = std::move(vault);
  login->session = std::move(*session);
  login->room =
      std::make_shared<archive::SearchRoom>(*login->session, indexes_of(login->vault));
  login->certificate = peer.certificate;
  Opened out{new_token(), login, limits_.idle, limits_.whole};
  const std::lock_guard lock(mutex_);
  failures_.erase(name);
  const auto of_user =
      std::count_if(entries_.begin(), entries_.end(), [&](const auto& e) {
        return e.second.login->session->user().name == login->session->user().name;
      });
  if (entries_.size() >= limits_.sessions ||
      static_cast<std::size_t>(of_user) >= limits_.sessions_of_user) {
    return fail(ErrorCode::kSealedOrBusy, "too many sessions are open",
                "log out of those that are not needed, or wait until they lock");
  }
  const auto now = Clock::now();
  entries_[hash_of(out.token)] = {std::move(login), now, now};
  return out;
}

std::shared_ptr<archive::OpenIndexes> Sessions::indexes_of(
    const std::shared_ptr<vault::Vault>& vault) {
  const std::lock_guard lock(mutex_);
  if (indexes_ == nullptr || indexed_.lock() != vault) {
    indexed_ = vault;
    indexes_ = std::make_shared<archive::OpenIndexes>(limits_.opened_index_bytes,
                                                      limits_.opened_hit_bytes);
  }
  return indexes_;
}

std::shared_ptr<Login> Sessions::find(std::string_view token, const Peer& peer) {
  const TokenHash hash = hash_of(token);
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(hash);
  if (at == entries_.end()) return nullptr;
  Entry& entry = at->second;
  if (entry.login->certificate != peer.certificate) return nullptr;
  const auto now = Clock::now();
  if (now - entry.used > limits_.idle || now - entry.began > limits_.whole)
    return nullptr;
  entry.used = now;
  return entry.login;
}

void Sessions::note_end(const Login& login, std::string_view why) {
  // Whoever ends with the log broken ends all the same.
  (void)login.vault->journal().note("logout", login.session->user().name, {{"why", why}});
}

void Sessions::log_out(const Login& login, std::string_view why) {
  std::shared_ptr<Login> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(entries_.begin(), entries_.end(), [&](const auto& each) {
      return each.second.login.get() == &login;
    });
    if (at == entries_.end()) return;
    ended = std::move(at->second.login);
    entries_.erase(at);
  }
  note_end(*ended, why);
}

void Sessions::end_old() {
  std::vector<std::shared_ptr<Login>> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    for (auto at = entries_.begin(); at != entries_.end();) {
      Entry& entry = at->second;
      // A long command is no idleness.
      const bool works = !entry.login->busy.try_lock();
      if (!works) entry.login->busy.unlock();
      if (works) entry.used = now;
      if (now - entry.used > limits_.idle || now - entry.began > limits_.whole) {
        ended.push_back(std::move(entry.login));
        at = entries_.erase(at);
      } else {
        ++at;
      }
    }
  }
  for (const auto& login : ended)
    note_end(*login, "idle");
}

void Sessions::end_all() {
  std::map<TokenHash, Entry> ended;
  std::shared_ptr<archive::OpenIndexes> indexes;
  {
    const std::lock_guard lock(mutex_);
    ended.swap(entries_);
    indexes.swap(indexes_);
  }
  for (const auto& [hash, entry] : ended)
    note_end(*entry.login, "sealed");
}

void Sessions::merge_due() {
  std::vector<std::shared_ptr<Login>> logins;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [hash, entry] : entries_)
      logins.push_back(entry.login);
  }
  std::set<Label> done;
  for (const auto& login : logins) {
    if (!vault::allows(login->session->user().roles, vault::Duty::kIndex)) continue;
    const auto labels = login->session->readable_labels();
    if (!labels || std::all_of(labels->begin(), labels->end(),
                               [&](const Label& label) { return done.count(label) > 0; }))
      continue;
    // What can't be merged now is searched as it is; a damaged index says so to searches.
    (void)archive::merge_index(*login->session->beside(), archive::MergeWhen::kDue, done);
  }
}

std::size_t Sessions::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace tangthu::server
