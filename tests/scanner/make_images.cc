// Images by libpng, libjpeg and libtiff.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>
#include <zlib.h>

#include "make_files.h"

namespace tangthu::scanner::testing {
namespace {

void append_png(png_structp png, png_bytep data, std::size_t size) {
  auto* out = static_cast<Bytes*>(png_get_io_ptr(png));
  out->insert(out->end(), data, data + size);
}

// The picture's row as the PNG stores it.
Bytes png_row(const Picture& picture, int y, Depth depth) {
  Bytes row;
  for (int x = 0; x < picture.width; ++x) {
    if (depth == Depth::kOne) {
      if (x % 8 == 0) row.push_back(0);
      if (picture.at(x, y) >= 128) row.back() |= static_cast<std::uint8_t>(0x80 >> x % 8);
      continue;
    }
    for (int c = 0; c < picture.channels; ++c) {
      row.push_back(picture.at(x, y, c));
      if (depth == Depth::kSixteen) row.push_back(picture.at(x, y, c));
    }
    if (depth == Depth::kAlpha) row.push_back(x < picture.width / 2 ? 255 : 0);
  }
  return row;
}

int png_colour(const Picture& picture, Depth depth) {
  if (depth == Depth::kPalette) return PNG_COLOR_TYPE_PALETTE;
  const int alpha = depth == Depth::kAlpha ? PNG_COLOR_MASK_ALPHA : 0;
  return (picture.channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY) | alpha;
}

struct JpegMemory {
  unsigned char* data = nullptr;
  unsigned long size = 0;
};

struct TiffMemory {
  Bytes bytes;
  std::size_t at = 0;
};

tmsize_t tiff_read(thandle_t handle, void* to, tmsize_t size) {
  auto* memory = static_cast<TiffMemory*>(handle);
  const auto rest = static_cast<tmsize_t>(memory->bytes.size() - memory->at);
  const tmsize_t take = std::min(size, rest);
  std::memcpy(to, memory->bytes.data() + memory->at, static_cast<std::size_t>(take));
  memory->at += static_cast<std::size_t>(take);
  return take;
}

tmsize_t tiff_write(thandle_t handle, void* from, tmsize_t size) {
  auto* memory = static_cast<TiffMemory*>(handle);
  const std::size_t end = memory->at + static_cast<std::size_t>(size);
  if (memory->bytes.size() < end) memory->bytes.resize(end);
  std::memcpy(memory->bytes.data() + memory->at, from, static_cast<std::size_t>(size));
  memory->at = end;
  return size;
}

toff_t tiff_seek(thandle_t handle, toff_t offset, int from) {
  auto* memory = static_cast<TiffMemory*>(handle);
  if (from == SEEK_CUR) offset += memory->at;
  if (from == SEEK_END) offset += memory->bytes.size();
  if (memory->bytes.size() < offset) memory->bytes.resize(offset);
  return memory->at = offset;
}

int tiff_close(thandle_t) {
  return 0;
}

toff_t tiff_size(thandle_t handle) {
  return static_cast<TiffMemory*>(handle)->bytes.size();
}

constexpr int kTileSide = 32;

Bytes tiff_row(const TiffPage& page, int y) {
  const Picture& picture = page.picture;
  Bytes row;
  for (int x = 0; x < picture.width; ++x) {
    if (page.bits == 1) {
      if (x % 8 == 0) row.push_back(0);
      if (picture.at(x, y) >= 128) row.back() |= static_cast<std::uint8_t>(0x80 >> x % 8);
      continue;
    }
    for (int c = 0; c < picture.channels; ++c) {
      const std::uint8_t value = picture.at(x, y, c);
      const auto ink = static_cast<std::uint8_t>(255 - value);
      row.push_back(page.cmyk ? ink : value);
      if (page.bits == 16) row.push_back(row.back());
    }
    if (page.cmyk) row.insert(row.end(), static_cast<std::size_t>(page.bits) / 8, 0);
  }
  return row;
}

void write_tiles(TIFF* tiff, const TiffPage& page) {
  const Picture& picture = page.picture;
  const auto size =
      static_cast<std::size_t>(TIFFTileSize(tiff) / (kTileSide * kTileSide));
  for (int top = 0; top < picture.height; top += kTileSide) {
    for (int left = 0; left < picture.width; left += kTileSide) {
      Bytes tile(static_cast<std::size_t>(TIFFTileSize(tiff)));
      for (int y = top; y < std::min(top + kTileSide, picture.height); ++y) {
        const Bytes row = tiff_row(page, y);
        const auto from = static_cast<std::size_t>(left) * size;
        const std::size_t take = std::min(row.size() - from, size * kTileSide);
        std::copy_n(row.begin() + static_cast<long>(from), take,
                    tile.begin() + static_cast<long>((y - top) * kTileSide) *
                                       static_cast<long>(size));
      }
      TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                    static_cast<std::uint32_t>(top), 0, 0);
    }
  }
}

void describe(TIFF* tiff, const TiffPage& page) {
  int photometric = page.white_is_zero ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK;
  if (page.picture.channels == 3) photometric = PHOTOMETRIC_RGB;
  if (page.cmyk) photometric = PHOTOMETRIC_SEPARATED;
  if (page.palette) photometric = PHOTOMETRIC_PALETTE;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.picture.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.picture.height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL,
               page.picture.channels + (page.cmyk ? 1 : 0));
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bits);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, page.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, page.orientation);
  if (page.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTileSide);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTileSide);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, page.rows_a_strip);
  }
  if (page.two_dimensional)
    TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, GROUP3OPT_2DENCODING);
  if (page.compression == COMPRESSION_JPEG) {
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 100);
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    if (page.picture.channels == 3) {
      TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
      TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
    }
  }
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<double>(page.dpi_x));
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<double>(page.dpi_y));
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  if (!page.palette) return;
  std::array<std::uint16_t, 256> red{};
  std::array<std::uint16_t, 256> rest{};
  for (std::size_t i = 0; i < red.size(); ++i) {
    red[i] = static_cast<std::uint16_t>(i * 257);
  }
  TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), rest.data(), rest.data());
}

}  // namespace

