// Files for the tests, made by the formats' own libraries.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace tangthu::scanner::testing {

// Pixels as a test thinks of them: rows from the top, 1 or 3 channels.
struct Picture {
  int width = 0;
  int height = 0;
  int channels = 1;
  std::vector<std::uint8_t> pixels;

  std::uint8_t at(int x, int y, int channel = 0) const {
    return pixels[static_cast<std::size_t>((y * width + x) * channels + channel)];
  }
};

// Every pixel differs from its neighbours; the same for the same size.
Picture test_picture(int width, int height, int channels);

enum class Depth { kOne, kEight, kSixteen, kPalette, kAlpha };
Bytes make_png(const Picture& picture, int dpi, Depth depth = Depth::kEight,
               bool interlaced = false);
// A PNG whose header, with a correct checksum, claims this size; hardly any data.
Bytes make_png_header(std::uint32_t width, std::uint32_t height);

// The contents of a JPEG's APP1 marker.
Bytes exif_block(int orientation);

// kCmyk as Adobe's programs write it, inverted and marked; kPlainCmyk without either;
// kYcck as kCmyk, its colours turned to YCC.
enum class JpegKind { kPlain, kProgressive, kCmyk, kPlainCmyk, kYcck };
// orientation 1–8 by an Exif block; 0: no Exif block.
Bytes make_jpeg(const Picture& picture, int dpi, int orientation = 0,
                JpegKind kind = JpegKind::kPlain);

struct TiffPage {
  Picture picture;
  int orientation = 1;
  int bits = 8;  // 1, 8 or 16
  // TIFF's numbers: 1 none, 2 and 3 CCITT group 3, 4 group 4, 5 LZW, 7 JPEG, 8 deflate.
  int compression = 1;
  bool two_dimensional = false;  // of group 3
  bool tiled = false;
  int rows_a_strip = 16;
  bool white_is_zero = false;
  bool palette = false;
  bool cmyk = false;
  float dpi_x = 300;
  float dpi_y = 300;
};
Bytes make_tiff(const std::vector<TiffPage>& pages);

// Windows' BMP of 24 or 8 bits, written by Leptonica.
Bytes make_bmp(const Picture& picture, int dpi);
// Others, by hand. Two colours or a palette of greys for the first four.
enum class BmpKind {
  kOneBit,
  kFourBit,
  kRuns4,
  kRuns8,
  kFiveBits,
  kMasks,
  kFromTop,
  kOs2
};
Bytes make_odd_bmp(const Picture& picture, BmpKind kind);

enum class WebpKind { kLossless, kLossy, kAlpha, kAnimation };
// orientation as make_jpeg.
Bytes make_webp(const Picture& picture, WebpKind kind, int orientation = 0);

struct Jp2Options {
  bool bare = false;   // the codestream alone
  int bits = 8;        // a sample
  bool ycc = false;    // colours at half the resolution
  bool alpha = false;  // the right half is transparent
  bool cmyk = false;   // the picture's complement, without black
  int tile = 0;        // side; 0: one tile
  int dpi = 0;         // 0: not said
};
Bytes make_jp2(const Picture& picture, const Jp2Options& options = {});

// One page per picture; each page holds its picture alone, at this resolution.
Bytes make_scanned_pdf(const std::vector<Picture>& pictures, double dpi);
// A PDF of one page with one image, as various producers write them.
struct PdfScan {
  std::string image;  // of the image's dictionary: size, colours, filter
  Bytes data;         // as stored
  double width = 0;   // of the page, in points
  double height = 0;
  std::string content;  // the page's; the image is /I, a font is /F
  std::string page;     // more of the page's dictionary
  std::string catalog;  // more of the catalogue
  // More objects, from number 5 on.
  std::vector<std::string> objects;
};
Bytes make_pdf(const PdfScan& scan);
// An empty page of this many points.
Bytes make_blank_pdf(double width, double height);
// Ditto with a line of text in Helvetica, which is not embedded.
Bytes make_text_pdf();

enum class Pack {
  kZip,
  kTar,
  kTarGz,
  kTarXz,
  kTarZst,
  kTarBz2,
  kSevenZip,
  kTarLz4,
  kTarLzip,
  kTarLzma,
  kTarZ,  // compress(1)
  kOldTar,
  kCpio,
  kIso,
  kEncryptedZip
};
inline constexpr Pack kAllPacks[] = {
    Pack::kZip,    Pack::kTar,    Pack::kTarGz,    Pack::kTarXz,   Pack::kTarZst,
    Pack::kTarBz2, Pack::kTarLz4, Pack::kTarLzip,  Pack::kTarLzma, Pack::kTarZ,
    Pack::kOldTar, Pack::kCpio,   Pack::kSevenZip, Pack::kIso};
using Members = std::vector<std::pair<std::string, Bytes>>;
Bytes make_archive(const Members& members, Pack pack);

// What libarchive reads and doesn't write; members stored, not compressed. Of fewer than
// 32 KiB together in a CAB.
enum class HandPack { kRar4, kRar5, kLha, kCab };
Bytes pack_by_hand(const Members& members, HandPack pack);

// A TAR of links, devices and folders around one PNG: absolute, climbing, in circles.
Bytes make_tar_of_links(const Bytes& png);

void write_file(const std::filesystem::path& path, ByteView content);
Bytes read_file(const std::filesystem::path& path);

// A folder of its own that is gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tangthu::scanner::testing
