// Where a run keeps what it does, so that another process can go on.
//
// A note is on disk before its document is committed. Thread rule: one thread.
#pragma once

#include <vector>

#include "archive/batch_trace.h"
#include "base/result.h"

namespace tangthu::archive {

class Ledger {
 public:
  virtual ~Ledger() = default;

  // What earlier runs did, in the order of the batch; it does not come again.
  virtual const std::vector<BatchNote>& noted() const = 0;
  // No page will come after those that are given.
  virtual bool has_ended() const = 0;

  // Whether the document, by its ordinal in this run from 1, is where it belongs already:
  // then it is passed over. Asked of each, in order.
  virtual Result<bool> has(int /*document*/) { return false; }
  virtual Result<void> before_commit(const BatchNote& note) = 0;
  virtual Result<void> after_commit() = 0;
  // The document can't be stored, for a reason of its own: the run goes on.
  virtual Result<void> refused(BatchNote note) = 0;
};

}  // namespace tangthu::archive
