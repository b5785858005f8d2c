// libFuzzer: a packet of any bytes is refused or can be searched; nothing else happens.
//
// Two ways in: the input as it is, and the input as a body within a frame that is in
// order, since no fuzzer guesses the frame's length and padding.

#include "tests/fuzz/search_packet.h"
#include "tests/indexer/packet_search.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::indexer;  // NOLINT

Bytes framed(ByteView body) {
  ByteWriter out;
  out.raw(as_bytes("TTP1"));
  out.integer(static_cast<std::uint32_t>(body.size()));
  out.raw(body);
  Bytes bytes = out.take();
  bytes.resize((bytes.size() + kPacketUnit - 1) / kPacketUnit * kPacketUnit);
  return bytes;
}

using fuzz::must;

void search(const Packet& packet, ByteView bytes) {
  static const Query query =
      parse_query("quyết OR ab* OR \"bí mật\" OR so:582/QĐ OR 5/3/2020 OR mat~ -vắng")
          .value();
  for (const Hit& hit : fuzz::hits_in(to_bytes(bytes), query)) {
    for (const int page : hit.pages) {
      must(page >= 1 && static_cast<std::uint32_t>(page) <= packet.page_count());
    }
  }
  must(folded_in(packet, "a").size() >= marked_in(packet, "a").size());
}

void read(ByteView bytes) {
  const auto packet = Packet::read(bytes);
  if (packet) {
    search(*packet, bytes);
  } else {
    must(packet.error().code() == ErrorCode::kCorrupt);
  }
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Bytes packet =
      write_packet({{"Quyết định bí mật", "ab abc 5/3/2020"}, {{"number", "582/QĐ"}}});
  ByteReader in(packet);
  in.raw(4);
  const Bytes body = to_bytes(in.sized());
  const Bytes empty = write_packet({{""}, {}});
  return {{"packet", packet}, {"body", body}, {"empty", empty}};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  read({data, size});
  read(framed({data, size}));
  return 0;
}
