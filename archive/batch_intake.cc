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
  PageByPage(IntakeSource inputs, int inputs_before)
      : inputs_(std::move(inputs)), file_(inputs_before) {}

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
    facts_ = open_->pages->facts();
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
    FilePart part{file_, page_, open_->media, open_->name, nullptr, false, facts_};
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
  scanner::FileFacts facts_;              // of the file
  std::shared_ptr<const Bytes> content_;  // of a file of several pages
  int file_;
  int page_ = 0;
};

// Passes over `count` inputs; the name of the last, empty where there were fewer.
std::string pass_over(const IntakeSource& inputs, int count) {
  std::string last;
  for (int i = 0; i < count; ++i) {
    const auto input = inputs();
    if (!input) return "";
    last = std::visit([](const auto& each) { return each.name; }, *input);
  }
  return last;
}

}  // namespace

IntakeSource one_page_each(IntakeSource inputs, int inputs_before) {
  auto pages = std::make_shared<PageByPage>(std::move(inputs), inputs_before);
  return [pages] { return pages->next(); };
}

Result<IntakeSource> inputs_after(IntakeSource inputs,
                                  const std::vector<BatchNote>& stored, InputsAs as) {
  const bool singly = as == InputsAs::kOnePageEach;
  if (stored.empty()) return singly ? one_page_each(std::move(inputs)) : inputs;
  const BatchNote& last = stored.back();
  std::string name;
  if (singly && !last.traces.empty()) {
    // What lies before the file that the last page is of need not be decoded.
    const PageTrace& trace = last.traces.back();
    pass_over(inputs, trace.file - 1);
    inputs = one_page_each(std::move(inputs), trace.file - 1);
    name = pass_over(inputs, trace.page_of_file);
  } else {
    name = pass_over(inputs, last.last_page);
  }
  if (name == last.last_name) return inputs;
  return fail(
      ErrorCode::kBadInput, "the files have changed since the batch was begun",
      "put them back as they were, or 'tangthu batches discard' the batch and take "
      "in what is not yet stored",
      name);
}

}  // namespace tangthu::archive
