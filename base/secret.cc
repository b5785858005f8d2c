#include "base/secret.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <sodium.h>

namespace tangthu {

void initialise_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
}

void wipe(void* memory, std::size_t size) {
  sodium_memzero(memory, size);
}

LockedBuffer::LockedBuffer(std::size_t size) : size_(size) {
  initialise_sodium();
  void* memory = sodium_malloc(std::max<std::size_t>(size, 1));
  if (memory == nullptr) throw std::bad_alloc();
  memory_.reset(static_cast<std::uint8_t*>(memory));
  sodium_memzero(memory, size);
}

void LockedBuffer::Free::operator()(std::uint8_t* memory) const {
  sodium_free(memory);
}

Passphrase::Passphrase(std::span<const std::uint8_t> utf8)
    : buffer_(utf8.size()), size_(utf8.size()) {
  std::copy(utf8.begin(), utf8.end(), buffer_.span().begin());
}

}  // namespace tangthu
