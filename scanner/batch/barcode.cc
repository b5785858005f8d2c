#include "scanner/batch/barcode.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

namespace tangthu::scanner {
namespace {

constexpr int kLevelH = 8;  // ZXing counts 0–8 for all kinds of code; 7 and 8 are H
constexpr double kMillimetresAnInch = 25.4;

// A coarse look first: a module of a separator is wide, and text vanishes. Where a fold
// or a streak hides the code from one way of looking, another one may see it.
struct Look {
  int dpi;
  ZXing::Binarizer binarizer;
};
constexpr Look kLooks[] = {{100, ZXing::Binarizer::LocalAverage},
                           {50, ZXing::Binarizer::LocalAverage},
                           {100, ZXing::Binarizer::GlobalHistogram},
                           {150, ZXing::Binarizer::LocalAverage}};

std::uint8_t mean_of_cell(const Page& page, int left, int top, int side) {
  const int channels = page.channels();
  unsigned sum = 0;
  for (int y = top; y < top + side; ++y) {
    const std::uint8_t* row = page.row(y) + static_cast<std::ptrdiff_t>(left) * channels;
    for (int i = 0; i < side * channels; ++i)
      sum += row[i];
  }
  return static_cast<std::uint8_t>(sum / static_cast<unsigned>(side * side * channels));
}

// Grey, averaged over squares of pixels. The copy is a Page: it is wiped.
Result<Page> reduced(const Page& page, int by) {
  Page small = TRY(Page::create(std::max(1, page.width() / by),
                                std::max(1, page.height() / by), PixelFormat::kGrey,
                                std::clamp(page.dpi() / by, kMinDpi, kMaxDpi)));
  const int side = std::min({by, page.width(), page.height()});
  for (int y = 0; y < small.height(); ++y) {
    for (int x = 0; x < small.width(); ++x)
      small.row(y)[x] = mean_of_cell(page, x * by, y * by, side);
  }
  return small;
}

double longest_side(const ZXing::Position& corners) {
  double longest = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const ZXing::PointI a = corners[i];
    const ZXing::PointI b = corners[(i + 1) % 4];
    longest = std::max(longest, std::hypot(a.x - b.x, a.y - b.y));
  }
  return longest;
}

std::vector<FoundCode> codes_in(const Page& small, double millimetres_a_pixel,
                                ZXing::Binarizer binarizer) {
  const ZXing::ImageView view(small.row(0), small.width(), small.height(),
                              ZXing::ImageFormat::Lum);
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  hints.setTryHarder(true).setTryRotate(false).setTryDownscale(false);
  hints.setBinarizer(binarizer);
  std::vector<FoundCode> found;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    found.push_back(
        {result.text(), longest_side(result.position()) * millimetres_a_pixel});
  }
  return found;
}

}  // namespace

std::vector<FoundCode> read_codes(const Page& page) {
  int reduction = 0;
  std::optional<Page> small;
  for (const auto& [dpi, binarizer] : kLooks) {
    const int by = std::max(1, static_cast<int>(std::lround(1.0 * page.dpi() / dpi)));
    if (by != reduction) {
      auto made = reduced(page, by);
      if (!made) return {};
      small = std::move(*made);
      reduction = by;
    }
    try {
      auto found = codes_in(*small, kMillimetresAnInch * by / page.dpi(), binarizer);
      if (!found.empty()) return found;
    } catch (const std::exception&) {
      // Noise can lead ZXing astray; it is no code then.
    }
  }
  return {};
}

Result<CodeModules> make_code(const std::string& text) {
  try {
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
    writer.setEccLevel(kLevelH).setMargin(0).setEncoding(ZXing::CharacterSet::UTF8);
    const ZXing::BitMatrix bits = writer.encode(text, 0, 0);
    CodeModules out{bits.width(), {}};
    for (int y = 0; y < bits.height(); ++y) {
      for (int x = 0; x < bits.width(); ++x)
        out.dark.push_back(bits.get(x, y) ? 1 : 0);
    }
    return out;
  } catch (const std::exception&) {
    return fail(ErrorCode::kUsage, "the text is too long for a code",
                "use a shorter one");
  }
}

}  // namespace tangthu::scanner
