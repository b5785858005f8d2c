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

// Ink values; Adobe's programs store them inverted and say so by their marker.
void cmyk_to_rgb(const std::uint8_t* from, std::uint8_t* to, int width, bool inverted) {
  for (int x = 0; x < width; ++x, from += 4, to += 3) {
    for (int i = 0; i < 3; ++i) {
      const int paper = inverted ? from[i] : 255 - from[i];
      const int light = inverted ? from[3] : 255 - from[3];
      to[i] = static_cast<std::uint8_t>((paper * light + 127) / 255);
    }
  }
}

void read_rows(jpeg_decompress_struct& jpeg, Raster& page) {
  std::vector<std::uint8_t> inks;
  if (jpeg.out_color_space == JCS_CMYK) inks.resize(std::size_t{4} * jpeg.output_width);
  while (jpeg.output_scanline < jpeg.output_height) {
    std::uint8_t* to = page.row(static_cast<int>(jpeg.output_scanline));
    JSAMPROW row = inks.empty() ? to : inks.data();
    jpeg_read_scanlines(&jpeg, &row, 1);
    if (!inks.empty()) cmyk_to_rgb(row, to, page.width, jpeg.saw_Adobe_marker != FALSE);
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

}  // namespace

void decode_jpeg(ByteView file) {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  errors.error_exit = on_error;
  errors.emit_message = on_message;
  errors.output_message = on_output;
  jpeg_create_decompress(&jpeg);
  jpeg_save_markers(&jpeg, kExifMarker, 0xffff);
  jpeg_mem_src(&jpeg, file.data(), file.size());
  jpeg_read_header(&jpeg, TRUE);
  require_page_size(jpeg.image_width, jpeg.image_height);
  choose_colours(jpeg);
  jpeg_start_decompress(&jpeg);

  Raster page = make_raster(static_cast<int>(jpeg.output_width),
                            static_cast<int>(jpeg.output_height),
                            jpeg.out_color_space == JCS_GRAYSCALE ? 1 : 3);
  read_rows(jpeg, page);
  const ExifFacts exif = exif_of(jpeg);  // finishing drops the markers
  resolve(page, jpeg, exif);
  jpeg_finish_decompress(&jpeg);
  send_page(oriented(std::move(page), exif.orientation));
}

}  // namespace tangthu::scanner
