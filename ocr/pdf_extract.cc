// One page of an access copy as a PDF/A of its own. Nothing of the other pages may come
// along: the catalogue keeps only what is known not to reach them, and annotations,
// which may, are left out.

#include <algorithm>
#include <iterator>
#include <string>

#include "ocr/pdf.h"
#include "ocr/pdf_qpdf.h"

namespace tangthu::ocr {
namespace {

constexpr const char* kKeptOfCatalogue[] = {
    "/Type", "/Pages", "/Metadata", "/OutputIntents", "/Lang", "/ViewerPreferences"};
constexpr const char* kKeptOfPage[] = {"/Type",    "/Parent",    "/MediaBox",
                                       "/CropBox", "/Resources", "/Contents",
                                       "/Rotate",  "/UserUnit"};

template <std::size_t N>
void keep_only(QPDFObjectHandle dict, const char* const (&kept)[N]) {
  for (const std::string& key : dict.getKeys()) {
    if (std::find(std::begin(kept), std::end(kept), key) == std::end(kept)) {
      dict.removeKey(key);
    }
  }
}

Bytes only_page(QPDF& pdf, QPDFObjectHandle page) {
  auto tree =
      pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Pages /Count 1 >>"));
  page.replaceKey("/Parent", tree);
  keep_only(page, kKeptOfPage);
  tree.replaceKey("/Kids", QPDFObjectHandle::newArray({page}));
  QPDFObjectHandle root = pdf.getRoot();
  root.replaceKey("/Pages", tree);
  keep_only(root, kKeptOfCatalogue);
  pdf.updateAllPagesCache();
  return archival_bytes(pdf);
}

}  // namespace

Result<Bytes> extract_pdf_page(ByteView bytes, int number) {
  const auto extract = [number](QPDF& pdf) -> Result<Bytes> {
    pdf.pushInheritedAttributesToPage();
    const std::vector<QPDFObjectHandle>& pages = pdf.getAllPages();
    if (number < 1 || static_cast<std::size_t>(number) > pages.size()) {
      return fail(ErrorCode::kNotFound, "there is no such page",
                  "ask for one of the document's pages", std::to_string(number));
    }
    return only_page(pdf, pages[static_cast<std::size_t>(number) - 1]);
  };
  return with_pdf(bytes, extract,
                  fail(ErrorCode::kBadInput, "this is not a readable PDF",
                       "take the page from an undamaged copy"));
}

}  // namespace tangthu::ocr
