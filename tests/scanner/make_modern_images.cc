// BMP by Leptonica and by hand, WebP by libwebp, JPEG 2000 by OpenJPEG.
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <leptonica/allheaders.h>
#include <openjpeg.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "make_files.h"

namespace tangthu::scanner::testing {
namespace {

// A BMP's rows from the bottom, each of whole 32-bit words.
void add_rows(ByteWriter& out, const Picture& picture, bool from_top,
              Bytes (*row_of)(const Picture&, int y)) {
  for (int i = 0; i < picture.height; ++i) {
    Bytes row = row_of(picture, from_top ? i : picture.height - 1 - i);
    row.resize((row.size() + 3) / 4 * 4);
    out.raw(row);
  }
}

Bytes one_bit_row(const Picture& picture, int y) {
  Bytes row(static_cast<std::size_t>(picture.width + 7) / 8);
  for (int x = 0; x < picture.width; ++x) {
    if (picture.at(x, y) >= 128)
      row[static_cast<std::size_t>(x) / 8] |= static_cast<std::uint8_t>(0x80 >> x % 8);
  }
  return row;
}

Bytes four_bit_row(const Picture& picture, int y) {
  Bytes row(static_cast<std::size_t>(picture.width + 1) / 2);
  for (int x = 0; x < picture.width; ++x) {
    row[static_cast<std::size_t>(x) / 2] |=
        static_cast<std::uint8_t>(picture.at(x, y) >> 4 << (x % 2 == 0 ? 4 : 0));
  }
  return row;
}

Bytes bgr_row(const Picture& picture, int y) {
  Bytes row;
  for (int x = 0; x < picture.width; ++x) {
    for (int c = 2; c >= 0; --c)
      row.push_back(picture.at(x, y, picture.channels == 1 ? 0 : c));
  }
  return row;
}

Bytes five_bit_row(const Picture& picture, int y) {
  Bytes row;
  for (int x = 0; x < picture.width; ++x) {
    const int pixel = picture.at(x, y, 0) >> 3 << 10 | picture.at(x, y, 1) >> 3 << 5 |
                      picture.at(x, y, 2) >> 3;
    row.push_back(static_cast<std::uint8_t>(pixel));
    row.push_back(static_cast<std::uint8_t>(pixel >> 8));
  }
  return row;
}

// Red in the lowest byte, blue in the third, as the masks say.
Bytes masked_row(const Picture& picture, int y) {
  Bytes row;
  for (int x = 0; x < picture.width; ++x) {
    for (int c = 0; c < 3; ++c)
      row.push_back(picture.at(x, y, c));
    row.push_back(0xee);
  }
  return row;
}

// Runs of one, literals of three and a pixel that is stepped over at each row's end: it
// stays white.
Bytes runs(const Picture& picture, int bits) {
  Bytes out;
  const auto index = [&](int x, int y) { return picture.at(x, y) >> (8 - bits); };
  const auto add = [&](int value) { out.push_back(static_cast<std::uint8_t>(value)); };
  for (int y = picture.height - 1; y >= 0; --y) {
    int x = 0;
    for (; x + 4 < picture.width; x += 4) {
      add(1);
      add(bits == 8 ? index(x, y) : index(x, y) << 4);
      add(0);
      add(3);
      if (bits == 8) {
        for (int i = 1; i <= 3; ++i)
          add(index(x + i, y));
        add(0);
      } else {
        add(index(x + 1, y) << 4 | index(x + 2, y));
        add(index(x + 3, y) << 4);
      }
    }
    for (const int value : {0, 2, 1, 0, 0, 0})
      add(value);
  }
  add(0);
  add(1);
  return out;
}

void add_grey_palette(ByteWriter& out, int bits, bool os2) {
  const int most = (1 << bits) - 1;
  for (int i = 0; i <= most; ++i) {
    const auto grey = static_cast<std::uint8_t>(i * 255 / most);
    for (int c = 0; c < 3; ++c)
      out.integer(grey);
    if (!os2) out.integer(std::uint8_t{0});
  }
}

struct BmpShape {
  std::uint16_t bits;
  std::uint32_t compression;
};
BmpShape shape_of(BmpKind kind) {
  switch (kind) {
    case BmpKind::kOneBit:
      return {1, 0};
    case BmpKind::kFourBit:
      return {4, 0};
    case BmpKind::kRuns4:
      return {4, 2};
    case BmpKind::kRuns8:
      return {8, 1};
    case BmpKind::kFiveBits:
      return {16, 0};
    case BmpKind::kMasks:
      return {32, 3};
    default:
      return {24, 0};
  }
}

Bytes bmp_data(const Picture& picture, BmpKind kind) {
  ByteWriter out;
  switch (kind) {
    case BmpKind::kOneBit:
      add_rows(out, picture, false, one_bit_row);
      break;
    case BmpKind::kFourBit:
      add_rows(out, picture, false, four_bit_row);
      break;
    case BmpKind::kRuns4:
      return runs(picture, 4);
    case BmpKind::kRuns8:
      return runs(picture, 8);
    case BmpKind::kFiveBits:
      add_rows(out, picture, false, five_bit_row);
      break;
    case BmpKind::kMasks:
      add_rows(out, picture, false, masked_row);
      break;
    default:
      add_rows(out, picture, kind == BmpKind::kFromTop, bgr_row);
  }
  return out.take();
}

Bytes bmp_header(const Picture& picture, BmpKind kind) {
  const BmpShape shape = shape_of(kind);
  ByteWriter out;
  if (kind == BmpKind::kOs2) {
    out.integer(std::uint32_t{12});
    out.integer(static_cast<std::uint16_t>(picture.width));
    out.integer(static_cast<std::uint16_t>(picture.height));
    out.integer(std::uint16_t{1});
    out.integer(shape.bits);
    return out.take();
  }
  const int height = kind == BmpKind::kFromTop ? -picture.height : picture.height;
  out.integer(std::uint32_t{40});
  out.integer(static_cast<std::uint32_t>(picture.width));
  out.integer(static_cast<std::uint32_t>(height));
  out.integer(std::uint16_t{1});
  out.integer(shape.bits);
  out.integer(shape.compression);
  for (const std::uint32_t value : {0U, 11811U, 11811U, 0U, 0U})
    out.integer(value);
  if (kind == BmpKind::kMasks) {
    for (const std::uint32_t mask : {0xffU, 0xff00U, 0xff0000U})
      out.integer(mask);
  }
  if (shape.bits <= 8) add_grey_palette(out, shape.bits, false);
  return out.take();
}

Bytes webp_bytes(WebPMemoryWriter& writer) {
  Bytes out(writer.mem, writer.mem + writer.size);
  WebPMemoryWriterClear(&writer);
  return out;
}

Bytes rgba(const Picture& picture, bool transparent) {
  Bytes out;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      for (int c = 0; c < 3; ++c)
        out.push_back(picture.at(x, y, picture.channels == 1 ? 0 : c));
      out.push_back(transparent && x >= picture.width / 2 ? 0 : 255);
    }
  }
  return out;
}

