#include "archive/search_view.h"

namespace tangthu::archive {

Result<std::shared_ptr<const SearchView>> SearchRoom::view(
    const vault::NotedIntent& intent) {
  TRY(session_.require(vault::Duty::kRead));
  const std::uint64_t changes = session_.vault().store().changes();
  TRY(look_at_labels());
  std::vector<std::shared_ptr<const LabelView>> parts;
  for (const auto& [label, index] : open_)
    parts.push_back(TRY(index->view(session_, intent, changes)));
  if (view_ != nullptr && parts == parts_) return view_;
  auto view = std::make_shared<SearchView>();
  auto part = parts.begin();
  for (const auto& [label, index] : open_) {
    const LabelView& of_label = **part++;
    view->segments.insert(view->segments.end(), of_label.segments.begin(),
                          of_label.segments.end());
    view->indexes.resize(view->segments.size(), index);
    view->waiting += of_label.waiting;
    view->damaged += of_label.damaged;
    if (of_label.incomplete) view->incomplete.push_back(label);
  }
  parts_ = std::move(parts);
  view_ = std::move(view);
  return view_;
}

Result<void> SearchRoom::look_at_labels() {
  auto held = TRY(session_.held());
  if (held == held_) return {};
  std::map<Label, std::vector<std::uint32_t>> epochs;
  for (const auto& [key, of_label] : held->all())
    epochs[key.first].push_back(key.second);
  std::map<Label, std::shared_ptr<OpenIndex>> open;
  for (const auto& [label, of_label] : epochs)
    open[label] = indexes_->of(label, of_label);
  open_ = std::move(open);
  held_ = std::move(held);
  return {};
}

}  // namespace tangthu::archive
