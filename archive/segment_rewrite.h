// Segments of a label → one segment, without their dead members and without documents
// that are to go.
#pragma once

#include <set>
#include <vector>

#include "vault/session.h"

namespace tangthu::archive {

class SegmentRewrite {
 public:
  SegmentRewrite(vault::Session& session, const vault::IndexWork& work)
      : session_(session), work_(work) {}

  // The change that puts the new segment in the place of the old ones; of nothing living
  // nothing is written. At most kMaxSegmentMembers members may live.
  Result<vault::IndexChange> run(const std::vector<vault::SegmentEntry>& old,
                                 const std::set<DocumentId>& without);
  std::size_t members() const { return members_; }

 private:
  vault::Session& session_;
  const vault::IndexWork& work_;
  std::size_t members_ = 0;
};

}  // namespace tangthu::archive
