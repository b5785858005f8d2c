// PNG (ISO/IEC 15948). 16 bits become 8, transparency becomes white paper, a palette of
// greys becomes grey. A bad checksum of a critical chunk, a missing row or a missing end
// is damage.
#include <cstring>

#include <png.h>

#include "base/page.h"
#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

namespace tangthu::scanner {
namespace {

[[noreturn]] void on_error(png_structp, png_const_charp) {
  refuse(Fault::kDamaged);
}

void on_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep to, std::size_t size) {
  auto* rest = static_cast<ByteView*>(png_get_io_ptr(png));
  if (size > rest->size()) refuse(Fault::kDamaged);
  std::memcpy(to, rest->data(), size);
  *rest = rest->subspan(size);
}

// Before the library sees the file: IHDR is always the first chunk.
void check_header(ByteView file) {
  constexpr std::size_t kWidthAt = 16;
  if (file.size() < kWidthAt + 8) refuse(Fault::kDamaged);
  const auto word = [&](std::size_t at) {
    return std::uint64_t{file[at]} << 24 | std::uint64_t{file[at + 1]} << 16 |
           std::uint64_t{file[at + 2]} << 8 | std::uint64_t{file[at + 3]};
  };
  require_page_size(word(kWidthAt), word(kWidthAt + 4));
}

bool palette_is_grey(png_structp png, png_infop info) {
  png_colorp colours = nullptr;
  int count = 0;
  if (png_get_PLTE(png, info, &colours, &count) == 0) return false;
  for (int i = 0; i < count; ++i) {
    if (colours[i].red != colours[i].green || colours[i].red != colours[i].blue) {
      return false;
    }
  }
  return true;
}

// Any PNG → 8-bit grey or RGB.
void ask_for_plain_pixels(png_structp png, png_infop info) {
  const bool palette = png_get_color_type(png, info) == PNG_COLOR_TYPE_PALETTE;
  png_set_expand(png);
  png_set_scale_16(png);
  if (palette && palette_is_grey(png, info)) png_set_rgb_to_gray_fixed(png, 1, -1, -1);
  png_color_16 white{};
  white.red = white.green = white.blue = white.gray = 0xff;
  const bool wide = png_get_bit_depth(png, info) == 16;
  if (wide) white.red = white.green = white.blue = white.gray = 0xffff;
  png_set_background_fixed(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 0);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

class Reader {
 public:
  explicit Reader(ByteView file)
      : rest_(file),
        png_(
            png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, on_error, on_warning)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {
    if (info_ == nullptr) refuse(Fault::kNoMemory);
    png_set_user_limits(png_, kMaxPageSide, kMaxPageSide);
    png_set_read_fn(png_, &rest_, read_bytes);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }

  Raster read() {
    png_read_info(png_, info_);
    ask_for_plain_pixels(png_, info_);
    const auto channels = static_cast<int>(png_get_channels(png_, info_));
    if (channels != 1 && channels != 3) refuse(Fault::kUnsupported);
    Raster page =
        make_raster(static_cast<int>(png_get_image_width(png_, info_)),
                    static_cast<int>(png_get_image_height(png_, info_)), channels);
    if (png_get_rowbytes(png_, info_) != page.stride()) refuse(Fault::kUnsupported);
    std::vector<png_bytep> rows;
    rows.reserve(static_cast<std::size_t>(page.height));
    for (int y = 0; y < page.height; ++y)
      rows.push_back(page.row(y));
    png_read_image(png_, rows.data());
    png_read_end(png_, nullptr);

    constexpr double kMetresPerInch = 0.0254;
    set_resolution(page, png_get_x_pixels_per_meter(png_, info_) * kMetresPerInch,
                   png_get_y_pixels_per_meter(png_, info_) * kMetresPerInch);
    return page;
  }

 private:
  ByteView rest_;
  png_structp png_;
  png_infop info_;
};

}  // namespace

void decode_png(ByteView file) {
  check_header(file);
  send_page(Reader(file).read());
}

}  // namespace tangthu::scanner
