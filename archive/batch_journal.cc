#include "archive/batch_journal.h"

#include <algorithm>

#include "archive/spooled_page.h"

namespace tangthu::archive {
namespace {

using vault::SpoolKind;

Failure damaged_page(int number) {
  return fail(ErrorCode::kBadInput, "a captured page is damaged on this machine's disk",
              "scan its sheet again; check the disk", "page " + std::to_string(number));
}

Failure missing_side(int number) {
  return fail(ErrorCode::kBadInput, "a side of a sheet was not scanned",
              "scan the sheet again where it bears writing",
              "page " + std::to_string(number));
}

Result<Bytes> read_note(const vault::Spool& spool, std::uint32_t number) {
  const auto reader = TRY(spool.read(SpoolKind::kNote, number));
  return reader.read(0, reader.size());
}

Result<int> read_number(const vault::Spool& spool, std::uint32_t number) {
  const Bytes note = TRY(read_note(spool, number));
  return static_cast<int>(ByteReader(note).integer<std::uint32_t>());
}

// Whether it is one of them; it is no document's note.
bool take(std::vector<std::uint32_t>& notes, std::uint32_t number) {
  return std::erase(notes, number) > 0;
}

}  // namespace

Result<void> BatchJournal::load(const HasArrived& has_arrived) {
  const auto pages = TRY(spool_.numbers(SpoolKind::kPage));
  auto notes = TRY(spool_.numbers(SpoolKind::kNote));
  if (take(notes, kEndNote)) {
    pages_ = TRY(read_number(spool_, kEndNote));
    ended_ = true;
  }
  if (take(notes, kTurnedNote)) {
    sheets_ = TRY(read_number(spool_, kTurnedNote));
    turned_ = true;
  }
  differ_ = take(notes, kDifferNote);
  for (const std::uint32_t number : notes) {
    BatchNote note = TRY(decode_note(TRY(read_note(spool_, number))));
    const bool pages_gone =
        pages_lie_ == Pages::kInSpool &&
        !std::ranges::binary_search(pages, static_cast<std::uint32_t>(note.last_page));
    // One whose last page is gone was committed, and so was one that has a successor and
    // was not refused: the destination may have been emptied since.
    const bool known = pages_gone || (!note.refusal && number != notes.back());
    const bool arrived = known || TRY(has_arrived(note.id));
    if (arrived) note.refusal.reset();
    if (arrived || note.refusal) {
      notes_.push_back(std::move(note));
    } else {
      TRY(spool_.remove(SpoolKind::kNote, number));
    }
  }
  const std::vector<int> held = held_pages();
  for (const std::uint32_t page : pages) {
    const int number = static_cast<int>(page);
    if (number <= stored_pages() && !std::ranges::binary_search(held, number))
      TRY(spool_.remove(SpoolKind::kPage, page));
  }
  if (passes_ == Passes::kTwo && !ended_) {
    pages_ = pages_of_passes(pages);
  } else {
    const int last = pages.empty() ? 0 : static_cast<int>(pages.back());
    pages_ = std::max({pages_.load(), last, stored_pages()});
  }
  return {};
}

// A page that is lost between others counts: it will be missed when it is read.
int BatchJournal::pages_of_passes(const std::vector<std::uint32_t>& pages) const {
  int fronts = 0;
  int backs = 0;
  for (const std::uint32_t number : pages) {
    const int sheet = (static_cast<int>(number) + 1) / 2;
    if (number % 2 == 1) fronts = std::max(fronts, sheet);
    if (number % 2 == 0) backs = std::max(backs, sheets_ - sheet + 1);
  }
  return (turned_ ? sheets_.load() : fronts) + backs;
}

Result<void> BatchJournal::add_page(const Page& page) {
  int number = pages_ + 1;
  if (passes_ == Passes::kTwo) {
    if (turned_ && pass_pages() >= sheets_) return differ();
    number = scanner::collated_page(pass(), pass_pages(), sheets_);
  }
  TRY(write_page(spool_, number, page));
  ++pages_;
  return {};
}

Result<bool> BatchJournal::end_pass() {
  const bool another = passes_ == Passes::kTwo && !turned_ && pages_ > 0;
  if (another) {
    TRY(write_number(kTurnedNote, pages_));
    sheets_ = pages_.load();
    turned_ = true;
    return true;
  }
  if (turned_ && pass_pages() != sheets_) return differ();
  TRY(end());
  return false;
}

Failure BatchJournal::differ() {
  differ_ = true;
  auto noted = spool_.write(SpoolKind::kNote, kDifferNote, {});
  if (!noted) return Failure(std::move(noted).error());
  return scanner::passes_differ();
}

Result<void> BatchJournal::begin_at_sheet(int sides_a_sheet) {
  if (passes_ == Passes::kTwo) return begin_pass();
  while (pages_ > stored_pages() && pages_ % sides_a_sheet != 0) {
    TRY(spool_.remove(SpoolKind::kPage, static_cast<std::uint32_t>(pages_.load())));
    --pages_;
  }
  return {};
}

Result<void> BatchJournal::begin_pass() {
  if (!differ_) return {};
  for (int sheet = 1; sheet <= sheets_; ++sheet)
    TRY(spool_.remove(SpoolKind::kPage, static_cast<std::uint32_t>(2 * sheet)));
  TRY(spool_.remove(SpoolKind::kNote, kDifferNote));
  pages_ = sheets_.load();
  differ_ = false;
  return {};
}

Result<void> BatchJournal::end() {
  if (differ_) return scanner::passes_differ();
  // Of a sheet that has no back yet, the back is missing.
  if (passes_ == Passes::kTwo) pages_ = 2 * (turned_ ? sheets_.load() : pages_.load());
  TRY(write_number(kEndNote, pages_));
  ended_ = true;
  return {};
}

Result<void> BatchJournal::write_number(std::uint32_t note, int number) {
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(number));
  return spool_.write(SpoolKind::kNote, note, {out.view()});
}

