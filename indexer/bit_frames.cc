#include "indexer/bit_frames.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tangthu::indexer {
namespace {

constexpr std::size_t kMostWidth = 32;

std::size_t data_size(std::size_t count, std::size_t width) {
  return (count * width + 7) / 8;
}

std::uint8_t width_of(std::span<const std::uint32_t> values) {
  std::uint32_t all = 0;
  for (const std::uint32_t value : values)
    all |= value;
  return static_cast<std::uint8_t>(std::bit_width(all));
}

void append_packed(Bytes& out, std::span<const std::uint32_t> values, std::size_t width) {
  std::uint64_t pending = 0;
  std::size_t bits = 0;
  for (const std::uint32_t value : values) {
    pending |= std::uint64_t{value} << bits;
    bits += width;
    while (bits >= 8) {
      out.push_back(static_cast<std::uint8_t>(pending));
      pending >>= 8;
      bits -= 8;
    }
  }
  if (bits > 0) out.push_back(static_cast<std::uint8_t>(pending));
}

std::uint64_t load(const std::uint8_t* from) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof(word));
  return std::endian::native == std::endian::big ? __builtin_bswap64(word) : word;
}

// The width is known when this is compiled: it becomes shifts by constants.
template <std::size_t Width>
void unpack(const std::uint8_t* from, std::size_t count, std::uint32_t* to) {
  if constexpr (Width == 0) {
    std::fill_n(to, count, 0U);
  } else {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << Width) - 1;
    for (std::size_t i = 0; i < count; ++i) {
      to[i] = static_cast<std::uint32_t>(load(from + i * Width / 8) >> (i * Width % 8) &
                                         kMask);
    }
  }
}

using Unpack = void (*)(const std::uint8_t*, std::size_t, std::uint32_t*);

template <std::size_t... Widths>
constexpr std::array<Unpack, sizeof...(Widths)> unpackers(
    std::index_sequence<Widths...>) {
  return {unpack<Widths>...};
}

constexpr auto kUnpack = unpackers(std::make_index_sequence<kMostWidth + 1>());

#if defined(__x86_64__)

// Eight values at a time: each of four bytes takes those that its value lies in.
constexpr std::size_t kMostWideWidth = 25;  // with up to 7 bits before it: 32

template <std::size_t Width>
__attribute__((target("avx2"))) void unpack_wide(const std::uint8_t* from,
                                                 std::size_t count, std::uint32_t* to) {
  constexpr std::size_t kAtOnce = 8;
  constexpr std::size_t kSecond = 4 * Width / 8;  // byte where the upper four begin
  static constexpr auto kBytes = [] {
    std::array<char, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const std::size_t value = i / 4;
      const std::size_t begin = value * Width / 8 - (value < 4 ? 0 : kSecond);
      bytes[i] = static_cast<char>(begin + i % 4);
    }
    return bytes;
  }();
  static constexpr auto kShifts = [] {
    std::array<std::uint32_t, kAtOnce> shifts{};
    for (std::size_t i = 0; i < shifts.size(); ++i)
      shifts[i] = static_cast<std::uint32_t>(i * Width % 8);
    return shifts;
  }();
  const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&kBytes));
  const auto shifts = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(&kShifts));
  const __m256i mask = _mm256_set1_epi32((1 << Width) - 1);
  std::size_t done = 0;
  for (; done + kAtOnce <= count; done += kAtOnce, from += Width) {
    const __m256i packed =
        _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(from + kSecond),
                            reinterpret_cast<const __m128i*>(from));
    const __m256i values = _mm256_srlv_epi32(_mm256_shuffle_epi8(packed, bytes), shifts);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + done),
                        _mm256_and_si256(values, mask));
  }
  unpack<Width>(from, count - done, to + done);
}

template <std::size_t... Widths>
constexpr std::array<Unpack, kMostWidth + 1> wide_unpackers(
    std::index_sequence<Widths...>) {
  auto out = kUnpack;
  ((out[Widths + 1] = unpack_wide<Widths + 1>), ...);
  return out;
}

constexpr auto kUnpackWide = wide_unpackers(std::make_index_sequence<kMostWideWidth>());

// For the processor at hand.
const std::array<Unpack, kMostWidth + 1>& unpackers_here() {
  static const bool is_wide = __builtin_cpu_supports("avx2") != 0;
  return is_wide ? kUnpackWide : kUnpack;
}

#else

const std::array<Unpack, kMostWidth + 1>& unpackers_here() {
  return kUnpack;
}

#endif

std::size_t values_in(std::size_t frame, std::size_t count) {
  return std::min(kFrame, count - frame * kFrame);
}

}  // namespace

void append_frames(Bytes& out, std::span<const std::uint32_t> values) {
  const std::size_t frames = frame_count(values.size());
  const std::size_t widths = out.size();
  out.resize(widths + frames);
  for (std::size_t i = 0; i < frames; ++i) {
    const auto frame = values.subspan(i * kFrame, values_in(i, values.size()));
    const std::uint8_t width = width_of(frame);
    out[widths + i] = width;
    append_packed(out, frame, width);
  }
}

void unpack_frame(const std::uint8_t* data, std::size_t width, std::size_t count,
                  std::uint32_t* out) {
  unpackers_here()[width](data, count, out);
}

void unpack_few(const std::uint8_t* data, std::size_t width, std::size_t first,
                std::size_t count, std::uint32_t* out) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::size_t bit = first * width % 8;
  for (std::size_t i = 0; i < count; ++i, bit += width) {
    out[i] = static_cast<std::uint32_t>(load(data + bit / 8) >> bit % 8 & mask);
  }
}

FrameTable::FrameTable(ByteView widths, std::size_t count) {
  const std::size_t frames = frame_count(count);
  if (frames > widths.size()) return;
  std::size_t at = frames;
  offsets_.reserve(frames + 1);
  for (std::size_t i = 0; i < frames; ++i) {
    if (widths[i] > kMostWidth) return;
    offsets_.push_back(static_cast<std::uint32_t>(at));
    at += data_size(values_in(i, count), widths[i]);
  }
  if (at > UINT32_MAX) return;
  offsets_.push_back(static_cast<std::uint32_t>(at));
  widths_ = {widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(frames)};
  count_ = count;
}

namespace {

template <typename Vector>
bool read_into(Vector& out, ByteView bytes, std::size_t count, std::size_t& size) {
  const std::size_t frames = frame_count(count);
  if (frames > bytes.size()) return false;
  out.resize(count);
  std::size_t at = frames;
  for (std::size_t i = 0; i < frames; ++i) {
    const std::size_t width = bytes[i];
    const std::size_t values = values_in(i, count);
    if (width > kMostWidth || data_size(values, width) > bytes.size() - at) return false;
    unpack_frame(bytes.data() + at, width, values, out.data() + i * kFrame);
    at += data_size(values, width);
  }
  size = at;
  return true;
}

}  // namespace

std::optional<std::vector<std::uint32_t>> read_frames(ByteView bytes, std::size_t count,
                                                      std::size_t& size) {
  std::vector<std::uint32_t> out;
  if (!read_into(out, bytes, count, size)) return std::nullopt;
  return out;
}

bool read_frames(ByteView bytes, std::size_t count, std::size_t& size, Numbers& out) {
  return read_into(out, bytes, count, size);
}

}  // namespace tangthu::indexer
