// The socket between commands and the keeper: where it is, who may use it, and the
// messages on it. For keeper*.cc.
//
// One connection carries one request and its answer, each a packet of at most 64 bytes:
// u8 protocol ‖ u8 code ‖ body. Both sides insist on the other's user being their own.
// Thread rule: pure functions but for the descriptors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/descriptor.h"
#include "base/secret.h"
#include "vault/folder_handle.h"

namespace tangthu::vault {

inline constexpr const char* kKeeperSocket = "keeper.sock";

enum class KeeperRequest : std::uint8_t {
  kStatus = 1,
  kGiveShare = 2,
  kRootKey = 3,
  kHold = 4,
  kSeal = 5,
};
enum class KeeperAnswer : std::uint8_t {
  kDone = 1,
  kSealed = 2,
  kShareWrong = 3,
  kShareTwice = 4,
  kUnsealedAlready = 5,
  kRefused = 6,
};

// A packet in locked memory: it may hold a share or the root key.
class KeeperMessage {
 public:
  static constexpr std::size_t kMaxBody = 62;
  template <typename Code>
  explicit KeeperMessage(Code code, ByteView body = {})
      : KeeperMessage(static_cast<std::uint8_t>(code), body) {}
  explicit KeeperMessage(std::uint8_t code, ByteView body);

  // Nothing when the other side is gone, silent for too long or speaks otherwise.
  static std::optional<KeeperMessage> receive(int socket);
  bool send(int socket) const;
  template <typename Code>
  Code code() const {
    return static_cast<Code>(packet_.span()[1]);
  }
  ByteView body() const { return packet_.span().first(size_).subspan(2); }

 private:
  LockedBuffer packet_;
  std::size_t size_;
};

bool peer_is_own_user(int socket);
void set_timeout(int socket, int seconds);

enum class Connection { kMade, kNobody, kForbidden };
// Connects to the folder's keeper.
Connection connect_to_keeper(const FolderHandle& folder, Descriptor& out);

// Binds and listens, replacing the socket file of a keeper that died. The caller holds
// the folder's lock and has found nobody to connect to. Not valid when the system
// refuses.
Descriptor listen_as_keeper(const FolderHandle& folder);

}  // namespace tangthu::vault
