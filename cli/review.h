// What the parts of `review` share.
#pragma once

#include <filesystem>
#include <string>

#include "archive/review.h"
#include "cli/context.h"

namespace tangthu::cli {

struct ReviewOptions {
  double below = -1;  // negative: each kind's own limit
  std::size_t limit = 0;
  std::string field;
  std::string kind;
  std::string item;
  std::string value;
  bool confirm = false;
  bool none = false;
  std::string text;  // a file, or -
  std::string from;  // a file, or -
  std::filesystem::path image;
  bool in_terminal = false;
};

archive::ReviewFilter review_filter(const ReviewOptions& options);

// Settles one item, or proposes the level that was given, and prints what came of it.
Result<void> settle_item(const Context& context, vault::Session& session,
                         const archive::OpenedItem& opened,
                         const archive::Settlement& settlement);
// Opens it first, noted in the log.
Result<void> settle_named(const Context& context, vault::Session& session,
                          const archive::ItemName& name,
                          const archive::Settlement& settlement);

// One item after the other, on a terminal (review_loop.cc).
Result<int> review_one_by_one(Context& context, const ReviewOptions& options);
// Lines ITEM,VALUE (review_table.cc).
Result<int> review_table(Context& context, const ReviewOptions& options);

}  // namespace tangthu::cli
