// How well documents are found: queries of which it is known what is relevant to them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/search/engine.h"

namespace tangthu::bench {

struct JudgedQuery {
  std::string query_class;
  FreeQuery query;
  std::vector<std::uint32_t> relevant;  // numbers of documents, ascending
};

// The words of `typed` as programs get them that know no Vietnamese: folded. Quotes, and
// a code or a day alone, ask for a phrase.
FreeQuery free_query(const std::string& typed);

// A line a query: class, as typed, folded words, phrase or words, numbers; parted by
// tabs.
void write_judged(const std::filesystem::path& path,
                  const std::vector<JudgedQuery>& queries);
std::vector<JudgedQuery> read_judged(const std::filesystem::path& path);

// Of each class: recall among the first ten (of ten, or of as many as are relevant), the
// mean of 1 / rank of the first relevant one, and how many of all relevant ones are found
// at all.
void print_quality(Engine& engine, const std::vector<JudgedQuery>& queries);

}  // namespace tangthu::bench
