#include "archive/reading_room.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "scanner/device.h"

namespace tangthu::archive {
namespace {

struct PageResult {
  std::optional<Master> master;  // when the document has no file of its own
  ReadPage page;
  std::optional<ReadPage> facing;  // of a spread
  bool read = true;
  std::optional<Error> error;  // the page could not be kept
};

// A document in hand. Guarded by the room's mutex but for `intake.pages`, which belongs
// to the one worker that set `fetching`.
struct InHand {
  Intake intake;
  bool fetching = false;
  bool exhausted = false;
  int taken = 0;
  int done = 0;
  std::map<int, PageResult> results;
  scanner::FileFacts facts;
  std::optional<Error> error;

  bool complete() const { return exhausted && done == taken; }
};

struct Job {
  std::shared_ptr<InHand> document;
  Page page;
  int number;
};

// A page that can't be recognised is kept all the same, as a picture without words.
ReadPage unread_page(const Page& page, int number, Picture picture) {
  ReadPage out;
  out.text.number = out.text.captured_page = number;
  out.text.width = out.text.clean_width = page.width();
  out.text.height = out.text.clean_height = page.height();
  out.text.dpi = out.text.clean_dpi = page.dpi();
  if (picture == Picture::kNone) return out;
  if (auto shown = ocr::jpeg_picture(page)) out.picture = std::move(*shown);
  return out;
}

// Behind a spread a page's number is not that of its capture.
void number_anew(std::vector<ReadPage>& pages) {
  for (std::size_t i = 0; i < pages.size(); ++i) {
    ocr::PageText& text = pages[i].text;
    text.number = static_cast<int>(i) + 1;
    for (ocr::Stamp& stamp : text.stamps)
      stamp.page = text.number;
  }
}

// Nothing was found on it, and yet it isn't blank: ten dots an inch, a photograph, a map.
bool shows_nothing(const ReadPage& page) {
  return !page.text.blank && page.text.lines.empty() && page.text.stamps.empty();
}

ReadDocument assemble(InHand& in_hand) {
  ReadDocument out;
  out.name = std::move(in_hand.intake.name);
  out.media = in_hand.intake.media;
  out.part = std::move(in_hand.intake.part);
  out.facts = in_hand.facts;
  out.error = std::move(in_hand.error);
  if (!in_hand.intake.master.empty()) {
    out.masters.emplace_back(std::move(in_hand.intake.master));
  }
  for (auto& [number, result] : in_hand.results) {
    if (result.master) out.masters.push_back(std::move(*result.master));
    const auto take = [&](ReadPage page, bool read) {
      out.pages.push_back(std::move(page));
      if (!read || shows_nothing(out.pages.back()))
        out.unread_pages.push_back(static_cast<int>(out.pages.size()));
    };
    take(std::move(result.page), result.read);
    if (result.facing) take(std::move(*result.facing), true);
  }
  number_anew(out.pages);
  return out;
}

}  // namespace

class ReadingRoom::Impl {
 public:
  Impl(IntakeSource source, const ReadingOptions& options)
      : source_(std::move(source)),
        page_options_{options.picture, options.sought, options.left_out, options.quality},
        most_in_hand_(static_cast<std::size_t>(options.jobs) * 2 + 2) {}

  ~Impl() {
    stop();
    for (std::thread& worker : workers_)
      worker.join();
  }

  void start(std::unique_ptr<ocr::Recogniser> recogniser) {
    workers_.emplace_back([this, own = std::move(recogniser)]() mutable { work(*own); });
  }

  // One that makes its recogniser itself, while others read already: loading a model
  // takes a tenth of a second. Where that fails, one worker fewer reads.
  void start(const ocr::RecogniserOptions& options) {
    workers_.emplace_back([this, options] {
      auto own = make_recogniser(options);
      if (own) work(**own);
    });
  }

