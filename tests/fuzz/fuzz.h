// What the fuzz targets share.
//
// A target is a function of some bytes that asserts what must hold for any bytes: they
// are refused with the format's own error, or read; what was read is written again as the
// same bytes; what is sealed and was altered never opens. libFuzzer (clang, the preset
// `fuzz`) looks for bytes that break it; replay.cc feeds it the committed corpus with any
// compiler.
#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace tangthu::fuzz {

// Inputs to begin with, the same ones every time; `replay --seeds` writes them.
struct Seed {
  std::string name;
  Bytes input;
};
std::vector<Seed> seeds();

inline void must(bool holds) {
  if (!holds) std::abort();
}
template <typename Value>
void must_be(const Result<Value>& refused, ErrorCode code) {
  must(!refused.has_value());
  if (refused.error().code() == code) return;
  std::fprintf(stderr, "refused otherwise: %s\n", refused.error().text());
  std::abort();
}

// A target of many parsers: the first byte of the input says which one gets the rest.
struct Parser {
  std::string_view name;
  void (*feed)(ByteView bytes);
};
template <std::size_t N>
int feed_one(const Parser (&parsers)[N], const std::uint8_t* data, std::size_t size) {
  if (size > 0 && data[0] < N) parsers[data[0]].feed({data + 1, size - 1});
  return 0;
}
// A function that adds a seed for one of the parsers, by its name.
template <std::size_t N>
auto adding_to(std::vector<Seed>& seeds, const Parser (&parsers)[N]) {
  return [&seeds, &parsers](std::string_view parser, ByteView bytes,
                            std::string_view variant = "") {
    const auto* const found = std::find_if(
        parsers, parsers + N, [&](const Parser& p) { return p.name == parser; });
    must(found != parsers + N);
    ByteWriter out;
    out.integer(static_cast<std::uint8_t>(found - parsers));
    out.raw(bytes);
    seeds.push_back({std::string(parser) + std::string(variant), out.take()});
  };
}

// Bytes laid over sound ones, so that what lies deep is reached: u16 place ‖ bytes.
inline Bytes overlaid(ByteView sound, ByteView change) {
  ByteReader in(change);
  const std::size_t place = in.integer<std::uint16_t>();
  const ByteView bytes = in.raw(in.remaining());
  Bytes out = to_bytes(sound);
  const std::size_t at = place % (out.size() + 1);
  if (out.size() < at + bytes.size()) out.resize(at + bytes.size());
  std::copy(bytes.begin(), bytes.end(), out.begin() + static_cast<std::ptrdiff_t>(at));
  return out;
}
// An overlay that changes `bytes` at `place`.
inline Bytes overlay(std::uint16_t place, std::string_view bytes) {
  ByteWriter out;
  out.integer(place);
  out.raw(as_bytes(bytes));
  return out.take();
}

// Bytes with a part that repeats, so that depth costs an input nothing: u8 size ‖ head ‖
// u16 times ‖ u8 size ‖ part ‖ tail.
inline Bytes repeated(ByteView bytes) {
  ByteReader in(bytes);
  ByteWriter out;
  out.raw(in.raw(in.integer<std::uint8_t>()));
  const auto times = in.integer<std::uint16_t>();
  const ByteView part = in.raw(in.integer<std::uint8_t>() % 16);
  for (std::size_t i = 0; i < times; ++i)
    out.raw(part);
  out.raw(in.raw(in.remaining()));
  return out.take();
}
inline Bytes repetition(std::string_view head, std::uint16_t times, std::string_view part,
                        std::string_view tail) {
  ByteWriter out;
  out.integer(static_cast<std::uint8_t>(head.size()));
  out.raw(as_bytes(head));
  out.integer(times);
  out.integer(static_cast<std::uint8_t>(part.size()));
  out.raw(as_bytes(part));
  out.raw(as_bytes(tail));
  return out.take();
}

inline Bytes joined(std::initializer_list<ByteView> parts) {
  ByteWriter out;
  for (const ByteView part : parts)
    out.raw(part);
  return out.take();
}
// Without a comparison for the fuzzer to watch: one of sealed bytes would teach it a seal
// that opens, which no holder of the store could have made.
inline bool same(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  unsigned different = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    different |= static_cast<unsigned>(a[i] ^ b[i]);
  return different == 0;
}

// Bytes that are the same in every run.
template <std::size_t N>
constexpr std::array<std::uint8_t, N> fixed_bytes(std::uint8_t first) {
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i)
    out[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

}  // namespace tangthu::fuzz
