// Memory for pictures: zero when it is made, wiped before it is given back, left out of
// core dumps where it is large. A page of colour is 26 MB: taken in small pages of memory
// it costs thousands of page faults each time, as much as a whole stage of cleaning, so
// the system is asked for huge ones. Thread rule: free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace tangthu {

struct PixelsFree {
  std::size_t size = 0;
  void operator()(std::uint8_t* pixels) const;
};
using PixelMemory = std::unique_ptr<std::uint8_t[], PixelsFree>;

// std::bad_alloc where there is none.
PixelMemory new_pixels(std::size_t size);

}  // namespace tangthu
