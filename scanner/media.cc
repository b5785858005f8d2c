#include "scanner/media.h"

#include <algorithm>
#include <array>
#include <string>

namespace tangthu::scanner {
namespace {

using namespace std::string_view_literals;

bool starts_with(ByteView head, std::string_view magic) {
  return as_text(head).starts_with(magic);
}

bool holds(ByteView head, std::size_t at, std::string_view magic) {
  return head.size() > at && starts_with(head.subspan(at), magic);
}

// "BM" begins many a text: the size of the header that follows is asked for too.
bool is_bmp(ByteView head) {
  constexpr std::size_t kHeaderSizeAt = 14;
  constexpr std::array<std::uint8_t, 7> kSizes = {12, 40, 52, 56, 64, 108, 124};
  if (!starts_with(head, "BM"sv) || !holds(head, kHeaderSizeAt + 1, "\0\0\0"sv)) {
    return false;
  }
  return std::find(kSizes.begin(), kSizes.end(), head[kHeaderSizeAt]) != kSizes.end();
}

// Archives of before POSIX have no magic; the sum of the first header tells them
// (tar(5)).
bool is_tar(ByteView head) {
  constexpr std::size_t kMagicAt = 257;
  constexpr std::size_t kBlock = 512;
  constexpr std::size_t kSumAt = 148;
  constexpr std::size_t kSumBytes = 8;
  if (holds(head, kMagicAt, "ustar"sv)) return true;
  if (head.size() < kBlock || head[0] == 0) return false;
  unsigned sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    sum += i >= kSumAt && i < kSumAt + kSumBytes ? ' ' : head[i];
  }
  unsigned said = 0;
  std::size_t at = kSumAt;
  while (at < kSumAt + kSumBytes && head[at] == ' ')
    ++at;
  const std::size_t digits = at;
  for (; at < kSumAt + kSumBytes && head[at] >= '0' && head[at] <= '7'; ++at)
    said = said * 8 + (head[at] - unsigned{'0'});
  return at > digits && said == sum;
}

// LHA has a method at its third byte, an ISO image its magic on its seventeenth sector.
bool is_lha(ByteView head) {
  return holds(head, 2, "-lh"sv) && head.size() > 6 && head[6] == '-';
}

bool is_iso(ByteView head) {
  constexpr std::size_t kMagicAt = 32769;
  return holds(head, kMagicAt, "CD001"sv);
}

// ODF and EPUB start with a stored member "mimetype", OOXML with its table of types.
bool is_office_zip(ByteView head) {
  constexpr std::size_t kFirstNameAt = 30;
  if (head.size() <= kFirstNameAt) return false;
  const ByteView name = head.subspan(kFirstNameAt);
  return starts_with(name, "mimetypeapplication/"sv) ||
         starts_with(name, "[Content_Types].xml"sv) || starts_with(name, "_rels/"sv) ||
         starts_with(name, "docProps/"sv) || starts_with(name, "word/"sv);
}

std::optional<MediaType> image_type(ByteView head) {
  if (starts_with(head, "\x89PNG\r\n\x1a\n"sv)) return MediaType::kPng;
  if (starts_with(head, "\xff\xd8\xff"sv)) return MediaType::kJpeg;
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (starts_with(head, magic)) return MediaType::kTiff;
  }
  if (starts_with(head, "RIFF"sv) && holds(head, 8, "WEBP"sv)) return MediaType::kWebp;
  if (starts_with(head, "\0\0\0\x0cjP  \r\n\x87\n"sv) ||
      starts_with(head, "\xff\x4f\xff\x51"sv)) {
    return MediaType::kJp2;
  }
  if (is_bmp(head)) return MediaType::kBmp;
  return std::nullopt;
}

