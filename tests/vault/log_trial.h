// A log in a temporary folder, and entries to put into it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/temporary_folder.h"
#include "vault/audit_log.h"

namespace tangthu::vault {

using test::memory_or_disk;
using test::read_file;
using test::TemporaryFolder;
using test::write_file;

inline constexpr const char* kLogFileNames[] = {"entries", "offsets", "hashes"};

inline std::string numbered_entry(std::uint64_t n) {
  return "entry " + std::to_string(n) + std::string(n % 5, '.');
}

inline std::unique_ptr<AuditLog> open_log(const std::filesystem::path& folder) {
  auto log = AuditLog::open(folder, AuditLog::Access::kAppend);
  if (!log) return nullptr;
  return std::move(log).take();
}

// Appends entries number [log size, size).
inline void grow(AuditLog& log, std::uint64_t size) {
  for (std::uint64_t n = log.head().value().size; n < size; ++n) {
    if (log.append(as_bytes(numbered_entry(n))).value() != n) std::abort();
  }
}

inline void make_log(const std::filesystem::path& folder, std::uint64_t size) {
  if (!AuditLog::create(folder)) std::abort();
  grow(*open_log(folder), size);
}

inline SigningKey log_signing_key() {
  std::array<std::uint8_t, 32> seed;
  seed.fill(1);
  return signing_key_from_seed(seed);
}

inline SignedCheckpoint checkpoint_of(const TreeHead& head) {
  return sign_checkpoint({"tangthu/00", head, 1, 1'790'000'000}, log_signing_key());
}

inline void sign_log(const std::filesystem::path& folder) {
  const auto log = open_log(folder);
  if (!log->publish(checkpoint_of(log->head().value()))) std::abort();
}

inline void copy_log(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::remove_all(to);
  std::filesystem::copy(from, to);
}

}  // namespace tangthu::vault
