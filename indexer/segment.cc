#include "indexer/segment.h"

#include <algorithm>
#include <mutex>

#include "indexer/dictionary_page.h"
#include "indexer/scoring.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

constexpr std::size_t kMaxDirectory = std::size_t{64} << 20;
constexpr std::size_t kMaxDictionaryPage = std::size_t{1} << 20;
constexpr std::size_t kMaxPages = std::size_t{64} << 20;

std::string key_of(std::string_view field, std::string_view folded) {
  std::string key(field);
  key += '\0';
  key += folded;
  return key;
}

struct DirectoryEntry {
  std::string first;
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
};

}  // namespace

struct Segment::State {
  State(std::shared_ptr<const BlockSource> source, std::shared_ptr<BlockCache> cache)
      : bytes(std::make_shared<const CachedBytes>(std::move(source), std::move(cache))) {}

  Result<void> read_footer();
  Result<void> read_directory();
  Result<void> load_pages();
  // The page of the dictionary that has this key, if any has it; 0 before all.
  std::size_t page_of(std::string_view key) const {
    const auto behind =
        std::upper_bound(directory.begin(), directory.end(), key,
                         [](std::string_view wanted, const DirectoryEntry& entry) {
                           return wanted < entry.first;
                         });
    return behind == directory.begin()
               ? 0
               : static_cast<std::size_t>(behind - directory.begin()) - 1;
  }

  std::shared_ptr<const CachedBytes> bytes;
  std::uint32_t documents = 0;
  SegmentPlaces places;
  std::vector<DirectoryEntry> directory;

  std::mutex loading;  // guards what follows, until it is there
  std::optional<std::vector<std::uint8_t>> lengths;
  std::uint64_t total_length = 0;
  std::optional<Columns> columns;
  std::vector<std::uint32_t> page_words;  // of all documents
  std::vector<std::uint32_t> first_page;  // of each, and one more
};

Result<void> Segment::State::read_footer() {
  if (bytes->size() < kSegmentFooter) return damaged_segment();
  const std::uint64_t end = bytes->size() - kSegmentFooter;
  const Bytes footer = TRY(bytes->read(end, kSegmentFooter));
  ByteReader in(footer);
  const bool known = as_text(in.raw(kSegmentMagic.size())) == kSegmentMagic;
  documents = in.integer<std::uint32_t>();
  for (std::uint64_t* place : places.all())
    *place = in.integer<std::uint64_t>();
  const bool ascending =
      places.dictionary <= places.directory && places.directory <= places.documents &&
      places.documents <= places.page_words && places.page_words <= places.page_counts &&
      places.page_counts <= places.columns && places.columns <= places.end;
  if (!known || in.failed() || !ascending || places.end != end ||
      documents > kMaxSegmentDocuments || places.pages > kMaxPages ||
      places.documents - places.directory > kMaxDirectory) {
    return damaged_segment();
  }
  return {};
}

Result<void> Segment::State::read_directory() {
  const Bytes raw =
      TRY(bytes->read(places.directory, places.documents - places.directory));
  VarintReader in(raw);
  const std::uint32_t count = in.varint(raw.size());
  std::uint64_t offset = places.dictionary;
  for (std::uint32_t i = 0; i < count; ++i) {
    DirectoryEntry entry;
    entry.size = in.varint(kMaxDictionaryPage);
    entry.first = in.text(kMaxKeyBytes);
    entry.offset = offset;
    offset += entry.size;
    directory.push_back(std::move(entry));
  }
  if (!in.complete() || offset != places.directory) return damaged_segment();
  return {};
}

Result<Segment> Segment::open(std::shared_ptr<const BlockSource> source,
                              std::shared_ptr<BlockCache> cache) {
  auto state = std::make_shared<State>(std::move(source), std::move(cache));
  TRY(state->read_footer());
  TRY(state->read_directory());
  return Segment(std::move(state));
}

std::uint32_t Segment::documents() const {
  return state_->documents;
}

struct TermCursor::State {
  explicit State(std::shared_ptr<const Segment::State> of)
      : segment(std::move(of)), pages(segment->bytes) {}

  std::shared_ptr<const Segment::State> segment;
  PieceReader pages;
  std::size_t page = 0;  // the next one
  std::string from;
  std::optional<PageReader> reader;
  TermGroup group;
};

TermCursor::TermCursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
TermCursor::~TermCursor() = default;
TermCursor::TermCursor(TermCursor&&) noexcept = default;
TermCursor& TermCursor::operator=(TermCursor&&) noexcept = default;

const std::string& TermCursor::key() const {
  return state_->reader->key();
}

std::string_view TermCursor::field() const {
  return std::string_view(key()).substr(0, key().find('\0'));
}

TermGroup& TermCursor::group() {
  return state_->group;
}

Result<bool> TermCursor::next() {
  const auto& directory = state_->segment->directory;
  for (;;) {
    while (state_->reader && !state_->reader->done()) {
      if (!state_->reader->next(state_->from, state_->group)) return damaged_segment();
      if (key() >= state_->from) return true;
    }
    if (state_->page == directory.size()) return false;
    const DirectoryEntry& entry = directory[state_->page++];
    const std::uint8_t* page = TRY(state_->pages.at(entry.offset, entry.size, 0));
    state_->reader.emplace(ByteView(page, entry.size));
  }
}