  std::optional<ReadDocument> next(const std::atomic<bool>& stop) {
    using namespace std::chrono_literals;
    std::unique_lock lock(mutex_);
    const auto ready = [&] {
      return in_hand_.empty() ? input_done_ : in_hand_.front()->complete();
    };
    // A signal handler can't notify: it is asked for instead.
    while (!stop && !changed_.wait_for(lock, 100ms, ready)) {
    }
    if (stop || in_hand_.empty()) return std::nullopt;
    const std::shared_ptr<InHand> document = in_hand_.front();
    in_hand_.pop_front();
    changed_.notify_all();
    return assemble(*document);
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  int pages_read() const { return pages_read_; }

 private:
  // One at a time: nobody promises that models may be loaded side by side.
  Result<std::unique_ptr<ocr::Recogniser>> make_recogniser(
      const ocr::RecogniserOptions& options) {
    const std::lock_guard lock(making_);
    return ocr::Recogniser::create(options);
  }

  void work(ocr::Recogniser& recogniser) {
    while (auto job = take()) {
      PageResult result = read(recogniser, *job);
      ++pages_read_;
      const std::lock_guard lock(mutex_);
      if (result.error) job->document->error = result.error;
      job->document->results.emplace(job->number, std::move(result));
      ++job->document->done;
      changed_.notify_all();
    }
  }

  PageResult read(ocr::Recogniser& recogniser, const Job& job) const {
    PageResult result;
    auto pages = read_capture(recogniser, job.page, job.number, page_options_);
    result.read = pages.has_value();
    result.page = pages ? std::move(pages->front())
                        : unread_page(job.page, job.number, page_options_.picture);
    if (pages && pages->size() == 2) result.facing = std::move(pages->back());
    if (job.document->intake.master.empty() && page_options_.picture != Picture::kNone) {
      auto master = master_of(job);
      if (master) {
        result.master = std::move(*master);
      } else {
        result.error = std::move(master).error();
      }
    }
    return result;
  }

  static Result<Master> master_of(const Job& job) {
    Bytes png = TRY(scanner::encode_png(job.page));
    const auto& keep = job.document->intake.keep_master;
    return keep ? keep(job.page, std::move(png)) : Result<Master>(Master(std::move(png)));
  }

  // The next page to read: from a document in hand, else from a new one.
  std::optional<Job> take() {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      if (const auto document = idle_document()) {
        if (auto job = fetch(lock, document)) return job;
        continue;
      }
      if (!input_done_ && !opening_ && in_hand_.size() < most_in_hand_) {
        open_next(lock);
        continue;
      }
      if (input_done_ && all_exhausted()) return std::nullopt;
      changed_.wait(lock);
    }
    return std::nullopt;
  }

  std::shared_ptr<InHand> idle_document() const {
    const auto at = std::find_if(
        in_hand_.begin(), in_hand_.end(),
        [](const auto& document) { return !document->exhausted && !document->fetching; });
    return at == in_hand_.end() ? nullptr : *at;
  }

  bool all_exhausted() const {
    return std::all_of(in_hand_.begin(), in_hand_.end(),
                       [](const auto& document) { return document->exhausted; });
  }

  std::optional<Job> fetch(std::unique_lock<std::mutex>& lock,
                           const std::shared_ptr<InHand>& document) {
    document->fetching = true;
    lock.unlock();
    auto page = document->intake.pages->next();
    const scanner::FileFacts facts = document->intake.pages->facts();
    lock.lock();
    document->facts = facts;
    document->fetching = false;
    changed_.notify_all();
    if (!page || !*page) {
      document->exhausted = true;
      if (!page) document->error = std::move(page).error();
      document->intake.pages.reset();
      return std::nullopt;
    }
    return Job{document, std::move(**page), ++document->taken};
  }

  void open_next(std::unique_lock<std::mutex>& lock) {
    opening_ = true;
    lock.unlock();
    auto input = source_();
    lock.lock();
    opening_ = false;
    changed_.notify_all();
    if (!input) {
      input_done_ = true;
      return;
    }
    auto document = std::make_shared<InHand>();
    if (auto* failure = std::get_if<IntakeFailure>(&*input)) {
      document->intake.name = std::move(failure->name);
      document->error = std::move(failure->error);
      document->exhausted = true;
    } else {
      document->intake = std::get<Intake>(std::move(*input));
    }
    in_hand_.push_back(std::move(document));
  }

  IntakeSource source_;
  const PageOptions page_options_;
  std::size_t most_in_hand_;
  std::atomic<int> pages_read_ = 0;
  std::mutex making_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::shared_ptr<InHand>> in_hand_;
  bool input_done_ = false;
  bool opening_ = false;
  bool stopped_ = false;

  std::vector<std::thread> workers_;
};

ReadingRoom::ReadingRoom(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ReadingRoom::~ReadingRoom() = default;

Result<std::unique_ptr<ReadingRoom>> ReadingRoom::open(IntakeSource source,
                                                       const ReadingOptions& options) {
  auto impl = std::make_unique<Impl>(std::move(source), options);
  // The first here, so that a missing language is an error and not a silence.
  impl->start(TRY(ocr::Recogniser::create(options.recogniser)));
  for (int i = 1; i < options.jobs; ++i)
    impl->start(options.recogniser);
  return std::unique_ptr<ReadingRoom>(new ReadingRoom(std::move(impl)));
}

std::optional<ReadDocument> ReadingRoom::next(const std::atomic<bool>& stop) {
  return impl_->next(stop);
}

int ReadingRoom::pages_read() const {
  return impl_->pages_read();
}

}  // namespace tangthu::archive
