// libtiff has the coder: it writes a TIFF of one strip to memory, of which the strip is
// what a PDF embeds. This file is its wall in this room.
#include "ocr/fax.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>

#include <tiffio.h>

namespace tangthu::ocr {
namespace {

// libtiff's view of a file.
struct MemoryFile {
  Bytes bytes;
  std::size_t at = 0;
};

MemoryFile& file_of(thandle_t handle) {
  return *static_cast<MemoryFile*>(handle);
}

tmsize_t read(thandle_t /*handle*/, void* /*data*/, tmsize_t /*size*/) {
  return 0;
}

tmsize_t write(thandle_t handle, void* data, tmsize_t size) noexcept {
  MemoryFile& file = file_of(handle);
  const auto* from = static_cast<const std::uint8_t*>(data);
  const auto length = static_cast<std::size_t>(size);
  try {
    file.bytes.resize(std::max(file.bytes.size(), file.at + length));
  } catch (...) {
    return -1;
  }
  std::copy_n(from, length, file.bytes.begin() + static_cast<std::ptrdiff_t>(file.at));
  file.at += length;
  return size;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  MemoryFile& file = file_of(handle);
  if (whence == SEEK_CUR) offset += file.at;
  if (whence == SEEK_END) offset += file.bytes.size();
  file.at = static_cast<std::size_t>(offset);
  return offset;
}

int close(thandle_t /*handle*/) {
  return 0;
}

toff_t size(thandle_t handle) {
  return file_of(handle).bytes.size();
}

// Errors show in what calls return.
int stay_silent(TIFF* /*tiff*/, void* /*user*/, const char* /*module*/,
                const char* /*format*/, va_list /*arguments*/) {
  return 1;
}

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

Tiff open(MemoryFile& file) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), TIFFOpenOptionsFree);
  if (!options) return {nullptr, TIFFClose};
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), stay_silent, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), stay_silent, nullptr);
  return {TIFFClientOpenExt("mask", "w", &file, read, write, seek, close, size, nullptr,
                            nullptr, options.get()),
          TIFFClose};
}

bool describe(TIFF* tiff, const BitMask& mask) {
  const auto height = static_cast<std::uint32_t>(mask.height());
  return TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH,
                      static_cast<std::uint32_t>(mask.width())) == 1 &&
         TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height) == 1 &&
         TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height) == 1 &&
         TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1) == 1 &&
         TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1) == 1 &&
         TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE) == 1 &&
         TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4) == 1;
}

// Where the coded strip lies in the file.
struct Strip {
  std::size_t start = 0;
  std::size_t end = 0;
};

// Closing writes the directory behind the strip, and its place into the header.
std::optional<Strip> write_strip(const BitMask& mask, MemoryFile& file) {
  const Tiff tiff = open(file);
  if (!tiff || !describe(tiff.get(), mask)) return std::nullopt;
  Bytes rows = mask.packed();
  Strip strip;
  strip.start = file.bytes.size();
  const auto size = static_cast<tmsize_t>(rows.size());
  const bool written = TIFFWriteEncodedStrip(tiff.get(), 0, rows.data(), size) >= 0 &&
                       TIFFFlushData(tiff.get()) == 1;
  strip.end = file.bytes.size();
  return written ? std::optional(strip) : std::nullopt;
}

}  // namespace

Result<Bytes> encode_fax(const BitMask& mask) {
  MemoryFile file;
  const auto strip = write_strip(mask, file);
  if (!strip) {
    return fail(ErrorCode::kUnexpected,
                "the page could not be encoded as black and white",
                "try again; if it persists, report it");
  }
  const auto begin = file.bytes.begin();
  return Bytes(begin + static_cast<std::ptrdiff_t>(strip->start),
               begin + static_cast<std::ptrdiff_t>(strip->end));
}

}  // namespace tangthu::ocr