Picture test_picture(int width, int height, int channels) {
  Picture picture{width, height, channels, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        picture.pixels.push_back(static_cast<std::uint8_t>(x * 7 + y * 13 + c * 61));
      }
    }
  }
  return picture;
}

Bytes exif_block(int orientation) {
  Bytes block{'E', 'x', 'i', 'f', 0,    0, 'M', 'M', 0, 42, 0, 0, 0,
              8,   0,   1,   1,   0x12, 0, 3,   0,   0, 0,  1, 0};
  block.push_back(static_cast<std::uint8_t>(orientation));
  block.insert(block.end(), 6, 0);
  return block;
}

Bytes make_png(const Picture& picture, int dpi, Depth depth, bool interlaced) {
  Bytes out;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &out, append_png, nullptr);
  const int bits = depth == Depth::kOne ? 1 : depth == Depth::kSixteen ? 16 : 8;
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), bits, png_colour(picture, depth),
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (dpi > 0) {
    const auto per_metre = static_cast<png_uint_32>(dpi / 0.0254 + 0.5);
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  }
  std::array<png_color, 256> palette{};
  for (std::size_t i = 0; i < palette.size(); ++i) {
    palette[i] = {static_cast<png_byte>(i), static_cast<png_byte>(255 - i), 9};
  }
  if (depth == Depth::kPalette) png_set_PLTE(png, info, palette.data(), 256);
  png_write_info(png, info);
  std::vector<Bytes> rows;
  std::vector<png_bytep> pointers;
  for (int y = 0; y < picture.height; ++y)
    rows.push_back(png_row(picture, y, depth));
  for (Bytes& row : rows)
    pointers.push_back(row.data());
  png_write_image(png, pointers.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

Bytes make_png_header(std::uint32_t width, std::uint32_t height) {
  Bytes out = make_png(test_picture(8, 8, 1), 300);
  const auto put = [&](std::size_t at, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) {
      out[at + static_cast<std::size_t>(i)] =
          static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
  };
  put(16, width);
  put(20, height);
  constexpr std::size_t kTypeAt = 12;
  constexpr std::size_t kSumAt = 29;
  put(kSumAt,
      static_cast<std::uint32_t>(crc32(0, out.data() + kTypeAt, kSumAt - kTypeAt)));
  return out;
}

Bytes make_jpeg(const Picture& picture, int dpi, int orientation, JpegKind kind) {
  const bool plain = kind == JpegKind::kPlainCmyk;
  const bool cmyk = plain || kind == JpegKind::kCmyk || kind == JpegKind::kYcck;
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  JpegMemory memory;
  jpeg_mem_dest(&jpeg, &memory.data, &memory.size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height);
  jpeg.input_components = cmyk ? 4 : picture.channels;
  jpeg.in_color_space = cmyk ? JCS_CMYK : picture.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  if (kind == JpegKind::kYcck) jpeg_set_colorspace(&jpeg, JCS_YCCK);
  if (plain) jpeg.write_Adobe_marker = FALSE;
  jpeg_set_quality(&jpeg, 100, TRUE);
  jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
  if (kind == JpegKind::kProgressive) jpeg_simple_progression(&jpeg);
  jpeg.density_unit = dpi > 0 ? 1 : 0;
  if (dpi > 0) jpeg.X_density = jpeg.Y_density = static_cast<UINT16>(dpi);
  jpeg_start_compress(&jpeg, TRUE);
  if (orientation > 0) {
    const Bytes exif = exif_block(orientation);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif.data(),
                      static_cast<unsigned>(exif.size()));
  }
  for (int y = 0; y < picture.height; ++y) {
    Bytes row;
    for (int x = 0; x < picture.width; ++x) {
      for (int c = 0; c < picture.channels; ++c) {
        const std::uint8_t value = picture.at(x, y, c);
        row.push_back(plain ? static_cast<std::uint8_t>(255 - value) : value);
      }
      if (cmyk) row.push_back(plain ? 0 : 255);  // no black
    }
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&jpeg, &pointer, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  Bytes out(memory.data, memory.data + memory.size);
  std::free(memory.data);  // NOLINT: allocated by libjpeg
  return out;
}

Bytes make_tiff(const std::vector<TiffPage>& pages) {
  TiffMemory memory;
  TIFF* tiff = TIFFClientOpen("test", "w", &memory, tiff_read, tiff_write, tiff_seek,
                              tiff_close, tiff_size, nullptr, nullptr);
  if (tiff == nullptr) throw std::runtime_error("libtiff can't write");
  for (const TiffPage& page : pages) {
    describe(tiff, page);
    if (page.tiled) write_tiles(tiff, page);
    for (int y = 0; !page.tiled && y < page.picture.height; ++y) {
      Bytes row = tiff_row(page, y);
      TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0);
    }
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  return memory.bytes;
}

}  // namespace tangthu::scanner::testing
