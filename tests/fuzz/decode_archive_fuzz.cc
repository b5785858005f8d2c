// libFuzzer: any bytes are an archive, of whatever kind, or refused.
#include <sys/mman.h>
#include <unistd.h>

#include "base/descriptor.h"
#include "tests/fuzz/decode.h"

namespace {

using namespace tangthu;                    // NOLINT: a program of one file
using namespace tangthu::scanner::testing;  // NOLINT

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  const Bytes png = make_png(small_picture(1), 300);
  const Members members = {{"p1.png", png},
                           {"notes.txt", to_bytes(as_bytes("dear reader"))},
                           {"bad.png", to_bytes(as_bytes("none"))},
                           {"d/p2.png", png}};
  std::vector<Seed> out;
  for (const Pack pack : kAllPacks) {
    // Longer than a fuzzer's inputs are.
    if (pack == Pack::kIso) continue;
    out.push_back({"pack-" + std::to_string(out.size()), make_archive(members, pack)});
  }
  for (const HandPack pack :
       {HandPack::kRar4, HandPack::kRar5, HandPack::kLha, HandPack::kCab}) {
    out.push_back({"hand-" + std::to_string(out.size()), pack_by_hand(members, pack)});
  }
  out.push_back({"nested", make_archive({{"a.zip", out.front().input}}, Pack::kTarGz)});
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Descriptor memory(memfd_create("fuzz", 0));
  fuzz::must(ftruncate(memory.get(), 0) == 0 &&
             pwrite(memory.get(), data, size, 0) == static_cast<ssize_t>(size) &&
             lseek(memory.get(), 0, SEEK_SET) == 0);
  return fuzz::decode_one([](ByteView) { scanner::unpack_archive(memory.get()); }, data,
                          size);
}
