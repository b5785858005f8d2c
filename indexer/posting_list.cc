#include "indexer/posting_list.h"

#include <algorithm>
#include <numeric>

#include "indexer/segment_format.h"

namespace tangthu::indexer {
std::size_t PostingList::find(std::uint32_t document) {
  if (documents_.empty() || document > documents_.back()) return kNone;
  if (document < documents_[found_]) found_ = 0;
  found_ = seek(documents_, found_, document);
  return documents_[found_] == document ? found_ : kNone;
}

std::size_t PostingList::occurrences_before(const Lane& lane, std::size_t index) const {
  const std::size_t stretch = index / kFrame;
  std::size_t from = stretch * kFrame;
  std::size_t before = before_[stretch];
  if (lane.next > from && lane.next <= index) {
    from = lane.next;
    before = lane.before_next;
  }
  return std::accumulate(counts_.begin() + static_cast<std::ptrdiff_t>(from),
                         counts_.begin() + static_cast<std::ptrdiff_t>(index), before);
}

Result<void> PostingList::open() {
  const std::span<const std::uint32_t> counts = counts_;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < counts.size(); i += kFrame) {
    before_.push_back(before);
    const auto some = counts.subspan(i, std::min(kFrame, counts.size() - i));
    before = std::accumulate(some.begin(), some.end(), before);
  }
  occurrences_ = before;
  TRY(open(next_words_, 0));
  TRY(open(positions_, next_words_.table.size()));
  if (positions_.offset + positions_.table.size() != size_) return damaged_segment();
  return {};
}

Result<void> PostingList::open(Lane& lane, std::size_t offset) {
  const std::size_t total = occurrences_;
  const std::size_t widths = std::min(size_ - offset, frame_count(total));
  lane.offset = offset;
  lane.bytes.emplace(bytes_);
  const std::uint8_t* from = here_.empty()
                                 ? TRY(lane.bytes->at(offset_ + offset, widths, 0))
                                 : here_.data() + offset;
  lane.table = FrameTable({from, widths}, total);
  const std::size_t size = lane.table.size();
  if (lane.table.count() != total || size > size_ - offset) return damaged_segment();
  lane.values.resize(kFrame);
  return {};
}

Result<const std::uint8_t*> PostingList::data(Lane& lane, std::size_t offset,
                                              std::size_t length) {
  if (!here_.empty()) return here_.data() + lane.offset + offset;
  return lane.bytes->at(offset_ + lane.offset + offset, length, kFrameSlack);
}

Result<void> PostingList::load_frame(Lane& lane, std::size_t frame) {
  const std::size_t begin = lane.table.offset(frame);
  const std::uint8_t* from = TRY(data(lane, begin, lane.table.offset(frame + 1) - begin));
  unpack_frame(from, lane.table.width(frame), lane.table.values(frame),
               lane.values.data());
  lane.frame = frame;
  return {};
}

// The codes of a frame; valid until the next call.
Result<std::span<const std::uint8_t>> PostingList::load_codes(std::size_t frame) {
  constexpr std::size_t kWholeBytes = 8;
  const FrameTable& table = next_words_.table;
  if (table.width(frame) == kWholeBytes) {
    return std::span(TRY(data(next_words_, table.offset(frame), table.values(frame))),
                     table.values(frame));
  }
  TRY(load_frame(next_words_, frame));
  for (std::size_t i = 0; i < table.values(frame); ++i)
    codes_[i] = static_cast<std::uint8_t>(next_words_.values[i]);
  return std::span<const std::uint8_t>(codes_).first(table.values(frame));
}

Result<void> PostingList::load_few(Lane& lane, std::size_t begin, std::size_t count) {
  const std::size_t frame = begin / kFrame;
  const std::size_t width = lane.table.width(frame);
  const std::size_t first_bit = begin % kFrame * width;
  const std::size_t end_bit = first_bit + count * width;
  const std::uint8_t* from = TRY(data(lane, lane.table.offset(frame) + first_bit / 8,
                                      (end_bit + 7) / 8 - first_bit / 8));
  unpack_few(from, width, begin % kFrame, count, &lane.values[begin % kFrame]);
  lane.frame = SIZE_MAX;
  return {};
}

template <typename Visit>
Result<void> PostingList::visit(Lane& lane, std::size_t index, const Visit& visit) {
  if (before_.empty()) TRY(open());
  const bool is_next = index == lane.next;
  const std::size_t begin = occurrences_before(lane, index);
  const std::size_t behind = begin + counts_[index];
  lane.next = index + 1;
  lane.before_next = behind;
  for (std::size_t at = begin; at < behind;) {
    const std::size_t frame = at / kFrame;
    const std::size_t end = std::min(behind, (frame + 1) * kFrame);
    // What is asked for next usually follows; but where documents are left out, what lies
    // between needs no unpacking.
    if (frame != lane.frame && is_next) TRY(load_frame(lane, frame));
    if (frame != lane.frame) TRY(load_few(lane, at, end - at));
    for (; at < end; ++at)
      visit(lane.values[at % kFrame]);
  }
  return {};
}

Result<void> PostingList::positions(std::size_t index, std::vector<std::uint32_t>& out) {
  const std::size_t size = out.size();
  out.resize(size + counts_[index]);
  return positions(index, out.data() + size);
}

Result<void> PostingList::positions(std::size_t index, std::uint32_t* out) {
  std::uint32_t next = 0;
  return visit(positions_, index, [&](std::uint32_t gap) {
    next += gap;
    *out++ = next++;
  });
}

Result<void> PostingList::next_words(std::size_t index, std::vector<std::uint8_t>& out) {
  return visit(next_words_, index, [&](std::uint32_t code) {
    out.push_back(static_cast<std::uint8_t>(code));
  });
}

Result<void> PostingList::count_followed(const OrdinalSet& within,
                                         const WordCodes& wanted, Followed& out) {
  if (documents_.empty()) return {};
  if (before_.empty()) TRY(open());
  constexpr std::size_t kMany = 16;  // a sixteenth of the list
  if (within.count() > documents_.size() / kMany) return count_all_followed(wanted, out);
  Result<void> done;
  within.for_each([&](std::uint32_t document) {
    const std::size_t index = done ? find(document) : kNone;
    if (index == kNone) return;
    done = visit(next_words_, index, [&](std::uint32_t code) {
      if (wanted.has(static_cast<std::uint8_t>(code))) out.add(document);
    });
  });
  return done;
}

// All occurrences one after the other, whatever their document: few of them count.
Result<void> PostingList::count_all_followed(const WordCodes& wanted, Followed& out) {
  std::size_t index = 0;            // of the document
  std::size_t behind = counts_[0];  // its occurrences
  for (std::size_t frame = 0; frame < next_words_.table.frames(); ++frame) {
    const auto codes = TRY(load_codes(frame));
    wanted.find_in(codes, [&](std::size_t i) {
      const std::size_t at = frame * kFrame + i;
      while (behind <= at)
        behind += counts_[++index];
      out.add(documents_[index]);
    });
  }
  return {};
}

}  // namespace tangthu::indexer