Result<Page> BatchJournal::page(int number) const {
  auto page = read_page(spool_, number);
  const bool absent = !page && page.error().code() == ErrorCode::kNotFound;
  if (absent && passes_ == Passes::kTwo) return missing_side(number);
  const bool damaged = !page && (page.error().code() == ErrorCode::kCorrupt ||
                                 page.error().code() == ErrorCode::kNotFound);
  if (damaged) return damaged_page(number);
  return page;
}

Result<Master> BatchJournal::keep_master(int number, const Page& page, ByteView png) {
  TRY(write_as_png(spool_, number, page, png));
  return Master([this, number] { return read_png(spool_, number); });
}

Result<void> BatchJournal::write_note(std::size_t place, const BatchNote& note) {
  return spool_.write(SpoolKind::kNote, static_cast<std::uint32_t>(place + 1),
                      {encode(note)});
}

// The last one first: where it is gone, the document was committed.
Result<void> BatchJournal::remove_pages(const std::vector<int>& pages) {
  if (pages_lie_ == Pages::kElsewhere) return {};
  for (auto page = pages.rbegin(); page != pages.rend(); ++page)
    TRY(spool_.remove(SpoolKind::kPage, static_cast<std::uint32_t>(*page)));
  return {};
}

std::vector<int> BatchJournal::held_pages() const {
  std::vector<int> out;
  for (const BatchNote& note : notes_) {
    if (note.refusal)
      out.insert(out.end(), note.refusal->pages.begin(), note.refusal->pages.end());
  }
  return out;
}

Result<void> BatchJournal::before_commit(const BatchNote& note) {
  TRY(write_note(notes_.size(), note));
  noted_ = note;
  // They are on disk; in memory they are needed no more.
  noted_.traces.clear();
  return {};
}

Result<void> BatchJournal::after_commit() {
  std::vector<int> pages;
  for (int number = stored_pages() + 1; number <= noted_.last_page; ++number)
    pages.push_back(number);
  notes_.push_back(std::move(noted_));
  return remove_pages(pages);
}

Result<void> BatchJournal::refused(BatchNote note) {
  if (pages_lie_ == Pages::kElsewhere) return {};
  note.id = DocumentId();
  TRY(write_note(notes_.size(), note));
  std::vector<int> others;
  for (int number = stored_pages() + 1; number <= note.last_page; ++number) {
    if (!std::ranges::binary_search(note.refusal->pages, number))
      others.push_back(number);
  }
  note.traces.clear();
  notes_.push_back(std::move(note));
  return remove_pages(others);
}

std::vector<std::size_t> BatchJournal::refused_places() const {
  std::vector<std::size_t> out;
  for (std::size_t place = 0; place < notes_.size(); ++place) {
    if (notes_[place].refusal) out.push_back(place);
  }
  return out;
}

// The note keeps its refusal until the document's last page is gone: it has successors,
// and one that was not refused would count as committed.
class BatchJournal::Again final : public Ledger {
 public:
  Again(BatchJournal& journal, std::size_t place) : journal_(journal), place_(place) {}

  const std::vector<BatchNote>& noted() const override { return none_; }
  bool has_ended() const override { return true; }
  Result<void> before_commit(const BatchNote& note) override {
    this->note().id = note.id;
    return journal_.write_note(place_, this->note());
  }
  Result<void> after_commit() override {
    TRY(journal_.remove_pages(note().refusal->pages));
    note().refusal.reset();
    return {};
  }
  Result<void> refused(BatchNote note) override {
    Refusal& refusal = *this->note().refusal;
    refusal.code = note.refusal->code;
    refusal.text = std::move(note.refusal->text);
    refusal.remedy = std::move(note.refusal->remedy);
    this->note().id = DocumentId();
    return journal_.write_note(place_, this->note());
  }

 private:
  BatchNote& note() { return journal_.notes_[place_]; }

  BatchJournal& journal_;
  const std::size_t place_;
  const std::vector<BatchNote> none_;
};

std::unique_ptr<Ledger> BatchJournal::again(std::size_t place) {
  return std::make_unique<Again>(*this, place);
}

}  // namespace tangthu::archive
