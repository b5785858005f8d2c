#include "archive/read_page.h"

#include "archive/scraps.h"
#include "ocr/first_page.h"
#include "scanner/batch/separator_reader.h"
#include "scanner/clean/clean.h"
#include "scanner/clean/spread.h"
#include "scanner/device.h"

namespace tangthu::archive {
namespace {

// Below this mean confidence of words another orientation is worth its time.
constexpr double kPoorReading = 0.60;
constexpr double kSureTurn = 0.3;
// Fewer letters than this say nothing about a page's orientation.
constexpr std::size_t kLeastLetters = 40;

struct Reading {
  scanner::CleanedPage cleaned;
  ocr::PageText text;
};

Result<Reading> read_turned(ocr::Recogniser& recogniser, const Page& captured,
                            int turn_degrees, scanner::StageSet left_out) {
  scanner::CleanOptions options;
  options.turn_degrees = turn_degrees;
  options.left_out = left_out;
  scanner::CleanedPage cleaned = TRY(scanner::clean_page(captured, options));
  ocr::PageText text;
  if (!cleaned.blank || cleaned.has_red) {
    text = TRY(recogniser.recognise(cleaned.ink, cleaned.red,
                                    cleaned.pale ? &*cleaned.pale : nullptr,
                                    cleaned.has_blue ? &cleaned.blue : nullptr));
  }
  return Reading{std::move(cleaned), std::move(text)};
}

// Letters weighted by how sure the engine was of them.
double weight(const ocr::PageText& text) {
  double sum = 0;
  for (const ocr::Line& line : text.lines) {
    for (const ocr::Word& word : line.words) {
      sum += word.confidence * word.confidence * static_cast<double>(word.text.size());
    }
  }
  return sum;
}

// A page that lies on its side may have no rows of text at all: where cleaning could not
// tell how it lies, no text is as poor as bad text.
bool is_poor(const Reading& reading) {
  if (reading.cleaned.blank) return false;
  if (is_in_scraps(reading.text)) return true;
  if (reading.text.mean_confidence() >= kPoorReading) return false;
  return reading.cleaned.turn_confidence < kSureTurn ||
         plain_text(reading.text).size() >= kLeastLetters;
}

Result<Reading> best_reading(ocr::Recogniser& recogniser, const Page& captured,
                             int turn_degrees, scanner::StageSet left_out) {
  Reading best = TRY(read_turned(recogniser, captured, turn_degrees, left_out));
  if (!is_poor(best) || left_out.has(scanner::Stage::kOrientation)) return best;
  const int found = best.cleaned.turn_degrees;
  for (const int more : {180, 90, 270}) {
    auto other = read_turned(recogniser, captured, (found + more) % 360, left_out);
    if (!other) continue;
    if (weight(other->text) > 1.3 * weight(best.text)) best = std::move(*other);
    if (!is_poor(best)) break;
  }
  return best;
}

ocr::CleaningStage as_text(const scanner::StageReport& report) {
  return {std::string(scanner::stage_name(report.stage)), report.action,
          report.confidence};
}

void describe(const scanner::CleanedPage& cleaned, const Page& captured, int number,
              ocr::PageText& text) {
  text.number = number;
  text.width = captured.width();
  text.height = captured.height();
  text.dpi = captured.dpi();
  text.turn_degrees = cleaned.turn_degrees;
  text.skew_degrees = cleaned.skew_degrees;
  text.to_master = cleaned.to_master;
  text.clean_width = cleaned.ink.width();
  text.clean_height = cleaned.ink.height();
  text.clean_dpi = cleaned.ink.dpi();
  text.blank = cleaned.blank && text.lines.empty();
  for (const scanner::StageReport& report : cleaned.stages)
    text.stages.push_back(as_text(report));
  for (ocr::Stamp& stamp : text.stamps)
    stamp.page = number;
}

scanner::FirstPage first_page(ocr::Heads heads) {
  switch (heads) {
    case ocr::Heads::kNo:
      break;
    case ocr::Heads::kDoubtful:
      return scanner::FirstPage::kDoubtful;
    case ocr::Heads::kYes:
      return scanner::FirstPage::kYes;
  }
  return scanner::FirstPage::kNo;
}

Result<ocr::PagePicture> picture_of(const scanner::CleanedPage& page, Picture picture) {
  if (picture == Picture::kLossless) {
    const Bytes png = TRY(scanner::encode_png(page.upright));
    return ocr::lossless_picture(png);
  }
  return ocr::layered_picture(page.upright, page.ink);
}

PageFindings find_signs(const Page& captured, const Reading& reading,
                        SoughtSigns sought) {
  PageFindings found;
  if (sought == SoughtSigns::kAll) {
    found.signs.code = scanner::read_separator(captured);
  }
  found.signs.blank = reading.text.blank;
  found.signs.first_page = first_page(ocr::heads_document(reading.text));
  if (!reading.text.blank) {
    found.print = scanner::print_of(captured, reading.cleaned.ink);
  }
  return found;
}

}  // namespace

Result<ReadPage> read_page(ocr::Recogniser& recogniser, const Page& captured, int number,
                           const PageOptions& options) {
  Reading reading =
      TRY(best_reading(recogniser, captured, options.turn_degrees, options.left_out));
  describe(reading.cleaned, captured, number, reading.text);
  ReadPage out;
  if (options.sought != SoughtSigns::kNone)
    out.found = find_signs(captured, reading, options.sought);
  if (options.quality)
    out.faults = scanner::inspect(captured, reading.cleaned, *options.quality);
  out.text = std::move(reading.text);
  if (options.picture != Picture::kNone)
    out.picture = TRY(picture_of(reading.cleaned, options.picture));
  return out;
}

Result<std::vector<ReadPage>> read_capture(ocr::Recogniser& recogniser,
                                           const Page& captured, int number,
                                           const PageOptions& options) {
  std::vector<ReadPage> out;
  scanner::Spread spread;
  const bool looks = !options.left_out.has(scanner::Stage::kSpread);
  if (looks) spread = TRY(scanner::split_spread(captured));
  PageOptions half_options = options;
  half_options.turn_degrees = spread.turn_degrees;
  for (const scanner::SpreadPage& half : spread.pages) {
    ReadPage& read =
        out.emplace_back(TRY(read_page(recogniser, half.page, number, half_options)));
    read.text.width = captured.width();
    read.text.height = captured.height();
    read.text.to_master = read.text.to_master.then(half.to_capture);
  }
  if (out.empty()) out.push_back(TRY(read_page(recogniser, captured, number, options)));
  for (ReadPage& read : out) {
    read.text.captured_page = number;
    auto& stages = read.text.stages;
    if (looks) stages.insert(stages.begin(), as_text(spread.report));
  }
  return out;
}

}  // namespace tangthu::archive