bool is_archive(ByteView head) {
  constexpr std::array kMagics = {"PK\x03\x04"sv,
                                  "PK\x05\x06"sv,
                                  "\x1f\x8b"sv,
                                  "BZh"sv,
                                  "\xfd"
                                  "7zXZ\0"sv,
                                  "\x28\xb5\x2f\xfd"sv,
                                  "7z\xbc\xaf\x27\x1c"sv,
                                  "Rar!\x1a\x07"sv,
                                  "MSCF\0\0\0\0"sv,
                                  "070701"sv,
                                  "070702"sv,
                                  "070707"sv,
                                  "\xc7\x71"sv,
                                  "\x71\xc7"sv,
                                  "!<arch>\n"sv,
                                  "LZIP\1"sv,
                                  "\x04\x22\x4d\x18"sv,
                                  "\x1f\x9d"sv,
                                  "\x5d\0\0"sv};
  return is_tar(head) || is_lha(head) || is_iso(head) ||
         std::any_of(kMagics.begin(), kMagics.end(),
                     [&](std::string_view magic) { return starts_with(head, magic); });
}

}  // namespace

const char* media_extension(MediaType type) {
  switch (type) {
    case MediaType::kPng:
      return "png";
    case MediaType::kJpeg:
      return "jpg";
    case MediaType::kTiff:
      return "tiff";
    case MediaType::kPdf:
      return "pdf";
    case MediaType::kBmp:
      return "bmp";
    case MediaType::kWebp:
      return "webp";
    case MediaType::kJp2:
      return "jp2";
  }
  return "bin";
}

Sniffed sniff(ByteView head) {
  head = head.first(std::min(head.size(), kSniffBytes));
  if (const auto type = image_type(head)) return {ContentKind::kImage, type};
  constexpr std::string_view kOle2 = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;
  if (starts_with(head, kOle2)) return {ContentKind::kOffice, {}};
  if (is_archive(head)) {
    const bool zip = starts_with(head, "PK"sv);
    return {zip && is_office_zip(head) ? ContentKind::kOffice : ContentKind::kArchive,
            {}};
  }
  // Last, because the magic may stand behind anything (ISO 32000-1, annex H.3.4.1).
  constexpr std::size_t kPdfMagicWithin = 1024;
  if (as_text(head).substr(0, kPdfMagicWithin).find("%PDF-"sv) !=
      std::string_view::npos) {
    return {ContentKind::kImage, MediaType::kPdf};
  }
  return {};
}

bool name_claims_document(std::string_view name) {
  constexpr std::array kExtensions = {
      "png"sv, "jpg"sv,  "jpeg"sv, "jpe"sv,  "jfif"sv, "tif"sv,  "tiff"sv, "pdf"sv,
      "bmp"sv, "gif"sv,  "webp"sv, "heic"sv, "heif"sv, "avif"sv, "jp2"sv,  "djvu"sv,
      "j2k"sv, "jpf"sv,  "jpx"sv,  "j2c"sv,  "zip"sv,  "tar"sv,  "gz"sv,   "tgz"sv,
      "xz"sv,  "txz"sv,  "zst"sv,  "tzst"sv, "bz2"sv,  "tbz"sv,  "tbz2"sv, "7z"sv,
      "rar"sv, "cpio"sv, "iso"sv,  "lha"sv,  "lzh"sv,  "cab"sv,  "doc"sv,  "docx"sv,
      "odt"sv, "rtf"sv,  "xls"sv,  "xlsx"sv, "ods"sv,  "ppt"sv,  "pptx"sv, "odp"sv};
  name = name.substr(name.find_last_of('/') + 1);
  const std::size_t dot = name.find_last_of('.');
  if (dot == std::string_view::npos || dot == 0) return true;
  std::string extension(name.substr(dot + 1));
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::find(kExtensions.begin(), kExtensions.end(), extension) !=
         kExtensions.end();
}

bool is_clutter(std::string_view name) {
  if (name.empty() || name.front() == '.' || name.back() == '~') return true;
  if (name == "__MACOSX" || name == "Thumbs.db" || name == "desktop.ini") return true;
  if (name.size() > 1 && name.front() == '#' && name.back() == '#') return true;
  constexpr std::array kSuffixes = {".bak"sv, ".tmp"sv, ".part"sv, ".crdownload"sv,
                                    ".orig"sv};
  return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                     [&](std::string_view suffix) { return name.ends_with(suffix); });
}

}  // namespace tangthu::scanner
