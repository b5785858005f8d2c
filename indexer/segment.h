// A segment, read (segment_format.h).
//
// Opening reads the directory of the dictionary and no more; all else is read when it is
// asked for and opened blocks are shared through the cache. Errors: those of the source,
// and kCorrupt for bytes that contradict themselves. Thread rule: const use from several
// threads; lists each from one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/block_source.h"
#include "indexer/columns.h"
#include "indexer/posting_list.h"
#include "indexer/segment_format.h"

namespace tangthu::indexer {

// A term as the dictionary has it.
struct TermVariant {
  std::string marked;
  std::uint32_t documents = 0;
  std::uint32_t occurrences = 0;
  std::uint64_t offset = 0;  // of its list in the segment
  std::uint32_t bytes = 0;   // of the list
  std::uint32_t head = 0;    // of its ordinals and counts; 0: the list is here
  Bytes here;
};

// Terms that fold alike, in one field or anywhere.
struct TermGroup {
  std::string folded;
  std::uint32_t documents = 0;  // that have any of them
  std::vector<TermVariant> variants;
};

// Goes through a dictionary in order of its keys. The segment may go before it does.
class TermCursor {
 public:
  ~TermCursor();
  TermCursor(TermCursor&&) noexcept;
  TermCursor& operator=(TermCursor&&) noexcept;

  // To the next term; false behind the last.
  Result<bool> next();
  const std::string& key() const;  // field ‖ 0 ‖ folded
  std::string_view field() const;
  TermGroup& group();

 private:
  friend class Segment;
  struct State;
  explicit TermCursor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Segment {
 public:
  static Result<Segment> open(std::shared_ptr<const BlockSource> source,
                              std::shared_ptr<BlockCache> cache);

  std::uint32_t documents() const;
  Result<std::optional<TermGroup>> find(std::string_view field,
                                        std::string_view folded) const;
  // Every group of the field whose folded term begins so and is not before `from`, in
  // order, until `visit` answers false.
  Result<void> visit(std::string_view field, std::string_view prefix,
                     std::string_view from,
                     const std::function<Result<bool>(TermGroup&&)>& visit) const;
  // From the first key (field ‖ 0 ‖ folded) that is not before `from`.
  TermCursor terms(std::string_view from = {}) const;
  Result<PostingList> list(const TermVariant& variant) const;

  // By ordinal (scoring.h).
  Result<const std::vector<std::uint8_t>*> length_codes() const;
  // Sum of what the codes say.
  Result<std::uint64_t> total_length() const;
  Result<const Columns*> columns() const;
  // Words of each page of a document.
  Result<std::vector<std::uint32_t>> page_words(std::size_t ordinal) const;

 private:
  friend class TermCursor;
  struct State;
  explicit Segment(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace tangthu::indexer
