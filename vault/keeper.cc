#include "vault/keeper.h"

#include <sys/mman.h>
#include <unistd.h>

#include "vault/keeper_process.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

constexpr int kAnswerTimeoutSeconds = 20;

Failure no_answer() {
  return fail(ErrorCode::kSealedOrBusy, "the keeper of the vault does not answer",
              "try again; if that does not help, end the process and unseal anew",
              kKeeperSocket);
}

Failure foreign_keeper() {
  return fail(ErrorCode::kSealedOrBusy,
              "the vault was unsealed by another user of this machine",
              "run the command as that user, or have him seal the vault", kKeeperSocket);
}

Failure sealed() {
  return fail(ErrorCode::kSealedOrBusy, "the vault is sealed", "run 'tangthu unseal'");
}

Failure other_key() {
  return fail(ErrorCode::kUsage, "the vault is unsealed already",
              "run 'tangthu seal' first");
}

Result<KeeperMessage> ask(const Descriptor& keeper, KeeperRequest request,
                          ByteView body = {}) {
  set_timeout(keeper.get(), kAnswerTimeoutSeconds);
  if (!KeeperMessage(request, body).send(keeper.get())) return no_answer();
  auto answer = KeeperMessage::receive(keeper.get());
  if (!answer) return no_answer();
  return std::move(*answer);
}

// Not valid when there is no keeper.
Result<Descriptor> connect(const FolderHandle& folder) {
  Descriptor keeper;
  if (connect_to_keeper(folder, keeper) == Connection::kForbidden)
    return foreign_keeper();
  return keeper;
}

Result<Descriptor> connect_or_start(const std::filesystem::path& path,
                                    const KeeperOptions& options) {
  FolderHandle folder = TRY(FolderHandle::open(path));
  TRY(folder.lock());  // of two commands at once, one starts the keeper
  Descriptor keeper = TRY(connect(folder));
  if (keeper.valid()) return keeper;
  const Descriptor listener = listen_as_keeper(folder);
  if (!listener.valid()) {
    return fail(ErrorCode::kStorage, "the keeper's socket can't be made",
                "keep the vault on a file system of this machine that you may write to",
                kKeeperSocket);
  }
  TRY(start_keeper(folder, listener, options));
  keeper = TRY(connect(folder));
  if (!keeper.valid()) return no_answer();
  return keeper;
}

// A child process finds zeroes where the secret is: the keeper gets it over the socket,
// into locked memory, and must not have a second copy from before the fork. `secret` lies
// in pages of its own (LockedBuffer).
class HiddenFromChildren {
 public:
  explicit HiddenFromChildren(ByteView secret) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto start = reinterpret_cast<std::uintptr_t>(secret.data()) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(secret.data()) + secret.size();
    pages_ = reinterpret_cast<void*>(start);  // NOLINT(performance-no-int-to-ptr)
    size_ = (end - start + page - 1) / page * page;
    ::madvise(pages_, size_, MADV_WIPEONFORK);
  }
  HiddenFromChildren(const HiddenFromChildren&) = delete;
  HiddenFromChildren& operator=(const HiddenFromChildren&) = delete;
  ~HiddenFromChildren() { ::madvise(pages_, size_, MADV_KEEPONFORK); }

 private:
  void* pages_;
  std::size_t size_;
};

Result<KeeperStatus> read_status(const KeeperMessage& answer) {
  ByteReader in(answer.body());
  KeeperStatus status;
  const auto state = in.integer<std::uint8_t>();
  status.given = in.integer<std::uint8_t>();
  status.threshold = in.integer<std::uint8_t>();
  status.memory_locked = in.integer<std::uint8_t>() != 0;
  status.process = static_cast<std::int32_t>(in.integer<std::uint32_t>());
  if (!in.complete() || state > static_cast<std::uint8_t>(KeeperStatus::State::kUnsealed))
    return no_answer();
  status.state = static_cast<KeeperStatus::State>(state);
  return status;
}

}  // namespace

Result<KeeperStatus> keeper_give_share(const std::filesystem::path& folder,
                                       const Share& share, const KeeperOptions& options) {
  // Checked here too: this process can say exactly what is wrong, and no keeper is
  // started for a share that it would refuse.
  const UnsealSlots slots = TRY(read_unseal_slots(folder));
  TRY(find_share_slot(slots, share));
  const EncodedShare encoded = encode_share(share);
  const HiddenFromChildren first(share.part.value.reveal());
  const HiddenFromChildren second(encoded.reveal());
  const Descriptor keeper = TRY(connect_or_start(folder, options));
  const KeeperMessage answer =
      TRY(ask(keeper, KeeperRequest::kGiveShare, encoded.reveal()));
  switch (answer.code<KeeperAnswer>()) {
    case KeeperAnswer::kDone:
      return read_status(answer);
    case KeeperAnswer::kShareTwice:
      return fail(ErrorCode::kUsage, "the share with this number was given before",
                  "give shares of different custodians",
                  std::to_string(share.part.number));
    case KeeperAnswer::kUnsealedAlready:
      return other_key();
    case KeeperAnswer::kShareWrong:
      return fail(ErrorCode::kAuthentication,
                  "the share with this number is wrong or belongs to another split",
                  "ask its custodian for the share that is in force now",
                  std::to_string(share.part.number));
    default:
      return fail(ErrorCode::kCorrupt, "a way to unseal the vault was changed",
                  "restore the file from a backup", "unseal");
  }
}

Result<void> keeper_hold(const std::filesystem::path& folder, const RootKey& root_key,
                         const KeeperOptions& options) {
  const HiddenFromChildren hidden(root_key.reveal());
  const Descriptor keeper = TRY(connect_or_start(folder, options));
  const KeeperMessage answer = TRY(ask(keeper, KeeperRequest::kHold, root_key.reveal()));
  if (answer.code<KeeperAnswer>() == KeeperAnswer::kDone) return {};
  return other_key();
}

Result<RootKey> keeper_root_key(const std::filesystem::path& folder) {
  const FolderHandle handle = TRY(FolderHandle::open(folder));
  const Descriptor keeper = TRY(connect(handle));
  if (!keeper.valid()) return sealed();
  const KeeperMessage answer = TRY(ask(keeper, KeeperRequest::kRootKey));
  if (answer.code<KeeperAnswer>() != KeeperAnswer::kDone) return sealed();
  if (answer.body().size() != RootKey::kSize) return no_answer();
  return RootKey::copy_of(answer.body().first<RootKey::kSize>());
}

Result<void> keeper_seal(const std::filesystem::path& folder) {
  const FolderHandle handle = TRY(FolderHandle::open(folder));
  const Descriptor keeper = TRY(connect(handle));
  if (!keeper.valid()) return {};
  TRY(ask(keeper, KeeperRequest::kSeal));
  return {};
}

Result<KeeperStatus> keeper_status(const std::filesystem::path& folder) {
  const FolderHandle handle = TRY(FolderHandle::open(folder));
  const Descriptor keeper = TRY(connect(handle));
  if (!keeper.valid()) return KeeperStatus{};
  return read_status(TRY(ask(keeper, KeeperRequest::kStatus)));
}

}  // namespace tangthu::vault
