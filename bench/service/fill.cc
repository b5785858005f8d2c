// bench-service-fill VAULT KEY-FILE USER PASSPHRASE-FILE CORPUS COUNT: so many documents
// of a corpus (bench-index-corpus) into an agency's vault, under Thường.
#include <chrono>
#include <fstream>
#include <iostream>

#include "archive/index_work.h"
#include "base/number.h"
#include "bench/bench.h"
#include "bench/service/papers.h"
#include "vault/root_key_source.h"
#include "vault/session.h"

namespace tangthu::bench {
namespace {

void fill(char** words, std::uint32_t count) {
  std::ifstream in(words[4]);
  std::string passphrase;
  std::getline(in, passphrase);
  const auto vault = must(vault::Vault::unseal(
      words[1], must(vault::find_root_key(words[1], words[2])), vault::Access::kWrite));
  const auto session = must(vault->log_in(words[3], Passphrase(as_bytes(passphrase))));
  CorpusReader corpus(words[5]);
  Record record;
  const auto start = std::chrono::steady_clock::now();
  std::uint32_t number = 0;
  for (; number < count && corpus.next(record); ++number) {
    auto writer = must(session->write_document({Level::kThuong, {}}));
    must(write_paper(writer, record, number));
    must(writer.commit());
    if (number % 20'000 == 19'999)
      must(archive::merge_index(*session, archive::MergeWhen::kDue));
  }
  must(archive::merge_index(*session, archive::MergeWhen::kAlways));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("filled: %u documents, %.0f s\n", number, took.count());
}

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  const auto count =
      argc == 7 ? tangthu::parse_number<std::uint32_t>(argv[6]) : std::nullopt;
  if (!count) {
    std::cerr << "usage: bench-service-fill VAULT KEY-FILE USER PASSPHRASE-FILE CORPUS "
                 "COUNT\n";
    return 2;
  }
  tangthu::bench::fill(argv, *count);
}
