#include "archive/copies/copy_pictures.h"

#include <memory>

#include "scanner/page_source.h"

namespace tangthu::archive {
namespace {

struct Pages {
  scanner::InputFile file;
  std::unique_ptr<scanner::PageSource> source;
};

}  // namespace

Result<ocr::PagePictures> pictures_of(const Bytes& pdf) {
  auto pages = std::make_shared<Pages>();
  pages->file = {"copy.pdf", scanner::MediaType::kPdf, pdf};
  pages->source = TRY(scanner::open_pages(pages->file));
  return ocr::PagePictures([pages](std::size_t) -> std::optional<Page> {
    auto page = pages->source->next();
    if (!page) return std::nullopt;
    return std::move(*page);
  });
}

}  // namespace tangthu::archive
