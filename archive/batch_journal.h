// What makes a batch outlive its process: its pages, sealed in a spool, and a note for
// each document before it is committed. A document that is refused leaves its pages here,
// and a note of why.
//
//   page N        archive/spooled_page.h
//   note N        archive/batch_trace.h
//   end           a note of number kEndNote: u32 pages captured in all
//
// Of two passes (scanner/batch/duplex.h) a page lies at the number that it will have when
// both are there, and nothing is read before:
//   turned        a note of number kTurnedNote: u32 fronts; all of them are there
//   differ        a note of number kDifferNote, empty: the passes do not agree
//
// Exactly once: a note is on disk before its document is committed. Whoever takes the
// batch up asks the destination which of the noted documents arrived; the pages of those
// go by as traces, all others are read again. Pages leave the spool only after their
// document is on disk where it belongs.
//
// Thread rule: one thread captures (add_page, end_pass), one stores (the rest); load()
// before both. pages(), page(), keep_master() and has_ended() from any.
#pragma once

#include <atomic>
#include <vector>

#include "archive/destination.h"
#include "archive/ledger.h"
#include "archive/master.h"
#include "scanner/batch/duplex.h"
#include "vault/spool.h"

namespace tangthu::archive {

inline constexpr std::uint32_t kEndNote = vault::kMaxSpoolObjects;
inline constexpr std::uint32_t kTurnedNote = kEndNote - 1;
inline constexpr std::uint32_t kDifferNote = kEndNote - 2;

// How often the stack goes through the feeder.
enum class Passes : std::uint8_t { kOne, kTwo };

class BatchJournal final : public Ledger {
 public:
  // What comes in lies in the spool, or elsewhere.
  enum class Pages : std::uint8_t { kInSpool, kElsewhere };

  // The spool must outlive it.
  BatchJournal(vault::Spool& spool, Pages pages, Passes passes = Passes::kOne)
      : spool_(spool),
        pages_lie_(pages),
        passes_(passes),
        ended_(pages == Pages::kElsewhere) {}

  // What an earlier process left. kCorrupt when a note is damaged.
  Result<void> load(const HasArrived& has_arrived);
  // The documents that arrived or were refused, in their order.
  const std::vector<BatchNote>& noted() const override { return notes_; }
  // All pages up to here are stored, in documents or as what no document holds, or are
  // those of a refused document.
  int stored_pages() const { return notes_.empty() ? 0 : notes_.back().last_page; }
  // The places in noted() of those that are refused.
  std::vector<std::size_t> refused_places() const;
  // For another attempt at one of them. The journal must outlive it.
  std::unique_ptr<Ledger> again(std::size_t place);

  // Captured so far, stored ones included.
  int pages() const { return pages_; }
  // May be read: none of two passes while they last.
  int readable_pages() const { return passes_ == Passes::kTwo && !ended_ ? 0 : pages(); }
  bool has_ended() const override { return ended_; }
  Passes passes() const { return passes_; }
  // The one under way, how many pages of it came, and whether it came out otherwise than
  // the first.
  scanner::Pass pass() const {
    return turned_ ? scanner::Pass::kBacks : scanner::Pass::kFronts;
  }
  int pass_pages() const { return turned_ ? pages_ - sheets_ : pages_.load(); }
  bool passes_differ() const { return differ_; }
  // On disk when it returns. kBadInput for a back that has no front.
  Result<void> add_page(const Page& page);
  // The stack is through. Whether another pass follows; else nothing more will be
  // captured. kBadInput when the passes differ.
  Result<bool> end_pass();
  // Before capture goes on: a sheet of which not all sides came goes through again, and
  // what came of it is taken back; so is a second pass that differed from the first.
  Result<void> begin_at_sheet(int sides_a_sheet);
  // Nothing more will be captured. kBadInput when the passes differ.
  Result<void> end();

  // kBadInput when the page is damaged or missing: its sheet must be captured again.
  Result<Page> page(int number) const;
  // The page's PNG takes its place, on disk, until it is stored: it need not be held. By
  // the thread that has the page. The journal must outlive the master.
  Result<Master> keep_master(int number, const Page& page, ByteView png);

  Result<void> before_commit(const BatchNote& note) override;
  // The pages of the noted document leave the spool.
  Result<void> after_commit() override;
  // What lies elsewhere is left there, and nothing is noted.
  Result<void> refused(BatchNote note) override;
  // All documents are stored, none is refused.
  Result<void> finish() { return spool_.destroy(); }

 private:
  class Again;
  Result<void> write_note(std::size_t place, const BatchNote& note);
  Result<void> remove_pages(const std::vector<int>& pages);
  // Numbers of pages that refused documents hold.
  std::vector<int> held_pages() const;
  int pages_of_passes(const std::vector<std::uint32_t>& pages) const;
  Result<void> begin_pass();
  Result<void> write_number(std::uint32_t note, int number);
  Failure differ();

  vault::Spool& spool_;
  const Pages pages_lie_;
  const Passes passes_;
  std::vector<BatchNote> notes_;
  BatchNote noted_;
  std::atomic<int> pages_ = 0;
  std::atomic<bool> ended_;
  std::atomic<int> sheets_ = 0;  // once the stack was turned
  std::atomic<bool> turned_ = false;
  std::atomic<bool> differ_ = false;
};

}  // namespace tangthu::archive
