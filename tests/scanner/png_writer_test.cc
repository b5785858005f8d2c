// encode_png, read back by libpng itself.
#include <cstring>
#include <vector>

#include <gtest/gtest.h>
#include <png.h>

#include "scanner/device.h"

namespace tangthu::scanner {
namespace {

struct Decoded {
  int width = 0, height = 0, bits = 0, colour = 0;
  png_uint_32 per_metre = 0;
  std::vector<std::uint8_t> pixels;  // 8 bits a channel
};

void read_part(png_structp png, png_bytep out, png_size_t size) {
  auto& rest = *static_cast<ByteView*>(png_get_io_ptr(png));
  if (size > rest.size()) png_error(png, "end");
  std::memcpy(out, rest.data(), size);
  rest = rest.subspan(size);
}

Decoded decode(ByteView bytes) {
  Decoded out;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_read_fn(png, &bytes, read_part);
  png_read_info(png, info);
  out.width = static_cast<int>(png_get_image_width(png, info));
  out.height = static_cast<int>(png_get_image_height(png, info));
  out.bits = png_get_bit_depth(png, info);
  out.colour = png_get_color_type(png, info);
  out.per_metre = png_get_pixels_per_meter(png, info);
  png_set_expand(png);
  png_read_update_info(png, info);
  const std::size_t stride = png_get_rowbytes(png, info);
  out.pixels.resize(stride * static_cast<std::size_t>(out.height));
  for (int y = 0; y < out.height; ++y) {
    png_read_row(png, out.pixels.data() + stride * static_cast<std::size_t>(y), nullptr);
  }
  png_read_end(png, info);
  EXPECT_TRUE(bytes.empty());
  png_destroy_read_struct(&png, &info, nullptr);
  return out;
}

Page noise(int width, int height, PixelFormat format, int dpi) {
  Page page = std::move(*Page::create(width, height, format, dpi));
  std::uint32_t state = 1;
  for (auto& pixel : page.pixels()) {
    state = state * 1'664'525 + 1'013'904'223;
    pixel = static_cast<std::uint8_t>(state >> 24);
  }
  return page;
}

void expect_same(const Page& page, const Decoded& decoded) {
  EXPECT_EQ(decoded.width, page.width());
  EXPECT_EQ(decoded.height, page.height());
  EXPECT_EQ(decoded.pixels,
            std::vector<std::uint8_t>(page.pixels().begin(), page.pixels().end()));
}

TEST(PngWriterTest, ColourComesBackPixelForPixelWithItsResolution) {
  const Page page = noise(301, 977, PixelFormat::kRgb, 300);
  const Decoded decoded = decode(encode_png(page).value());
  expect_same(page, decoded);
  EXPECT_EQ(decoded.colour, PNG_COLOR_TYPE_RGB);
  EXPECT_EQ(decoded.bits, 8);
  EXPECT_EQ(decoded.per_metre, 11811U);
}

TEST(PngWriterTest, GreyComesBackPixelForPixelWithItsResolution) {
  const Page page = noise(1301, 977, PixelFormat::kGrey, 200);
  const Decoded decoded = decode(encode_png(page).value());
  expect_same(page, decoded);
  EXPECT_EQ(decoded.colour, PNG_COLOR_TYPE_GRAY);
  EXPECT_EQ(decoded.per_metre, 7874U);
}

TEST(PngWriterTest, BlackAndWhiteTakesOneBitAPixel) {
  for (const int width : {1, 7, 8, 9, 803}) {
    Page page = noise(width, 31, PixelFormat::kGrey, 600);
    for (auto& pixel : page.pixels())
      pixel = pixel < 128 ? 0 : 255;
    const Decoded decoded = decode(encode_png(page).value());
    expect_same(page, decoded);
    EXPECT_EQ(decoded.bits, 1);
  }
}

TEST(PngWriterTest, NoiseLargerThanTheFirstBufferStaysWhole) {
  const Page page = noise(1500, 1500, PixelFormat::kRgb, 300);
  expect_same(page, decode(encode_png(page).value()));
}

}  // namespace
}  // namespace tangthu::scanner
