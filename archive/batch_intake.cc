#include <utility>

#include "archive/batch.h"

namespace tangthu::archive {
namespace {

using Input = std::variant<Intake, IntakeFailure>;

class OnePage final : public scanner::PageSource {
 public:
  explicit OnePage(Page page) : page_(std::move(page)) {}
  Result<std::optional<Page>> next() override {
    return std::exchange(page_, std::nullopt);
  }

 private:
  std::optional<Page> page_;
};

// Looks one page ahead, so that a page knows whether its file goes on.
class PageByPage {
 public:
  explicit PageByPage(IntakeSource inputs) : inputs_(std::move(inputs)) {}

  std::optional<Input> next() {
    while (true) {
      if (failure_) return std::exchange(failure_, std::nullopt);
      if (!open_ && !open_next()) {
        if (failure_) continue;
        return std::nullopt;
      }
      if (!ahead_ && page_ == 0) fetch();
      if (ahead_) return take();
      open_.reset();
    }
  }

 private:
  bool open_next() {
    auto input = inputs_();
    if (!input) return false;
    ++file_;
    if (auto* failed = std::get_if<IntakeFailure>(&*input)) {
      failure_ = std::move(*failed);
      return false;
    }
    open_ = std::get<Intake>(std::move(*input));
    content_.reset();
    page_ = 0;
    return true;
  }

  void fetch() {
    if (!open_->pages) return;
    auto page = open_->pages->next();
    if (page && *page) {
      ahead_ = std::move(**page);
      return;
    }
    if (!page) failure_ = IntakeFailure{open_->name, std::move(page).error()};
    open_->pages.reset();
  }

  Input take() {
    Page page = std::move(*ahead_);
    ahead_.reset();
    ++page_;
    FilePart part{file_, page_, open_->media, open_->name, nullptr, false};
    Intake out{open_->name, open_->media, {}, nullptr, std::nullopt};
    fetch();
    part.ends_file = !ahead_ && !failure_;
    if (part.is_single()) {
      out.master = std::move(open_->master);
    } else {
      // What a page of several is kept as.
      out.media = scanner::MediaType::kPng;
      out.name += "#" + std::to_string(page_);
      if (!content_) content_ = std::make_shared<const Bytes>(std::move(open_->master));
      part.content = content_;
    }
    out.pages = std::make_unique<OnePage>(std::move(page));
    out.part = std::move(part);
    return out;
  }

  IntakeSource inputs_;
  std::optional<Intake> open_;
  std::optional<Page> ahead_;
  std::optional<IntakeFailure> failure_;
  std::shared_ptr<const Bytes> content_;  // of a file of several pages
  int file_ = 0;
  int page_ = 0;
};

}  // namespace

IntakeSource one_page_each(IntakeSource inputs) {
  auto pages = std::make_shared<PageByPage>(std::move(inputs));
  return [pages] { return pages->next(); };
}

}  // namespace tangthu::archive
