#include "ocr/copies/mark_code.h"

#include <algorithm>
#include <bit>
#include <span>

#include "base/id.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kIdBits = MarkId::kBits;
constexpr std::size_t kInfoBits = kIdBits + 32;
constexpr std::size_t kCodedBits = 2 * kInfoBits;
constexpr std::size_t kBitsOfSymbol = 4;
static_assert(kCodedBits == kBitsOfSymbol * kMarkSymbols);

// The usual convolutional code of rate 1/2 and memory 6 (171, 133 octal), tail-biting.
constexpr unsigned kMemory = 6;
constexpr unsigned kStates = 1U << kMemory;
constexpr std::array<unsigned, 2> kTaps = {0171, 0133};

using InfoBits = std::array<std::uint8_t, kInfoBits>;
using CodedBits = std::array<std::uint8_t, kCodedBits>;

// CRC-32 (ISO 3309) of the name of the mark and the id's bytes, the highest first.
std::uint32_t check_of(std::uint64_t id) {
  std::string text = "tangthu copy mark 1";
  for (int shift = MarkId::kBits - 8; shift >= 0; shift -= 8)
    text += static_cast<char>(id >> shift & 0xff);
  std::uint32_t crc = 0xffffffff;
  for (const char c : text) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1)));
  }
  return ~crc;
}

InfoBits info_bits(std::uint64_t id) {
  InfoBits bits{};
  for (std::size_t i = 0; i < kIdBits; ++i)
    bits[i] = static_cast<std::uint8_t>(id >> (kIdBits - 1 - i) & 1);
  const std::uint32_t check = check_of(id);
  for (std::size_t i = 0; i < 32; ++i)
    bits[kIdBits + i] = static_cast<std::uint8_t>(check >> (31 - i) & 1);
  return bits;
}

// `window`: the new bit above the six before it.
std::uint8_t coded_bit(unsigned window, std::size_t tap) {
  return static_cast<std::uint8_t>(std::popcount(window & kTaps[tap]) & 1);
}

CodedBits coded(const InfoBits& bits) {
  CodedBits out{};
  for (std::size_t step = 0; step < kInfoBits; ++step) {
    unsigned window = 0;
    for (std::size_t back = 0; back <= kMemory; ++back) {
      const unsigned bit = bits[(step + kInfoBits - back) % kInfoBits];
      window |= bit << (kMemory - back);
    }
    for (std::size_t tap = 0; tap < 2; ++tap)
      out[2 * step + tap] = coded_bit(window, tap);
  }
  return out;
}

// Symbol s holds the coded bits s, s + 40, s + 80 and s + 120: a symbol that is lost
// tears no hole. A fixed pattern keeps ids of few ones from looking alike.
std::uint8_t mask_of(std::size_t symbol) {
  return static_cast<std::uint8_t>(symbol * 11 % 16);
}

// > 0: rather a one.
std::array<double, kCodedBits> soft_bits(const MarkEvidence& evidence) {
  std::array<double, kCodedBits> soft{};
  for (std::size_t symbol = 0; symbol < kMarkSymbols; ++symbol) {
    for (std::size_t bit = 0; bit < kBitsOfSymbol; ++bit) {
      std::array<double, 2> best = {-1e9, -1e9};
      for (std::size_t value = 0; value < kMarkValues; ++value) {
        const std::size_t one = (value ^ mask_of(symbol)) >> bit & 1;
        best[one] = std::max(best[one], evidence[symbol][value]);
      }
      soft[symbol + kMarkSymbols * bit] = best[1] - best[0];
    }
  }
  return soft;
}

struct Path {
  double metric = -1e18;
  InfoBits bits{};
};

// Viterbi's algorithm on paths that begin and end in `start`; a state is the last six
// bits, the newest one highest.
Path best_path(const std::array<double, kCodedBits>& soft, unsigned start) {
  std::array<double, kStates> metric;
  metric.fill(-1e18);
  metric[start] = 0;
  std::array<std::array<std::uint8_t, kStates>, kInfoBits> dropped;  // oldest bit
  for (std::size_t step = 0; step < kInfoBits; ++step) {
    std::array<double, kStates> next;
    for (unsigned state = 0; state < kStates; ++state) {
      std::array<double, 2> ways{};
      for (unsigned oldest = 0; oldest < 2; ++oldest) {
        const unsigned window = state << 1 | oldest;
        const unsigned before = window & (kStates - 1);
        double gain = metric[before];
        for (std::size_t tap = 0; tap < 2; ++tap)
          gain += coded_bit(window, tap) != 0 ? soft[2 * step + tap] : 0.0;
        ways[oldest] = gain;
      }
      const unsigned better = ways[1] > ways[0] ? 1 : 0;
      next[state] = ways[better];
      dropped[step][state] = static_cast<std::uint8_t>(better);
    }
    metric = next;
  }
  Path path;
  path.metric = metric[start];
  unsigned state = start;
  for (std::size_t step = kInfoBits; step-- > 0;) {
    path.bits[step] = static_cast<std::uint8_t>(state >> (kMemory - 1) & 1);
    state = (state << 1 | dropped[step][state]) & (kStates - 1);
  }
  return path;
}

int agreement(const MarkEvidence& evidence, const MarkSymbols& symbols) {
  int count = 0;
  for (std::size_t i = 0; i < kMarkSymbols; ++i) {
    const auto& row = evidence[i];
    const auto best = std::max_element(row.begin(), row.end()) - row.begin();
    count += best == symbols[i] ? 1 : 0;
  }
  return count;
}

}  // namespace

MarkId MarkId::random() {
  std::array<std::uint8_t, kBits / 8> bytes{};
  random_bytes(bytes);
  MarkId id;
  for (const std::uint8_t byte : bytes)
    id.value = id.value << 8 | byte;
  return id;
}

std::optional<MarkId> MarkId::parse(std::string_view text) {
  if (text.size() != kBits / 4) return std::nullopt;
  MarkId id;
  for (const char c : text) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    id.value = id.value << 4 | digit;
  }
  return id;
}

std::string MarkId::to_string() const {
  std::string out;
  for (int shift = kBits - 4; shift >= 0; shift -= 4)
    out += "0123456789abcdef"[value >> shift & 15];
  return out;
}

MarkSymbols encode_mark(MarkId id) {
  const CodedBits bits = coded(info_bits(id.value));
  MarkSymbols out{};
  for (std::size_t symbol = 0; symbol < kMarkSymbols; ++symbol) {
    unsigned value = 0;
    for (std::size_t bit = 0; bit < kBitsOfSymbol; ++bit)
      value |= static_cast<unsigned>(bits[symbol + kMarkSymbols * bit]) << bit;
    out[symbol] = static_cast<std::uint8_t>(value ^ mask_of(symbol));
  }
  return out;
}

std::optional<DecodedMark> decode_mark(const MarkEvidence& evidence) {
  const auto soft = soft_bits(evidence);
  Path best;
  for (unsigned start = 0; start < kStates; ++start) {
    Path path = best_path(soft, start);
    if (path.metric > best.metric) best = path;
  }
  DecodedMark out;
  for (std::size_t i = 0; i < kIdBits; ++i)
    out.id.value = out.id.value << 1 | best.bits[i];
  if (info_bits(out.id.value) != best.bits) return std::nullopt;
  out.agreeing = agreement(evidence, encode_mark(out.id));
  return out;
}

}  // namespace tangthu::ocr
