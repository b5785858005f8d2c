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

enum class JpegKind { kPlain, kProgressive, kCmyk };
// orientation 1–8 by an Exif block; 0: no Exif block.
Bytes make_jpeg(const Picture& picture, int dpi, int orientation = 0,
                JpegKind kind = JpegKind::kPlain);

struct TiffPage {
  Picture picture;
  int orientation = 1;
  int bits = 8;         // 1, 8 or 16
  int compression = 1;  // TIFF's numbers: 1 none, 4 CCITT group 4, 5 LZW, 8 deflate
  bool palette = false;
  bool cmyk = false;
  float dpi_x = 300;
  float dpi_y = 300;
};
Bytes make_tiff(const std::vector<TiffPage>& pages);

// One page per picture; each page holds its picture alone, at this resolution.
Bytes make_scanned_pdf(const std::vector<Picture>& pictures, double dpi);
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
  kEncryptedZip
};
using Members = std::vector<std::pair<std::string, Bytes>>;
Bytes make_archive(const Members& members, Pack pack);

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
