// Sauvola and Pietikäinen, "Adaptive document image binarization", Pattern Recognition
// 2000: a pixel is ink when it is darker than mean · (1 + k (deviation / R − 1)) of the
// window around it. Sums of a window in constant time: Shafait, Keysers and Breuel,
// "Efficient implementation of local adaptive thresholding techniques using integral
// images", DRR 2008; here as one row of column sums that moves down the page, which takes
// kilobytes where integral images take a hundred megabytes.
#include "scanner/clean/binarise.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tangthu::scanner {
namespace {

constexpr double kWindowMm = 5;  // two letters of body text: thin marks see paper
constexpr float kWeight = 0.2F;
constexpr float kRange = 128;
// Light has been levelled: darker than this is ink inside a thick stroke too, where the
// window sees nothing but ink, and lighter than that is paper on an empty page.
constexpr int kSurelyInk = 60;
constexpr int kSurelyPaper = 215;

// Sums and sums of squares over the window's rows, one a column.
class Columns {
 public:
  explicit Columns(const Page& page)
      : page_(page),
        sums_(static_cast<std::size_t>(page.width())),
        squares_(static_cast<std::size_t>(page.width())) {}

  void add(int y) { change(y, 1); }
  void drop(int y) { change(y, -1); }
  const std::vector<int>& sums() const { return sums_; }
  const std::vector<int>& squares() const { return squares_; }

 private:
  void change(int y, int sign) {
    const std::uint8_t* __restrict row = page_.row(y);
    int* __restrict sums = sums_.data();
    int* __restrict squares = squares_.data();
    for (std::size_t x = 0; x < sums_.size(); ++x) {
      const int value = row[x];
      sums[x] += sign * value;
      squares[x] += sign * value * value;
    }
  }

  const Page& page_;
  std::vector<int> sums_;
  std::vector<int> squares_;
};

// `rows` are in the columns' sums; the window is cut at the page's sides.
void threshold_row(const Columns& columns, int rows, int reach, const std::uint8_t* from,
                   std::uint8_t* to) {
  const auto width = static_cast<int>(columns.sums().size());
  std::int64_t sum = 0;
  std::int64_t square = 0;
  const auto move = [&](int x, int sign) {
    sum += sign * columns.sums()[static_cast<std::size_t>(x)];
    square +=
        static_cast<std::int64_t>(sign) * columns.squares()[static_cast<std::size_t>(x)];
  };
  for (int x = 0; x < std::min(reach, width); ++x)
    move(x, 1);
  for (int x = 0; x < width; ++x) {
    if (x + reach < width) move(x + reach, 1);
    if (x - reach - 1 >= 0) move(x - reach - 1, -1);
    const int value = from[x];
    if (value <= kSurelyInk || value >= kSurelyPaper) {
      to[x] = value <= kSurelyInk ? 0 : 255;
      continue;
    }
    const int across = std::min(x + reach, width - 1) - std::max(x - reach, 0) + 1;
    const auto count = static_cast<float>(across * rows);
    const float mean = static_cast<float>(sum) / count;
    const float spread = static_cast<float>(square) / count - mean * mean;
    const float deviation = std::sqrt(std::max(0.0F, spread));
    const float level = mean * (1 + kWeight * (deviation / kRange - 1));
    to[x] = static_cast<float>(value) < level ? 0 : 255;
  }
}

}  // namespace

Result<Page> binarise(const Page& ink) {
  if (ink.format() != PixelFormat::kGrey) {
    return fail(ErrorCode::kBadInput, "only a cleaned page can be made black and white",
                "clean the page first");
  }
  Page out = TRY(Page::create(ink.width(), ink.height(), PixelFormat::kGrey, ink.dpi()));
  const int reach = std::max(2, static_cast<int>(kWindowMm / 2 / 25.4 * ink.dpi()));
  Columns columns(ink);
  int rows = 0;
  for (int y = 0; y < std::min(reach, ink.height()); ++y, ++rows)
    columns.add(y);
  for (int y = 0; y < ink.height(); ++y) {
    if (y + reach < ink.height()) columns.add(y + reach), ++rows;
    if (y - reach - 1 >= 0) columns.drop(y - reach - 1), --rows;
    threshold_row(columns, rows, reach, ink.row(y), out.row(y));
  }
  return out;
}

}  // namespace tangthu::scanner
