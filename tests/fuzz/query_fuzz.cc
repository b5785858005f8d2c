// libFuzzer: any text is a query or a usage error with a column; and any text can be
// analysed, written as a packet, searched and shown as a snippet.
//
// cmake --preset fuzz && cmake --build --preset fuzz; build-fuzz/bin/query_fuzz
// -max_total_time=60
#include <cstdlib>

#include "base/unicode.h"
#include "indexer/ranking.h"
#include "indexer/snippet.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::indexer;  // NOLINT

void must(bool condition) {
  if (!condition) std::abort();
}

void check_snippet(const std::string& text, const std::vector<std::string>& words,
                   std::size_t width) {
  const Snippet snippet = find_snippet(text, words, width);
  must(to_utf8(to_code_points(snippet.text)) == snippet.text);
  must(snippet.text.find_first_of("\n\r\t\x1B") == std::string::npos);
  std::size_t before = 0;
  for (const Highlight& part : snippet.highlights) {
    must(before <= part.begin && part.begin < part.end);
    before = part.end;
  }
  must(before <= snippet.text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text({data, size}));
  auto query = parse_query(text);
  if (!query) {
    must(query.error().code() == ErrorCode::kUsage);
    must(query.error().subject().starts_with("column "));
    return 0;
  }
  const Bytes bytes = write_packet({{text}, {{"number", text}}});
  const auto packet = Packet::read(bytes);
  must(packet.has_value());
  Ranking ranking(std::move(*query));
  ranking.add(DocumentId{}, *packet);
  for (const Hit& hit : ranking.best(1)) {
    check_snippet(text, hit.words, size % 60);
  }
  return 0;
}
