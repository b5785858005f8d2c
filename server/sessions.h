// Who is logged in. A login is known by a token of 32 random bytes that its client alone
// has; here is its hash. It ends by logging out, after 15 minutes without a request,
// after 12 hours, when anybody's rights are taken back (vault/session.h), and with the
// server. Then its keys are gone from memory.
//
// Where the client showed a certificate, the token is good with that certificate only.
// After five wrong passphrases in a row a name is locked for 15 minutes, whether there is
// such a user or not; that is kept in memory, and each wrong one is in the audit log.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "archive/search_view.h"
#include "server/web.h"
#include "vault/session.h"

namespace tangthu::server {

struct SessionLimits {
  std::chrono::seconds idle{15 * 60};
  std::chrono::seconds whole{12 * 3600};
  std::size_t sessions = 4096;
  std::size_t sessions_of_user = 64;
  int failures = 5;
  std::chrono::seconds lock_out{15 * 60};
  std::size_t opened_index_bytes = std::size_t{1} << 30;
  std::size_t opened_hit_bytes = std::size_t{256} << 20;
};

// An answer that is given again when the request comes again.
struct KeptAnswer {
  std::string key;
  std::array<std::uint8_t, 32> request;  // hash of what was asked
  Response response;
};

// What a list found, for its next pages.
struct KeptList {
  std::string id;
  std::vector<DocumentId> documents;
};

// One login. The members down to `requests` do not change.
struct Login {
  std::string id;  // public: for log and answer
  std::shared_ptr<vault::Vault> vault;
  std::shared_ptr<vault::Session> session;
  std::shared_ptr<archive::SearchRoom> room;
  std::optional<CertificateId> certificate;
  // That are being served; outlives the login where one of them ends it.
  const std::shared_ptr<std::atomic<int>> requests =
      std::make_shared<std::atomic<int>>(0);
  // Held by the one request that uses session, room and what follows.
  std::timed_mutex busy;
  // What requests with an idempotency key were answered, the oldest first.
  std::deque<KeptAnswer> answers;
  KeptList listed;  // the last one
};

struct Opened {
  std::string token;  // 64 hexadecimal digits
  std::shared_ptr<Login> login;
  std::chrono::seconds idle;
  std::chrono::seconds whole;
};

// Thread rule: any thread.
class Sessions {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Sessions(SessionLimits limits) : limits_(limits) {}

  // kAuthentication, also for a locked name;
  // kSealedOrBusy where there are too many sessions.
  Result<Opened> log_in(std::shared_ptr<vault::Vault> vault, std::string_view user,
                        const Passphrase& passphrase, const Peer& peer);
  // Whether somebody at this address may try to log in now: 256 times at once, then
  // once a second. Counts as a try.
  bool may_try(const std::string& address);

  // Who shows this token; null for nobody. Counts as a request.
  std::shared_ptr<Login> find(std::string_view token, const Peer& peer);
  void log_out(const Login& login, std::string_view why);
  // Ends those that were idle or are too old.
  void end_old();
  // And forgets what they have opened of the index.
  void end_all();
  std::size_t count() const;
  // Merges what stations handed in into the index: by sessions beside those of users who
  // may, so that none of them waits. Another thread than requests'.
  void merge_due();

 private:
  using TokenHash = std::array<std::uint8_t, 32>;
  struct Entry {
    std::shared_ptr<Login> login;
    Clock::time_point began;
    Clock::time_point used;
  };
  struct Failures {
    int count = 0;
    Clock::time_point last;
  };

  struct Tries {
    double left;
    Clock::time_point at;
  };

  static TokenHash hash_of(std::string_view token);
  bool is_locked(const std::string& user) const;
  void note_failure(const std::string& user);
  void note_end(const Login& login, std::string_view why);

  const SessionLimits limits_;
  std::shared_ptr<archive::OpenIndexes> indexes_of(
      const std::shared_ptr<vault::Vault>& vault);

  mutable std::mutex mutex_;  // guards what follows
  // What sessions have opened of the index of this vault.
  std::weak_ptr<vault::Vault> indexed_;
  std::shared_ptr<archive::OpenIndexes> indexes_;
  std::map<TokenHash, Entry> entries_;
  std::map<std::string, Failures> failures_;
  std::map<std::string, Tries> tries_;
};

}  // namespace tangthu::server
