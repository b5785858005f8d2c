// What the writer and the reader of packets share; the grammar is in packet.h.
#pragma once

#include <cstddef>
#include <string_view>

#include "indexer/packet.h"

namespace tangthu::indexer {

inline constexpr std::string_view kPacketMagic = "TTP1";
inline constexpr std::size_t kPacketHeaderBytes = 8;

constexpr std::size_t padded_size(std::size_t size) {
  return (size + kPacketUnit - 1) / kPacketUnit * kPacketUnit;
}

}  // namespace tangthu::indexer
