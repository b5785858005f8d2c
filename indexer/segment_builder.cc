#include "indexer/segment_builder.h"

#include <algorithm>

#include "indexer/bit_frames.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

// Gaps less one; the first of a sequence as it is.
void append_gaps(std::vector<std::uint32_t>& out, const TermPostings& postings) {
  out.clear();
  std::uint32_t next = 0;
  for (const Ordinal document : postings.documents) {
    out.push_back(document - next);
    next = document + 1U;
  }
}

void append_position_gaps(std::vector<std::uint32_t>& out, const TermPostings& postings) {
  out.clear();
  std::size_t at = 0;
  for (const std::uint32_t count : postings.counts) {
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < count; ++i, ++at) {
      out.push_back(postings.positions[at] - next);
      next = postings.positions[at] + 1;
    }
  }
}

Bytes list_of(const TermPostings& postings, std::vector<std::uint32_t>& scratch,
              std::uint32_t& head_bytes) {
  Bytes list;
  append_gaps(scratch, postings);
  append_frames(list, scratch);
  scratch.assign(postings.counts.begin(), postings.counts.end());
  for (std::uint32_t& count : scratch)
    --count;
  append_frames(list, scratch);
  head_bytes = static_cast<std::uint32_t>(list.size());
  scratch.assign(postings.next_words.begin(), postings.next_words.end());
  append_frames(list, scratch);
  append_position_gaps(scratch, postings);
  append_frames(list, scratch);
  return list;
}

std::size_t shared_prefix(std::string_view a, std::string_view b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

}  // namespace

void TermPostings::clear() {
  documents.clear();
  counts.clear();
  positions.clear();
  next_words.clear();
}

Result<void> SegmentBuilder::write(ByteView bytes) {
  written_ += bytes.size();
  return sink_(bytes);
}

void SegmentBuilder::add_document(std::uint8_t length_code,
                                  std::span<const std::uint32_t> page_words,
                                  const ColumnValues& columns) {
  length_codes_.push_back(length_code);
  page_words_.insert(page_words_.end(), page_words.begin(), page_words.end());
  page_counts_.push_back(static_cast<std::uint32_t>(page_words.size()));
  columns_.add(columns);
}

Result<void> SegmentBuilder::add_term(const TermKey& key, const TermPostings& postings) {
  std::string group(key.field);
  group += '\0';
  group += key.folded;
  if (group != group_) {
    end_group();
    group_ = std::move(group);
    group_offset_ = written_;
  }
  Variant variant;
  if (key.marked != key.folded) variant.marked = key.marked;
  variant.documents = static_cast<std::uint32_t>(postings.documents.size());
  variant.more =
      static_cast<std::uint32_t>(postings.positions.size()) - variant.documents;
  Bytes list = list_of(postings, scratch_, variant.head_bytes);
  variant.list_bytes = static_cast<std::uint32_t>(list.size());
  in_group_.insert(in_group_.end(), postings.documents.begin(), postings.documents.end());
  if (list.size() <= kMostInline) {
    variant.here = std::move(list);
  } else {
    TRY(write(list));
  }
  variants_.push_back(std::move(variant));
  return {};
}

// Documents that have any of the group's variants.
std::uint32_t SegmentBuilder::group_documents() {
  if (variants_.size() > 1) {
    std::sort(in_group_.begin(), in_group_.end());
    in_group_.erase(std::unique(in_group_.begin(), in_group_.end()), in_group_.end());
  }
  return static_cast<std::uint32_t>(in_group_.size());
}

void SegmentBuilder::end_group() {
  if (variants_.empty()) return;
  if (page_.empty()) {
    ByteWriter offset;
    offset.integer(group_offset_);
    page_ = offset.take();
    first_ = group_;
    before_.clear();
  }
  const std::size_t shared = shared_prefix(before_, group_);
  put_varint(page_, static_cast<std::uint32_t>(shared));
  put_text(page_, std::string_view(group_).substr(shared));
  put_varint(page_, group_documents());
  put_varint(page_, static_cast<std::uint32_t>(variants_.size()));
  for (const Variant& variant : variants_) {
    put_text(page_, variant.marked);
    put_varint(page_, variant.documents);
    put_varint(page_, variant.more);
    const bool is_here = !variant.here.empty();
    put_varint(page_, variant.list_bytes << 1 | (is_here ? 1U : 0U));
    if (!is_here) put_varint(page_, variant.head_bytes);
    page_.insert(page_.end(), variant.here.begin(), variant.here.end());
  }
  before_ = group_;
  variants_.clear();
  in_group_.clear();
  if (page_.size() >= kDictionaryPage) end_page();
}

void SegmentBuilder::end_page() {
  if (page_.empty()) return;
  put_varint(directory_, static_cast<std::uint32_t>(page_.size()));
  put_text(directory_, first_);
  dictionary_.insert(dictionary_.end(), page_.begin(), page_.end());
  ++dictionary_pages_;
  page_.clear();
}

Result<void> SegmentBuilder::finish() {
  end_group();
  end_page();
  SegmentPlaces places;
  places.dictionary = written_;
  TRY(write(dictionary_));
  places.directory = written_;
  Bytes count;
  put_varint(count, dictionary_pages_);
  TRY(write(count));
  TRY(write(directory_));
  places.documents = written_;
  TRY(write(length_codes_));
  const auto write_frames = [this](std::span<const std::uint32_t> values) {
    Bytes frames;
    append_frames(frames, values);
    return write(frames);
  };
  places.page_words = written_;
  TRY(write_frames(page_words_));
  places.page_counts = written_;
  TRY(write_frames(page_counts_));
  places.columns = written_;
  Bytes columns;
  columns_.append_to(columns);
  TRY(write(columns));
  places.end = written_;
  places.pages = page_words_.size();
  ByteWriter footer;
  footer.raw(as_bytes(kSegmentMagic));
  footer.integer(static_cast<std::uint32_t>(length_codes_.size()));
  for (const std::uint64_t* place : places.all())
    footer.integer(*place);
  Bytes bytes = footer.take();
  bytes.resize(kSegmentFooter, 0);
  return write(bytes);
}

}  // namespace tangthu::indexer
