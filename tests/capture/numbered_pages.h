// A feeder whose pages bear their own number, so that it can be told which came where.
#pragma once

#include <chrono>
#include <optional>

#include "scanner/page_source.h"

namespace tangthu::capture_test {

Page numbered_page(int number);
// The number that a page bears; nothing when it bears none.
std::optional<int> number_of(const Page& page);

// Pages first … last, a little apart. Fails with `fails_after` pages given, if it does.
class NumberedPages final : public scanner::PageSource {
 public:
  NumberedPages(int first, int last, std::chrono::milliseconds apart,
                std::optional<int> fails_after = std::nullopt)
      : next_(first), last_(last), apart_(apart), fails_after_(fails_after) {}
  Result<std::optional<Page>> next() override;

 private:
  int next_;
  int last_;
  std::chrono::milliseconds apart_;
  std::optional<int> fails_after_;
};

}  // namespace tangthu::capture_test