Bytes webp_still(const Picture& picture, WebpKind kind) {
  WebPConfig config;
  WebPConfigInit(&config);
  config.lossless = kind == WebpKind::kLossy ? 0 : 1;
  config.exact = 1;
  config.quality = 95;
  WebPPicture image;
  WebPPictureInit(&image);
  image.use_argb = config.lossless;
  image.width = picture.width;
  image.height = picture.height;
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  image.writer = WebPMemoryWrite;
  image.custom_ptr = &writer;
  const Bytes pixels = rgba(picture, kind == WebpKind::kAlpha);
  if (WebPPictureImportRGBA(&image, pixels.data(), picture.width * 4) == 0 ||
      WebPEncode(&config, &image) == 0) {
    throw std::runtime_error("libwebp can't write");
  }
  WebPPictureFree(&image);
  return webp_bytes(writer);
}

Bytes assembled(WebPMux* mux) {
  WebPData data{};
  if (WebPMuxAssemble(mux, &data) != WEBP_MUX_OK) {
    throw std::runtime_error("libwebpmux can't write");
  }
  Bytes out(data.bytes, data.bytes + data.size);
  WebPDataClear(&data);
  WebPMuxDelete(mux);
  return out;
}

OPJ_SIZE_T jp2_write(void* data, OPJ_SIZE_T size, void* user) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  auto* memory = static_cast<std::pair<Bytes, std::size_t>*>(user);
  memory->first.resize(std::max(memory->first.size(), memory->second + size));
  std::memcpy(memory->first.data() + memory->second, bytes, size);
  memory->second += size;
  return size;
}

