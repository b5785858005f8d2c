// Pages of the page maker as a source, with mishaps on demand.
#pragma once

#include <deque>
#include <memory>

#include "archive/reading_room.h"
#include "tests/support/made_page.h"

namespace tangthu::archive {

class MadePages : public scanner::PageSource {
 public:
  explicit MadePages(std::vector<Page> pages, bool breaks_off = false)
      : breaks_off_(breaks_off) {
    for (Page& page : pages)
      pages_.push_back(std::move(page));
  }
  Result<std::optional<Page>> next() override {
    if (pages_.empty()) {
      if (breaks_off_)
        return fail(ErrorCode::kBadInput, "the paper is jammed", "free it");
      return std::optional<Page>();
    }
    std::optional<Page> page = std::move(pages_.front());
    pages_.pop_front();
    return page;
  }

 private:
  std::deque<Page> pages_;
  bool breaks_off_;
};

// As a file is; what stands for its bytes is kept as its master.
inline Intake intake_of(std::string name, std::vector<Page> pages,
                        bool breaks_off = false) {
  return {std::move(name), scanner::MediaType::kPng, to_bytes(as_bytes("\x89PNG")),
          std::make_unique<MadePages>(std::move(pages), breaks_off)};
}

using Inputs = std::deque<std::variant<Intake, IntakeFailure>>;

inline IntakeSource source_of(std::shared_ptr<Inputs> inputs) {
  return [inputs]() -> std::optional<std::variant<Intake, IntakeFailure>> {
    if (inputs->empty()) return std::nullopt;
    auto input = std::move(inputs->front());
    inputs->pop_front();
    return input;
  };
}

template <typename... Pages>
std::vector<Page> pages_of(Pages... pages) {
  std::vector<Page> out;
  (out.push_back(std::move(pages)), ...);
  return out;
}

}  // namespace tangthu::archive
