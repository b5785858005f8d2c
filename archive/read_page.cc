#include "archive/read_page.h"

#include "ocr/first_page.h"
#include "ocr/pdf.h"
#include "scanner/batch/separator_reader.h"
#include "scanner/clean/clean.h"

namespace tangthu::archive {
namespace {

// Below this mean confidence of words another orientation is worth its time.
constexpr double kPoorReading = 0.60;
// Fewer letters than this say nothing about a page's orientation.
constexpr std::size_t kLeastLetters = 40;
constexpr int kJpegQuality = 75;

struct Reading {
  scanner::CleanedPage cleaned;
  ocr::PageText text;
};

Result<Reading> read_turned(ocr::Recogniser& recogniser, const Page& captured,
                            int turn_degrees) {
  scanner::CleanOptions options;
  options.turn_degrees = turn_degrees;
  scanner::CleanedPage cleaned = TRY(scanner::clean_page(captured, options));
  ocr::PageText text;
  if (!cleaned.blank || cleaned.has_red) {
    text = TRY(recogniser.recognise(cleaned.ink, cleaned.red));
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

bool is_poor(const Reading& reading) {
  return !reading.cleaned.blank && plain_text(reading.text).size() >= kLeastLetters &&
         reading.text.mean_confidence() < kPoorReading;
}

Result<Reading> best_reading(ocr::Recogniser& recogniser, const Page& captured) {
  Reading best = TRY(read_turned(recogniser, captured, -1));
  if (!is_poor(best)) return best;
  const int found = best.cleaned.turn_degrees;
  for (const int more : {180, 90, 270}) {
    auto other = read_turned(recogniser, captured, (found + more) % 360);
    if (!other) continue;
    if (weight(other->text) > 1.3 * weight(best.text)) best = std::move(*other);
    if (!is_poor(best)) break;
  }
  return best;
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
  for (const scanner::StageReport& report : cleaned.stages) {
    text.stages.push_back({std::string(scanner::stage_name(report.stage)), report.action,
                           report.confidence});
  }
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
                           Picture picture, SoughtSigns sought) {
  Reading reading = TRY(best_reading(recogniser, captured));
  describe(reading.cleaned, captured, number, reading.text);
  ReadPage out;
  if (sought != SoughtSigns::kNone) out.found = find_signs(captured, reading, sought);
  out.text = std::move(reading.text);
  if (picture == Picture::kJpeg) {
    out.jpeg = TRY(ocr::encode_jpeg(reading.cleaned.upright, kJpegQuality));
  }
  return out;
}

}  // namespace tangthu::archive