TermCursor Segment::terms(std::string_view from) const {
  auto state = std::make_unique<TermCursor::State>(state_);
  state->page = state_->page_of(from);
  state->from = from;
  return TermCursor(std::move(state));
}

Result<std::optional<TermGroup>> Segment::find(std::string_view field,
                                               std::string_view folded) const {
  if (state_->directory.empty()) return std::optional<TermGroup>();
  const std::string wanted = key_of(field, folded);
  const DirectoryEntry& entry = state_->directory[state_->page_of(wanted)];
  PieceReader pages(state_->bytes);
  const std::uint8_t* page = TRY(pages.at(entry.offset, entry.size, 0));
  TermGroup group;
  bool found = false;
  if (!PageReader(ByteView(page, entry.size)).find(wanted, group, found))
    return damaged_segment();
  return found ? std::optional(std::move(group)) : std::nullopt;
}

Result<void> Segment::visit(std::string_view field, std::string_view prefix,
                            std::string_view from,
                            const std::function<Result<bool>(TermGroup&&)>& visit) const {
  const std::string begin = key_of(field, prefix);
  TermCursor cursor = terms(std::max(begin, key_of(field, from)));
  while (TRY(cursor.next()) && cursor.key().starts_with(begin)) {
    if (!TRY(visit(std::move(cursor.group())))) break;
  }
  return {};
}

Result<PostingList> Segment::list(const TermVariant& variant) const {
  PostingList out;
  const bool is_here = variant.head == 0;
  Bytes head;
  if (is_here) {
    head = variant.here;
    head.resize(head.size() + kFrameSlack);
  } else {
    head = TRY(state_->bytes->read(variant.offset, variant.head, kFrameSlack));
  }
  const ByteView whole = ByteView(head).first(head.size() - kFrameSlack);
  std::size_t first = 0;
  std::size_t second = 0;
  Numbers& documents = out.documents_;
  Numbers& counts = out.counts_;
  if (!read_frames(whole, variant.documents, first, documents) ||
      !read_frames(whole.subspan(first), variant.documents, second, counts)) {
    return damaged_segment();
  }
  std::uint64_t next = 0;
  for (std::uint32_t& document : documents) {
    next += document;
    document = static_cast<std::uint32_t>(next++);
  }
  if (next > state_->documents) return damaged_segment();  // they ascend: all are below
  std::uint64_t total = 0;
  for (std::uint32_t& count : counts)
    total += ++count;
  if (total != variant.occurrences) return damaged_segment();
  out.bytes_ = state_->bytes;
  if (is_here) {
    head.erase(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(first + second));
    out.size_ = head.size() - kFrameSlack;
    out.here_ = std::move(head);
  } else {
    if (first + second != variant.head) return damaged_segment();
    out.offset_ = variant.offset + variant.head;
    out.size_ = variant.bytes - variant.head;
  }
  return out;
}

Result<const std::vector<std::uint8_t>*> Segment::length_codes() const {
  const std::lock_guard lock(state_->loading);
  if (!state_->lengths) {
    state_->lengths = TRY(state_->bytes->read(state_->places.documents, documents()));
    for (const std::uint8_t code : *state_->lengths) {
      state_->total_length += length_of(code);
    }
  }
  return &*state_->lengths;
}

Result<std::uint64_t> Segment::total_length() const {
  TRY(length_codes());
  return state_->total_length;
}

Result<const Columns*> Segment::columns() const {
  const std::lock_guard lock(state_->loading);
  if (!state_->columns) {
    const SegmentPlaces& places = state_->places;
    const Bytes raw =
        TRY(state_->bytes->read(places.columns, places.end - places.columns));
    state_->columns = Columns::read(raw, documents());
    if (!state_->columns) return damaged_segment();
  }
  return &*state_->columns;
}

Result<void> Segment::State::load_pages() {
  if (!first_page.empty()) return {};
  const auto frames = [&](std::uint64_t from, std::uint64_t to,
                          std::size_t count) -> Result<std::vector<std::uint32_t>> {
    const Bytes raw = TRY(bytes->read(from, to - from, kFrameSlack));
    std::size_t size = 0;
    auto out = read_frames(ByteView(raw).first(to - from), count, size);
    if (!out || size != to - from) return damaged_segment();
    return std::move(*out);
  };
  page_words = TRY(frames(places.page_words, places.page_counts, places.pages));
  const auto counts = TRY(frames(places.page_counts, places.columns, documents));
  std::vector<std::uint32_t> first{0};
  std::uint64_t sum = 0;
  for (const std::uint32_t count : counts) {
    sum += count;
    if (sum > places.pages) return damaged_segment();
    first.push_back(static_cast<std::uint32_t>(sum));
  }
  if (sum != places.pages) return damaged_segment();
  first_page = std::move(first);
  return {};
}

Result<std::vector<std::uint32_t>> Segment::page_words(std::size_t ordinal) const {
  const std::lock_guard lock(state_->loading);
  TRY(state_->load_pages());
  const auto begin = state_->page_words.begin();
  return std::vector<std::uint32_t>(begin + state_->first_page[ordinal],
                                    begin + state_->first_page[ordinal + 1]);
}

}  // namespace tangthu::indexer
