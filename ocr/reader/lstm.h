// A long short-term memory layer over rows of values, several rows at once.
#pragma once

#include <vector>

#include "ocr/reader/kernels.h"

namespace tangthu::ocr::reader {

struct Row {
  const std::int8_t* input = nullptr;
  std::int8_t* output = nullptr;
  std::size_t length = 0;
};

enum class Outputs { kAll, kLast };

// `rows`: the longest first. With Outputs::kLast a row's output is its last alone.
void run_lstm(const Kernels& kernels, const PackedMatrix& gates, std::size_t inputs,
              std::size_t outputs, const std::vector<Row>& rows, Outputs wanted);

}  // namespace tangthu::ocr::reader
