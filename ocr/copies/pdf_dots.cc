#include "ocr/copies/pdf_dots.h"

#include "ocr/copies/pdf_frame.h"
#include "ocr/pdf_content.h"

namespace tangthu::ocr {

void draw_mark_dots(QPDF& pdf, QPDFObjectHandle page, MarkId id) {
  constexpr double kSide = kDotMm * kPointsOfMm;
  const auto box = page.getKey("/MediaBox").getArrayAsRectangle();
  std::string out = "q\n0 g\n";
  for (const MarkPoint& dot : mark_dots(id, (box.urx - box.llx) / kPointsOfMm,
                                        (box.ury - box.lly) / kPointsOfMm)) {
    append_number(out, box.llx + dot.x * kPointsOfMm - kSide / 2);
    append_number(out, box.ury - dot.y * kPointsOfMm - kSide / 2);
    append_number(out, kSide);
    append_number(out, kSide);
    out += "re\n";
  }
  page.addPageContents(pdf_stream(pdf, out + "f\nQ\n"), false);
}

}  // namespace tangthu::ocr
