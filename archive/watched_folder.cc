#include "archive/watched_folder.h"

#include <deque>
#include <list>
#include <mutex>
#include <optional>

#include "archive/claimed_file.h"
#include "archive/watched_stacks.h"

namespace tangthu::archive {
namespace {

using scanner::HotFolder;

// A claimed file while its inputs are under way.
struct Open {
  std::unique_ptr<ClaimedFile> file;
  int next = 1;          // ordinal
  int in_hand = 0;       // inputs
  bool all_out = false;  // no more inputs
};

struct InHand {
  Open* of;
  int ordinal;
};

struct StoredBefore {
  std::string name;
  DocumentId id;
};

// The reading room's workers pull inputs ahead; documents come back in the same order. So
// the oldest of in_hand_ is always the one that digitise() is at.
class Round final : public Ledger {
 public:
  Round(HotFolder& folder, const FolderRound& round, const FolderListener& listener,
        FolderReport& report, const std::atomic<bool>& stop)
      : folder_(folder),
        round_(round),
        listener_(listener),
        report_(report),
        stop_(stop) {}

  Result<void> run() {
    DigitiseOptions options = round_.options;
    options.ledger = this;
    auto digitised = digitise(
        round_.destination, [this] { return next_input(); }, options, own_listener(),
        enough_);
    const std::lock_guard lock(mutex_);
    if (digitised) {
      report_.documents.add(*digitised);
      settle_finished();
    }
    put_back_the_rest();
    if (!digitised) return Failure(std::move(digitised).error());
    if (folder_error_) return Failure(*folder_error_);
    return {};
  }

  // What was stored before is passed over before it is read.
  const std::vector<BatchNote>& noted() const override { return none_; }
  bool has_ended() const override { return true; }
  Result<void> before_commit(const BatchNote& note) override {
    const std::lock_guard lock(mutex_);
    const InHand& at = in_hand_.front();
    return at.of->file->note(at.ordinal, note.id);
  }
  Result<void> after_commit() override {
    const std::lock_guard lock(mutex_);
    in_hand_.front().of->file->add_stored();
    return {};
  }
  // The file is what remains.
  Result<void> refused(BatchNote) override { return {}; }

 private:
  // On a worker's thread, one at a time.
  std::optional<std::variant<Intake, IntakeFailure>> next_input() {
    while (!stop_ && !enough_) {
      if (current_ == nullptr) {
        current_ = open_next();
        if (current_ == nullptr) return std::nullopt;
      }
      auto input = current_->file->next();
      const std::lock_guard lock(mutex_);
      if (!input) {
        current_->all_out = true;
        current_ = nullptr;
        continue;
      }
      const int ordinal = current_->next++;
      if (pass_over(ordinal, *input)) continue;
      ++current_->in_hand;
      in_hand_.push_back({current_, ordinal});
      return intake_of(std::move(*input), {round_.pdf_password.get()});
    }
    return std::nullopt;
  }

  Open* open_next() {
    auto file = next_file(folder_, round_.linger, [this] { return stop_ || enough_; });
    const std::lock_guard lock(mutex_);
    keep_error(file);
    if (!file || *file == nullptr) return nullptr;
    files_.push_back({std::move(*file)});
    return &files_.back();
  }

  // Whether this input was stored by an earlier watcher.
  bool pass_over(int ordinal, const scanner::Input& input) {
    const auto before = current_->file->stored_before(ordinal, round_.has_arrived);
    keep_error(before);
    if (!before) return true;
    if (!*before) return false;
    const auto name = [](const auto& each) { return each.name; };
    stored_before_.push_back({std::visit(name, input), **before});
    return true;
  }

  DigitiseListener own_listener() {
    return {listener_.documents.stored,
            [this](const std::string& name, const Error& error) { failed(name, error); },
            [this](const DigitiseReport& report) {
              listener_.documents.progress(report);
              const std::lock_guard lock(mutex_);
              --in_hand_.front().of->in_hand;
              in_hand_.pop_front();
              settle_finished();
              // The document under way is finished; those that were read ahead go back.
              if (stop_) enough_ = true;
            }};
  }

  void failed(const std::string& name, const Error& error) {
    {
      const std::lock_guard lock(mutex_);
      if (!in_hand_.front().of->file->add_failure(name, error)) return;
    }
    report_.last_failure = error.code();
    listener_.documents.failed(name, error);
  }

  // Files whose inputs are all through are moved.
  void settle_finished() {
    for (const auto& [name, id] : std::exchange(stored_before_, {}))
      listener_.stored_before(name, id);
    for (auto open = files_.begin(); open != files_.end() && !folder_error_;) {
      if (!open->all_out || open->in_hand > 0) {
        ++open;
        continue;
      }
      keep_error(open->file->settle(listener_, report_));
      open = files_.erase(open);
    }
  }

  template <typename T>
  void keep_error(const Result<T>& result) {
    if (result || folder_error_) return;
    folder_error_ = result.error();
    enough_ = true;
  }

  void put_back_the_rest() {
    for (const Open& open : files_)
      keep_error(open.file->give_back());
    files_.clear();
    folder_.rest();
  }

  HotFolder& folder_;
  const FolderRound& round_;
  const FolderListener& listener_;
  FolderReport& report_;
  const std::atomic<bool>& stop_;
  std::atomic<bool> enough_ = false;
  const std::vector<BatchNote> none_;
  Open* current_ = nullptr;  // of the worker that pulls

  std::mutex mutex_;  // guards what follows
  std::list<Open> files_;
  std::deque<InHand> in_hand_;
  std::vector<StoredBefore> stored_before_;
  std::optional<Error> folder_error_;
};

}  // namespace

Result<void> take_in_folder(HotFolder& folder, const FolderRound& round,
                            const FolderListener& listener, FolderReport& report,
                            const std::atomic<bool>& stop) {
  if (round.options.batch) return take_in_stacks(folder, round, listener, report, stop);
  return Round(folder, round, listener, report, stop).run();
}

}  // namespace tangthu::archive
