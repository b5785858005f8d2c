// What tests of decoders share: a file through the sandbox, and what must come out.
#pragma once

#include <cstdlib>
#include <functional>
#include <optional>

#include <gtest/gtest.h>

#include "make_files.h"
#include "scanner/page_source.h"

namespace tangthu::scanner::testing {

struct Decoded {
  std::vector<Page> pages;
  std::optional<Error> error;
};

inline Decoded decode(MediaType type, Bytes content) {
  const InputFile file{"input", type, std::move(content)};
  Decoded out;
  auto source = open_pages(file);
  if (!source) {
    out.error = source.error();
    return out;
  }
  for (;;) {
    auto page = (*source)->next();
    if (!page) {
      out.error = page.error();
      return out;
    }
    if (!*page) return out;
    out.pages.push_back(std::move(**page));
  }
}

inline void expect_same(const Page& page, const Picture& picture, int tolerance = 0) {
  ASSERT_EQ(page.width(), picture.width);
  ASSERT_EQ(page.height(), picture.height);
  ASSERT_EQ(page.channels(), picture.channels);
  int worst = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    worst = std::max(worst, std::abs(page.pixels()[i] - picture.pixels[i]));
  }
  EXPECT_LE(worst, tolerance);
}

inline Picture black_and_white(const Picture& picture) {
  Picture out = picture;
  for (auto& value : out.pixels)
    value = value >= 128 ? 255 : 0;
  return out;
}

// The stored pixel of a picture that is shown at (x, y): TIFF 6.0, Orientation.
inline Picture shown(const Picture& stored, int orientation) {
  const int w = stored.width;
  const int h = stored.height;
  using Find = std::function<std::pair<int, int>(int, int)>;
  const Find find[] = {
      [](int x, int y) { return std::pair(x, y); },
      [=](int x, int y) { return std::pair(w - 1 - x, y); },
      [=](int x, int y) { return std::pair(w - 1 - x, h - 1 - y); },
      [=](int x, int y) { return std::pair(x, h - 1 - y); },
      [](int x, int y) { return std::pair(y, x); },
      [=](int x, int y) { return std::pair(y, h - 1 - x); },  // 6: turn right
      [=](int x, int y) { return std::pair(w - 1 - y, h - 1 - x); },
      [=](int x, int y) { return std::pair(w - 1 - y, x); },  // 8: turn left
  };
  const bool swaps = orientation >= 5;
  Picture out{swaps ? h : w, swaps ? w : h, stored.channels, {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const auto [from_x, from_y] = find[orientation - 1](x, y);
      for (int c = 0; c < stored.channels; ++c) {
        out.pixels.push_back(stored.at(from_x, from_y, c));
      }
    }
  }
  return out;
}

// What was cut short, at every step, is refused and never becomes a page.
inline void expect_no_truncation_passes(MediaType type, const Bytes& whole) {
  ASSERT_FALSE(decode(type, whole).error.has_value());
  const std::size_t step = std::max<std::size_t>(1, whole.size() / 40);
  std::vector<std::size_t> cuts;
  for (std::size_t cut = 1; cut < whole.size(); cut += step)
    cuts.push_back(cut);
  for (std::size_t back = 1; back <= 4; ++back)
    cuts.push_back(whole.size() - back);
  for (const std::size_t cut : cuts) {
    const Decoded got =
        decode(type, Bytes(whole.begin(), whole.begin() + static_cast<long>(cut)));
    ASSERT_TRUE(got.error.has_value()) << "cut to " << cut << " of " << whole.size();
    EXPECT_EQ(got.error->code(), ErrorCode::kBadInput);
    EXPECT_EQ(got.error->subject(), "input");
  }
}

}  // namespace tangthu::scanner::testing
