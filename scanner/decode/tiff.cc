// TIFF 6.0 and BigTIFF by libtiff: every page, in strips or tiles, whatever its
// compression; 1 to 16 bits of grey, palette, RGB, YCbCr, Lab, CMYK. What the library
// complains of while it reads pixels is damage (it would leave rows grey); what it says
// of odd tags is not.
#include <algorithm>
#include <cstring>
#include <memory>

#include <tiffio.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/inks.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {
namespace {

bool complained = false;

void on_message(const char*, const char*, va_list) {
  complained = true;
}

struct Memory {
  ByteView file;
  std::uint64_t at = 0;
};

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t size) {
  auto* memory = static_cast<Memory*>(handle);
  if (memory->at >= memory->file.size() || size <= 0) return 0;
  const auto rest = static_cast<tmsize_t>(memory->file.size() - memory->at);
  const tmsize_t take = std::min(size, rest);
  std::memcpy(to, memory->file.data() + memory->at, static_cast<std::size_t>(take));
  memory->at += static_cast<std::uint64_t>(take);
  return take;
}

tmsize_t write_bytes(thandle_t, void*, tmsize_t) {
  return 0;
}

toff_t seek(thandle_t handle, toff_t offset, int from) {
  auto* memory = static_cast<Memory*>(handle);
  if (from == SEEK_CUR) offset += memory->at;
  if (from == SEEK_END) offset += memory->file.size();
  return memory->at = offset;
}

int close_file(thandle_t) {
  return 0;
}

toff_t size_of(thandle_t handle) {
  return static_cast<Memory*>(handle)->file.size();
}

int map(thandle_t handle, void** base, toff_t* size) {
  auto* memory = static_cast<Memory*>(handle);
  *base = const_cast<std::uint8_t*>(memory->file.data());  // opened for reading only
  *size = memory->file.size();
  return 1;
}

void unmap(thandle_t, void*, toff_t) {}

// A thumbnail or a transparency mask of another page.
bool is_side_image(TIFF* tiff) {
  std::uint32_t kind = 0;
  if (TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &kind) == 0) return false;
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
}

bool is_grey(TIFF* tiff) {
  std::uint16_t photometric = PHOTOMETRIC_RGB;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  return photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
}

void resolve(TIFF* tiff, Raster& page) {
  constexpr double kCentimetresPerInch = 2.54;
  float x = 0;
  float y = 0;
  std::uint16_t unit = RESUNIT_INCH;
  TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x);
  TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  const double scale = unit == RESUNIT_CENTIMETER ? kCentimetresPerInch : 1;
  if (unit == RESUNIT_NONE) x = y = 0;
  set_resolution(page, x * scale, y * scale);
}

// Colours in the low bytes (ABGR), multiplied by their opacity; white shows through.
void unpack(const std::vector<std::uint32_t>& from, Raster& page) {
  std::uint8_t* to = page.pixels.data();
  for (const std::uint32_t pixel : from) {
    const unsigned white = 255 - TIFFGetA(pixel);
    *to++ = static_cast<std::uint8_t>(std::min(255U, TIFFGetR(pixel) + white));
    if (page.channels == 1) continue;
    *to++ = static_cast<std::uint8_t>(std::min(255U, TIFFGetG(pixel) + white));
    *to++ = static_cast<std::uint8_t>(std::min(255U, TIFFGetB(pixel) + white));
  }
}

Raster read_any(TIFF* tiff, std::uint32_t width, std::uint32_t height) {
  // As stored: the library would mirror, but not turn.
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  constexpr int kStopOnError = 1;
  std::vector<std::uint32_t> pixels(std::size_t{width} * height);
  complained = false;
  if (TIFFReadRGBAImageOriented(tiff, width, height, pixels.data(), ORIENTATION_TOPLEFT,
                                kStopOnError) == 0 ||
      complained) {
    refuse(Fault::kDamaged);
  }
  Raster page = make_raster(static_cast<int>(width), static_cast<int>(height),
                            is_grey(tiff) ? 1 : 3);
  unpack(pixels, page);
  return page;
}

// Sixteen bits an ink, which the library reads but does not convert.
bool has_wide_inks(TIFF* tiff) {
  std::uint16_t photometric = PHOTOMETRIC_RGB;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t planes = PLANARCONFIG_CONTIG;
  std::uint16_t ink_set = INKSET_CMYK;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &ink_set);
  return photometric == PHOTOMETRIC_SEPARATED && bits == 16 && samples == 4 &&
         planes == PLANARCONFIG_CONTIG && ink_set == INKSET_CMYK &&
         TIFFIsTiled(tiff) == 0;
}

Raster read_wide_inks(TIFF* tiff, std::uint32_t width, std::uint32_t height) {
  if (TIFFScanlineSize64(tiff) != std::uint64_t{8} * width) refuse(Fault::kDamaged);
  std::vector<std::uint16_t> wide(std::size_t{4} * width);
  std::vector<std::uint8_t> inks(wide.size());
  Raster page = make_raster(static_cast<int>(width), static_cast<int>(height), 3);
  complained = false;
  for (std::uint32_t y = 0; y < height; ++y) {
    if (TIFFReadScanline(tiff, wide.data(), y, 0) != 1 || complained) {
      refuse(Fault::kDamaged);
    }
    std::transform(wide.begin(), wide.end(), inks.begin(),
                   [](std::uint16_t ink) { return static_cast<std::uint8_t>(ink >> 8); });
    inks_to_rgb(inks.data(), page.row(static_cast<int>(y)), width, Inks::kPlain);
  }
  return page;
}

// As stored, at its resolution.
Raster read_stored(TIFF* tiff) {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  require_page_size(width, height);
  const bool wide_inks = has_wide_inks(tiff);
  char why[1024];
  if (!wide_inks && TIFFRGBAImageOK(tiff, why) == 0) refuse(Fault::kUnsupported);
  Raster page =
      wide_inks ? read_wide_inks(tiff, width, height) : read_any(tiff, width, height);
  resolve(tiff, page);
  std::uint16_t photometric = 0;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  if (photometric == PHOTOMETRIC_PALETTE) page = grey_if_colourless(std::move(page));
  return page;
}

Raster read_page(TIFF* tiff) {
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  return oriented(read_stored(tiff), orientation);
}

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

// `memory` must outlive what is returned.
std::unique_ptr<TIFF, Close> open_tiff(Memory& memory) {
  TIFFSetErrorHandler(on_message);
  TIFFSetWarningHandler(on_message);
  std::unique_ptr<TIFF, Close> tiff(TIFFClientOpen("file", "rm", &memory, read_bytes,
                                                   write_bytes, seek, close_file, size_of,
                                                   map, unmap));
  if (!tiff) refuse(Fault::kDamaged);
  return tiff;
}

}  // namespace

Raster tiff_pixels(ByteView file) {
  Memory memory{file};
  const auto tiff = open_tiff(memory);
  return read_stored(tiff.get());
}

void decode_tiff(ByteView file) {
  Memory memory{file};
  const auto open = open_tiff(memory);
  TIFF* const tiff = open.get();
  if (TIFFNumberOfDirectories(tiff) > 2 * kMaxPagesPerFile) refuse(Fault::kTooManyPages);
  bool any = false;
  do {
    if (is_side_image(tiff)) continue;
    send_page(read_page(tiff));
    any = true;
  } while (TIFFLastDirectory(tiff) == 0 &&
           (TIFFReadDirectory(tiff) != 0 || (refuse(Fault::kDamaged), false)));
  if (!any) refuse(Fault::kNoPages);
}

}  // namespace tangthu::scanner
