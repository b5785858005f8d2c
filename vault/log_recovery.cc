#include "vault/log_recovery.h"

#include <algorithm>

namespace tangthu::vault {
namespace {

// Entries that are put into the index with one write.
constexpr std::size_t kBatch = 4096;

bool is_unwritten(const Hash32& hash) {
  return std::all_of(hash.begin(), hash.end(),
                     [](std::uint8_t byte) { return byte == 0; });
}

// Whether the stored hashes of entry `index` are `expected`, its leaf first.
Result<IndexState> compare_hashes(const LogIndex& log_index, std::uint64_t index,
                                  std::span<const Hash32> expected) {
  std::uint64_t stored = stored_count(index);
  for (std::size_t i = 0; i < expected.size(); ++i, ++stored) {
    const Hash32 found = TRY(log_index.hash(stored));
    if (found == expected[i]) continue;
    if (is_unwritten(found)) return IndexState::kUnfinished;
    return i == 0 ? damaged_entry(index) : damaged_hashes();
  }
  return IndexState::kSound;
}

// Entries on their way into the index.
class Intake {
 public:
  Intake(const LogIndex& index, std::uint64_t count, TakeIn how)
      : index_(index), count_(count), how_(how) {}

  Result<void> add(const Frame& frame, Frontier& frontier) {
    frontier.add(leaf_hash(frame.entry), hashes_);
    ends_.push_back(frame.end);
    if (ends_.size() < kBatch) return {};
    return flush();
  }
  Result<void> flush() {
    if (how_ == TakeIn::kWrite) TRY(index_.add(count_, hashes_, ends_));
    count_ += ends_.size();
    hashes_.clear();
    ends_.clear();
    return {};
  }

 private:
  const LogIndex& index_;
  std::uint64_t count_;
  TakeIn how_;
  std::vector<Hash32> hashes_;
  std::vector<std::uint64_t> ends_;
};

}  // namespace

Failure not_as_signed() {
  return fail(ErrorCode::kCorrupt, "the audit log is not the one that was signed",
              "keep the log as evidence and compare it with a backup");
}

Failure damaged_hashes() {
  return fail(ErrorCode::kCorrupt, "the hashes of the audit log are damaged",
              "rebuild them: they follow from the entries", "hashes");
}

Result<IndexState> compare_index(const LogFiles& files, Frontier known,
                                 std::uint64_t count) {
  const std::uint64_t begin = TRY(files.index.begin_of(known.size()));
  const std::uint64_t end = TRY(files.index.begin_of(count));
  if (begin > end) return damaged_entry(known.size());
  FrameReader reader(files.entries, known.size(), begin, end);
  std::vector<Hash32> hashes;
  while (known.size() < count) {
    const std::uint64_t index = known.size();
    const auto frame = TRY(reader.next());
    if (!frame) return damaged_entry(index);
    const std::uint64_t stored_end = TRY(files.index.end_of(index));
    if (stored_end == 0) return IndexState::kUnfinished;
    if (stored_end != frame->end) return damaged_entry(index);
    hashes.clear();
    known.add(leaf_hash(frame->entry), hashes);
    const IndexState state = TRY(compare_hashes(files.index, index, hashes));
    if (state != IndexState::kSound) return state;
  }
  return IndexState::kSound;
}

Result<Frontier> take_in(const LogFiles& files, Frontier known, std::uint64_t place,
                         std::uint64_t acknowledged, const TreeHead& signed_head,
                         TakeIn how) {
  // What was written by one who then died may not be on disk yet.
  if (how == TakeIn::kWrite) TRY(files.entries.sync());
  const std::uint64_t file_end = TRY(files.entries.size());
  if (place > file_end) return damaged_entry(known.size() - 1);
  FrameReader reader(files.entries, known.size(), place, file_end);
  Intake intake(files.index, known.size(), how);
  bool agrees = known.size() >= signed_head.size;  // then it was compared before
  while (!reader.at_end()) {
    const auto frame = TRY(reader.next());
    if (!frame) break;
    TRY(intake.add(*frame, known));
    if (known.size() == signed_head.size) agrees = known.root() == signed_head.root;
    if (known.size() == signed_head.size && !agrees) return not_as_signed();
  }
  if (known.size() < acknowledged || !agrees) return damaged_entry(known.size());
  if (how == TakeIn::kCheckOnly) return known;
  TRY(intake.flush());
  if (!reader.at_end()) TRY(files.entries.truncate(reader.place()));
  return known;
}

}  // namespace tangthu::vault
