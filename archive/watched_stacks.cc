#include "archive/watched_stacks.h"

#include <algorithm>
#include <cerrno>

#include "archive/claim_note.h"
#include "scanner/names.h"

namespace tangthu::archive {
namespace {

using scanner::Claim;
using scanner::HotFolder;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLookForStop{200};

// One claimed file on its way.
class Stack final : public Ledger {
 public:
  Stack(HotFolder& folder, const Claim& claim, const FolderRound& round,
        const FolderListener& listener)
      : folder_(folder),
        claim_(claim),
        round_(round),
        listener_(listener),
        path_(folder.shown_path(claim)) {
    result_.name = scanner::displayable(path_.string());
  }

  Result<void> take_in(FolderReport& report, const std::atomic<bool>& stop) {
    ids_ = parse_claim_note(TRY(folder_.read_note(claim_)));
    Descriptor content = folder_.open_file(claim_);
    const int error = errno;
    scanner::InputWalk walk(scanner::OpenedFile{path_, std::move(content), error});
    const auto source = one_page_each([&]() -> std::optional<Input> {
      auto input = walk.next();
      if (!input) return std::nullopt;
      return intake_of(std::move(*input), {round_.pdf_password.get()});
    });
    DigitiseOptions options = round_.options;
    options.ledger = this;
    const DigitiseReport digitised =
        TRY(digitise(round_.destination, source, options, own_listener(report), stop));
    report.documents.documents += digitised.documents;
    report.documents.pages += digitised.pages;
    report.documents.failed += digitised.failed;
    // Changed before anything of it was stored: nothing has happened yet.
    if (stop || (changed_ && result_.stored == 0)) return folder_.give_back(claim_);
    return settle(report);
  }

  const std::vector<BatchNote>& noted() const override { return none_; }
  bool has_ended() const override { return true; }

  Result<bool> has(int document) override {
    at_ = document;
    const auto [first, last] = ids_.equal_range(document);
    for (auto id = first; id != last; ++id) {
      if (!TRY(round_.has_arrived(id->second))) continue;
      ++result_.stored;
      listener_.stored_before(result_.name, id->second);
      return true;
    }
    return false;
  }

  Result<void> before_commit(const BatchNote& note) override {
    if (folder_.unchanged(claim_))
      return folder_.append_note(claim_, claim_note_line(at_, note.id));
    changed_ = true;
    return fail(ErrorCode::kBadInput, "the file was changed while it was read",
                "put it there again when it is complete");
  }
  Result<void> after_commit() override {
    ++result_.stored;
    return {};
  }
  // The file is what remains.
  Result<void> refused(BatchNote) override { return {}; }

 private:
  using Input = std::variant<Intake, IntakeFailure>;

  DigitiseListener own_listener(FolderReport& report) {
    DigitiseListener out = listener_.documents;
    out.failed = [this, &report](const std::string& name, const Error& error) {
      if (changed_ && result_.stored == 0) return;
      result_.failures.emplace_back(name, error);
      report.last_failure = error.code();
      listener_.documents.failed(name, error);
    };
    out.batch = [this](const BatchReport& batch) {
      // Of what was no stack at all there is nothing to reckon.
      const bool came = batch.pages > static_cast<int>(batch.gaps.size());
      if (listener_.stack && came) listener_.stack(result_.name, batch);
    };
    return out;
  }

  Result<void> settle(FolderReport& report) {
    const bool good = result_.failures.empty() && result_.stored > 0;
    if (good) {
      TRY(folder_.finish(claim_));
    } else {
      TRY(folder_.reject(claim_, listener_.reason(result_)));
    }
    ++(good ? report.done : report.failed);
    return {};
  }

  HotFolder& folder_;
  const Claim& claim_;
  const FolderRound& round_;
  const FolderListener& listener_;
  const std::filesystem::path path_;
  FailedFile result_;
  std::multimap<int, DocumentId> ids_;
  int at_ = 0;  // the ordinal of the document under way
  bool changed_ = false;
  const std::vector<BatchNote> none_;
};

// The next one, waited for as long as the round lingers; nothing when there is none.
Result<std::optional<Claim>> next_claim(HotFolder& folder, milliseconds linger,
                                        const std::atomic<bool>& stop) {
  const auto until = Clock::now() + linger;
  while (!stop) {
    auto claim = TRY(folder.claim());
    if (claim) return claim;
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds(0)) break;
    folder.wait(std::min(left, kLookForStop));
  }
  return std::optional<Claim>();
}

Result<void> take_in_each(HotFolder& folder, const FolderRound& round,
                          const FolderListener& listener, FolderReport& report,
                          const std::atomic<bool>& stop) {
  while (const auto claim = TRY(next_claim(folder, round.linger, stop))) {
    auto taken = Stack(folder, *claim, round, listener).take_in(report, stop);
    if (taken) continue;
    // With an error already, another one of giving back adds nothing.
    (void)folder.give_back(*claim);
    return taken;
  }
  return {};
}

}  // namespace

Result<void> take_in_stacks(HotFolder& folder, const FolderRound& round,
                            const FolderListener& listener, FolderReport& report,
                            const std::atomic<bool>& stop) {
  auto taken = take_in_each(folder, round, listener, report, stop);
  folder.rest();
  return taken;
}

}  // namespace tangthu::archive
