// A feeder whose pages bear their own number, so that it can be told which came where.
#pragma once

#include <functional>
#include <optional>

#include "scanner/page_source.h"

namespace tangthu::capture_test {

Page numbered_page(int number);
// The number that a page bears; nothing when it bears none.
std::optional<int> number_of(const Page& page);

// Pages first, first + step, … last, a little apart; none where last is not on the way.
// Fails with `fails_after` pages given, if it does, and as an empty feeder where there
// are none.
class NumberedPages final : public scanner::PageSource {
 public:
  // `asked` is called whenever a page is asked for.
  NumberedPages(int first, int last, std::optional<int> fails_after,
                std::function<void()> asked, int step = 1)
      : next_(first),
        last_(last),
        step_(step),
        fails_after_(fails_after),
        asked_(std::move(asked)) {}
  Result<std::optional<Page>> next() override;

 private:
  int next_;
  int last_;
  int step_;
  bool fed_ = false;
  std::optional<int> fails_after_;
  std::function<void()> asked_;
};

}  // namespace tangthu::capture_test
