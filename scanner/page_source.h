// Pages, one at a time, in order.
#pragma once

#include <memory>
#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "base/secret.h"
#include "scanner/import.h"

namespace tangthu::scanner {

inline constexpr int kMaxPagesPerFile = 2000;

// What is known of a file besides its pages.
struct FileFacts {
  // A PDF's: somebody signed it. Says nothing of whether the signature is valid.
  bool has_signature = false;
};

// Thread rule: one thread at a time.
class PageSource {
 public:
  virtual ~PageSource() = default;
  // The next page; nothing after the last. After an error the source is at its end.
  virtual Result<std::optional<Page>> next() = 0;
  // Known from the first page on.
  virtual FileFacts facts() const { return {}; }
};

struct OpenOptions {
  // For PDFs that ask for one; null: none. Outlives the call only.
  const Passphrase* pdf_password = nullptr;
};

// Decodes an image (every page of a TIFF; orientation tags applied) or a PDF (a page that
// is one image as that image has it, any other rendered: at the resolution of an image
// that covers it, else at 300 dpi), in a sandboxed child process: no network, no new
// files, bounded memory and time.
// Colour pages come as RGB, grey and bitonal ones as grey. Damage is an error, not a
// half-grey page: a truncated JPEG is refused. `content` must outlive the source.
// Errors: kBadInput (damaged, truncated, password-protected, over a limit, no pages).
Result<std::unique_ptr<PageSource>> open_pages(const InputFile& file,
                                               const OpenOptions& options = {});

}  // namespace tangthu::scanner
