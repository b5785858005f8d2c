#include "ocr/fields.h"

#include <algorithm>

#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

// A cover sheet may precede the first page of the document proper.
constexpr std::size_t kMaxCoverPages = 2;

bool has_heading(const PageView& page) {
  return std::any_of(page.runs().begin(), page.runs().end(), [&](const Run& run) {
    return run.box.y < page.down(0.45) &&
           (looks_like_number(run) || similarity(run.key, "doclaptudohanhphuc") > 0.7);
  });
}

const PageView& first_page(const std::vector<PageView>& pages) {
  for (std::size_t i = 0; i < pages.size() && i <= kMaxCoverPages; ++i) {
    if (has_heading(pages[i])) return pages[i];
  }
  return pages.front();
}

}  // namespace

Fields read_fields(const std::vector<PageText>& pages) {
  Fields fields;
  read_marks(pages, fields);
  std::vector<PageView> views;
  for (const PageText& page : pages) {
    if (!page.lines.empty()) views.emplace_back(page);
  }
  if (views.empty()) return fields;
  const PageView& first = first_page(views);
  const KnownPairs pairs(pages);
  const Heading heading = read_heading(first, pairs, fields);
  read_title(first, heading, pairs, fields);
  weigh_symbol(heading, fields);
  weigh_place(fields);
  const Anchor recipients = read_recipients(views, pairs, fields);
  read_closing(views, recipients, pairs, fields);
  return fields;
}

DocumentText read_document(std::string file, std::vector<PageText> pages) {
  DocumentText document;
  document.file = std::move(file);
  document.fields = read_fields(pages);
  document.level = demanded_level(pages);
  for (const PageText& page : pages) {
    for (Stamp stamp : page.stamps) {
      stamp.page = page.number;
      document.stamps.push_back(std::move(stamp));
    }
  }
  document.pages = std::move(pages);
  return document;
}

}  // namespace tangthu::ocr
