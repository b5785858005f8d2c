// The queries whose time is taken, drawn from the documents themselves.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tangthu::bench {

// In the file they stand by name.
enum class QueryClass : std::uint8_t {
  kFrequentWord,  // in a tenth of all documents or more
  kMiddlingWord,  // in 1/200 to 1/20
  kRareWord,      // in 2 to 50 documents
  kTwoWords,      // both must stand
  kPhrase,        // two to four words of a document that follow each other
  kPrefix,        // the first letters of a word
  kTypeAndWord,   // the words of the field `type`, and a word
  kDaysAndWord,   // a span of days of issue, and a word
};
inline constexpr std::array<std::string_view, 8> kQueryClasses = {
    "frequent word", "middling word", "rare word",     "two words",
    "phrase",        "prefix",        "type and word", "days and word"};

struct TimedQuery {
  QueryClass query_class = QueryClass::kFrequentWord;
  std::vector<std::string> folded;
  std::vector<std::string> marked;  // as the document has them
  std::string type;                 // folded words of the type; empty: any
  std::string type_as_written;
  std::string from;  // 2001-03-05, both ends included; empty: any
  std::string to;
};

// In our grammar (docs/SEARCH.md).
std::string as_typed(const TimedQuery& query);

// A line a query: class, folded, marked, type, type as written, from, to; parted by tabs.
void write_queries(const std::filesystem::path& path,
                   const std::vector<TimedQuery>& queries);
std::vector<TimedQuery> read_queries(const std::filesystem::path& path);

// `each` of every class, from the files `documents` and `folded` of a corpus.
std::vector<TimedQuery> choose_queries(const std::filesystem::path& corpus, int each,
                                       std::uint64_t seed);

}  // namespace tangthu::bench
