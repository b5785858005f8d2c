#include "archive/capture.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tangthu::archive {
namespace {

using Input = std::variant<Intake, IntakeFailure>;

// Decrypted when its turn comes.
class SpooledPage final : public scanner::PageSource {
 public:
  SpooledPage(const BatchJournal& journal, int number)
      : journal_(journal), number_(number) {}
  Result<std::optional<Page>> next() override {
    if (given_) return std::nullopt;
    given_ = true;
    return std::optional<Page>(TRY(journal_.page(number_)));
  }

 private:
  const BatchJournal& journal_;
  int number_;
  bool given_ = false;
};

Intake intake_of(BatchJournal& journal, const std::string& batch, int page) {
  return {batch + "#" + std::to_string(page),
          scanner::MediaType::kPng,
          {},
          std::make_unique<SpooledPage>(journal, page),
          FilePart{1, page, scanner::MediaType::kPng, batch, nullptr, false},
          [&journal, page](const Page& captured, Bytes png) -> Result<Master> {
            auto kept = journal.keep_master(page, captured, png);
            // As it came it is on disk still: a full disk is for whoever stores it.
            return kept ? std::move(kept) : Result<Master>(Master(std::move(png)));
          }};
}

// Another attempt at a document: its pages, and nothing else.
Result<DigitiseReport> store_again(BatchJournal& journal, std::size_t place,
                                   const Destination& destination,
                                   const CaptureOptions& options,
                                   const DigitiseListener& listener,
                                   const std::atomic<bool>& stop) {
  const Refusal refusal = *journal.noted()[place].refusal;
  DigitiseOptions again = options.digitise;
  again.dossier = refusal.dossier;
  again.batch.emplace();
  again.broke_off = false;
  const auto ledger = journal.again(place);
  again.ledger = ledger.get();
  auto page = refusal.pages.begin();
  const auto next = [&]() -> std::optional<Input> {
    if (page == refusal.pages.end()) return std::nullopt;
    return intake_of(journal, options.name, *page++);
  };
  DigitiseListener own = listener;
  own.batch = {};
  own.stored = [&](const Digitised& stored) {
    Digitised placed = stored;
    placed.place = {refusal.pages.front(), refusal.pages.back(), refusal.opens};
    listener.stored(placed);
  };
  return digitise(destination, next, again, own, stop);
}

class Capturing {
 public:
  Capturing(BatchJournal& journal, std::unique_ptr<scanner::PageSource> device,
            const CaptureOptions& options, const std::atomic<bool>& stop)
      : journal_(journal),
        name_(options.name),
        turn_(options.turn),
        stop_(stop),
        device_(std::move(device)),
        next_(journal.stored_pages() + 1) {
    if (device_) thread_ = std::thread([this] { run(); });
  }
  ~Capturing() {
    abandon();
    if (thread_.joinable()) thread_.join();
  }

  // On a reader's thread, one at a time: waits for the next page.
  std::optional<Input> next() {
    using namespace std::chrono_literals;
    std::unique_lock lock(mutex_);
    // A signal handler can't notify: it is asked for instead.
    while (!abandoned_ && !stop_ && device_ && next_ > journal_.readable_pages())
      changed_.wait_for(lock, 100ms);
    if (abandoned_ || stop_ || next_ > journal_.readable_pages()) return std::nullopt;
    return intake_of(journal_, name_, next_++);
  }

  // Nobody reads any more.
  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

  // Once: the device's error, or the journal's.
  std::optional<Error> take_device_error() {
    const std::lock_guard lock(mutex_);
    return std::exchange(device_error_, std::nullopt);
  }
  std::optional<Error> journal_error() {
    const std::lock_guard lock(mutex_);
    return journal_error_;
  }

 private:
  void run() {
    while (!abandoned() && !stop_) {
      auto page = device_->next();
      if (page && *page) {
        auto kept = journal_.add_page(**page);
        if (!kept) return end(nullptr, &kept.error());
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
        continue;
      }
      if (!page) return end(&page.error(), nullptr);
      auto another = journal_.end_pass();
      if (!another) return end(nullptr, &another.error());
      if (!*another) return end(nullptr, nullptr);
      auto turned = turn_();
      if (!turned) return end(&turned.error(), nullptr);
      const std::lock_guard lock(mutex_);
      device_ = std::move(*turned);
    }
    end(nullptr, nullptr);
  }

  void end(const Error* of_device, const Error* of_journal) {
    // Lets go of the device, which may take its time.
    std::unique_ptr<scanner::PageSource> device;
    {
      const std::lock_guard lock(mutex_);
      device = std::move(device_);
      if (of_device != nullptr) device_error_ = *of_device;
      if (of_journal != nullptr) journal_error_ = *of_journal;
      changed_.notify_all();
    }
  }

  bool abandoned() {
    const std::lock_guard lock(mutex_);
    return abandoned_;
  }

  BatchJournal& journal_;
  const std::string name_;
  const std::function<Result<std::unique_ptr<scanner::PageSource>>()> turn_;
  const std::atomic<bool>& stop_;

  std::mutex mutex_;  // guards what follows, but for the device's use by run()
  std::condition_variable changed_;
  std::unique_ptr<scanner::PageSource> device_;  // nothing when it is done with
  bool abandoned_ = false;
  int next_;
  std::optional<Error> device_error_;
  std::optional<Error> journal_error_;
  std::thread thread_;
};

}  // namespace

Result<CaptureReport> capture(BatchJournal& journal,
                              std::unique_ptr<scanner::PageSource> device,
                              const Destination& destination,
                              const CaptureOptions& options,
                              const CaptureListener& listener,
                              const std::atomic<bool>& stop) {
  if (!device && !journal.has_ended()) TRY(journal.end());
  CaptureReport report;
  for (const std::size_t place : journal.refused_places()) {
    report.digitised.add(
        TRY(store_again(journal, place, destination, options, listener.digitise, stop)));
    if (stop) return report;
  }
  Capturing capturing(journal, std::move(device), options, stop);
  const auto look_at_device = [&] {
    auto error = capturing.take_device_error();
    if (!error) return;
    report.device_error = std::move(error);
    if (!stop) listener.device_failed(*report.device_error, journal.pages());
  };

  DigitiseOptions digitise_options = options.digitise;
  if (!digitise_options.batch) digitise_options.batch = BatchOptions();
  digitise_options.ledger = &journal;
  DigitiseListener digitise_listener = listener.digitise;
  digitise_listener.progress = [&](const DigitiseReport& so_far) {
    look_at_device();
    listener.digitise.progress(so_far);
  };
  digitise_options.given_up = [&] { capturing.abandon(); };
  auto digitised = digitise(
      destination, [&] { return capturing.next(); }, digitise_options, digitise_listener,
      stop);
  capturing.abandon();
  look_at_device();
  if (!digitised) return Failure(std::move(digitised).error());
  if (const auto error = capturing.journal_error()) return Failure(*error);
  report.digitised.add(*digitised);
  report.pages = journal.pages();
  if (stop || !journal.has_ended()) return report;
  if (journal.refused_places().empty()) TRY(journal.finish());
  report.done = true;
  return report;
}

}  // namespace tangthu::archive
