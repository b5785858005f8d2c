#include "archive/watched_folder.h"

#include <cerrno>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <optional>

#include "archive/claim_note.h"
#include "archive/watched_stacks.h"
#include "scanner/names.h"

namespace tangthu::archive {
namespace {

using scanner::Claim;
using scanner::HotFolder;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLookForStop{200};

// A claimed file while its inputs are under way.
struct Open {
  Claim claim;
  FailedFile result;
  std::unique_ptr<scanner::InputWalk> walk;
  std::multimap<int, DocumentId> noted;
  int next = 1;          // ordinal
  int in_hand = 0;       // inputs
  bool all_out = false;  // the walk is at its end
  bool changed = false;  // since it was claimed
};

struct InHand {
  Open* file;
  int ordinal;
};

struct StoredBefore {
  std::string name;
  DocumentId id;
};

class NotedDraft final : public Draft {
 public:
  NotedDraft(std::unique_ptr<Draft> inner,
             std::function<Result<void>(const DocumentId&)> note)
      : inner_(std::move(inner)), note_(std::move(note)) {}
  vault::SubmissionWriter& document() override { return inner_->document(); }
  Result<void> commit() override {
    TRY(note_(inner_->document().id()));
    return inner_->commit();
  }

 private:
  std::unique_ptr<Draft> inner_;
  std::function<Result<void>(const DocumentId&)> note_;
};

// The reading room's workers pull inputs ahead; documents come back in the same order. So
// the oldest of in_hand_ is always the one that digitise() is at.
class Round {
 public:
  Round(HotFolder& folder, const FolderRound& round, const FolderListener& listener,
        FolderReport& report, const std::atomic<bool>& stop)
      : folder_(folder),
        round_(round),
        listener_(listener),
        report_(report),
        stop_(stop) {}

  Result<void> run() {
    auto digitised = digitise([this](const Label& label) { return draft(label); },
                              [this] { return next_input(); }, round_.options,
                              own_listener(), enough_);
    const std::lock_guard lock(mutex_);
    if (digitised) {
      report_.documents.documents += digitised->documents;
      report_.documents.pages += digitised->pages;
      report_.documents.failed += digitised->failed;
      settle_finished();
    }
    put_back_the_rest();
    if (!digitised) return Failure(std::move(digitised).error());
    if (folder_error_) return Failure(*folder_error_);
    return {};
  }

 private:
  // On a worker's thread, one at a time.
  std::optional<std::variant<Intake, IntakeFailure>> next_input() {
    while (!stop_ && !enough_) {
      if (current_ == nullptr) {
        current_ = next_file();
        if (current_ == nullptr) return std::nullopt;
      }
      auto input = current_->walk->next();
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

  Open* next_file() {
    const auto until = Clock::now() + round_.linger;
    while (!stop_ && !enough_) {
      auto claim = folder_.claim();
      if (!claim) return end_with(claim.error());
      if (*claim) return open(std::move(**claim));
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
      if (left <= milliseconds(0)) return nullptr;
      folder_.wait(std::min(left, kLookForStop));
    }
    return nullptr;
  }

  Open* open(Claim claim) {
    const std::filesystem::path shown = folder_.shown_path(claim);
    auto note = folder_.read_note(claim);
    if (!note) return end_with(note.error());
    Descriptor content = folder_.open_file(claim);
    const int error = errno;
    const std::lock_guard lock(mutex_);
    files_.push_back({std::move(claim),
                      {scanner::displayable(shown.string()), {}, 0},
                      std::make_unique<scanner::InputWalk>(
                          scanner::OpenedFile{shown, std::move(content), error}),
                      parse_claim_note(*note)});
    return &files_.back();
  }

  Open* end_with(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!folder_error_) folder_error_ = error;
    enough_ = true;
    return nullptr;
  }

  // Whether this input was stored by an earlier watcher.
  bool pass_over(int ordinal, const scanner::Input& input) {
    const auto [first, last] = current_->noted.equal_range(ordinal);
    for (auto at = first; at != last; ++at) {
      const auto arrived = round_.has_arrived(at->second);
      if (!arrived) {
        folder_error_ = arrived.error();
        enough_ = true;
        return true;
      }
      if (!*arrived) continue;
      ++current_->result.stored;
      const auto name = [](const auto& each) { return each.name; };
      stored_before_.push_back({std::visit(name, input), at->second});
      return true;
    }
    return false;
  }

  Result<std::unique_ptr<Draft>> draft(const Label& label) {
    auto draft = TRY(round_.destination(label));
    return std::make_unique<NotedDraft>(
        std::move(draft), [this](const DocumentId& id) { return note(id); });
  }

  Result<void> note(const DocumentId& id) {
    const std::lock_guard lock(mutex_);
    const InHand& at = in_hand_.front();
    if (!folder_.unchanged(at.file->claim)) {
      at.file->changed = true;
      return fail(ErrorCode::kBadInput, "the file was changed while it was read",
                  "put it there again when it is complete");
    }
    return folder_.append_note(at.file->claim, claim_note_line(at.ordinal, id));
  }

  DigitiseListener own_listener() {
    return {[this](const Digitised& stored) {
              {
                const std::lock_guard lock(mutex_);
                ++in_hand_.front().file->result.stored;
              }
              listener_.documents.stored(stored);
            },
            [this](const std::string& name, const Error& error) { failed(name, error); },
            [this](const DigitiseReport& report) {
              listener_.documents.progress(report);
              const std::lock_guard lock(mutex_);
              --in_hand_.front().file->in_hand;
              in_hand_.pop_front();
              settle_finished();
              // The document under way is finished; those that were read ahead go back.
              if (stop_) enough_ = true;
            }};
  }

  void failed(const std::string& name, const Error& error) {
    {
      const std::lock_guard lock(mutex_);
      Open& file = *in_hand_.front().file;
      if (goes_back(file)) return;
      file.result.failures.emplace_back(name, error);
    }
    report_.last_failure = error.code();
    listener_.documents.failed(name, error);
  }

  // Changed before anything of it was stored: nothing has happened yet.
  static bool goes_back(const Open& file) {
    return file.changed && file.result.stored == 0;
  }

  // Files whose inputs are all through are moved.
  void settle_finished() {
    for (const auto& [name, id] : std::exchange(stored_before_, {}))
      listener_.stored_before(name, id);
    for (auto file = files_.begin(); file != files_.end() && !folder_error_;) {
      if (!file->all_out || file->in_hand > 0) {
        ++file;
        continue;
      }
      settle(*file);
      file = files_.erase(file);
    }
  }

  void settle(const Open& file) {
    if (goes_back(file)) {
      keep_error(folder_.give_back(file.claim));
      return;
    }
    const bool good = file.result.failures.empty() && file.result.stored > 0;
    const auto moved = good ? folder_.finish(file.claim)
                            : folder_.reject(file.claim, listener_.reason(file.result));
    keep_error(moved);
    if (!moved) return;
    ++(good ? report_.done : report_.failed);
  }

  template <typename T>
  void keep_error(const Result<T>& result) {
    if (result || folder_error_) return;
    folder_error_ = result.error();
    enough_ = true;
  }

  void put_back_the_rest() {
    for (const Open& file : files_)
      keep_error(folder_.give_back(file.claim));
    files_.clear();
    folder_.rest();
  }

  HotFolder& folder_;
  const FolderRound& round_;
  const FolderListener& listener_;
  FolderReport& report_;
  const std::atomic<bool>& stop_;
  std::atomic<bool> enough_ = false;
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
