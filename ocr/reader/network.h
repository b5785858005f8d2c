// Runs a network over lines, several at once.
//
// Thread rule: immutable once made; run() may be called by several threads.
#pragma once

#include <memory>
#include <vector>

#include "ocr/reader/kernels.h"
#include "ocr/reader/layers.h"
#include "ocr/reader/line_input.h"

namespace tangthu::ocr::reader {

// The probability of each class in each column of a line.
struct Probabilities {
  std::size_t columns = 0;
  std::size_t classes = 0;
  std::vector<float> values;

  const float* column(std::size_t index) const { return values.data() + index * classes; }
};

class Runner {
 public:
  Runner(Network network, const Kernels& kernels);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  const Network& network() const;
  const Kernels& kernels() const;

  // Of each line; without columns where a line is narrower than one.
  std::vector<Probabilities> run(std::vector<Plane> lines) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr::reader
