// TIFF 6.0 and BigTIFF by libtiff: every page, whatever its samples and compression. What
// the library complains of while it reads pixels is damage (it would leave rows grey);
// what it says of odd tags is not.
#include <algorithm>
#include <cstring>

#include <tiffio.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {
namespace {

bool reading_pixels = false;

void on_message(const char*, const char*, va_list) {
  if (reading_pixels) refuse(Fault::kDamaged);
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

Raster read_page(TIFF* tiff) {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  require_page_size(width, height);
  char why[1024];
  if (TIFFRGBAImageOK(tiff, why) == 0) refuse(Fault::kUnsupported);

  // As stored: the library would mirror, but not turn.
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  constexpr int kStopOnError = 1;
  std::vector<std::uint32_t> pixels(std::size_t{width} * height);
  reading_pixels = true;
  if (TIFFReadRGBAImageOriented(tiff, width, height, pixels.data(), ORIENTATION_TOPLEFT,
                                kStopOnError) == 0) {
    refuse(Fault::kDamaged);
  }
  reading_pixels = false;
  Raster page = make_raster(static_cast<int>(width), static_cast<int>(height),
                            is_grey(tiff) ? 1 : 3);
  unpack(pixels, page);
  resolve(tiff, page);
  std::uint16_t photometric = 0;
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  if (photometric == PHOTOMETRIC_PALETTE) page = grey_if_colourless(std::move(page));
  return oriented(std::move(page), orientation);
}

}  // namespace

void decode_tiff(ByteView file) {
  TIFFSetErrorHandler(on_message);
  TIFFSetWarningHandler(on_message);
  Memory memory{file};
  TIFF* tiff = TIFFClientOpen("file", "rm", &memory, read_bytes, write_bytes, seek,
                              close_file, size_of, map, unmap);
  if (tiff == nullptr) refuse(Fault::kDamaged);
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
