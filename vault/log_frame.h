// One entry of the audit log in its file: u32 size ‖ entry ‖ BLAKE2b-128 check over the
// entry's number, its size and its bytes. docs/FORMAT.md, "The audit log".
#pragma once

#include <functional>
#include <optional>

#include "vault/log_file.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxLogEntryBytes = std::size_t{64} * 1024;
inline constexpr std::size_t kLogMagicSize = 16;
inline constexpr std::string_view kLogMagic = "tangthu log   1\n";  // of `entries`
inline constexpr std::size_t kFrameOverhead = 4 + 16;

void append_frame(ByteWriter& out, std::uint64_t index, ByteView entry);

// The frame of entry `index` at the beginning of some bytes.
struct FrameParse {
  enum class State { kIntact, kIncomplete, kDamaged };
  State state;
  std::size_t size = 0;  // of the frame
  ByteView entry;        // within the bytes
};
FrameParse parse_frame(ByteView bytes, std::uint64_t index);

// An intact frame that begins at `place`.
struct Frame {
  std::uint64_t index;
  std::uint64_t end;  // where the next one begins
  ByteView entry;     // until the next frame is read
};

// Reads frames one after another, each checked, with a buffer of its own.
class FrameReader {
 public:
  // From the frame of entry `index`, which begins at `place`; up to `limit`.
  FrameReader(const LogFile& file, std::uint64_t index, std::uint64_t place,
              std::uint64_t limit)
      : file_(file), index_(index), place_(place), limit_(limit) {}

  bool at_end() const { return place_ == limit_; }
  std::uint64_t index() const { return index_; }
  std::uint64_t place() const { return place_; }
  // Nothing when what begins here is not an intact frame of this index; kStorage when it
  // can't be read. After nothing the reader stays where it is.
  Result<std::optional<Frame>> next();

 private:
  Result<bool> have(std::size_t size);

  const LogFile& file_;
  std::uint64_t index_;
  std::uint64_t place_;
  std::uint64_t limit_;
  Bytes buffer_;
  std::size_t used_ = 0;  // of the buffer; what follows begins at place_
};

// The error for entry `index`, wherever it is noticed.
Failure damaged_entry(std::uint64_t index);

}  // namespace tangthu::vault
