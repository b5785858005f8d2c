// The keyless scrub: every stored value read and checked, without any key.
//
// Checked: RocksDB's own block checksums, the checksum of each value, each document's
// signed manifest against every piece of its bodies. A scrub notices every flipped bit,
// lost piece and exchanged body; it can't notice that a whole document is missing.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace tangthu::vault {

struct ScrubOptions {
  double data_fraction = 1.0;  // of the documents whose bodies are read, chosen at random
};

struct ScrubProgress {
  std::uint64_t values = 0;
  std::uint64_t bytes = 0;
};

struct ScrubReport {
  std::uint64_t values = 0;
  std::uint64_t bytes = 0;      // of stored content read
  std::uint64_t documents = 0;  // with a manifest
  std::uint64_t documents_read = 0;
  std::uint64_t unfinished =
      0;  // partitions with bodies and no manifest: not accepted yet
  // Blinded names (hex) of damaged partitions, and what is wrong with each.
  struct Damage {
    std::string partition;
    std::string what;  // literal words and numbers only
  };
  std::vector<Damage> damage;
};

// kNotFound without a vault; kCorrupt only when reading can't go on at all: damage that
// can be named is in the report.
Result<ScrubReport> scrub(const std::filesystem::path& vault, const ScrubOptions& options,
                          const std::function<void(const ScrubProgress&)>& progress);

}  // namespace tangthu::vault
