// Memory for pictures: zero when it is made, wiped before it is given back, left out of
// core dumps. A page of colour is 26 MB: in small pages of memory it costs thousands of
// faults each time, so the system is asked for huge ones where it is large, and 64 MiB of
// wiped ones are kept for the next pictures. Thread rule: free functions, any thread.
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
