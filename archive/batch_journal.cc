#include "archive/batch_journal.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

using vault::SpoolKind;

constexpr std::size_t kPageHeaderBytes = 13;
// At a time; a page's pixels are not held twice.
constexpr std::uint64_t kReadBytes = std::uint64_t{16} * vault::kChunkSize;

Failure damaged_page(int number) {
  return fail(ErrorCode::kBadInput, "a captured page is damaged on this machine's disk",
              "scan its sheet again; check the disk", "page " + std::to_string(number));
}

Result<Bytes> read_note(const vault::Spool& spool, std::uint32_t number) {
  const auto reader = TRY(spool.read(SpoolKind::kNote, number));
  return reader.read(0, reader.size());
}

Result<void> read_pixels(const vault::PayloadReader& reader, int number, Page& page) {
  const std::span<std::uint8_t> pixels = page.pixels();
  for (std::size_t at = 0; at < pixels.size();) {
    Bytes part = TRY(reader.read(kPageHeaderBytes + at, kReadBytes));
    const std::size_t size = std::min(part.size(), pixels.size() - at);
    std::copy_n(part.begin(), size, pixels.begin() + static_cast<std::ptrdiff_t>(at));
    wipe(part.data(), part.size());
    if (size == 0) return damaged_page(number);
    at += size;
  }
  return {};
}

Result<Page> read_page_of(const vault::Spool& spool, int number) {
  const auto reader =
      TRY(spool.read(SpoolKind::kPage, static_cast<std::uint32_t>(number)));
  const Bytes header = TRY(reader.read(0, kPageHeaderBytes));
  ByteReader in(header);
  const auto width = static_cast<int>(in.integer<std::uint32_t>());
  const auto height = static_cast<int>(in.integer<std::uint32_t>());
  const auto dpi = static_cast<int>(in.integer<std::uint32_t>());
  const auto format = static_cast<PixelFormat>(in.integer<std::uint8_t>());
  const bool known = format == PixelFormat::kGrey || format == PixelFormat::kRgb;
  Page page = TRY(Page::create(width, height, known ? format : PixelFormat::kGrey, dpi));
  if (!known || reader.size() != kPageHeaderBytes + page.size_bytes())
    return damaged_page(number);
  TRY(read_pixels(reader, number, page));
  return page;
}

}  // namespace

Result<void> BatchJournal::load(const HasArrived& has_arrived) {
  const auto pages = TRY(spool_.numbers(SpoolKind::kPage));
  auto notes = TRY(spool_.numbers(SpoolKind::kNote));
  if (!notes.empty() && notes.back() == kEndNote) {
    const Bytes end = TRY(read_note(spool_, kEndNote));
    pages_ = static_cast<int>(ByteReader(end).integer<std::uint32_t>());
    ended_ = true;
    notes.pop_back();
  }
  for (const std::uint32_t number : notes) {
    BatchNote note = TRY(decode_note(TRY(read_note(spool_, number))));
    const bool pages_gone =
        pages_lie_ == Pages::kInSpool &&
        !std::ranges::binary_search(pages, static_cast<std::uint32_t>(note.last_page));
    // One that has a successor was committed, and so was one whose last page is gone:
    // the destination may have been emptied since.
    if (number != notes.back() || pages_gone || TRY(has_arrived(note.id))) {
      stored_.push_back(std::move(note));
    } else {
      TRY(spool_.remove(SpoolKind::kNote, number));
    }
  }
  for (const std::uint32_t number : pages) {
    if (static_cast<int>(number) <= stored_pages())
      TRY(spool_.remove(SpoolKind::kPage, number));
  }
  const int last = pages.empty() ? 0 : static_cast<int>(pages.back());
  pages_ = std::max({pages_.load(), last, stored_pages()});
  return {};
}

Result<int> BatchJournal::add_page(const Page& page) {
  ByteWriter header;
  header.integer(static_cast<std::uint32_t>(page.width()));
  header.integer(static_cast<std::uint32_t>(page.height()));
  header.integer(static_cast<std::uint32_t>(page.dpi()));
  header.integer(static_cast<std::uint8_t>(page.format()));
  const int number = pages_ + 1;
  TRY(spool_.write(SpoolKind::kPage, static_cast<std::uint32_t>(number),
                   {header.view(), page.pixels()}));
  pages_ = number;
  return number;
}

Result<void> BatchJournal::begin_at_sheet(int sides_a_sheet) {
  while (pages_ > stored_pages() && pages_ % sides_a_sheet != 0) {
    TRY(spool_.remove(SpoolKind::kPage, static_cast<std::uint32_t>(pages_.load())));
    --pages_;
  }
  return {};
}

Result<void> BatchJournal::end() {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(pages_.load()));
  TRY(spool_.write(SpoolKind::kNote, kEndNote, {out.view()}));
  ended_ = true;
  return {};
}

Result<Page> BatchJournal::page(int number) const {
  auto page = read_page_of(spool_, number);
  const bool damaged = !page && (page.error().code() == ErrorCode::kCorrupt ||
                                 page.error().code() == ErrorCode::kNotFound);
  if (damaged) return damaged_page(number);
  return page;
}

Result<void> BatchJournal::before_commit(BatchNote note) {
  const auto number = static_cast<std::uint32_t>(stored_.size() + 1);
  TRY(spool_.write(SpoolKind::kNote, number, {encode(note)}));
  noted_ = std::move(note);
  return {};
}

Result<void> BatchJournal::after_commit() {
  const int first = stored_pages() + 1;
  stored_.push_back(std::move(noted_));
  // They are on disk; in memory they are needed no more.
  stored_.back().traces.clear();
  if (pages_lie_ == Pages::kElsewhere) return {};
  // The last one first: where it is gone, the document was committed.
  for (int number = stored_pages(); number >= first; --number)
    TRY(spool_.remove(SpoolKind::kPage, static_cast<std::uint32_t>(number)));
  return {};
}

}  // namespace tangthu::archive
