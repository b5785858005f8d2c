// libFuzzer: what a review reads of a document before it changes it. The words that a
// page of an access copy shows, a page's text as it is kept, and PDFs themselves: a
// station that is not ours may have written any of them.
//
// Covered: ocr/pdf_{shown,revise,extract}, archive/review_text.
#include "archive/review_text.h"
#include "ocr/pdf_revise.h"
#include "ocr/pdf_shown.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file
using fuzz::must;
using fuzz::must_be;

// What was written once is written again as it is.
void shown(ByteView bytes) {
  const auto text = ocr::read_shown(as_text(bytes));
  if (!text) return;
  const std::string written = ocr::write_shown(*text);
  const auto again = ocr::read_shown(written);
  must(again && again->words.size() == text->words.size() && again->rest == text->rest);
}

void page_text(ByteView bytes) {
  const Json page = Json::parse(as_text(bytes), nullptr, false);
  const auto words = archive::words_of(page);
  if (!words) return must_be(words, ErrorCode::kCorrupt);
  const auto changes = archive::place_text(*words, {"Số: 87 /QĐ-UBND", "", "a"});
  const auto changed =
      archive::with_changes(page, changes, "lan", "2026-03-01T07:15:00Z");
  if (!changed) return must_be(changed, ErrorCode::kCorrupt);
  must(archive::words_of(*changed).has_value());
  must(archive::shown_changes(*words, changes).words <= words->size());
}

void pdf(ByteView bytes) {
  const auto page = ocr::extract_pdf_page(bytes, 1);
  if (page) must(ocr::extract_pdf_page(*page, 1).has_value());
  const ocr::PdfRevision revision{
      1, 2, {{1, ocr::WordPlace::kInstead, {"87"}}}, ocr::PdfInfo{}};
  const auto revised = ocr::revise_pdf(bytes, revision);
  if (revised) must(ocr::revise_pdf(*revised, revision).has_value());
}

constexpr fuzz::Parser kParsers[] = {{"shown", shown}, {"text", page_text}, {"pdf", pdf}};

constexpr std::string_view kContent =
    "BT\n3 Tr\n/Text 11.52 Tf\n1 0 0 1 72.00 700.00 Tm\n98.10 Tz <00010002> Tj\n"
    "40.00 Tz <0003> Tj\n1 0 0 1 110.00 700.00 Tm\n98.10 Tz <0002> Tj\nET\n"
    "q\n595.00 0 0 842.00 0 0 cm\n/Layer0 Do\nQ\n";

std::string small_pdf() {
  return "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
         "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
         "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
         " /Resources << /Font << /Text 5 0 R >> >> >> endobj\n"
         "4 0 obj << /Length " +
         std::to_string(kContent.size()) + " >> stream\n" + std::string(kContent) +
         "\nendstream endobj\n5 0 obj << /Type /Font >> endobj\n"
         "trailer << /Root 1 0 R >>\n%%EOF\n";
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("shown", as_bytes(kContent));
  add("shown", as_bytes("q\nQ\n"), "-no-words");
  add("text", as_bytes(R"({"width":800,"height":1100,"confidence":0.9,"lines":[)"
                       R"({"text":"Số: ?1","box":[1,2,90,30],"words":[)"
                       R"({"text":"Số:","confidence":0.9,"box":[1,2,40,30]},)"
                       R"({"text":"?1","confidence":0.4,"box":[50,2,41,30]}]}],)"
                       R"("corrections":[{"line":0,"word":1}]})"));
  add("pdf", as_bytes(small_pdf()));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
