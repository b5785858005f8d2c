// Pages, one at a time, in order.
#pragma once

#include <memory>
#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "scanner/import.h"

namespace tangthu::scanner {

inline constexpr int kMaxPagesPerFile = 2000;

// Thread rule: one thread at a time.
class PageSource {
 public:
  virtual ~PageSource() = default;
  // The next page; nothing after the last. After an error the source is at its end.
  virtual Result<std::optional<Page>> next() = 0;
};

// Decodes PNG, JPEG, TIFF (every page, orientation tag applied) or PDF (every page
// rendered: at the resolution of its image where the page is one scan, else at 300 dpi),
// in a sandboxed child process: no network, no new files, bounded memory and time.
// Colour pages come as RGB, grey and bitonal ones as grey. Damage is an error, not a
// half-grey page: a truncated JPEG is refused. `content` must outlive the source.
// Errors: kBadInput (damaged, truncated, password-protected, over a limit, no pages).
Result<std::unique_ptr<PageSource>> open_pages(const InputFile& file);

}  // namespace tangthu::scanner
