#include "base/secret.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <vector>

#include <pthread.h>
#include <sodium.h>
#include <sys/mman.h>

namespace tangthu {

void initialise_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

void wipe(void* memory, std::size_t size) {
  sodium_memzero(memory, size);
}

namespace {

std::atomic<bool> every_lock_held = true;

// sodium_malloc asks for the lock and does not say whether it got it.
void* new_locked_memory(std::size_t size) {
  void* const memory = sodium_malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  if (::mlock(memory, size) != 0) every_lock_held = false;
  return memory;
}

// Pieces of locked memory that are given back, wiped, and used again: to get one from the
// system takes five calls, which is more than most of what is done with a key. Each keeps
// its own guard pages.
class SpareMemory {
 public:
  static constexpr std::size_t kLargest = 128;  // bytes; larger ones are rare
  static constexpr std::size_t kKept = 32;      // of each size

  // Never destroyed: secrets may outlive every other static object.
  static SpareMemory& instance() {
    static auto* const memory = new SpareMemory;
    return *memory;
  }
  SpareMemory() {
    ::pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                     [] {
                       // A child inherits the pages but not their locks.
                       instance().spare_.clear();
                       instance().mutex_.unlock();
                     });
  }

  void* take(std::size_t size) {
    const std::lock_guard lock(mutex_);
    const auto spare = spare_.find(size);
    if (spare == spare_.end() || spare->second.empty()) return nullptr;
    void* const memory = spare->second.back();
    spare->second.pop_back();
    return memory;
  }
  // False when there are enough of this size.
  bool keep(void* memory, std::size_t size) {
    if (size > kLargest) return false;
    sodium_memzero(memory, size);
    const std::lock_guard lock(mutex_);
    std::vector<void*>& spare = spare_[size];
    if (spare.size() >= kKept) return false;
    spare.push_back(memory);
    return true;
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, std::vector<void*>> spare_;
};

}  // namespace

bool secrets_are_locked() {
  return every_lock_held;
}

LockedBuffer::LockedBuffer(std::size_t size) : memory_(nullptr, Free{size}), size_(size) {
  initialise_sodium();
  void* memory = SpareMemory::instance().take(size);
  if (memory == nullptr) memory = new_locked_memory(std::max<std::size_t>(size, 1));
  memory_.reset(static_cast<std::uint8_t*>(memory));
  sodium_memzero(memory, size);
}

void LockedBuffer::Free::operator()(std::uint8_t* memory) const {
  if (!SpareMemory::instance().keep(memory, size)) sodium_free(memory);
}

Passphrase::Passphrase(std::span<const std::uint8_t> utf8)
    : buffer_(utf8.size()), size_(utf8.size()) {
  std::copy(utf8.begin(), utf8.end(), buffer_.span().begin());
}

}  // namespace tangthu
