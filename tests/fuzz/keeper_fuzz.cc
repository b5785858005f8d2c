// libFuzzer: what a keeper answers. Whoever took its socket's place says anything; a
// command gets a sound answer out of it or none.
//
// Covered: packets (vault/keeper_socket.h) and the answers in them. What the keeper
// itself reads is a share (keys_fuzz.cc) or 32 bytes.
#include <mutex>
#include <thread>

#include <sys/socket.h>

#include "tests/fuzz/scratch_folder.h"
#include "vault/keeper.h"
#include "vault/keeper_socket.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::must;
using fuzz::must_be;

// Answers every request with the same bytes, in a thread that ends with the program.
class Impostor {
 public:
  Impostor()
      : handle_(FolderHandle::open(folder()).value()),
        listener_(listen_as_keeper(handle_)) {
    must(listener_.valid());
    std::thread([this] { serve(); }).detach();
  }
  static const std::filesystem::path& folder() {
    static const fuzz::ScratchFolder scratch;
    return scratch.path();
  }
  void say(ByteView answer) {
    const std::lock_guard lock(mutex_);
    answer_ = to_bytes(answer);
  }

 private:
  void serve() {
    while (true) {
      const Descriptor client(::accept(listener_.get(), nullptr, nullptr));
      if (!client.valid() || !KeeperMessage::receive(client.get())) continue;
      const std::lock_guard lock(mutex_);
      ::send(client.get(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
    }
  }
  FolderHandle handle_;
  Descriptor listener_;
  std::mutex mutex_;  // guards answer_
  Bytes answer_;
};

Impostor& impostor() {
  static auto* made = new Impostor();  // its thread outlives whatever main() leaves
  return *made;
}

std::vector<fuzz::Seed> answers() {
  std::vector<fuzz::Seed> out;
  const auto add = [&out](const char* name, std::size_t size) {
    Bytes bytes(2 + size, 1);
    out.push_back({name, std::move(bytes)});
  };
  add("done", 0);
  add("status", 8);
  add("root-key", 32);
  add("too-long", 63);
  out.push_back({"sealed", {1, 2}});
  out.push_back({"other-protocol", {2, 1}});
  return out;
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  return answers();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  impostor().say(bytes);
  const auto& folder = Impostor::folder();
  const auto status = keeper_status(folder);
  if (!status) must_be(status, ErrorCode::kSealedOrBusy);
  if (status) {
    must(size == 2 + 8 && data[0] == 1);
    must(status->state <= KeeperStatus::State::kUnsealed);
  }
  const auto key = keeper_root_key(folder);
  if (!key) must_be(key, ErrorCode::kSealedOrBusy);
  const bool sound = size == 2 + 32 && data[0] == 1 && data[1] == 1;
  must(key.has_value() == sound);
  if (key) must(std::ranges::equal(key->reveal(), bytes.subspan(2)));
  const auto sealed = keeper_seal(folder);
  must(sealed.has_value() == (size >= 2 && size <= 64 && data[0] == 1));
  return 0;
}
