// JPEG 2000 (ITU-T T.800) by OpenJPEG: JP2 files and bare codestreams; grey, RGB, YCC and
// CMYK of up to 16 bits, subsampled or not, transparency over white paper.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>

#include <openjpeg.h>

#include "scanner/decode/decoders.h"
#include "scanner/decode/emit.h"
#include "scanner/decode/inks.h"

namespace tangthu::scanner {
namespace {

using namespace std::string_view_literals;

constexpr auto kEndOfCodestream = "\xff\xd9"sv;

// What the library said. Warnings while it decodes tell of data that is missing.
struct Said {
  bool damage = false;
  bool no_memory = false;
};

void on_error(const char* message, void* said) {
  auto* out = static_cast<Said*>(said);
  out->damage = true;
  if (std::strstr(message, "memory") != nullptr) out->no_memory = true;
}

void on_warning(const char*, void* said) {
  static_cast<Said*>(said)->damage = true;
}

struct Memory {
  ByteView file;
  std::size_t at = 0;
};

OPJ_SIZE_T read_bytes(void* to, OPJ_SIZE_T size, void* user) {
  auto* memory = static_cast<Memory*>(user);
  const std::size_t take = std::min(size, memory->file.size() - memory->at);
  if (take == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(to, memory->file.data() + memory->at, take);
  memory->at += take;
  return take;
}

OPJ_BOOL seek(OPJ_OFF_T place, void* user) {
  auto* memory = static_cast<Memory*>(user);
  if (place < 0 || static_cast<std::uint64_t>(place) > memory->file.size()) {
    return OPJ_FALSE;
  }
  memory->at = static_cast<std::size_t>(place);
  return OPJ_TRUE;
}

OPJ_OFF_T skip(OPJ_OFF_T size, void* user) {
  auto* memory = static_cast<Memory*>(user);
  const auto rest = static_cast<OPJ_OFF_T>(memory->file.size() - memory->at);
  const OPJ_OFF_T take = std::clamp<OPJ_OFF_T>(size, 0, rest);
  memory->at += static_cast<std::size_t>(take);
  return size > 0 && take == 0 ? -1 : take;
}

struct ReleaseImage {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
// The other two are one type to the compiler.
struct ReleaseStream {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct ReleaseCodec {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
using Stream = std::unique_ptr<opj_stream_t, ReleaseStream>;
using Codec = std::unique_ptr<opj_codec_t, ReleaseCodec>;
using Image = std::unique_ptr<opj_image_t, ReleaseImage>;

[[noreturn]] void refuse_for(const Said& said) {
  refuse(said.no_memory ? Fault::kNoMemory : Fault::kDamaged);
}

bool is_bare(ByteView file) {
  return as_text(file).starts_with("\xff\x4f\xff\x51"sv);
}

// The library takes a file without its end for whole. No data looks like this marker
// (T.800, B.10.1).
void require_end(ByteView file) {
  const std::size_t begin = as_text(file).find("\xff\x4f\xff\x51"sv);
  if (begin == std::string_view::npos ||
      as_text(file).find(kEndOfCodestream, begin) == std::string_view::npos) {
    refuse(Fault::kDamaged);
  }
}

void check_header(const opj_image_t& image) {
  constexpr std::uint32_t kMostComponents = 5;
  constexpr std::uint32_t kMostBits = 16;
  if (image.x1 <= image.x0 || image.y1 <= image.y0) refuse(Fault::kDamaged);
  require_page_size(image.x1 - image.x0, image.y1 - image.y0);
  if (image.numcomps == 0) refuse(Fault::kDamaged);
  if (image.numcomps > kMostComponents) refuse(Fault::kUnsupported);
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const opj_image_comp_t& component = image.comps[i];
    if (component.prec == 0 || component.prec > kMostBits) refuse(Fault::kUnsupported);
  }
}

Image decoded(ByteView file) {
  Memory memory{file};
  const Stream stream(opj_stream_default_create(OPJ_TRUE));
  const Codec codec(opj_create_decompress(is_bare(file) ? OPJ_CODEC_J2K : OPJ_CODEC_JP2));
  if (!stream || !codec) refuse(Fault::kNoMemory);
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), file.size());
  opj_stream_set_read_function(stream.get(), read_bytes);
  opj_stream_set_seek_function(stream.get(), seek);
  opj_stream_set_skip_function(stream.get(), skip);
  Said said;
  opj_set_error_handler(codec.get(), on_error, &said);
  opj_dparameters_t parameters{};
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t* header = nullptr;
  if (opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE ||
      opj_read_header(stream.get(), codec.get(), &header) == OPJ_FALSE) {
    opj_image_destroy(header);
    refuse_for(said);
  }
  Image image(header);
  check_header(*image);
  opj_set_warning_handler(codec.get(), on_warning, &said);
  if (opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE || said.damage) {
    refuse_for(said);
  }
  return image;
}

// Samples of one component as bytes, stretched to the page where it has fewer.
class Component {
 public:
  Component(const opj_image_comp_t& from, int width, int height)
      : from_(from), width_(width), height_(height) {
    if (from.data == nullptr || from.w == 0 || from.h == 0 || from.prec == 0 ||
        from.prec > 16) {
      refuse(Fault::kDamaged);
    }
    most_ = (1 << from.prec) - 1;
    middle_ = from.sgnd != 0 ? 1 << (from.prec - 1) : 0;
  }
  std::uint8_t at(int x, int y) const {
    const auto column = static_cast<std::uint64_t>(x) * from_.w / unsigned(width_);
    const auto row = static_cast<std::uint64_t>(y) * from_.h / unsigned(height_);
    const std::int64_t value = std::clamp<std::int64_t>(
        std::int64_t{from_.data[row * from_.w + column]} + middle_, 0, most_);
    return static_cast<std::uint8_t>((value * 255 + most_ / 2) / most_);
  }

 private:
  const opj_image_comp_t& from_;
  int width_;
  int height_;
  int most_ = 0;
  int middle_ = 0;
};

enum class Colours { kGrey, kRgb, kYcc, kCmyk };

Colours colours_of(const opj_image_t& image, std::size_t inks) {
  if (inks < 3) return Colours::kGrey;
  if (image.color_space == OPJ_CLRSPC_CMYK && inks == 4) return Colours::kCmyk;
  const bool ycc =
      image.color_space == OPJ_CLRSPC_SYCC || image.color_space == OPJ_CLRSPC_EYCC;
  // Colour at half the resolution is only ever YCC, said or not.
  if (ycc || image.comps[1].dx > image.comps[0].dx) return Colours::kYcc;
  return Colours::kRgb;
}

std::uint8_t clamped(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

void put_pixel(Colours colours, std::span<const Component> inks, int x, int y,
               std::uint8_t* to) {
  const std::uint8_t first = inks[0].at(x, y);
  if (colours == Colours::kGrey) {
    *to = first;
    return;
  }
  const std::uint8_t second = inks[1].at(x, y);
  const std::uint8_t third = inks[2].at(x, y);
  if (colours == Colours::kYcc) {
    const int blue = second - 128;
    const int red = third - 128;
    to[0] = clamped(first + 1.402 * red);
    to[1] = clamped(first - 0.344136 * blue - 0.714136 * red);
    to[2] = clamped(first + 1.772 * blue);
  } else if (colours == Colours::kCmyk) {
    const std::uint8_t cmyk[4] = {first, second, third, inks[3].at(x, y)};
    inks_to_rgb(cmyk, to, 1, Inks::kPlain);
  } else {
    to[0] = first;
    to[1] = second;
    to[2] = third;
  }
}

Raster pixels_of(const opj_image_t& image) {
  std::vector<Component> inks;
  std::vector<Component> opacity;
  const auto width = static_cast<int>(image.comps[0].w);
  const auto height = static_cast<int>(image.comps[0].h);
  require_page_size(image.comps[0].w, image.comps[0].h);
  for (std::uint32_t i = 0; i < image.numcomps; ++i) {
    const opj_image_comp_t& component = image.comps[i];
    (component.alpha != 0 ? opacity : inks).emplace_back(component, width, height);
  }
  if (inks.empty()) refuse(Fault::kDamaged);
  const Colours colours = colours_of(image, inks.size());
  Raster page = make_raster(width, height, colours == Colours::kGrey ? 1 : 3);
  for (int y = 0; y < height; ++y) {
    std::uint8_t* to = page.row(y);
    for (int x = 0; x < width; ++x, to += page.channels) {
      put_pixel(colours, inks, x, y, to);
      if (opacity.empty()) continue;
      const unsigned part = opacity[0].at(x, y);
      for (int c = 0; c < page.channels; ++c)
        to[c] = static_cast<std::uint8_t>((to[c] * part + 255 * (255 - part)) / 255);
    }
  }
  return page;
}

// The capture resolution of a JP2 file (T.800, I.5.3.7.1): u16 numerators and
// denominators, vertical first, and powers of ten; samples a metre.
void resolve(Raster& page, ByteView file) {
  constexpr double kMetresPerInch = 0.0254;
  constexpr std::size_t kBytes = 10;
  const std::size_t codestream = as_text(file).find("jp2c"sv);
  const std::size_t at = as_text(file).substr(0, codestream).find("resc"sv);
  if (at == std::string_view::npos || file.size() - at < 4 + kBytes) return;
  const ByteView box = file.subspan(at + 4, kBytes);
  const auto word = [&](std::size_t i) { return box[i] << 8 | box[i + 1]; };
  const auto per_metre = [&](std::size_t numbers, std::size_t power) {
    const int divisor = word(numbers + 2);
    if (divisor == 0) return 0.0;
    return word(numbers) * std::pow(10.0, static_cast<std::int8_t>(box[power])) / divisor;
  };
  set_resolution(page, per_metre(4, 9) * kMetresPerInch,
                 per_metre(0, 8) * kMetresPerInch);
}

}  // namespace

Raster jp2_pixels(ByteView file) {
  require_end(file);
  const Image image = decoded(file);
  return pixels_of(*image);
}

void decode_jp2(ByteView file) {
  Raster page = jp2_pixels(file);
  if (!is_bare(file)) resolve(page, file);
  send_page(grey_if_colourless(std::move(page)));
}

}  // namespace tangthu::scanner
