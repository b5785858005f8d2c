// bench-service-search VAULT KEY-FILE USER PASSPHRASE-FILE QUERIES COUNT: so many
// searches of each class of query without a server, as one session makes them one after
// another: ten hits with their snippets. Processor time of a search, by class.
#include "archive/search.h"

#include <fstream>
#include <iostream>

#include "archive/search_view.h"
#include "base/number.h"
#include "bench/bench.h"
#include "bench/search/queries.h"
#include "vault/root_key_source.h"

namespace tangthu::bench {
namespace {

void search(char** words, std::size_t count) {
  std::ifstream in(words[4]);
  std::string passphrase;
  std::getline(in, passphrase);
  const auto vault = must(vault::Vault::unseal(
      words[1], must(vault::find_root_key(words[1], words[2])), vault::Access::kRead));
  const auto session = must(vault->log_in(words[3], Passphrase(as_bytes(passphrase))));
  constexpr std::size_t kMostOpen = std::size_t{1} << 30;  // as the server's
  constexpr std::size_t kMostHits = std::size_t{256} << 20;
  archive::SearchRoom room(*session,
                           std::make_shared<archive::OpenIndexes>(kMostOpen, kMostHits));
  archive::Wanted wanted;
  wanted.limit = 10;
  const std::vector<TimedQuery> queries = read_queries(words[5]);
  std::array<std::pair<std::size_t, double>, kQueryClasses.size()> by_class{};
  double all = 0;
  std::size_t made = 0;
  for (const bool warm : {false, true}) {
    by_class = {};
    for (const TimedQuery& query : queries) {
      auto& [of_class, took] = by_class.at(static_cast<std::size_t>(query.query_class));
      if (of_class == count) continue;
      const double start = milliseconds_of_thread();
      must(archive::search(*session, room, as_typed(query), {}, wanted));
      took += milliseconds_of_thread() - start;
      ++of_class;
    }
    if (!warm) continue;
    for (const auto& [of_class, took] : by_class) {
      all += took;
      made += of_class;
    }
  }
  for (std::size_t i = 0; i < by_class.size(); ++i) {
    const auto [of_class, took] = by_class[i];
    std::printf("%s: %.2f ms\n", std::string(kQueryClasses[i]).c_str(),
                took / static_cast<double>(of_class));
  }
  std::printf("embedded: %.2f ms of one processor a search, %.0f searches a second\n",
              all / static_cast<double>(made), 1e3 * static_cast<double>(made) / all);
}

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  const auto count =
      argc == 7 ? tangthu::parse_number<std::size_t>(argv[6]) : std::nullopt;
  if (!count || *count == 0) {
    std::cerr
        << "usage: bench-service-search VAULT KEY-FILE USER PASSPHRASE-FILE QUERIES "
           "COUNT\n";
    return 2;
  }
  tangthu::bench::search(argv, *count);
}
