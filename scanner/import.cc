#include "scanner/import.h"

#include <utility>

#include "scanner/walk.h"

namespace tangthu::scanner {
namespace {

class PathWalk final : public Walk {
 public:
  explicit PathWalk(std::vector<std::filesystem::path> paths)
      : paths_(std::move(paths)) {}

  Step next() override {
    if (at_ == paths_.size()) return WalkEnd{};
    return take_path(paths_[at_++], Found::kNamed, 0);
  }

 private:
  std::vector<std::filesystem::path> paths_;
  std::size_t at_ = 0;
};

class OpenedWalk final : public Walk {
 public:
  explicit OpenedWalk(OpenedFile file) : file_(std::move(file)) {}

  Step next() override {
    if (!file_) return WalkEnd{};
    return take_opened(*std::exchange(file_, std::nullopt));
  }

 private:
  std::optional<OpenedFile> file_;
};

}  // namespace

class InputWalk::Impl {
 public:
  explicit Impl(std::unique_ptr<Walk> first) { open_.push_back(std::move(first)); }

  std::optional<Input> next() {
    while (!open_.empty()) {
      Step step = open_.back()->next();
      if (auto* input = std::get_if<Input>(&step)) return std::move(*input);
      if (auto* inner = std::get_if<std::unique_ptr<Walk>>(&step)) {
        open_.push_back(std::move(*inner));
      } else if (std::holds_alternative<WalkEnd>(step)) {
        open_.pop_back();
      }
    }
    return std::nullopt;
  }

 private:
  std::vector<std::unique_ptr<Walk>> open_;  // the innermost last
};

InputWalk::InputWalk(std::vector<std::filesystem::path> paths)
    : impl_(std::make_unique<Impl>(std::make_unique<PathWalk>(std::move(paths)))) {}

InputWalk::InputWalk(OpenedFile file)
    : impl_(std::make_unique<Impl>(std::make_unique<OpenedWalk>(std::move(file)))) {}

InputWalk::~InputWalk() = default;

std::optional<Input> InputWalk::next() {
  return impl_->next();
}

}  // namespace tangthu::scanner
