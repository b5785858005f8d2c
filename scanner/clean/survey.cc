#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kSurveyDpi = 150;
// A tag can lie; the page's size in pixels keeps the reduction within reason.
constexpr int kLeastLongSide = 1400;
constexpr int kMostLongSide = 3000;
constexpr int kBorderReduction = 4;
constexpr int kPaperCells = 11;
// Below this share of the page's own white it isn't paper in shadow but something black.
constexpr double kDarkestShadow = 0.4;

int choose_reduction(cv::Size size, int dpi) {
  const int side = std::max(size.width, size.height);
  int reduction = std::max(1, static_cast<int>(std::lround(1.0 * dpi / kSurveyDpi)));
  while (side / reduction > kMostLongSide)
    ++reduction;
  while (reduction > 1 && side / reduction < kLeastLongSide)
    --reduction;
  return reduction;
}

// The page made smaller: grey for the survey, and in colour by cells of the border's
// mask.
struct Reduced {
  cv::Mat grey;
  cv::Mat cells;
};

// A band of pixels at a time, so that memory is read once. Squares are of a whole number
// of pixels, so that the geometry stays exact; what is left over is dropped.
Reduced reduce(const cv::Mat& image, int by) {
  Reduced out;
  const cv::Size size(std::max(1, image.cols / by), std::max(1, image.rows / by));
  const int band = by * kBorderReduction;
  out.grey.create(size, CV_8U);
  out.cells.create(std::max(1, image.rows / band), std::max(1, image.cols / band),
                   image.type());
  RowSums sums(image, band);
  cv::Mat grey;
  for (int y = 0; y < size.height; y += kBorderReduction) {
    const int rows = std::min(kBorderReduction, size.height - y);
    const cv::Rect place(0, y * by, std::min(image.cols, size.width * by),
                         std::min(image.rows - y * by, rows * by));
    const cv::Mat part = image(place);
    if (image.channels() == 3) {
      cv::cvtColor(part, grey, cv::COLOR_RGB2GRAY);
    } else {
      grey = part;
    }
    cv::Mat to = out.grey.rowRange(y, y + rows);
    if (by == 1) {
      grey.copyTo(to);
    } else {
      cv::resize(grey, to, to.size(), 0, 0, cv::INTER_AREA);
    }
    const int cell = y / kBorderReduction;
    if (cell >= out.cells.rows) continue;
    for (int row = 0; row < part.rows; ++row)
      sums.add(part.ptr<std::uint8_t>(row));
    sums.take_means(out.cells.ptr<std::uint8_t>(cell));
  }
  return out;
}

cv::Mat brightest_channel(const cv::Mat& image) {
  if (image.channels() == 1) return image;
  std::array<cv::Mat, 3> planes;
  cv::split(image, planes.data());
  return cv::max(cv::max(planes[0], planes[1]), planes[2]);
}

// Per channel, the level that nine tenths of the page don't exceed: paper, even on a page
// half filled with a picture.
cv::Scalar paper_colour(const cv::Mat& cells, const cv::Mat& border) {
  std::vector<cv::Mat> planes;
  cv::split(cells, planes);
  cv::Scalar colour;
  for (std::size_t channel = 0; channel < planes.size(); ++channel) {
    std::array<int, 256> histogram{};
    int total = 0;
    for (int y = 0; y < cells.rows; ++y) {
      for (int x = 0; x < cells.cols; ++x) {
        if (border.at<std::uint8_t>(y, x) != 0) continue;
        ++histogram[planes[channel].at<std::uint8_t>(y, x)];
        ++total;
      }
    }
    int level = 255;
    for (int above = 0; level > 1; --level) {
      above += histogram[static_cast<std::size_t>(level)];
      if (above * 5 >= total * 2) break;
    }
    colour[static_cast<int>(channel)] = total == 0 ? 255 : level;
  }
  return colour;
}

cv::Mat level_paper(const cv::Mat& grey, const cv::Mat& border) {
  cv::Mat cells;
  cv::resize(grey, cells, border.size(), 0, 0, cv::INTER_AREA);
  const double white = paper_colour(cells, border)[0];
  cells.setTo(white, border);
  cv::Mat paper = paper_behind(cells, kPaperCells);
  const cv::Mat darkest(paper.size(), paper.type(), cv::Scalar(kDarkestShadow * white));
  cv::max(paper, darkest, paper);
  cv::resize(paper, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat levelled;
  cv::divide(grey, paper, levelled, 255);
  return levelled;
}

double mean_of_ink(const cv::Mat& grey, std::uint8_t threshold) {
  std::uint64_t sum = 0;
  std::uint64_t count = 0;
  for (int y = 0; y < grey.rows; ++y) {
    const auto* row = grey.ptr<std::uint8_t>(y);
    std::uint32_t row_sum = 0;
    std::uint32_t row_count = 0;
    for (int x = 0; x < grey.cols; ++x) {
      const std::uint32_t ink = row[x] <= threshold ? 1 : 0;
      row_count += ink;
      row_sum += ink * row[x];
    }
    sum += row_sum;
    count += row_count;
  }
  return count == 0 ? 0 : static_cast<double>(sum) * (1.0 / static_cast<double>(count));
}

}  // namespace

cv::Mat ink_mask(const cv::Mat& grey, std::uint8_t threshold) {
  cv::Mat mask;
  cv::threshold(grey, mask, threshold, 255, cv::THRESH_BINARY_INV);
  return mask;
}

Survey survey_page(const cv::Mat& captured, int dpi) {
  Survey survey;
  survey.reduction = choose_reduction(captured.size(), dpi);
  const Reduced small = reduce(captured, survey.reduction);
  const double cell_mm = 25.4 * survey.reduction * kBorderReduction / dpi;
  survey.border = find_border(brightest_channel(small.cells), cell_mm);
  survey.paper = paper_colour(small.cells, survey.border);
  survey.grey = level_paper(small.grey, survey.border);
  cv::Mat border;
  cv::resize(survey.border, border, survey.grey.size(), 0, 0, cv::INTER_NEAREST);
  survey.grey.setTo(255, border);

  // Otsu 1979, held to where ink can lie: an empty page has no valley of its own.
  cv::Mat unused;
  const double otsu = cv::threshold(survey.grey, unused, 0, 255, cv::THRESH_OTSU);
  survey.threshold = static_cast<std::uint8_t>(std::clamp(otsu, 110.0, 220.0));
  survey.contrast = 1 - mean_of_ink(survey.grey, survey.threshold) / 255;
  return survey;
}

}  // namespace tangthu::scanner
