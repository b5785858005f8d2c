// WebP (RFC 9649) by libwebp: lossy and lossless, transparency over white paper. What
// moves (an animation) is no page.
#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/exif.h"

namespace tangthu::scanner {
namespace {

struct Release {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};

// Where the container's chunks end too early, the file was cut off.
std::unique_ptr<WebPDemuxer, Release> open_whole(ByteView file) {
  const WebPData data{file.data(), file.size()};
  std::unique_ptr<WebPDemuxer, Release> demuxer(WebPDemux(&data));
  if (!demuxer) refuse(Fault::kDamaged);
  return demuxer;
}

ExifFacts exif_of(const WebPDemuxer* demuxer) {
  WebPChunkIterator chunk{};
  ExifFacts facts;
  if (WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk) != 0) {
    facts = read_exif({chunk.chunk.bytes, chunk.chunk.size});
  }
  WebPDemuxReleaseChunkIterator(&chunk);
  return facts;
}

void require_decoded(const std::uint8_t* pixels) {
  if (pixels == nullptr) refuse(Fault::kDamaged);
}

Raster over_white(const std::vector<std::uint8_t>& from, int width, int height) {
  Raster page = make_raster(width, height, 3);
  std::uint8_t* to = page.pixels.data();
  for (std::size_t i = 0; i < from.size(); i += 4) {
    const unsigned opacity = from[i + 3];
    for (std::size_t c = 0; c < 3; ++c) {
      *to++ = static_cast<std::uint8_t>(
          (from[i + c] * opacity + 255 * (255 - opacity) + 127) / 255);
    }
  }
  return page;
}

}  // namespace

void decode_webp(ByteView file) {
  const auto demuxer = open_whole(file);
  WebPBitstreamFeatures about{};
  if (WebPGetFeatures(file.data(), file.size(), &about) != VP8_STATUS_OK) {
    refuse(Fault::kDamaged);
  }
  require_page_size(static_cast<std::uint64_t>(about.width),
                    static_cast<std::uint64_t>(about.height));
  if (about.has_animation != 0) refuse(Fault::kUnsupported);
  Raster page;
  if (about.has_alpha != 0) {
    std::vector<std::uint8_t> pixels(std::size_t{4} *
                                     static_cast<std::size_t>(about.width) *
                                     static_cast<std::size_t>(about.height));
    require_decoded(WebPDecodeRGBAInto(file.data(), file.size(), pixels.data(),
                                       pixels.size(), about.width * 4));
    page = over_white(pixels, about.width, about.height);
  } else {
    page = make_raster(about.width, about.height, 3);
    require_decoded(WebPDecodeRGBInto(file.data(), file.size(), page.pixels.data(),
                                      page.pixels.size(), about.width * 3));
  }
  const ExifFacts exif = exif_of(demuxer.get());
  set_resolution(page, exif.dpi_x, exif.dpi_y);
  send_page(oriented(grey_if_colourless(std::move(page)), exif.orientation));
}

}  // namespace tangthu::scanner
