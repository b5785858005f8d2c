#include "scanner/batch/barcode.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <exception>
#include <utility>

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include "scanner/batch/barcode_mend.h"

namespace tangthu::scanner {
namespace {

constexpr int kLevelH = 8;  // ZXing counts 0–8 for all kinds of code; 7 and 8 are H
constexpr double kMillimetresAnInch = 25.4;

// A coarse look first: a module of a separator is wide, and text vanishes. Where a fold
// or a streak hides the code from one way of looking, another one may see it.
enum class Ink : std::uint8_t { kAsItIs, kFilled };
struct Look {
  int dpi;
  ZXing::Binarizer binarizer;
  Ink ink = Ink::kAsItIs;
};
constexpr Look kLooks[] = {{100, ZXing::Binarizer::LocalAverage},
                           {50, ZXing::Binarizer::LocalAverage},
                           {100, ZXing::Binarizer::GlobalHistogram},
                           {150, ZXing::Binarizer::LocalAverage},
                           {100, ZXing::Binarizer::GlobalHistogram, Ink::kFilled},
                           {50, ZXing::Binarizer::LocalAverage, Ink::kFilled}};
constexpr int kGateDpi = 50;

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

// The page as the looks see it; made when it is asked for, from as little as will do.
class Views {
 public:
  explicit Views(const Page& page) : page_(page) {}

  Result<const Page*> at(int dpi, Ink ink) {
    const int by = reduction_to(dpi);
    for (const View& view : views_) {
      if (view.by == by && view.ink == ink) return &view.page;
    }
    Page small = TRY(made(by, ink));
    views_.push_back({by, ink, std::move(small)});
    return &views_.back().page;
  }

 private:
  struct View {
    int by;
    Ink ink;
    Page page;
  };

  int reduction_to(int dpi) const {
    const int by = static_cast<int>(std::lround(1.0 * page_.dpi() / dpi));
    return std::clamp(by, 1, std::min(page_.width(), page_.height()));
  }

  Result<Page> made(int by, Ink ink) {
    if (ink == Ink::kFilled) {
      Page filled = TRY(made(by, Ink::kAsItIs));
      fill_hollow_squares(filled);
      return filled;
    }
    for (const View& view : views_) {
      if (view.ink == ink && by > view.by && by % view.by == 0)
        return reduced_grey(view.page, by / view.by);
    }
    return reduced_grey(page_, by);
  }

  const Page& page_;
  std::deque<View> views_;  // those that were given out stay where they are
};

}  // namespace

std::vector<FoundCode> read_codes(const Page& page) {
  Views views(page);
  if (!views.at(kLooks[0].dpi, Ink::kAsItIs)) return {};
  const auto coarse = views.at(kGateDpi, Ink::kAsItIs);
  if (!coarse || !has_solid_ink(**coarse)) return {};
  for (const Look& look : kLooks) {
    const auto small = views.at(look.dpi, look.ink);
    if (!small) return {};
    try {
      const double pixel_mm =
          kMillimetresAnInch * page.width() / (*small)->width() / page.dpi();
      auto found = codes_in(**small, pixel_mm, look.binarizer);
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
