// The keyless scrub: everything that a vault's folder holds read and checked, without any
// key.
//
// Checked: the small files' checks; the audit log against its hashes and its signed head;
// the check of each record; the signed manifest of each document, and of each segment of
// the search index, against every piece of its bodies. What RocksDB can't read is named
// and passed over. A scrub notices every flipped bit, lost piece and exchanged body; it
// can't notice that a whole document is missing.
//
// A scrub that was interrupted can go on: its place is kept in the vault's file `scrub`
// every few seconds. There is nothing in it but blinded names and counts.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace tangthu::vault {

enum class ScrubStart { kAnew, kResume };

struct ScrubOptions {
  double data_fraction = 1.0;  // of the documents whose bodies are read, chosen at random
  // Or one of `parts` equal parts of them, always the same ones; 1 to `parts`.
  std::uint32_t part = 1;
  std::uint32_t parts = 1;
  ScrubStart start = ScrubStart::kAnew;
  std::function<bool()> interrupted;  // asked between documents
};

struct ScrubProgress {
  std::uint64_t values = 0;
  std::uint64_t bytes = 0;
  // Of the store, as partitions are walked in the order of their names, which are hashes.
  double share = 0;
};

// Stored in the file `scrub`: the values are frozen.
enum class ScrubFault : std::uint8_t {
  kChanged = 1,     // bits of a record were changed
  kMissing = 2,     // a body
  kExchanged = 3,   // a body: incomplete, or another one
  kManifest = 4,    // not one that this vault signed for this document
  kUnreadable = 5,  // RocksDB can't read what lies from this partition on
  kSmallFile = 6,
  kLog = 7,
  kSegment = 8,  // of the search index: any of these; documents are not affected
};

struct ScrubDamage {
  // A partition's blinded name (hex) or a file of the vault; what of it: "text 1",
  // "record envelope", "000012.sst", "entry 7".
  std::string object;
  std::string part;
  ScrubFault fault;
};
Error describe_damage(const ScrubDamage& damage);

struct ScrubReport {
  std::uint64_t values = 0;
  std::uint64_t bytes = 0;      // of stored content read
  std::uint64_t documents = 0;  // with a manifest
  std::uint64_t documents_read = 0;
  std::uint64_t segments = 0;  // of the search index
  std::uint64_t segments_read = 0;
  std::uint64_t unfinished = 0;  // with bodies and no manifest: not accepted yet
  bool complete = true;          // false: interrupted; resume it
  std::vector<ScrubDamage> damage;
};

// kNotFound without a vault; kCorrupt only when the store can't be opened at all. Damage
// that can be named is in the report.
Result<ScrubReport> scrub(const std::filesystem::path& vault, const ScrubOptions& options,
                          const std::function<void(const ScrubProgress&)>& progress);

}  // namespace tangthu::vault
