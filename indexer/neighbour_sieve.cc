#include "indexer/neighbour_sieve.h"

#include <array>
#include <vector>

namespace tangthu::indexer {
namespace {

// A bit for each position modulo 256.
using Mask = std::array<std::uint64_t, 4>;

std::uint64_t bit_of(std::uint32_t position) {
  return std::uint64_t{1} << position % 64;
}

std::size_t word_of(std::uint32_t position) {
  return position / 64 % std::tuple_size_v<Mask>;
}

}  // namespace

Result<OrdinalSet> find_apart(TermHits& left, TermHits& right,
                              const OrdinalSet& documents) {
  // All zero between calls.
  static thread_local std::vector<Mask> masks(kMaxSegmentDocuments);
  Mask* const behind = masks.data();
  OrdinalSet apart = documents;
  Result<void> done = left.visit_positions(
      documents, [=](std::uint32_t document, std::uint32_t position) {
        behind[document][word_of(position + 1)] |= bit_of(position + 1);
      });
  if (done) {
    done = right.visit_positions(
        documents, [&](std::uint32_t document, std::uint32_t position) {
          if ((behind[document][word_of(position)] & bit_of(position)) != 0) {
            apart.remove(document);
          }
        });
  }
  documents.for_each([=](std::uint32_t document) { behind[document] = {}; });
  if (!done) return Failure(std::move(done).error());
  return apart;
}

}  // namespace tangthu::indexer
