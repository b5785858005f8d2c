// Through JPEG and back, in memory. jpeg.cc is the only file of samples/degrade that
// includes libjpeg.
#pragma once

#include <opencv2/core.hpp>

namespace tangthu::samples {

enum class ColourSampling { kFull, kHalf };

// The picture as a JPEG file of that quality (1–100) would give it back; unchanged when
// libjpeg can't (sides over 65,500 pixels).
void through_jpeg(cv::Mat& image, int quality, ColourSampling sampling);

}  // namespace tangthu::samples
