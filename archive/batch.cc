#include "archive/batch.h"

#include <algorithm>
#include <utility>

#include "archive/spread_findings.h"

namespace tangthu::archive {
namespace {

using scanner::FileStart;
using scanner::PageRole;

// Whether the document is one file, the whole file and nothing else.
bool is_whole_file(const std::vector<FilePart>& parts) {
  const FilePart& first = parts.front();
  const FilePart& last = parts.back();
  return first.content != nullptr && first.page == 1 && last.ends_file &&
         last.file == first.file && last.page == static_cast<int>(parts.size());
}

// The file itself is the master of a document that is all of it; otherwise its pages are.
// A signature is of a file: pages that were cut out of one have none.
void settle_masters(ReadDocument& document, const std::vector<FilePart>& parts) {
  for (const FilePart& part : parts) {
    if (part.is_single() && part.facts.has_signature) document.facts = part.facts;
  }
  if (!is_whole_file(parts)) return;
  document.facts = parts.front().facts;
  document.masters.assign(1, Master(*parts.front().content));
  document.media = parts.front().media;
  document.name = parts.front().name;
}

bool was_taken(const ReadDocument& page) {
  return !page.error && !page.pages.empty() && page.masters.size() == 1;
}

bool is_kept(const scanner::Placement& placement) {
  return placement.role == PageRole::kPage || placement.role == PageRole::kBlankPage;
}

PageTrace trace_of(int number, const ReadDocument& page, bool taken) {
  PageTrace out;
  out.page = number;
  out.gap = !taken;
  if (taken) out.found = findings_of(page);
  if (page.part) {
    out.file = page.part->file;
    out.page_of_file = page.part->page;
    out.ends_file = page.part->ends_file;
  }
  return out;
}

}  // namespace

BatchCutter::BatchCutter(const BatchOptions& options)
    : options_(options), splitter_(options.rules) {
  report_.sides_a_sheet = options.rules.sides_a_sheet;
  report_.expected_sheets = options.expected_sheets;
}

FileStart BatchCutter::file_start(const PageTrace& trace) const {
  if (!page_before_ || trace.file == page_before_->file) return FileStart::kSame;
  const bool single_pages = trace.is_single() && page_before_->is_single();
  const bool goes_on = options_.files == FileBounds::kFilesOfSeveralPages && single_pages;
  return goes_on ? FileStart::kSame : FileStart::kNew;
}

void BatchCutter::account(const PageFindings& found,
                          const scanner::Placement& placement) {
  const int page = report_.pages;
  switch (placement.role) {
    case PageRole::kSeparator:
      report_.separators.push_back(page);
      return;
    case PageRole::kSeparatorBack:
      report_.separator_backs.push_back(page);
      return;
    case PageRole::kBlankPage:
      report_.blank_pages.push_back(page);
      break;
    case PageRole::kPage:
      if (const auto twin = duplicates_.add(page, found.print)) {
        report_.duplicates.push_back(*twin);
      }
      break;
  }
  if (placement.doubt != scanner::Doubt::kNone) {
    report_.doubts.push_back({page, placement.doubt});
  }
}

// A spread is two pages of its one master.
void BatchCutter::keep(ReadDocument capture) {
  ReadDocument& document = current_->document;
  document.masters.push_back(std::move(capture.masters.front()));
  for (ReadPage& page : capture.pages) {
    const int number = static_cast<int>(document.pages.size()) + 1;
    page.text.number = number;
    page.text.captured_page = static_cast<int>(document.masters.size());
    for (ocr::Stamp& stamp : page.text.stamps)
      stamp.page = number;
    if (!capture.unread_pages.empty()) document.unread_pages.push_back(number);
    document.pages.push_back(std::move(page));
  }
  if (capture.part) parts_.push_back(*capture.part);
  current_->captures.push_back(report_.pages);
  current_->place.last_page = report_.pages;
  current_->last_name = std::move(capture.name);
}

scanner::Placement BatchCutter::place(const PageTrace& trace) {
  scanner::PageSigns signs = trace.found.signs;
  signs.file = file_start(trace);
  page_before_ = trace;
  page_before_->found.print.ink.clear();
  scanner::Placement placement = splitter_.next(signs);
  account(trace.found, placement);
  return placement;
}

void BatchCutter::open(const ReadDocument& page, const scanner::Placement& placement) {
  current_.emplace();
  current_->document.name = page.name;
  current_->document.media = page.media;
  current_->dossier = placement.dossier;
  current_->place = {report_.pages, report_.pages,
                     placement.opens.value_or(scanner::CutReason::kBatchBegins)};
  ++report_.documents;
}

std::optional<CutDocument> BatchCutter::add(ReadDocument page) {
  ++report_.pages;
  const bool taken = was_taken(page);
  traces_.push_back(trace_of(report_.pages, page, taken));
  if (!taken) {
    splitter_.skip();
    report_.gaps.push_back(report_.pages);
    if (current_) ++current_->document.missing_pages;
    return std::nullopt;
  }
  const scanner::Placement placement = place(traces_.back());
  if (!is_kept(placement)) return std::nullopt;
  std::optional<CutDocument> ended;
  // Whatever was cut before is never added to.
  if (placement.opens || !current_) {
    ended = finish();
    open(page, placement);
  }
  keep(std::move(page));
  return ended;
}

void BatchCutter::replay(const PageTrace& trace) {
  ++report_.pages;
  if (trace.gap) {
    splitter_.skip();
    report_.gaps.push_back(report_.pages);
    return;
  }
  const scanner::Placement placement = place(trace);
  if (is_kept(placement) && placement.opens) ++report_.documents;
}

std::optional<CutDocument> BatchCutter::finish() {
  if (!current_) return std::nullopt;
  std::optional<CutDocument> ended = std::exchange(current_, std::nullopt);
  const std::vector<FilePart> parts = std::exchange(parts_, {});
  if (parts.size() == ended->document.masters.size()) {
    settle_masters(ended->document, parts);
  }
  const auto next = std::ranges::find_if(traces_, [&](const PageTrace& trace) {
    return trace.page > ended->place.last_page;
  });
  ended->traces.assign(std::make_move_iterator(traces_.begin()),
                       std::make_move_iterator(next));
  traces_.erase(traces_.begin(), next);
  return ended;
}

}  // namespace tangthu::archive