OPJ_OFF_T jp2_skip(OPJ_OFF_T size, void* user) {
  static_cast<std::pair<Bytes, std::size_t>*>(user)->second +=
      static_cast<std::size_t>(size);
  return size;
}

OPJ_BOOL jp2_seek(OPJ_OFF_T place, void* user) {
  static_cast<std::pair<Bytes, std::size_t>*>(user)->second =
      static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

double ycc_of(const Picture& picture, int x, int y, int component) {
  constexpr double kWeights[3][3] = {
      {0.299, 0.587, 0.114}, {-0.168736, -0.331264, 0.5}, {0.5, -0.418688, -0.081312}};
  double value = component == 0 ? 0 : 128;
  for (int c = 0; c < 3; ++c)
    value += kWeights[component][c] * picture.at(x, y, c);
  return value;
}

int jp2_sample(const Picture& picture, const Jp2Options& options, int x, int y, int c) {
  const int most = (1 << options.bits) - 1;
  if (options.alpha && c == picture.channels) return x < picture.width / 2 ? most : 0;
  if (options.cmyk && c == 3) return 0;
  if (options.ycc) return static_cast<int>(ycc_of(picture, x, y, c) + 0.5);
  const int value = picture.at(x, y, c);
  return (options.cmyk ? 255 - value : value) * most / 255;
}

opj_image_t* jp2_image(const Picture& picture, const Jp2Options& options) {
  const int components =
      picture.channels + (options.alpha ? 1 : 0) + (options.cmyk ? 1 : 0);
  std::vector<opj_image_cmptparm_t> shapes(static_cast<std::size_t>(components));
  for (std::size_t c = 0; c < shapes.size(); ++c) {
    const unsigned step = options.ycc && c > 0 ? 2 : 1;
    shapes[c].dx = shapes[c].dy = step;
    shapes[c].w = (static_cast<unsigned>(picture.width) + step - 1) / step;
    shapes[c].h = (static_cast<unsigned>(picture.height) + step - 1) / step;
    shapes[c].prec = static_cast<unsigned>(options.bits);
  }
  OPJ_COLOR_SPACE space = picture.channels == 1 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB;
  if (options.ycc) space = OPJ_CLRSPC_SYCC;
  if (options.cmyk) space = OPJ_CLRSPC_CMYK;
  opj_image_t* image =
      opj_image_create(static_cast<unsigned>(components), shapes.data(), space);
  image->x1 = static_cast<unsigned>(picture.width);
  image->y1 = static_cast<unsigned>(picture.height);
  if (options.alpha) image->comps[components - 1].alpha = 1;
  for (int c = 0; c < components; ++c) {
    opj_image_comp_t& to = image->comps[c];
    for (unsigned i = 0; i < to.w * to.h; ++i) {
      to.data[i] = jp2_sample(picture, options, static_cast<int>(i % to.w * to.dx),
                              static_cast<int>(i / to.w * to.dy), c);
    }
  }
  return image;
}

// Into the header superbox: resc with vertical and horizontal samples a metre.
Bytes with_resolution(Bytes jp2, int dpi) {
  const auto big = [](Bytes& out, std::uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i)
      out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto metre = static_cast<std::uint64_t>(dpi / 0.0254 + 0.5);
  Bytes box;
  big(box, 26, 4);
  big(box, 0x72657320, 4);  // "res "
  big(box, 18, 4);
  big(box, 0x72657363, 4);  // "resc"
  for (int i = 0; i < 2; ++i) {
    big(box, metre, 2);
    big(box, 1, 2);
  }
  big(box, 0, 2);
  const std::size_t at = as_text(jp2).find("jp2h") - 4;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i)
    size = size << 8 | jp2[at + i];
  jp2.insert(jp2.begin() + static_cast<long>(at + size), box.begin(), box.end());
  Bytes larger;
  big(larger, size + box.size(), 4);
  std::copy(larger.begin(), larger.end(), jp2.begin() + static_cast<long>(at));
  return jp2;
}

}  // namespace

