// Random archives that grow, change and are merged, and random searches of them: what is
// found must be what the reference finds, in its order and with its scores.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "indexer/facets.h"
#include "tests/indexer/reference.h"

namespace tangthu::indexer {

// What is to be tested. All documents lie at labels that the searcher holds.
class SearchUnderTest {
 public:
  virtual ~SearchUnderTest() = default;

  // A new document, or the revision of one.
  virtual void add(const DocumentId& id, const PacketSource& source) = 0;
  virtual void remove(const DocumentId& id) = 0;
  // To another label; the source is what add() was given last.
  virtual void move(const DocumentId& /*id*/, const PacketSource& /*source*/) {}
  // What changes the form, and no answer: merging, and the end of the process between two
  // steps of it.
  virtual void merge() {}
  virtual void reopen() {}

  // At most `limit`, best first.
  virtual std::vector<Ranked> search(const Query& query, std::size_t limit) = 0;
  // By day of issue; and how many match in all. Nothing: not tested.
  virtual std::optional<std::vector<DocumentId>> by_day(const Query& /*query*/,
                                                        DayOrder /*order*/,
                                                        std::size_t /*limit*/) {
    return std::nullopt;
  }
  virtual std::optional<std::uint64_t> count(const Query& /*query*/) {
    return std::nullopt;
  }
  virtual std::optional<Facets> facets(const Query& /*query*/) { return std::nullopt; }
};

struct DifferentialPlan {
  std::uint32_t seed = 1;
  std::size_t queries = 1000;
  std::size_t of_a_state = 3;  // queries between two changes, about
};

struct DifferentialResult {
  std::size_t queries = 0;  // that the grammar allows
  std::size_t found = 0;    // documents, over all queries
  std::size_t with_hits = 0;
  std::size_t merges = 0;
  std::string
      difference;  // the first one, told so that it can be made again; empty: none
};

// Stops at the first difference. A new `make()` for each archive.
DifferentialResult run_differential(
    const std::function<std::unique_ptr<SearchUnderTest>()>& make,
    const DifferentialPlan& plan);

}  // namespace tangthu::indexer
