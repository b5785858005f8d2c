#include "tests/capture/numbered_pages.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace tangthu::capture_test {
namespace {

constexpr int kWidth = 420;
constexpr int kHeight = 594;  // A4 at 50 dpi
constexpr int kDpi = 50;
constexpr int kBits = 16;
constexpr int kSquare = 18;
constexpr int kTop = 60;
constexpr std::chrono::milliseconds kApart{15};

int left_of(int bit) {
  return 30 + bit * (kSquare + 4);
}

}  // namespace

// A row of squares, one a bit; below them a column that tells a number's page from
// others.
Page numbered_page(int number) {
  auto page = Page::create(kWidth, kHeight, PixelFormat::kGrey, kDpi);
  std::ranges::fill(page->pixels(), std::uint8_t{255});
  const auto fill = [&](int left, int top) {
    for (int y = top; y < top + kSquare; ++y)
      std::fill_n(page->row(y) + left, kSquare, std::uint8_t{0});
  };
  for (int bit = 0; bit < kBits; ++bit) {
    if ((number >> bit & 1) != 0) fill(left_of(bit), kTop);
  }
  for (int row = 2; row < 6; ++row)
    fill(left_of(0), kTop + row * 2 * kSquare);
  return std::move(*page);
}

std::optional<int> number_of(const Page& page) {
  if (page.width() != kWidth || page.height() != kHeight) return std::nullopt;
  const auto is_black = [&](int left, int top) {
    const int x = (left + kSquare / 2) * page.channels();
    return page.row(top + kSquare / 2)[x] < 128;
  };
  if (!is_black(left_of(0), kTop + 4 * kSquare)) return std::nullopt;
  int number = 0;
  for (int bit = 0; bit < kBits; ++bit)
    number |= static_cast<int>(is_black(left_of(bit), kTop)) << bit;
  return number;
}

Result<std::optional<Page>> NumberedPages::next() {
  asked_();
  if (fails_after_ && (*fails_after_)-- == 0)
    return fail(ErrorCode::kBadInput, "the paper is jammed", "free it");
  if (step_ > 0 ? next_ > last_ : next_ < last_) {
    if (fed_ || step_ == 1) return std::nullopt;
    return fail(ErrorCode::kBadInput, "there is no paper in the feeder", "put some in");
  }
  fed_ = true;
  std::this_thread::sleep_for(kApart);
  return std::optional<Page>(numbered_page(std::exchange(next_, next_ + step_)));
}

}  // namespace tangthu::capture_test
