#include "archive/scraps.h"

namespace tangthu::archive {

bool is_in_scraps(const ocr::PageText& text) {
  std::size_t bytes = 0;
  for (const ocr::Line& line : text.lines)
    bytes += line.text.size();
  return text.lines.size() >= kFewestScraps && bytes < kScrapBytes * text.lines.size();
}

}  // namespace tangthu::archive
