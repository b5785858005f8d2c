// BMP, from OS/2's 1.x to Windows' V5 (Microsoft: "Bitmap Storage", MS-WMF 2.2.2): 1, 4,
// 8, 16, 24 and 32 bits, run-length coded or not. No third party. Transparency is
// ignored, as Windows does. BMPs that wrap a JPEG or PNG are for printers and
// unsupported.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

namespace tangthu::scanner {
namespace {

constexpr std::size_t kFileHeader = 14;
constexpr std::uint32_t kCoreHeader = 12;
constexpr std::uint32_t kInfoHeader = 40;
constexpr std::uint32_t kMaxHeader = 1024;

enum Compression : std::uint32_t {
  kPlain = 0,
  kRuns8 = 1,
  kRuns4 = 2,
  kMasks = 3,
  kAlphaMasks = 6
};

using Colour = std::array<std::uint8_t, 3>;

// Numbers of the file; one that lies outside it is damage.
class Numbers {
 public:
  explicit Numbers(ByteView file) : file_(file) {}
  std::uint32_t at(std::size_t place, std::size_t size) const {
    if (place > file_.size() || size > file_.size() - place) refuse(Fault::kDamaged);
    std::uint32_t value = 0;
    for (std::size_t i = size; i > 0; --i)
      value = value << 8 | file_[place + i - 1];
    return value;
  }
  ByteView from(std::size_t place) const {
    if (place > file_.size()) refuse(Fault::kDamaged);
    return file_.subspan(place);
  }

 private:
  ByteView file_;
};

struct Header {
  std::uint32_t size = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  bool from_top = false;
  std::uint32_t bits = 0;
  std::uint32_t compression = kPlain;
  double dpi_x = 0;
  double dpi_y = 0;
  std::uint32_t colours = 0;
  std::array<std::uint32_t, 3> masks{};  // red, green, blue
};

bool known(const Header& header) {
  switch (header.compression) {
    case kPlain:
      return header.bits == 1 || header.bits == 4 || header.bits == 8 ||
             header.bits == 16 || header.bits == 24 || header.bits == 32;
    case kRuns8:
      return header.bits == 8 && !header.from_top;
    case kRuns4:
      return header.bits == 4 && !header.from_top;
    case kMasks:
    case kAlphaMasks:
      return header.bits == 16 || header.bits == 32;
    default:
      return false;
  }
}

// Without masks of its own a pixel of 16 bits has five a colour, one of 32 has eight.
void read_masks(const Numbers& in, Header& header) {
  constexpr std::array<std::uint32_t, 3> kFive = {0x7c00, 0x03e0, 0x001f};
  constexpr std::array<std::uint32_t, 3> kEight = {0xff0000, 0x00ff00, 0x0000ff};
  header.masks = header.bits == 16 ? kFive : kEight;
  if (header.compression != kMasks && header.compression != kAlphaMasks) return;
  for (std::size_t i = 0; i < 3; ++i) {
    header.masks[i] = in.at(kFileHeader + kInfoHeader + 4 * i, 4);
    const std::uint32_t mask = header.masks[i];
    // One run of ones each.
    if (mask == 0 || !std::has_single_bit((mask >> std::countr_zero(mask)) + 1ULL)) {
      refuse(Fault::kDamaged);
    }
  }
}

Header read_header(const Numbers& in) {
  constexpr double kMetresPerInch = 0.0254;
  Header header;
  header.size = in.at(kFileHeader, 4);
  if (header.size == kCoreHeader) {
    header.width = in.at(18, 2);
    header.height = in.at(20, 2);
    header.bits = in.at(24, 2);
    if (header.bits > 24 || header.bits == 16) refuse(Fault::kDamaged);
  } else if (header.size >= kInfoHeader && header.size <= kMaxHeader) {
    header.width = in.at(18, 4);
    const auto height = static_cast<std::int32_t>(in.at(22, 4));
    header.from_top = height < 0;
    header.height = static_cast<std::uint32_t>(std::abs(std::int64_t{height}));
    header.bits = in.at(28, 2);
    header.compression = in.at(30, 4);
    header.dpi_x = in.at(38, 4) * kMetresPerInch;
    header.dpi_y = in.at(42, 4) * kMetresPerInch;
    header.colours = in.at(46, 4);
  } else {
    refuse(Fault::kDamaged);
  }
  require_page_size(header.width, header.height);
  if (!known(header)) refuse(Fault::kUnsupported);
  read_masks(in, header);
  return header;
}

// Always 256: an index past the palette is black.
std::vector<Colour> read_palette(const Numbers& in, const Header& header) {
  std::vector<Colour> palette(256);
  if (header.bits > 8) return palette;
  const std::uint32_t most = 1U << header.bits;
  const std::uint32_t count = header.colours == 0 ? most : std::min(header.colours, most);
  const std::size_t step = header.size == kCoreHeader ? 3 : 4;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t at = kFileHeader + header.size + i * step;
    for (std::size_t c = 0; c < 3; ++c)
      palette[i][c] = static_cast<std::uint8_t>(in.at(at + 2 - c, 1));
  }
  return palette;
}

std::uint8_t scaled(std::uint32_t pixel, std::uint32_t mask) {
  const int shift = std::countr_zero(mask);
  const std::uint64_t most = mask >> shift;
  return static_cast<std::uint8_t>(((pixel & mask) >> shift) * 255ULL / most);
}

void put(std::uint8_t* to, const Colour& colour) {
  std::copy(colour.begin(), colour.end(), to);
}

void read_row(const std::uint8_t* from, const Header& header,
              const std::vector<Colour>& palette, std::uint8_t* to) {
  const std::uint32_t bits = header.bits;
  for (std::uint32_t x = 0; x < header.width; ++x, to += 3) {
    if (bits <= 8) {
      const std::uint32_t bit = x * bits;
      const unsigned index = from[bit / 8] >> (8 - bits - bit % 8) & ((1U << bits) - 1);
      put(to, palette[index]);
    } else if (bits == 24) {
      const std::uint8_t* at = from + std::size_t{3} * x;
      put(to, {at[2], at[1], at[0]});
    } else {
      const std::uint8_t* at = from + std::size_t{x} * bits / 8;
      std::uint32_t pixel = at[0] | std::uint32_t{at[1]} << 8;
      if (bits == 32) pixel |= std::uint32_t{at[2]} << 16 | std::uint32_t{at[3]} << 24;
      for (std::size_t c = 0; c < 3; ++c)
        to[c] = scaled(pixel, header.masks[c]);
    }
  }
}

// Rows of whole 32-bit words, the last one of the page first unless it says otherwise.
void read_rows(ByteView data, const Header& header, const std::vector<Colour>& palette,
               Raster& page) {
  const std::uint64_t stride = (std::uint64_t{header.width} * header.bits + 31) / 32 * 4;
  if (data.size() < stride * header.height) refuse(Fault::kDamaged);
  for (std::uint32_t i = 0; i < header.height; ++i) {
    const std::uint32_t y = header.from_top ? i : header.height - 1 - i;
    read_row(data.data() + i * stride, header, palette, page.row(static_cast<int>(y)));
  }
}

// Pairs of bytes: a count and what is repeated, or zero and an order.
class Runs {
 public:
  Runs(ByteView data, const Header& header, const std::vector<Colour>& palette,
       Raster& page)
      : data_(data), header_(header), palette_(palette), page_(page) {}

