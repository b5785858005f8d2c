// JPEG (ITU-T T.81) by libjpeg-turbo. The library repairs damage silently (a truncated
// file becomes a half-grey page) and merely warns: here every such warning is an error.
#include <cstdio>
// After cstdio, which it needs and doesn't include.
#include <jpeglib.h>
// After jpeglib.h: the codes of its messages.
#include <jerror.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/exif.h"
#include "scanner/decode/inks.h"

namespace tangthu::scanner {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;

[[noreturn]] void on_error(j_common_ptr jpeg) {
  switch (jpeg->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
      refuse(Fault::kNoMemory);
    case JERR_IMAGE_TOO_BIG:
      refuse(Fault::kTooLarge);
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_CONVERSION_NOTIMPL:
      refuse(Fault::kUnsupported);
    default:
      refuse(Fault::kDamaged);
  }
}

// Level −1 is a warning. Not damage: odd version numbers and profiles, and the padding
// that cameras leave before the end marker.
void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  constexpr int kEndMarker = 0xd9;
  const int code = jpeg->err->msg_code;
  if (code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM || code == JWRN_BOGUS_ICC)
    return;
  if (code == JWRN_EXTRANEOUS_DATA && jpeg->err->msg_parm.i[1] == kEndMarker) return;
  refuse(Fault::kDamaged);
}

void on_output(j_common_ptr) {}

ExifFacts exif_of(const jpeg_decompress_struct& jpeg) {
  for (auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->marker != kExifMarker) continue;
    const ExifFacts facts = read_exif({marker->data, marker->data_length});
    if (facts.orientation != 1 || facts.dpi_x > 0) return facts;
  }
  return {};
}

void read_rows(jpeg_decompress_struct& jpeg, Raster& page) {
  std::vector<std::uint8_t> inks;
  if (jpeg.out_color_space == JCS_CMYK) inks.resize(std::size_t{4} * jpeg.output_width);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* to = page.row(static_cast<int>(jpeg.output_scanline));
    JSAMPROW row = inks.empty() ? to : inks.data();
    jpeg_read_scanlines(&jpeg, &row, 1);
    if (inks.empty()) continue;
    inks_to_rgb(row, to, jpeg.output_width,
                jpeg.saw_Adobe_marker != FALSE ? Inks::kInverted : Inks::kPlain);
  }
}

void choose_colours(jpeg_decompress_struct& jpeg) {
  switch (jpeg.jpeg_color_space) {
    case JCS_GRAYSCALE:
      jpeg.out_color_space = JCS_GRAYSCALE;
      break;
    case JCS_CMYK:
    case JCS_YCCK:
      jpeg.out_color_space = JCS_CMYK;
      break;
    case JCS_RGB:
    case JCS_YCbCr:
      jpeg.out_color_space = JCS_RGB;
      break;
    default:
      refuse(Fault::kUnsupported);
  }
}

void resolve(Raster& page, const jpeg_decompress_struct& jpeg, const ExifFacts& exif) {
  constexpr int kPerInch = 1;
  constexpr int kPerCentimetre = 2;
  constexpr double kCentimetresPerInch = 2.54;
  if (jpeg.saw_JFIF_marker != FALSE && jpeg.density_unit == kPerInch) {
    set_resolution(page, jpeg.X_density, jpeg.Y_density);
  } else if (jpeg.saw_JFIF_marker != FALSE && jpeg.density_unit == kPerCentimetre) {
    set_resolution(page, jpeg.X_density * kCentimetresPerInch,
                   jpeg.Y_density * kCentimetresPerInch);
  } else {
    set_resolution(page, exif.dpi_x, exif.dpi_y);
  }
}

// With the library's memory, which goes with it.
class Decompressor {
 public:
  explicit Decompressor(ByteView file) {
    jpeg_.err = jpeg_std_error(&errors_);
    errors_.error_exit = on_error;
    errors_.emit_message = on_message;
    errors_.output_message = on_output;
    jpeg_create_decompress(&jpeg_);
    jpeg_save_markers(&jpeg_, kExifMarker, 0xffff);
    jpeg_mem_src(&jpeg_, file.data(), file.size());
  }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  ~Decompressor() { jpeg_destroy_decompress(&jpeg_); }

  // The pixels as stored, and what is said of them.
  Raster read(ExifFacts& exif) {
    jpeg_read_header(&jpeg_, TRUE);
    require_page_size(jpeg_.image_width, jpeg_.image_height);
    choose_colours(jpeg_);
    jpeg_start_decompress(&jpeg_);
    Raster page = make_raster(static_cast<int>(jpeg_.output_width),
                              static_cast<int>(jpeg_.output_height),
                              jpeg_.out_color_space == JCS_GRAYSCALE ? 1 : 3);
    read_rows(jpeg_, page);
    exif = exif_of(jpeg_);  // finishing drops the markers
    resolve(page, jpeg_, exif);
    jpeg_finish_decompress(&jpeg_);
    return page;
  }

 private:
  jpeg_decompress_struct jpeg_{};
  jpeg_error_mgr errors_{};
};

}  // namespace

Raster jpeg_pixels(ByteView file) {
  ExifFacts unused;
  return Decompressor(file).read(unused);
}

void decode_jpeg(ByteView file) {
  ExifFacts exif;
  Raster page = Decompressor(file).read(exif);
  send_page(oriented(std::move(page), exif.orientation));
}

}  // namespace tangthu::scanner