Bytes make_bmp(const Picture& picture, int dpi) {
  PIX* pix = pixCreate(picture.width, picture.height, picture.channels == 3 ? 32 : 8);
  pixSetResolution(pix, dpi, dpi);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (picture.channels == 3) {
        pixSetRGBPixel(pix, x, y, picture.at(x, y, 0), picture.at(x, y, 1),
                       picture.at(x, y, 2));
      } else {
        pixSetPixel(pix, x, y, picture.at(x, y));
      }
    }
  }
  l_uint8* data = nullptr;
  std::size_t size = 0;
  if (pixWriteMemBmp(&data, &size, pix) != 0) {
    throw std::runtime_error("Leptonica can't write");
  }
  Bytes out(data, data + size);
  lept_free(data);
  pixDestroy(&pix);
  return out;
}

Bytes make_odd_bmp(const Picture& picture, BmpKind kind) {
  const Bytes header = bmp_header(picture, kind);
  const Bytes data = bmp_data(picture, kind);
  const auto start = static_cast<std::uint32_t>(14 + header.size());
  ByteWriter out;
  out.raw(as_bytes("BM"));
  out.integer(static_cast<std::uint32_t>(start + data.size()));
  out.integer(std::uint32_t{0});
  out.integer(start);
  out.raw(header);
  out.raw(data);
  return out.take();
}

Bytes make_webp(const Picture& picture, WebpKind kind, int orientation) {
  Bytes still = webp_still(picture, kind);
  const WebPData data{still.data(), still.size()};
  if (kind == WebpKind::kAnimation) {
    WebPMux* mux = WebPMuxNew();
    WebPMuxFrameInfo frame{};
    frame.bitstream = data;
    frame.id = WEBP_CHUNK_ANMF;
    frame.duration = 100;
    WebPMuxPushFrame(mux, &frame, 1);
    WebPMuxPushFrame(mux, &frame, 1);
    const WebPMuxAnimParams moving{0xffffffff, 0};
    WebPMuxSetAnimationParams(mux, &moving);
    return assembled(mux);
  }
  if (orientation == 0) return still;
  // As cameras write it: without the name that JPEG's marker begins with.
  const Bytes exif = exif_block(orientation);
  const WebPData chunk{exif.data() + 6, exif.size() - 6};
  WebPMux* mux = WebPMuxCreate(&data, 1);
  WebPMuxSetChunk(mux, "EXIF", &chunk, 1);
  return assembled(mux);
}

Bytes make_jp2(const Picture& picture, const Jp2Options& options) {
  opj_image_t* image = jp2_image(picture, options);
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.tcp_mct = picture.channels == 3 && !options.ycc && !options.cmyk ? 1 : 0;
  parameters.numresolution = 3;
  if (options.tile > 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = parameters.cp_tdy = options.tile;
  }
  opj_codec_t* codec = opj_create_compress(options.bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
  std::pair<Bytes, std::size_t> memory;
  opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
  opj_stream_set_user_data(stream, &memory, nullptr);
  opj_stream_set_write_function(stream, jp2_write);
  opj_stream_set_skip_function(stream, jp2_skip);
  opj_stream_set_seek_function(stream, jp2_seek);
  const bool written = opj_setup_encoder(codec, &parameters, image) != OPJ_FALSE &&
                       opj_start_compress(codec, image, stream) != OPJ_FALSE &&
                       opj_encode(codec, stream) != OPJ_FALSE &&
                       opj_end_compress(codec, stream) != OPJ_FALSE;
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  if (!written) throw std::runtime_error("OpenJPEG can't write");
  if (options.cmyk) {
    // The library writes no number for inks; T.800 amendment: 12.
    const std::size_t at = as_text(memory.first).find("colr") + 7;
    memory.first[at + 3] = 12;
  }
  return options.dpi > 0 ? with_resolution(memory.first, options.dpi) : memory.first;
}

}  // namespace tangthu::scanner::testing
