// Random documents and queries that often meet: few words, each with several marks, codes
// that share their parts, days in several forms. The same seed, the same archive.
#pragma once

#include <cstddef>
#include <random>
#include <string>

#include "indexer/packet.h"

namespace tangthu::indexer {

class RandomArchive {
 public:
  explicit RandomArchive(std::uint32_t seed) : random_(seed) {}

  // Below `count`.
  std::size_t below(std::size_t count) { return random_() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }

  // At most about `words` words a page.
  PacketSource document(std::size_t words);
  // Grammar of docs/SEARCH.md; a few break its rules. Some of its words follow each other
  // in `source`, so that they are found.
  std::string query(const PacketSource& source);

 private:
  std::string word();
  std::string text(std::size_t most);
  std::string field();
  std::string some_of(const PacketSource& source, std::size_t words);
  std::string unmarked_at_times(std::string text);
  std::string misread(const std::string& word);
  std::string filter();
  std::string value(const PacketSource& source);

  std::mt19937 random_;
};

}  // namespace tangthu::indexer
