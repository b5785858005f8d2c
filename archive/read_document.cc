#include "archive/read_document.h"

#include <algorithm>

#include "ocr/fields.h"
#include "ocr/pdf.h"

namespace tangthu::archive {

ocr::DocumentText text_of(const ReadDocument& document) {
  std::vector<ocr::PageText> pages;
  pages.reserve(document.pages.size());
  for (const ReadPage& page : document.pages)
    pages.push_back(page.text);
  return ocr::read_document(document.name, std::move(pages));
}

Result<Bytes> access_copy_of(std::vector<ReadPage> pages, const ocr::DocumentText& text,
                             UnixSeconds created, const std::vector<int>& left_out) {
  std::vector<ocr::PdfPage> sheets;
  sheets.reserve(pages.size());
  for (ReadPage& page : pages) {
    if (std::binary_search(left_out.begin(), left_out.end(), page.text.number)) continue;
    sheets.push_back({std::move(page.picture), std::move(page.text)});
  }
  ocr::PdfInfo info;
  const auto subject = text.fields.find("subject");
  if (subject != text.fields.end()) info.title = subject->second.value.value_or("");
  info.created = created;
  return ocr::write_pdf(sheets, info);
}

std::vector<int> blank_pages(const ocr::DocumentText& text) {
  std::vector<int> blank;
  for (const ocr::PageText& page : text.pages) {
    if (page.blank) blank.push_back(page.number);
  }
  if (blank.size() == text.pages.size()) blank.clear();
  return blank;
}

}  // namespace tangthu::archive
