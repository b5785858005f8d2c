#include "archive/watched_stacks.h"

#include "archive/claimed_file.h"

namespace tangthu::archive {
namespace {

using scanner::HotFolder;

// One claimed file on its way.
class Stack final : public Ledger {
 public:
  Stack(ClaimedFile& file, const FolderRound& round, const FolderListener& listener)
      : file_(file), round_(round), listener_(listener) {}

  Result<void> take_in(FolderReport& report, const std::atomic<bool>& stop) {
    const auto source = one_page_each([&]() -> std::optional<Input> {
      auto input = file_.next();
      if (!input) return std::nullopt;
      return intake_of(std::move(*input), {round_.pdf_password.get()});
    });
    DigitiseOptions options = round_.options;
    options.ledger = this;
    report.documents.add(
        TRY(digitise(round_.destination, source, options, own_listener(report), stop)));
    return stop ? file_.give_back() : file_.settle(listener_, report);
  }

  const std::vector<BatchNote>& noted() const override { return none_; }
  bool has_ended() const override { return true; }
  Result<bool> has(int document) override {
    at_ = document;
    const auto id = TRY(file_.stored_before(document, round_.has_arrived));
    if (id) listener_.stored_before(file_.name(), *id);
    return id.has_value();
  }
  Result<void> before_commit(const BatchNote& note) override {
    return file_.note(at_, note.id);
  }
  Result<void> after_commit() override {
    file_.add_stored();
    return {};
  }
  // The file is what remains.
  Result<void> refused(BatchNote) override { return {}; }

 private:
  using Input = std::variant<Intake, IntakeFailure>;

  DigitiseListener own_listener(FolderReport& report) {
    DigitiseListener out = listener_.documents;
    out.failed = [this, &report](const std::string& name, const Error& error) {
      if (!file_.add_failure(name, error)) return;
      report.last_failure = error.code();
      listener_.documents.failed(name, error);
    };
    out.batch = [this](const BatchReport& batch) {
      // Of what was no stack at all there is nothing to reckon.
      const bool came = batch.pages > static_cast<int>(batch.gaps.size());
      if (listener_.stack && came) listener_.stack(file_.name(), batch);
    };
    return out;
  }

  ClaimedFile& file_;
  const FolderRound& round_;
  const FolderListener& listener_;
  int at_ = 0;  // the ordinal of the document under way
  const std::vector<BatchNote> none_;
};

Result<void> take_in_each(HotFolder& folder, const FolderRound& round,
                          const FolderListener& listener, FolderReport& report,
                          const std::atomic<bool>& stop) {
  while (const auto file =
             TRY(next_file(folder, round.linger, [&] { return stop.load(); }))) {
    auto taken = Stack(*file, round, listener).take_in(report, stop);
    if (taken) continue;
    // With an error already, another one of giving back adds nothing.
    (void)file->give_back();
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
