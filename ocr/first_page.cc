#include "ocr/first_page.h"

#include <algorithm>

#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"

namespace tangthu::ocr {
namespace {

constexpr double kMottoShare = 0.33;  // of the page's height: the motto stands above it
constexpr double kMottoSimilarity = 0.65;
constexpr double kNumberShare = 0.33;

bool has_motto(const PageView& page) {
  const auto is_motto = [&](const Run& run) {
    return run.box.y < page.down(kMottoShare) &&
           (best_similarity(run.key, motto_first_lines()) > kMottoSimilarity ||
            best_similarity(run.key, motto_second_lines()) > kMottoSimilarity);
  };
  return std::any_of(page.runs().begin(), page.runs().end(), is_motto);
}

}  // namespace

Heads heads_document(const PageText& page) {
  if (page.lines.empty()) return Heads::kNo;
  const PageView view(page);
  Fields fields;
  const Heading heading = read_heading(view, KnownPairs({page}), fields);
  const bool number =
      heading.number != nullptr && heading.number->box.y < view.down(kNumberShare);
  const auto date = fields.find("date");
  const bool dated = date != fields.end() && date->second.box.y < view.down(kNumberShare);
  const int parts = (has_motto(view) ? 1 : 0) + (number ? 1 : 0) + (dated ? 1 : 0);
  return parts >= 2 ? Heads::kYes : parts == 1 ? Heads::kDoubtful : Heads::kNo;
}

}  // namespace tangthu::ocr
