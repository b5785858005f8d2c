// What makes a batch outlive its process: its pages, sealed in a spool, and a note for
// each document before it is committed.
//
//   page N        u32 width ‖ u32 height ‖ u32 dpi ‖ u8 bytes a pixel ‖ pixels
//   note N        archive/batch_trace.h
//   end           a note of number kEndNote: u32 pages captured in all
//
// Exactly once: a note is on disk before its document is committed. Whoever takes the
// batch up asks the destination which of the noted documents arrived; the pages of those
// go by as traces, all others are read again. Pages leave the spool only after their
// document is on disk where it belongs.
//
// Thread rule: one thread captures (add_page, end), one stores (the rest); load() before
// both. pages(), page() and has_ended() from any.
#pragma once

#include <atomic>
#include <vector>

#include "archive/batch_trace.h"
#include "archive/destination.h"
#include "vault/spool.h"

namespace tangthu::archive {

inline constexpr std::uint32_t kEndNote = vault::kMaxSpoolObjects;

class BatchJournal {
 public:
  // What comes in lies in the spool, or elsewhere.
  enum class Pages : std::uint8_t { kInSpool, kElsewhere };

  // The spool must outlive it.
  BatchJournal(vault::Spool& spool, Pages pages)
      : spool_(spool), pages_lie_(pages), ended_(pages == Pages::kElsewhere) {}

  // What an earlier process left. kCorrupt when a note is damaged.
  Result<void> load(const HasArrived& has_arrived);
  // The documents that arrived, in their order.
  const std::vector<BatchNote>& stored() const { return stored_; }
  // All pages up to here are stored, in documents or as what no document holds.
  int stored_pages() const { return stored_.empty() ? 0 : stored_.back().last_page; }

  // Captured so far, stored ones included.
  int pages() const { return pages_; }
  bool has_ended() const { return ended_; }
  // On disk when it returns; the number of the page.
  Result<int> add_page(const Page& page);
  // Before capture goes on: a sheet of which not all sides came goes through again, and
  // what came of it is taken back.
  Result<void> begin_at_sheet(int sides_a_sheet);
  // Nothing more will be captured.
  Result<void> end();

  // kBadInput when the page is damaged or missing: its sheet must be captured again.
  Result<Page> page(int number) const;

  Result<void> before_commit(BatchNote note);
  // The pages of the noted document leave the spool.
  Result<void> after_commit();
  // All documents are stored.
  Result<void> finish() { return spool_.destroy(); }

 private:
  vault::Spool& spool_;
  const Pages pages_lie_;
  std::vector<BatchNote> stored_;
  BatchNote noted_;
  std::atomic<int> pages_ = 0;
  std::atomic<bool> ended_;
};

}  // namespace tangthu::archive
