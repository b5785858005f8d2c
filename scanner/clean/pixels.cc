#include <algorithm>
#include <array>
#include <mutex>
#include <numeric>

#include <opencv2/core/hal/intrin.hpp>

#include "base/pixel_memory.h"
#include "base/secret.h"
#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// A matrix holds the same picture as a page, so it is wiped like one, and a large one has
// memory of the same kind (base/pixel_memory.h says why).
class WipingAllocator final : public cv::MatAllocator {
 public:
  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data,
                         std::size_t* step, cv::AccessFlag flags,
                         cv::UMatUsageFlags usage) const override {
    const std::size_t size = bytes_of(dims, sizes, type);
    if (data == nullptr && size >= kLarge) {
      set_steps(dims, sizes, type, step);
      auto* const block = new cv::UMatData(this);
      block->data = block->origdata = new_pixels(size).release();
      block->size = size;
      return block;
    }
    cv::UMatData* block = heap_->allocate(dims, sizes, type, data, step, flags, usage);
    block->prevAllocator = block->currAllocator = this;
    return block;
  }
  bool allocate(cv::UMatData* block, cv::AccessFlag, cv::UMatUsageFlags) const override {
    return block != nullptr;
  }
  void deallocate(cv::UMatData* block) const override {
    const bool own =
        block != nullptr && (block->flags & cv::UMatData::USER_ALLOCATED) == 0;
    if (own && block->size >= kLarge) {
      PixelsFree{block->size}(block->origdata);
      delete block;
      return;
    }
    if (own) wipe(block->origdata, block->size);
    heap_->deallocate(block);
  }

 private:
  static constexpr std::size_t kLarge = std::size_t{1} << 20;

  static std::size_t bytes_of(int dims, const int* sizes, int type) {
    return std::accumulate(sizes, sizes + dims,
                           static_cast<std::size_t>(CV_ELEM_SIZE(type)),
                           [](std::size_t product, int side) {
                             return product * static_cast<std::size_t>(side);
                           });
  }
  static void set_steps(int dims, const int* sizes, int type, std::size_t* step) {
    if (step == nullptr) return;
    for (int i = 0; i < dims; ++i)
      step[i] = bytes_of(dims - i - 1, sizes + i + 1, type);
  }

  cv::MatAllocator* heap_ = cv::Mat::getStdAllocator();
};

// Of 32 pixels in a row.
cv::v_uint8x16 darker_of_pairs(const cv::v_uint8x16& a, const cv::v_uint8x16& b) {
  const auto darker = [](const cv::v_uint8x16& pixels) {
    const cv::v_uint16x8 pairs = cv::v_reinterpret_as_u16(pixels);
    const auto even = cv::v_reinterpret_as_s16(pairs & cv::v_setall_u16(255));
    const auto odd = cv::v_reinterpret_as_s16(cv::v_shr<8>(pairs));
    return cv::v_min(even, odd);
  };
  return cv::v_pack_u(darker(a), darker(b));
}

}  // namespace

void prepare_opencv() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Never destroyed: matrices of other threads may outlive static destruction.
    static auto* const allocator = new WipingAllocator;
    cv::Mat::setDefaultAllocator(allocator);
    cv::setNumThreads(0);
  });
}

cv::Mat view(const Page& page) {
  // cv::Mat has no const form; stages write only to pages they have made.
  auto* pixels = const_cast<std::uint8_t*>(page.row(0));
  return {page.height(), page.width(), CV_8UC(page.channels()), pixels, page.stride()};
}

cv::Mat paper_behind(const cv::Mat& image, int cells) {
  cv::Mat paper;
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {cells, cells});
  cv::morphologyEx(image, paper, cv::MORPH_CLOSE, square);
  cv::GaussianBlur(paper, paper, {5, 5}, 0, 0, cv::BORDER_REPLICATE);
  return paper;
}

RowSums::RowSums(const cv::Mat& image, int by)
    : channels_(image.channels()),
      cells_(std::max(1, image.cols / by)),
      columns_(std::min(by, image.cols)),
      sums_(static_cast<std::size_t>(cells_ * columns_ * channels_)) {}

void RowSums::add(const std::uint8_t* __restrict row) {
  std::uint16_t* __restrict sums = sums_.data();
  const std::size_t count = sums_.size();
  for (std::size_t i = 0; i < count; ++i)
    sums[i] = static_cast<std::uint16_t>(sums[i] + row[i]);
  ++rows_;
}

void RowSums::take_means(std::uint8_t* to) {
  if (channels_ == 1) {
    means_of<1>(to);
  } else {
    means_of<3>(to);
  }
  std::fill(sums_.begin(), sums_.end(), std::uint16_t{0});
  rows_ = 0;
}

template <int kChannels>
void RowSums::means_of(std::uint8_t* to) const {
  const auto count = static_cast<std::uint32_t>(std::max(1, columns_ * rows_));
  // A product instead of a quotient: exact for cells of up to 16 × 16 pixels.
  const std::uint32_t share = ((1U << 24) + count - 1) / count;
  const std::uint16_t* sum = sums_.data();
  for (int cell = 0; cell < cells_; ++cell) {
    std::array<std::uint32_t, kChannels> all;
    all.fill(count / 2);
    for (int i = 0; i < columns_; ++i) {
      for (std::uint32_t& one : all)
        one += *sum++;
    }
    for (const std::uint32_t one : all)
      *to++ = static_cast<std::uint8_t>(std::uint64_t{one} * share >> 24);
  }
}

cv::Mat averaged(const cv::Mat& image, int by) {
  cv::Mat out(std::max(1, image.rows / by), std::max(1, image.cols / by), image.type());
  RowSums sums(image, by);
  for (int y = 0; y < out.rows; ++y) {
    for (int row = y * by; row < std::min(image.rows, (y + 1) * by); ++row)
      sums.add(image.ptr<std::uint8_t>(row));
    sums.take_means(out.ptr<std::uint8_t>(y));
  }
  return out;
}

cv::Mat darkest_of_four(const cv::Mat& grey) {
  cv::Mat half(grey.rows / 2, grey.cols / 2, CV_8U);
  for (int y = 0; y < half.rows; ++y) {
    const auto* upper = grey.ptr<std::uint8_t>(2 * y);
    const auto* lower = grey.ptr<std::uint8_t>(2 * y + 1);
    auto* to = half.ptr<std::uint8_t>(y);
    std::ptrdiff_t x = 0;
    for (; x + 16 <= half.cols; x += 16) {
      const auto first = cv::v_min(cv::v_load(upper + 2 * x), cv::v_load(lower + 2 * x));
      const auto second =
          cv::v_min(cv::v_load(upper + 2 * x + 16), cv::v_load(lower + 2 * x + 16));
      cv::v_store(to + x, darker_of_pairs(first, second));
    }
    for (; x < half.cols; ++x) {
      to[x] = std::min(std::min(upper[2 * x], upper[2 * x + 1]),
                       std::min(lower[2 * x], lower[2 * x + 1]));
    }
  }
  return half;
}

}  // namespace tangthu::scanner
