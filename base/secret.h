// Secret bytes: keys and passphrases.
//
// A secret lives in sodium_malloc memory (guard pages, locked, wiped when freed), can be
// moved but not copied, has no operator<< and no ==. The role is part of the type, so
// that a key can't be used for something it was not made for. Reading one takes the
// visible verb `reveal()`. Thread rule: as for a vector.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/bytes.h"

namespace tangthu {

// Prepares libsodium. Called by whoever makes the first secret; safe from any thread.
void initialise_sodium();

// Overwrites memory in a way that the compiler does not remove.
void wipe(void* memory, std::size_t size);

// Whether every secret so far lies in memory that is never written to swap. False once
// the system's limit ('ulimit -l') did not allow it: whoever runs the program is to know.
bool secrets_are_locked();

// A buffer in sodium_malloc memory. Exhaustion of locked memory throws std::bad_alloc.
class LockedBuffer {
 public:
  explicit LockedBuffer(std::size_t size);
  std::span<std::uint8_t> span() { return {memory_.get(), size_}; }
  std::span<const std::uint8_t> span() const { return {memory_.get(), size_}; }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    std::size_t size = 0;
    void operator()(std::uint8_t* memory) const;
  };
  std::unique_ptr<std::uint8_t[], Free> memory_;
  std::size_t size_;
};

template <typename Role, std::size_t N = 32>
class SecretOf {
 public:
  static constexpr std::size_t kSize = N;

  SecretOf() : buffer_(N) {}
  static SecretOf copy_of(std::span<const std::uint8_t, N> bytes) {
    SecretOf secret;
    std::copy(bytes.begin(), bytes.end(), secret.buffer_.span().begin());
    return secret;
  }
  SecretOf(SecretOf&&) noexcept = default;
  SecretOf& operator=(SecretOf&&) noexcept = default;
  SecretOf(const SecretOf&) = delete;
  SecretOf& operator=(const SecretOf&) = delete;

  std::span<const std::uint8_t, N> reveal() const {
    return std::span<const std::uint8_t, N>(buffer_.span());
  }
  std::span<std::uint8_t, N> reveal_writable() {
    return std::span<std::uint8_t, N>(buffer_.span());
  }
  SecretOf clone() const { return copy_of(reveal()); }

 private:
  LockedBuffer buffer_;
};

// A passphrase as typed: at most kMaxBytes of UTF-8.
class Passphrase {
 public:
  static constexpr std::size_t kMaxBytes = 1024;
  explicit Passphrase(std::span<const std::uint8_t> utf8);
  std::span<const std::uint8_t> reveal() const { return buffer_.span().first(size_); }
  bool empty() const { return size_ == 0; }
  Passphrase clone() const { return Passphrase(reveal()); }

 private:
  LockedBuffer buffer_;
  std::size_t size_;
};

}  // namespace tangthu
