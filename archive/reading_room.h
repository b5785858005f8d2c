// The reading room: a fixed number of workers that turn inputs into read documents.
//
// Pages are read in parallel, over all documents in hand; documents come out in the order
// in which they went in. Memory is bounded by the number of workers: at most one page a
// worker is decoded, and a fixed number of documents is in hand.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/master.h"
#include "archive/read_page.h"
#include "base/bytes.h"
#include "base/result.h"
#include "ocr/recogniser.h"
#include "ocr/text.h"
#include "scanner/clean/stage_report.h"
#include "scanner/import.h"
#include "scanner/page_source.h"

namespace tangthu::archive {

// Of a page that is an input of its own (archive/batch.h): where it comes from.
struct FilePart {
  int file = 0;                                         // ordinal in the batch, from 1
  int page = 0;                                         // in the file, from 1
  scanner::MediaType media = scanner::MediaType::kPng;  // of the file
  std::string name;                                     // of the file
  std::shared_ptr<const Bytes> content;  // of a file of several pages; shared by them
  bool ends_file = false;                // no page of the file comes after it
  scanner::FileFacts facts = {};         // of the file

  bool is_single() const { return page == 1 && ends_file; }
};

// One document on its way in.
struct Intake {
  std::string name;
  scanner::MediaType media = scanner::MediaType::kPng;
  // The file as found; empty for a captured page, whose master is made of its pixels.
  Bytes master;
  std::unique_ptr<scanner::PageSource> pages;
  std::optional<FilePart> part = std::nullopt;
  // Of a captured page: where its master, a PNG, goes until it is stored. Nothing: it is
  // held. Called by a worker.
  std::function<Result<Master>(const Page& page, Bytes png)> keep_master = {};
};

struct IntakeFailure {
  std::string name;
  Error error;
};

// Gives the next input, or nothing after the last. Called by one worker at a time.
using IntakeSource = std::function<std::optional<std::variant<Intake, IntakeFailure>>()>;

// What a walk over files gave.
std::variant<Intake, IntakeFailure> intake_of(scanner::Input input,
                                              const scanner::OpenOptions& options = {});
// Files, folders and archives; the password of PDFs among them may be null.
IntakeSource intake_of_files(std::vector<std::filesystem::path> paths,
                             std::shared_ptr<const Passphrase> pdf_password = nullptr);

struct ReadDocument {
  std::string name;
  scanner::MediaType media = scanner::MediaType::kPng;
  std::vector<Master> masters;  // one file, or one PNG a page
  std::vector<ReadPage> pages;
  std::vector<int> unread_pages;  // kept, but nothing could be read on them
  int missing_pages = 0;          // of a batch: could not be taken
  bool broke_off = false;         // of a batch: its device failed after these pages
  scanner::FileFacts facts;       // of the files that are kept as masters
  std::optional<FilePart> part;
  // Set when the input can't be taken; pages that came before the failure are there.
  std::optional<Error> error;
};

struct ReadingOptions {
  int jobs = 1;
  Picture picture = Picture::kLayered;
  ocr::RecogniserOptions recogniser;
  SoughtSigns sought = SoughtSigns::kNone;
  // Where spreads are not left out, a document may have more pages than were captured:
  // PageText::captured_page says which they are of.
  scanner::StageSet left_out = {};
  std::optional<scanner::QualityLimits> quality = std::nullopt;  // nothing: not looked at
};

// Thread rule: one thread owns it and calls next(). `stop` may be set from a signal
// handler.
class ReadingRoom {
 public:
  // Starts the workers. kUsage when a language is missing.
  static Result<std::unique_ptr<ReadingRoom>> open(IntakeSource source,
                                                   const ReadingOptions& options);
  ~ReadingRoom();  // stops, and waits for the workers

  // The next document in order of input; nothing after the last, or soon after `stop`
  // became true. What is under way then is given up.
  std::optional<ReadDocument> next(const std::atomic<bool>& stop);
  // Pages read so far, for progress.
  int pages_read() const;

 private:
  class Impl;
  explicit ReadingRoom(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::archive
