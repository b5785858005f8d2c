// libFuzzer: any text is a query or a usage error with a column; and any text can be
// analysed, written as a packet, searched and shown as a snippet.

#include "base/unicode.h"
#include "indexer/snippet.h"
#include "tests/fuzz/search_packet.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::indexer;  // NOLINT

using fuzz::must;

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

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  for (const char* query :
       {"quyết định", "\"bí mật\" OR số:582/QĐ", "ab* -vắng", "(a OR b) c~1",
        "date:2020-01-01..2021-12-31", "mật 5/3/2020 \"mở", "Kính gửi: Văn phòng\n\tA.",
        "dinh~ OR QĐ-UBND~ -mất~", "\"bí mật nhà\"~7 signer:\"a b\"~2",
        "mật date:2019 OR date:>=5/3/2020 -added:..2021-06",
        "level:>=mat compartment:nhan-su review:no fonds:p*",
        "so:100..200 dossier:\"HS 1\""}) {
    out.push_back({"query-" + std::to_string(out.size()), to_bytes(as_bytes(query))});
  }
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text({data, size}));
  auto query = parse_query(text);
  if (!query) {
    must(query.error().code() == ErrorCode::kUsage);
    must(query.error().subject().starts_with("column "));
    return 0;
  }
  const Bytes packet = write_packet(
      {{text}, {{"number", text}, {"date", "2020-03-05"}, {"@added", "1583366400"}}});
  for (const Hit& hit : fuzz::hits_in(packet, *query)) {
    check_snippet(text, hit.words, size % 60);
  }
  return 0;
}
