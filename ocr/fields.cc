#include "ocr/fields.h"

#include <algorithm>
#include <utility>

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

std::vector<PageView> views_of(const std::vector<PageText>& pages) {
  return {pages.begin(), pages.end()};
}

struct Findings {
  Fields fields;
  Level level = Level::kThuong;
};

Findings read_all(const std::vector<PageText>& pages) {
  Findings out;
  Fields& fields = out.fields;
  std::vector<PageView> views = views_of(pages);
  out.level = read_marks(pages, views, fields);
  std::erase_if(views, [](const PageView& view) { return view.empty(); });
  if (views.empty()) return out;
  const PageView& first = first_page(views);
  const KnownPairs pairs(pages);
  const Heading heading = read_heading(first, pairs, fields);
  read_title(first, heading, pairs, fields);
  weigh_symbol(heading, fields);
  weigh_place(fields);
  const Anchor recipients = read_recipients(views, pairs, fields);
  read_closing(views, recipients, pairs, fields);
  return out;
}

}  // namespace

Fields read_fields(const std::vector<PageText>& pages) {
  return read_all(pages).fields;
}

Level demanded_level(const std::vector<PageText>& pages) {
  Fields fields;
  return read_marks(pages, views_of(pages), fields);
}

DocumentText read_document(std::string file, std::vector<PageText> pages) {
  DocumentText document;
  document.file = std::move(file);
  Findings found = read_all(pages);
  document.fields = std::move(found.fields);
  document.level = found.level;
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
