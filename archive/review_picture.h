// The place that an item speaks of, cut out of the master and upright, at a size at which
// handwriting can be read.
#pragma once

#include <optional>

#include "archive/review.h"

namespace tangthu::archive {

// Keeps the last page that it decoded: items of one paper often come together.
// Thread rule: one thread at a time.
class ReviewPictures {
 public:
  // A PNG: the item's box with what stands around it; the whole page where the item is a
  // page or its place is unknown. kNotFound where no page is known, kBadInput when the
  // master does not decode.
  Result<Bytes> png(const OpenedItem& opened);

 private:
  struct Decoded {
    DocumentId document;
    int capture = 0;
    Page page;
  };
  Result<const Page*> capture(const OpenedItem& opened, int number);

  std::optional<Decoded> last_;
};

}  // namespace tangthu::archive
