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

bool is_tar(ByteView head) {
  constexpr std::size_t kMagicAt = 257;
  return head.size() > kMagicAt && starts_with(head.subspan(kMagicAt), "ustar"sv);
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
                                  "7z\xbc\xaf\x27\x1c"sv};
  return is_tar(head) ||
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
  if (as_text(head).find("%PDF-"sv) != std::string_view::npos) {
    return {ContentKind::kImage, MediaType::kPdf};
  }
  return {};
}

bool name_claims_document(std::string_view name) {
  constexpr std::array kExtensions = {
      "png"sv, "jpg"sv, "jpeg"sv, "jpe"sv,  "jfif"sv, "tif"sv,  "tiff"sv, "pdf"sv,
      "bmp"sv, "gif"sv, "webp"sv, "heic"sv, "heif"sv, "avif"sv, "jp2"sv,  "djvu"sv,
      "zip"sv, "tar"sv, "gz"sv,   "tgz"sv,  "xz"sv,   "txz"sv,  "zst"sv,  "tzst"sv,
      "bz2"sv, "tbz"sv, "tbz2"sv, "7z"sv,   "rar"sv,  "doc"sv,  "docx"sv, "odt"sv,
      "rtf"sv, "xls"sv, "xlsx"sv, "ods"sv,  "ppt"sv,  "pptx"sv, "odp"sv};
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
