#include "archive/spooled_page.h"

#include <algorithm>

#include "scanner/page_source.h"

namespace tangthu::archive {
namespace {

using vault::PayloadReader;
using vault::SpoolKind;

constexpr std::size_t kHeaderBytes = 13;
constexpr std::uint8_t kIsPng = 0;
// At a time; a page's pixels are not held twice.
constexpr std::uint64_t kReadBytes = std::uint64_t{16} * vault::kChunkSize;

Failure damaged(int number) {
  return fail(ErrorCode::kCorrupt, "a captured page is damaged on this machine's disk",
              "scan its sheet again; check the disk", "page " + std::to_string(number));
}

Bytes header_of(const Page& page, std::uint8_t kind) {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(page.width()));
  out.integer(static_cast<std::uint32_t>(page.height()));
  out.integer(static_cast<std::uint32_t>(page.dpi()));
  out.integer(kind);
  return out.take();
}

struct Header {
  int width;
  int height;
  int dpi;
  std::uint8_t kind;
};

Result<Header> read_header(const PayloadReader& reader) {
  const Bytes bytes = TRY(reader.read(0, kHeaderBytes));
  ByteReader in(bytes);
  Header out{};
  out.width = static_cast<int>(in.integer<std::uint32_t>());
  out.height = static_cast<int>(in.integer<std::uint32_t>());
  out.dpi = static_cast<int>(in.integer<std::uint32_t>());
  out.kind = in.integer<std::uint8_t>();
  return out;
}

Result<void> read_pixels(const PayloadReader& reader, int number, Page& page) {
  const std::span<std::uint8_t> pixels = page.pixels();
  for (std::size_t at = 0; at < pixels.size();) {
    Bytes part = TRY(reader.read(kHeaderBytes + at, kReadBytes));
    const std::size_t size = std::min(part.size(), pixels.size() - at);
    std::copy_n(part.begin(), size, pixels.begin() + static_cast<std::ptrdiff_t>(at));
    wipe(part.data(), part.size());
    if (size == 0) return damaged(number);
    at += size;
  }
  return {};
}

Result<Page> decoded(Bytes png, int number) {
  const scanner::InputFile file{"page " + std::to_string(number),
                                scanner::MediaType::kPng, std::move(png)};
  auto page = TRY(TRY(scanner::open_pages(file))->next());
  if (!page) return damaged(number);
  return std::move(*page);
}

}  // namespace

Result<void> write_page(vault::Spool& spool, int number, const Page& page) {
  return spool.write(
      SpoolKind::kPage, static_cast<std::uint32_t>(number),
      {header_of(page, static_cast<std::uint8_t>(page.format())), page.pixels()});
}

Result<void> write_as_png(vault::Spool& spool, int number, const Page& page,
                          ByteView png) {
  return spool.write(SpoolKind::kPage, static_cast<std::uint32_t>(number),
                     {header_of(page, kIsPng), png});
}

Result<Page> read_page(const vault::Spool& spool, int number) {
  const auto reader =
      TRY(spool.read(SpoolKind::kPage, static_cast<std::uint32_t>(number)));
  const Header header = TRY(read_header(reader));
  if (header.kind == kIsPng) return decoded(TRY(read_png(spool, number)), number);
  const auto format = static_cast<PixelFormat>(header.kind);
  const bool known = format == PixelFormat::kGrey || format == PixelFormat::kRgb;
  if (!known) return damaged(number);
  Page page = TRY(Page::create(header.width, header.height, format, header.dpi));
  if (reader.size() != kHeaderBytes + page.size_bytes()) return damaged(number);
  TRY(read_pixels(reader, number, page));
  return page;
}

Result<Bytes> read_png(const vault::Spool& spool, int number) {
  const auto reader =
      TRY(spool.read(SpoolKind::kPage, static_cast<std::uint32_t>(number)));
  const Header header = TRY(read_header(reader));
  if (header.kind != kIsPng) return damaged(number);
  return reader.read(kHeaderBytes, reader.size() - kHeaderBytes);
}

}  // namespace tangthu::archive
