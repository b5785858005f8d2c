#include "scanner/decode/pdf_images.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/page.h"

namespace tangthu::scanner {
namespace {

constexpr std::string_view kSpaces{" \t\r\n\f\0", 6};

// The whole number that follows the name `key` in a dictionary; 0 where there is none or
// it is a reference to another object.
int number_after(std::string_view dictionary, std::string_view key) {
  std::size_t at = dictionary.find(key);
  if (at == std::string_view::npos) return 0;
  at = dictionary.find_first_not_of(kSpaces, at + key.size());
  if (at == std::string_view::npos) return 0;
  const std::string_view rest = dictionary.substr(at);
  int value = 0;
  const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (parsed.ec != std::errc{}) return 0;
  const std::string_view after(
      parsed.ptr, static_cast<std::size_t>(rest.data() + rest.size() - parsed.ptr));
  // "12 0 R" is a reference.
  const std::size_t next = after.find_first_not_of(kSpaces);
  const bool reference =
      next != std::string_view::npos && after[next] >= '0' && after[next] <= '9';
  return reference ? 0 : value;
}

// From the object's opening to its stream, around `at`.
std::string_view dictionary_around(std::string_view file, std::size_t at) {
  constexpr std::size_t kReach = 2048;
  const std::size_t from = at > kReach ? at - kReach : 0;
  const std::size_t opening = file.substr(from, at - from).rfind("obj");
  const std::size_t begin = opening == std::string_view::npos ? at : from + opening;
  const std::string_view rest = file.substr(begin, at - begin + kReach);
  return rest.substr(0, rest.find("stream"));
}

bool covers(const PdfImage& image, double width, double height) {
  constexpr double kLeastDpi = 100;
  constexpr double kMostDpi = 1200;
  constexpr double kPointsPerInch = 72;
  constexpr double kProportion = 0.01;
  const double dpi_x = image.width * kPointsPerInch / width;
  const double dpi_y = image.height * kPointsPerInch / height;
  return dpi_x >= kLeastDpi && dpi_x <= kMostDpi &&
         std::abs(dpi_x / dpi_y - 1) <= kProportion;
}

bool within_limits(const PdfImage& image) {
  return image.width >= 1 && image.height >= 1 && image.width <= kMaxPageSide &&
         image.height <= kMaxPageSide &&
         static_cast<std::uint64_t>(image.width) *
                 static_cast<std::uint64_t>(image.height) <=
             kMaxPagePixels;
}

}  // namespace

std::vector<PdfImage> find_pdf_images(ByteView bytes) {
  const std::string_view file = as_text(bytes);
  std::vector<PdfImage> images;
  for (std::size_t at = file.find("/Image"); at != std::string_view::npos;
       at = file.find("/Image", at + 1)) {
    const std::string_view dictionary = dictionary_around(file, at);
    if (dictionary.find("/Subtype") == std::string_view::npos) continue;
    const PdfImage image{number_after(dictionary, "/Width"),
                         number_after(dictionary, "/Height")};
    if (!within_limits(image)) continue;
    if (std::find(images.begin(), images.end(), image) == images.end()) {
      images.push_back(image);
    }
    if (images.size() >= kMaxPdfImageSizes) break;
  }
  return images;
}

std::optional<PdfImage> scan_of_page(const std::vector<PdfImage>& images, double width,
                                     double height) {
  std::optional<PdfImage> best;
  for (const PdfImage& image : images) {
    for (const PdfImage& seen : {image, PdfImage{image.height, image.width}}) {
      if (covers(seen, width, height) && (!best || seen.width > best->width)) best = seen;
    }
  }
  return best;
}

}  // namespace tangthu::scanner
