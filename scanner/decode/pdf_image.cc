#include "scanner/decode/pdf_image.h"

#include <memory>
#include <string>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"

namespace tangthu::scanner {
namespace {

struct Shape {
  int width = 0;
  int height = 0;
  int bits = 0;      // a sample; 0: the data says
  int channels = 0;  // 1 or 3; 0: the data says
  bool inverted = false;
  std::string palette;  // RGB or grey by `palette_channels`, where samples are indices
  int palette_channels = 0;
};

int small_number(QPDFObjectHandle value) {
  constexpr int kMost = 1 << 20;
  if (!value.isInteger()) return 0;
  const long long number = value.getIntValue();
  return number > 0 && number <= kMost ? static_cast<int>(number) : 0;
}

// 1 for grey, 3 for RGB, by whatever name; 0 for all else.
int channels_of(QPDFObjectHandle space) {
  if (space.isName()) {
    const std::string name = space.getName();
    if (name == "/DeviceGray" || name == "/CalGray") return 1;
    return name == "/DeviceRGB" || name == "/CalRGB" ? 3 : 0;
  }
  if (!space.isArray() || space.getArrayNItems() < 2) return 0;
  QPDFObjectHandle kind = space.getArrayItem(0);
  if (kind.isNameAndEquals("/CalGray")) return 1;
  if (kind.isNameAndEquals("/CalRGB")) return 3;
  QPDFObjectHandle profile = space.getArrayItem(1);
  if (!kind.isNameAndEquals("/ICCBased") || !profile.isStream()) return 0;
  const int channels = small_number(profile.getDict().getKey("/N"));
  return channels == 1 || channels == 3 ? channels : 0;
}

bool read_palette(QPDFObjectHandle space, Shape& shape) {
  if (!space.isArray() || space.getArrayNItems() != 4 ||
      !space.getArrayItem(0).isNameAndEquals("/Indexed")) {
    return false;
  }
  shape.channels = 1;
  shape.palette_channels = channels_of(space.getArrayItem(1));
  QPDFObjectHandle table = space.getArrayItem(3);
  if (table.isString()) {
    shape.palette = table.getStringValue();
  } else if (table.isStream()) {
    const auto data = table.getStreamData(qpdf_dl_specialized);
    constexpr std::size_t kMost = 768;  // 256 colours
    if (data->getSize() > kMost) return false;
    shape.palette.assign(reinterpret_cast<const char*>(data->getBuffer()),
                         data->getSize());
  }
  // What an index past the end means is not ours to guess.
  const auto colours = static_cast<std::size_t>(1) << shape.bits;
  return shape.palette_channels > 0 && shape.bits <= 8 &&
         shape.palette.size() >=
             colours * static_cast<std::size_t>(shape.palette_channels);
}

// The plain mapping of samples to light, or its opposite.
bool read_mapping(QPDFObjectHandle decode, Shape& shape) {
  if (decode.isNull()) return true;
  if (!decode.isArray() || decode.getArrayNItems() % 2 != 0 || !shape.palette.empty()) {
    return false;
  }
  for (int i = 0; i < decode.getArrayNItems(); ++i) {
    QPDFObjectHandle item = decode.getArrayItem(i);
    if (!item.isNumber()) return false;
    const double value = item.getNumericValue();
    if (i == 0) shape.inverted = value == 1;
    if (value != ((i % 2 == 0) == shape.inverted ? 1 : 0)) return false;
  }
  return true;
}

bool is_plain(QPDFObjectHandle dictionary) {
  for (const char* key : {"/Mask", "/SMask", "/SMaskInData", "/OC", "/Matte"}) {
    QPDFObjectHandle value = dictionary.getKey(key);
    const bool none = value.isNull() || (value.isInteger() && value.getIntValue() == 0);
    if (!none) return false;
  }
  QPDFObjectHandle mask = dictionary.getKey("/ImageMask");
  return mask.isNull() || (mask.isBool() && !mask.getBoolValue());
}

std::optional<Shape> read_shape(QPDFObjectHandle dictionary, bool says_itself) {
  Shape shape;
  shape.width = small_number(dictionary.getKey("/Width"));
  shape.height = small_number(dictionary.getKey("/Height"));
  shape.bits = small_number(dictionary.getKey("/BitsPerComponent"));
  if (shape.width == 0 || shape.height == 0 || !is_plain(dictionary)) return std::nullopt;
  QPDFObjectHandle space = dictionary.getKey("/ColorSpace");
  shape.channels = channels_of(space);
  if (space.isNull() && says_itself) return shape;
  if (shape.channels == 0 && !read_palette(space, shape)) return std::nullopt;
  if (!read_mapping(dictionary.getKey("/Decode"), shape)) return std::nullopt;
  return shape;
}

// The filter's name where there is one only; "" where there is none.
std::optional<std::string> only_filter(QPDFObjectHandle dictionary) {
  QPDFObjectHandle filter = dictionary.getKey("/Filter");
  if (filter.isArray() && filter.getArrayNItems() == 1) filter = filter.getArrayItem(0);
  if (filter.isNull()) return "";
  if (filter.isName()) return filter.getName();
  return std::nullopt;
}

QPDFObjectHandle parameters_of(QPDFObjectHandle dictionary) {
  QPDFObjectHandle parameters = dictionary.getKey("/DecodeParms");
  if (parameters.isArray() && parameters.getArrayNItems() == 1) {
    parameters = parameters.getArrayItem(0);
  }
  return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

ByteView view_of(const Buffer& buffer) {
  return {buffer.getBuffer(), buffer.getSize()};
}

void put_light(Raster& page, bool inverted) {
  if (!inverted) return;
  for (std::uint8_t& value : page.pixels)
    value ^= 255;
}

// A decoder's page counts where it is what the dictionary promised.
std::optional<Raster> if_as_said(Raster page, const Shape& shape) {
  if (page.width != shape.width || page.height != shape.height) return std::nullopt;
  if (shape.channels != 0 && page.channels != shape.channels) return std::nullopt;
  if (!shape.palette.empty()) return std::nullopt;
  put_light(page, shape.inverted);
  return page;
}

void tag(ByteWriter& tiff, std::uint16_t number, std::uint32_t value) {
  constexpr std::uint16_t kLong = 4;
  tiff.integer(number);
  tiff.integer(kLong);
  tiff.integer(std::uint32_t{1});
  tiff.integer(value);
}

// A TIFF of one strip around the data.
Bytes fax_file(ByteView data, const Shape& shape, int k, bool black_is_one) {
  constexpr std::uint16_t kTags = 9;
  constexpr std::uint32_t kDirectoryAt = 8;
  constexpr std::uint32_t kDataAt = kDirectoryAt + 2 + kTags * 12 + 4;
  ByteWriter tiff;
  tiff.raw(as_bytes(std::string_view("II*\0", 4)));
  tiff.integer(kDirectoryAt);
  tiff.integer(kTags);
  tag(tiff, 256, static_cast<std::uint32_t>(shape.width));
  tag(tiff, 257, static_cast<std::uint32_t>(shape.height));
  tag(tiff, 258, 1);
  tag(tiff, 259, k < 0 ? 4 : 3);
  tag(tiff, 262, black_is_one ? 1 : 0);
  tag(tiff, 273, kDataAt);
  tag(tiff, 278, static_cast<std::uint32_t>(shape.height));
  tag(tiff, 279, static_cast<std::uint32_t>(data.size()));
  tag(tiff, 292, k > 0 ? 1 : 0);
  tiff.integer(std::uint32_t{0});
  tiff.raw(data);
  return tiff.take();
}

std::optional<Raster> fax_pixels(QPDFObjectHandle image, const Shape& shape) {
  QPDFObjectHandle parameters = parameters_of(image.getDict());
  const auto flag = [&](const char* key) {
    QPDFObjectHandle value = parameters.getKey(key);
    return value.isBool() && value.getBoolValue();
  };
  QPDFObjectHandle k = parameters.getKey("/K");
  const int columns = small_number(parameters.getKey("/Columns"));
  // TIFF knows no rows that begin at whole bytes without a mark.
  if (columns != shape.width || flag("/EncodedByteAlign") || shape.channels != 1 ||
      !shape.palette.empty()) {
    return std::nullopt;
  }
  const auto data = image.getRawStreamData();
  const int kind = k.isInteger() ? static_cast<int>(k.getIntValueAsInt()) : 0;
  const Bytes tiff = fax_file(view_of(*data), shape, kind, flag("/BlackIs1"));
  return if_as_said(tiff_pixels(tiff), shape);
}

unsigned sample(const std::uint8_t* row, std::size_t at, int bits) {
  if (bits == 8) return row[at];
  if (bits == 16) return row[2 * at];
  const std::size_t bit = at * static_cast<std::size_t>(bits);
  return row[bit / 8] >> (8 - static_cast<std::size_t>(bits) - bit % 8) &
         ((1U << bits) - 1);
}

std::optional<Raster> plain_pixels(QPDFObjectHandle image, const Shape& shape) {
  const int bits = shape.bits;
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) return std::nullopt;
  require_page_size(static_cast<std::uint64_t>(shape.width),
                    static_cast<std::uint64_t>(shape.height));
  const auto data = image.getStreamData(qpdf_dl_specialized);
  const std::size_t samples =
      static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.channels);
  const std::size_t stride = (samples * static_cast<std::size_t>(bits) + 7) / 8;
  if (data->getSize() < stride * static_cast<std::size_t>(shape.height)) {
    refuse(Fault::kDamaged);
  }
  const bool indexed = !shape.palette.empty();
  const int colours = indexed ? shape.palette_channels : 0;
  const unsigned most = (1U << std::min(bits, 8)) - 1;
  Raster page =
      make_raster(shape.width, shape.height, indexed ? colours : shape.channels);
  for (int y = 0; y < page.height; ++y) {
    const std::uint8_t* from = data->getBuffer() + stride * static_cast<std::size_t>(y);
    std::uint8_t* to = page.row(y);
    for (std::size_t i = 0; i < samples; ++i) {
      const unsigned value = sample(from, i, bits);
      if (!indexed) *to++ = static_cast<std::uint8_t>(value * 255 / most);
      for (int c = 0; c < colours; ++c) {
        *to++ = static_cast<std::uint8_t>(
            shape.palette[value * static_cast<unsigned>(colours) + unsigned(c)]);
      }
    }
  }
  put_light(page, shape.inverted);
  return page;
}

}  // namespace

std::optional<Raster> pixels_of(QPDFObjectHandle image) {
  QPDFObjectHandle dictionary = image.getDict();
  const auto filter = only_filter(dictionary);
  const bool jp2 = filter && *filter == "/JPXDecode";
  const auto shape = read_shape(dictionary, jp2);
  if (!shape) return std::nullopt;
  if (!filter) return plain_pixels(image, *shape);
  if (*filter == "/CCITTFaxDecode") return fax_pixels(image, *shape);
  if (*filter == "/DCTDecode") {
    if (!parameters_of(dictionary).getKey("/ColorTransform").isNull()) {
      return std::nullopt;
    }
    return if_as_said(jpeg_pixels(view_of(*image.getRawStreamData())), *shape);
  }
  if (jp2) return if_as_said(jp2_pixels(view_of(*image.getRawStreamData())), *shape);
  if (*filter == "/JBIG2Decode") return std::nullopt;
  return plain_pixels(image, *shape);
}

}  // namespace tangthu::scanner
