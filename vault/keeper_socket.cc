#include "vault/keeper_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

namespace tangthu::vault {
namespace {

constexpr std::uint8_t kProtocol = 1;
constexpr std::size_t kHeadSize = 2;
constexpr int kBacklog = 16;
constexpr mode_t kOwnerOnly = 0600;

// Through /proc/self/fd, since an address has room for 107 bytes only.
sockaddr_un address_in(const FolderHandle& folder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (folder.short_path() / kKeeperSocket).string();
  std::copy_n(path.begin(), std::min(path.size(), sizeof address.sun_path - 1),
              std::begin(address.sun_path));
  return address;
}

Descriptor new_socket() {
  return Descriptor(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
}

}  // namespace

KeeperMessage::KeeperMessage(std::uint8_t code, ByteView body)
    : packet_(kHeadSize + kMaxBody), size_(kHeadSize + std::min(body.size(), kMaxBody)) {
  const auto bytes = packet_.span();
  bytes[0] = kProtocol;
  bytes[1] = code;
  std::copy_n(body.begin(), size_ - kHeadSize, bytes.begin() + kHeadSize);
}

std::optional<KeeperMessage> KeeperMessage::receive(int socket) {
  KeeperMessage message(std::uint8_t{0}, {});
  const auto packet = message.packet_.span();
  ssize_t size = 0;
  do {
    size = ::recv(socket, packet.data(), packet.size(), MSG_TRUNC);
  } while (size < 0 && errno == EINTR);
  if (size < static_cast<ssize_t>(kHeadSize) ||
      size > static_cast<ssize_t>(packet.size()) || packet[0] != kProtocol) {
    return std::nullopt;
  }
  message.size_ = static_cast<std::size_t>(size);
  return message;
}

bool KeeperMessage::send(int socket) const {
  return ::send(socket, packet_.span().data(), size_, MSG_NOSIGNAL) ==
         static_cast<ssize_t>(size_);
}

bool peer_is_own_user(int socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
         peer.uid == ::geteuid();
}

void set_timeout(int socket, int seconds) {
  const timeval limit{seconds, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

Connection connect_to_keeper(const FolderHandle& folder, Descriptor& out) {
  Descriptor socket = new_socket();
  const sockaddr_un address = address_in(folder);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address),
                sizeof address) != 0) {
    return errno == ENOENT || errno == ECONNREFUSED ? Connection::kNobody
                                                    : Connection::kForbidden;
  }
  if (!peer_is_own_user(socket.get())) return Connection::kForbidden;
  out = std::move(socket);
  return Connection::kMade;
}

Descriptor listen_as_keeper(const FolderHandle& folder) {
  struct stat info {};
  if (::fstatat(folder.fd(), kKeeperSocket, &info, AT_SYMLINK_NOFOLLOW) == 0) {
    if (!S_ISSOCK(info.st_mode)) return Descriptor();
    ::unlinkat(folder.fd(), kKeeperSocket, 0);
  }
  Descriptor socket = new_socket();
  const sockaddr_un address = address_in(folder);
  // The mode is set before the name exists: there is no moment at which others may
  // connect (unix(7): the file takes the socket's mode, less the umask).
  if (!socket.valid() || ::fchmod(socket.get(), kOwnerOnly) != 0 ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
          0 ||
      ::listen(socket.get(), kBacklog) != 0) {
    return Descriptor();
  }
  return socket;
}

}  // namespace tangthu::vault
