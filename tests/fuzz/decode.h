// What the targets of the decoders share: a decoder's code runs in this process, without
// its walls, and says what it has to say to decode_emit.cc instead of to a pipe.
// Libraries come as the system has them, not instrumented.
#pragma once

#include "scanner/decode/decoders.h"
#include "scanner/decode/frames.h"
#include "tests/fuzz/fuzz.h"
#include "tests/scanner/make_files.h"

namespace tangthu::fuzz {

// What refuse() throws here.
struct Refused {
  scanner::Fault fault;
};

// Feeds the decoder. Refusing is as good as decoding; what is sent must be in order
// (decode_emit.cc).
template <typename Decoder>
int decode_one(Decoder decoder, const std::uint8_t* data, std::size_t size);

// Called by decode_one before and after.
void begin_decoding();
void end_decoding(bool refused);

template <typename Decoder>
int decode_one(Decoder decoder, const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;  // never reaches a decoder (map_input)
  begin_decoding();
  bool refused = false;
  try {
    decoder(ByteView(data, size));
  } catch (const Refused& why) {
    refused = true;
    must(why.fault != scanner::Fault::kNone);
  }
  end_decoding(refused);
  return 0;
}

// Pictures large enough for a few blocks, small enough for a corpus.
inline scanner::testing::Picture small_picture(int channels) {
  return scanner::testing::test_picture(19, 17, channels);
}

}  // namespace tangthu::fuzz
