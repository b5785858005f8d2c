#include "indexer/posting_list.h"

#include <algorithm>

#include "indexer/segment_format.h"

namespace tangthu::indexer {
namespace {

constexpr std::size_t kStretch = 64;     // documents
constexpr std::size_t kShortList = 128;  // searched as it is

}  // namespace

void PostingList::find_stretches() {
  stretches_.resize(documents_.back() / kStretch + 2);
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    stretches_[documents_[i] / kStretch + 1] = static_cast<std::uint32_t>(i + 1);
  }
  for (std::size_t i = 1; i < stretches_.size(); ++i)
    stretches_[i] = std::max(stretches_[i], stretches_[i - 1]);
}

std::size_t PostingList::find(std::uint32_t document) {
  if (documents_.empty() || document > documents_.back()) return kNone;
  std::size_t begin = 0;
  std::size_t end = documents_.size();
  if (documents_.size() > kShortList) {
    if (stretches_.empty()) find_stretches();
    const std::size_t first = stretches_[document / kStretch];
    end = stretches_[document / kStretch + 1];
    // No more of a stretch lie before the document, or behind it, than it has numbers.
    const std::size_t before = document % kStretch;
    const std::size_t behind = kStretch - 1 - before;
    begin = end > first + behind ? end - behind - 1 : first;
    end = std::min(end, first + before + 1);
  }
  const auto from = documents_.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto to = documents_.begin() + static_cast<std::ptrdiff_t>(end);
  const auto at = std::lower_bound(from, to, document);
  return at != to && *at == document ? static_cast<std::size_t>(at - documents_.begin())
                                     : kNone;
}

Result<void> PostingList::open_positions() {
  before_.resize(counts_.size() + 1);
  before_[0] = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i)
    before_[i + 1] = before_[i] + counts_[i];
  const std::size_t total = before_.back();
  const std::size_t widths = std::min(size_, frame_count(total));
  if (here_.empty()) {
    table_ = FrameTable({TRY(bytes_->at(offset_, widths, 0)), widths}, total);
  } else {
    table_ = FrameTable(here_, total);
  }
  if (table_.count() != total || table_.size() != size_) return damaged_segment();
  values_.resize(kFrame);
  return {};
}

Result<const std::uint8_t*> PostingList::data(std::size_t offset, std::size_t length) {
  if (!here_.empty()) return here_.data() + offset;
  return bytes_->at(offset_ + offset, length, kFrameSlack);
}

Result<void> PostingList::load_frame(std::size_t frame) {
  const std::size_t begin = table_.offset(frame);
  const std::uint8_t* from = TRY(data(begin, table_.offset(frame + 1) - begin));
  unpack_frame(from, table_.width(frame), table_.values(frame), values_.data());
  frame_ = frame;
  return {};
}

Result<void> PostingList::load_few(std::size_t begin, std::size_t count) {
  const std::size_t frame = begin / kFrame;
  const std::size_t width = table_.width(frame);
  const std::size_t first_bit = begin % kFrame * width;
  const std::size_t end_bit = first_bit + count * width;
  const std::uint8_t* from =
      TRY(data(table_.offset(frame) + first_bit / 8, (end_bit + 7) / 8 - first_bit / 8));
  unpack_few(from, width, begin % kFrame, count, &values_[begin % kFrame]);
  frame_ = SIZE_MAX;
  return {};
}

Result<void> PostingList::positions(std::size_t index, std::vector<std::uint32_t>& out) {
  if (before_.empty()) TRY(open_positions());
  const bool is_next = index == next_;
  next_ = index + 1;
  std::uint32_t next = 0;
  for (std::size_t at = before_[index]; at < before_[index + 1];) {
    const std::size_t frame = at / kFrame;
    const std::size_t end =
        std::min<std::size_t>(before_[index + 1], (frame + 1) * kFrame);
    // What is asked for next usually follows; but where documents are left out, what lies
    // between needs no unpacking.
    if (frame != frame_ && is_next) TRY(load_frame(frame));
    if (frame != frame_) TRY(load_few(at, end - at));
    for (; at < end; ++at) {
      const std::uint32_t position = next + values_[at % kFrame];
      out.push_back(position);
      next = position + 1;
    }
  }
  return {};
}

}  // namespace tangthu::indexer