  void read() {
    for (;;) {
      const unsigned count = next();
      const unsigned value = next();
      if (count > 0) {
        repeat(count, value);
      } else if (value == kEndOfLine) {
        x_ = 0;
        ++y_;
      } else if (value == kEnd) {
        return;
      } else if (value == kMove) {
        x_ += next();
        y_ += next();
      } else {
        literally(value);
      }
    }
  }

 private:
  static constexpr unsigned kEndOfLine = 0;
  static constexpr unsigned kEnd = 1;
  static constexpr unsigned kMove = 2;

  unsigned next() {
    if (at_ == data_.size()) refuse(Fault::kDamaged);
    return data_[at_++];
  }
  void pixel(unsigned index) {
    if (x_ >= header_.width || y_ >= header_.height) refuse(Fault::kDamaged);
    const auto row = static_cast<int>(header_.height - 1 - y_);
    put(page_.row(row) + std::size_t{3} * x_++, palette_[index]);
  }
  void repeat(unsigned count, unsigned value) {
    for (unsigned i = 0; i < count; ++i) {
      if (header_.bits == 8) {
        pixel(value);
      } else {
        pixel(i % 2 == 0 ? value >> 4 : value & 15);
      }
    }
  }
  void literally(unsigned count) {
    const std::size_t begin = at_;
    unsigned pair = 0;
    for (unsigned i = 0; i < count; ++i) {
      if (header_.bits == 8) {
        pixel(next());
        continue;
      }
      if (i % 2 == 0) pair = next();
      pixel(i % 2 == 0 ? pair >> 4 : pair & 15);
    }
    if ((at_ - begin) % 2 == 1) next();  // whole 16-bit words
  }

  ByteView data_;
  const Header& header_;
  const std::vector<Colour>& palette_;
  Raster& page_;
  std::size_t at_ = 0;
  std::uint64_t x_ = 0;
  std::uint64_t y_ = 0;
};

}  // namespace

void decode_bmp(ByteView file) {
  const Numbers in(file);
  const Header header = read_header(in);
  const std::vector<Colour> palette = read_palette(in, header);
  const ByteView data = in.from(in.at(10, 4));
  Raster page =
      make_raster(static_cast<int>(header.width), static_cast<int>(header.height), 3);
  if (header.compression == kRuns8 || header.compression == kRuns4) {
    // What no run covers is paper.
    std::fill(page.pixels.begin(), page.pixels.end(), std::uint8_t{255});
    Runs(data, header, palette, page).read();
  } else {
    read_rows(data, header, palette, page);
  }
  set_resolution(page, header.dpi_x, header.dpi_y);
  send_page(grey_if_colourless(std::move(page)));
}

}  // namespace tangthu::scanner
