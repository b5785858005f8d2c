#include "scanner/pages_of_frames.h"

#include <utility>

namespace tangthu::scanner {

std::optional<Page> announced_page(const Frame& frame) {
  const auto [width, height, channels, dpi] = frame.words;
  constexpr auto kSide = static_cast<std::uint32_t>(kMaxPageSide);
  if (width > kSide || height > kSide || dpi < std::uint32_t{kMinDpi} ||
      dpi > std::uint32_t{kMaxDpi} || (channels != 1 && channels != 3)) {
    return std::nullopt;
  }
  const auto format = channels == 1 ? PixelFormat::kGrey : PixelFormat::kRgb;
  auto page = Page::create(static_cast<int>(width), static_cast<int>(height), format,
                           static_cast<int>(dpi));
  if (!page) return std::nullopt;
  return std::move(*page);
}

}  // namespace tangthu::scanner
