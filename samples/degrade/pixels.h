// Pages as OpenCV matrices, and the smooth noise that paper, light and toner share.
// Internal to degrade/, the only folder of samples that includes OpenCV.
#pragma once

#include <opencv2/core.hpp>

#include "base/page.h"
#include "samples/random.h"

namespace tangthu::samples {

// OpenCV must not start threads: pages run in parallel, and sums must not depend on it.
void use_one_thread();

// The pixels as RGB, in memory of their own.
cv::Mat to_rgb(const Page& page);
// A page of one or three channels.
Result<Page> to_page(const cv::Mat& pixels, int dpi);

// Values in 0–1 with features about `cell` pixels across; CV_32FC1.
cv::Mat smooth_noise(cv::Size size, double cell, Random& random);

// Multiplies every channel by its gain; `gains` is a small CV_32FC3 of 0–1 that is
// stretched over the image.
void multiply_by(cv::Mat& image, const cv::Mat& gains);

// The box of everything that isn't paper; empty on a blank page.
Box ink_box(const cv::Mat& rgb);
// Whether that part of the sheet is bare, as far as it lies on it.
bool is_bare(const cv::Mat& rgb, const Box& box);

std::uint8_t to_byte(double value);

}  // namespace tangthu::samples
