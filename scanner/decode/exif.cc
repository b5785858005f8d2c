#include "scanner/decode/exif.h"

#include <algorithm>
#include <cstdint>

namespace tangthu::scanner {
namespace {

using namespace std::string_view_literals;

// Numbers of a TIFF structure; a read outside it is zero.
class Tiff {
 public:
  explicit Tiff(ByteView bytes) : bytes_(bytes) {
    big_ = as_text(bytes).starts_with("MM\0*"sv);
    good_ = big_ || as_text(bytes).starts_with("II*\0"sv);
  }
  bool good() const { return good_; }
  std::uint32_t u16(std::size_t at) const { return number(at, 2); }
  std::uint32_t u32(std::size_t at) const { return number(at, 4); }

 private:
  std::uint32_t number(std::size_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value = value << 8 | bytes_[big_ ? at + i : at + size - 1 - i];
    }
    return value;
  }

  ByteView bytes_;
  bool big_ = false;
  bool good_ = false;
};

double rational(const Tiff& tiff, std::size_t entry) {
  const std::size_t at = tiff.u32(entry + 8);
  const std::uint32_t divisor = tiff.u32(at + 4);
  return divisor == 0 ? 0 : static_cast<double>(tiff.u32(at)) / divisor;
}

}  // namespace

ExifFacts read_exif(ByteView block) {
  constexpr std::string_view kMagic = "Exif\0\0"sv;
  constexpr std::size_t kEntryBytes = 12;
  constexpr double kCentimetresPerInch = 2.54;
  ExifFacts facts;
  if (as_text(block).starts_with(kMagic)) block = block.subspan(kMagic.size());
  const Tiff tiff(block);
  if (!tiff.good()) return facts;
  const std::size_t directory = tiff.u32(4);
  const std::uint32_t entries = tiff.u16(directory);
  bool centimetres = false;
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * kEntryBytes;
    switch (tiff.u16(entry)) {
      case 0x0112:
        facts.orientation = static_cast<int>(tiff.u16(entry + 8));
        break;
      case 0x011a:
        facts.dpi_x = rational(tiff, entry);
        break;
      case 0x011b:
        facts.dpi_y = rational(tiff, entry);
        break;
      case 0x0128:
        centimetres = tiff.u16(entry + 8) == 3;
        break;
      default:
        break;
    }
  }
  if (centimetres) {
    facts.dpi_x *= kCentimetresPerInch;
    facts.dpi_y *= kCentimetresPerInch;
  }
  return facts;
}

}  // namespace tangthu::scanner
