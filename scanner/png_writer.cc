// encode_png: the only file here that writes PNG (libpng). The page never touches a file,
// and libpng's own buffers are wiped when it frees them.
#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

#include <png.h>
#include <zlib.h>

#include "base/secret.h"
#include "scanner/device.h"

namespace tangthu::scanner {
namespace {

// Measured on an A4 page of 300 dpi with a scanner's noise: level 2 takes 0.5 s and so
// keeps up with a fast feeder; 4 takes 1.5 s and 6 takes 1.9 s, both for 11 % less.
constexpr int kDeflateLevel = 2;
constexpr std::size_t kFirstCapacity = 1 << 20;
constexpr std::size_t kHeader = alignof(std::max_align_t);

// libpng's memory with its size in front, so that it can be wiped.
png_voidp allocate(png_structp /*png*/, png_alloc_size_t size) {
  if (size > SIZE_MAX - kHeader) return nullptr;
  auto* memory = static_cast<std::byte*>(std::malloc(size + kHeader));
  if (memory == nullptr) return nullptr;
  *reinterpret_cast<std::size_t*>(memory) = size;
  return memory + kHeader;
}

void release(png_structp /*png*/, png_voidp pointer) {
  if (pointer == nullptr) return;
  auto* memory = static_cast<std::byte*>(pointer) - kHeader;
  wipe(memory, kHeader + *reinterpret_cast<std::size_t*>(memory));
  std::free(memory);
}

// Grows by wiping what it leaves behind, as a vector alone would not. No exception may
// cross libpng.
bool make_room(Bytes& out, std::size_t size) noexcept {
  if (size <= out.capacity() - out.size()) return true;
  try {
    Bytes larger;
    larger.reserve(std::max(out.size() + size, out.capacity() * 2));
    larger.assign(out.begin(), out.end());
    wipe(out.data(), out.size());
    out.swap(larger);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void append(png_structp png, png_bytep data, png_size_t size) {
  auto& out = *static_cast<Bytes*>(png_get_io_ptr(png));
  if (!make_room(out, size)) png_error(png, "no memory");
  out.insert(out.end(), data, data + size);
}

void flush(png_structp /*png*/) {}

[[noreturn]] void raise(png_structp png, png_const_charp /*message*/) {
  png_longjmp(png, 1);
}

void ignore(png_structp /*png*/, png_const_charp /*message*/) {}

bool bitonal(const Page& page) {
  if (page.format() != PixelFormat::kGrey) return false;
  const auto pixels = page.pixels();
  return std::all_of(pixels.begin(), pixels.end(),
                     [](std::uint8_t p) { return p == 0 || p == 255; });
}

void pack_row(const Page& page, int y, std::span<std::uint8_t> packed) {
  const std::uint8_t* row = page.row(y);
  std::fill(packed.begin(), packed.end(), std::uint8_t{0});
  for (int x = 0; x < page.width(); ++x) {
    auto& byte = packed[static_cast<std::size_t>(x / 8)];
    byte = static_cast<std::uint8_t>(byte | ((row[x] & 0x80) >> (x % 8)));
  }
}

void write_header(png_structp png, png_infop info, const Page& page, int bits) {
  const int colour =
      page.format() == PixelFormat::kRgb ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;
  png_set_IHDR(png, info, static_cast<png_uint_32>(page.width()),
               static_cast<png_uint_32>(page.height()), bits, colour, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  const auto per_metre = static_cast<png_uint_32>(std::lround(page.dpi() / 0.0254));
  png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  // Filters help continuous tones and harm black-and-white.
  png_set_filter(png, PNG_FILTER_TYPE_BASE,
                 bits == 1 ? PNG_FILTER_NONE : PNG_FILTER_SUB | PNG_FILTER_UP);
  png_set_compression_level(png, bits == 1 ? Z_DEFAULT_COMPRESSION : kDeflateLevel);
  png_write_info(png, info);
}

// Nothing here may need a destructor: libpng leaves by longjmp.
bool write_all(png_structp png, png_infop info, const Page& page,
               std::span<std::uint8_t> packed) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  write_header(png, info, page, packed.empty() ? 8 : 1);
  for (int y = 0; y < page.height(); ++y) {
    if (packed.empty()) {
      png_write_row(png, page.row(y));
    } else {
      pack_row(page, y, packed);
      png_write_row(png, packed.data());
    }
  }
  png_write_end(png, info);
  return true;
}

}  // namespace

Result<Bytes> encode_png(const Page& page) {
  Bytes out;
  out.reserve(kFirstCapacity);
  std::vector<std::uint8_t> packed;
  if (bitonal(page)) packed.resize((static_cast<std::size_t>(page.width()) + 7) / 8);
  png_structp png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, nullptr, raise,
                                              ignore, nullptr, allocate, release);
  png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
  bool written = false;
  if (info != nullptr) {
    png_set_write_fn(png, &out, append, flush);
    written = write_all(png, info, page, packed);
  }
  png_destroy_write_struct(&png, &info);
  wipe(packed.data(), packed.size());
  if (!written) {
    wipe(out.data(), out.size());
    return fail(ErrorCode::kUnexpected, "the page can't be stored as PNG",
                "free some memory and try again");
  }
  return out;
}

}  // namespace tangthu::scanner
