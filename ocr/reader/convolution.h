// Convolution over a plane, and the max-pooling behind it.
//
// What lies outside of the picture is filled with noise, as the model was trained: from a
// minimal-standard generator, in the order of Tesseract's loops.
#pragma once

#include <random>

#include "ocr/reader/kernels.h"
#include "ocr/reader/layers.h"
#include "ocr/reader/line_input.h"

namespace tangthu::ocr::reader {

using Noise = std::minstd_rand;
// As each line begins.
Noise noise_of(std::int32_t sample_iteration);

// Each place with those around it.
Plane convolve(const Plane& plane, const Layer& layer, Noise& noise);
Plane pool(const Plane& plane, const Layer& layer);

// Convolution, dense tanh layer and pool in one: the largest sum is found before the
// tanh, which does not change which one that is.
Plane convolve_and_pool(const Kernels& kernels, const PackedMatrix& matrix,
                        const Layer& convolution, const Layer& pooling,
                        const Plane& plane, std::size_t outputs, Noise& noise);

}  // namespace tangthu::ocr::reader
