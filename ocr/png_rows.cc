// A PNG's compressed rows are what a PDF's FlateDecode with PNG predictors reads
// (ISO 32000-1, 7.4.4.4): they need no coding anew.
#include <string_view>
#include <utility>

#include "ocr/page_picture.h"

namespace tangthu::ocr {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeaderBytes = 13;

std::string_view take(std::string_view& rest, std::size_t size) {
  const std::string_view part = rest.substr(0, size);
  rest.remove_prefix(part.size());
  return part;
}

// PNG (third edition), 11.2.1. False for what a PDF can't take as it is.
bool read_header(std::string_view header, PictureLayer& layer) {
  if (header.size() != kHeaderBytes) return false;
  layer.width = static_cast<int>(read_big_endian(header.substr(0, 4)));
  layer.height = static_cast<int>(read_big_endian(header.substr(4, 4)));
  layer.bits = static_cast<std::uint8_t>(header[8]);
  layer.channels = header[9] == 2 ? 3 : 1;
  const bool grey_or_rgb = header[9] == 0 || header[9] == 2;
  return layer.width > 0 && layer.width <= kMaxPageSide && layer.height > 0 &&
         layer.height <= kMaxPageSide && (layer.bits == 1 || layer.bits == 8) &&
         grey_or_rgb && header.substr(10) == "\0\0\0"sv;
}

bool read_png(std::string_view rest, PictureLayer& layer) {
  if (take(rest, 8) != "\x89PNG\r\n\x1A\n"sv) return false;
  bool described = false;
  while (rest.size() >= 12) {
    const std::size_t size = read_big_endian(take(rest, 4));
    const std::string_view kind = take(rest, 4);
    const std::string_view data = take(rest, size);
    if (data.size() != size || take(rest, 4).size() != 4) return false;
    if (kind == "IHDR") described = read_header(data, layer);
    if (!described) return false;
    if (kind == "IEND") return !layer.data.empty();
    if (kind != "IDAT") continue;
    const ByteView bytes = as_bytes(data);
    layer.data.insert(layer.data.end(), bytes.begin(), bytes.end());
  }
  return false;
}

}  // namespace

Result<PagePicture> lossless_picture(ByteView png) {
  PictureLayer layer;
  layer.coding = LayerCoding::kPngRows;
  layer.data.reserve(png.size());
  if (!read_png(as_text(png), layer)) {
    return fail(ErrorCode::kBadInput, "this is no PNG that a PDF can hold",
                "give one of 1 or 8 bits, grey or RGB, not interlaced");
  }
  PagePicture out;
  out.layers.push_back(std::move(layer));
  return out;
}

}  // namespace tangthu::ocr
