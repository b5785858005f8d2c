// The page of a document of one page, by the page maker.
#pragma once

#include <gtest/gtest.h>

#include "samples/page_maker.h"

namespace tangthu {

inline Page made_page(samples::DocumentSpec spec) {
  spec.length = samples::Length::kSinglePage;
  auto made = samples::make_document(spec);
  EXPECT_TRUE(made);
  return std::move(made->pages.front());
}

inline Page made_page(std::uint64_t seed, int dpi = 150, Level level = Level::kThuong) {
  samples::DocumentSpec spec;
  spec.seed = seed;
  spec.level = level;
  spec.dpi = dpi;
  return made_page(spec);
}

}  // namespace tangthu
