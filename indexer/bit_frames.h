// Sequences of numbers, packed by frames of 128: each frame takes as many bits a number
// as its largest needs.
//
//   frames = width:u8{frames}  data     a frame's data: ⌈count · width / 8⌉ bytes, the
//                                       first number in the lowest bits
//
// The count is known to the reader. Widths stand together and in front, so that a frame
// in the middle is found without what lies before it. Thread rule: as for a vector.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "indexer/numbers.h"

namespace tangthu::indexer {

inline constexpr std::size_t kFrame = 128;

constexpr std::size_t frame_count(std::size_t values) {
  return (values + kFrame - 1) / kFrame;
}

void append_frames(Bytes& out, std::span<const std::uint32_t> values);

// How far unpacking may read past the data, whatever is there.
inline constexpr std::size_t kFrameSlack = 16;

// The values of one frame of that width, at most kFrame and 32 bits each; `data` has
// kFrameSlack bytes beyond it.
void unpack_frame(const std::uint8_t* data, std::size_t width, std::size_t count,
                  std::uint32_t* out);

// The same, but only `count` values from the `first` one on: for a few of a frame.
// `data` begins at the byte that holds the first one's lowest bit.
void unpack_few(const std::uint8_t* data, std::size_t width, std::size_t first,
                std::size_t count, std::uint32_t* out);

// Where the frames of `count` values lie, by their widths.
class FrameTable {
 public:
  FrameTable() = default;
  // Empty when the widths are not there, or no widths.
  FrameTable(ByteView widths, std::size_t count);

  bool empty() const { return count_ == 0; }
  std::size_t count() const { return count_; }
  std::size_t frames() const { return frame_count(count_); }
  // Bytes of widths and data.
  std::size_t size() const { return offsets_.empty() ? 0 : offsets_.back(); }
  // From the first width to the frame's data.
  std::size_t offset(std::size_t frame) const { return offsets_[frame]; }
  std::size_t width(std::size_t frame) const { return widths_[frame]; }
  std::size_t values(std::size_t frame) const {
    return std::min(kFrame, count_ - frame * kFrame);
  }

 private:
  std::vector<std::uint8_t> widths_;
  std::vector<std::uint32_t> offsets_;  // one more than frames
  std::size_t count_ = 0;
};

// All `count` values that begin `bytes`; nothing when they don't fit. Returns how many
// bytes they took through `size`. `bytes` has kFrameSlack bytes beyond it.
std::optional<std::vector<std::uint32_t>> read_frames(ByteView bytes, std::size_t count,
                                                      std::size_t& size);
// The same into `out`; false when they don't fit.
bool read_frames(ByteView bytes, std::size_t count, std::size_t& size, Numbers& out);

}  // namespace tangthu::indexer
