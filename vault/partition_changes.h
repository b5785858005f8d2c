// How often each partition of a store changed, so that whoever keeps what he read of one
// knows whether it is still so. Partitions share places: a change of one may count for
// others too, never the other way round.
// Thread rule: any thread.
#pragma once

#include <array>
#include <atomic>

#include "vault/store.h"

namespace tangthu::vault {

class PartitionChanges {
 public:
  // To be asked before the partition is read.
  std::uint64_t of(const PartitionName& partition) const {
    return counts_.at(place_of(partition)).load();
  }
  // To be called when the change can be seen, and before anybody is told that it is made.
  void count(const PartitionName& partition) { ++counts_.at(place_of(partition)); }

 private:
  static constexpr std::size_t kPlaces = std::size_t{1} << 16U;
  // Names are blinded: their first bytes are as good as random.
  static std::size_t place_of(const PartitionName& partition) {
    return std::size_t{partition[0]} << 8U | partition[1];
  }

  std::array<std::atomic<std::uint64_t>, kPlaces> counts_{};
};

}  // namespace tangthu::vault
