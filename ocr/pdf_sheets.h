// Sheets of text that is seen, put where the caller wants it: what registers, reports
// and inventories are printed with. PDF/A-2u, vector text, in TeX Gyre Termes.
//
// Points, from the lower left corner of the sheet. Finished pages are kept deflated, so
// that a register of 20,000 lines takes a few megabytes. Thread rule: one thread at a
// time.
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "ocr/pdf.h"
#include "ocr/text_font.h"

namespace tangthu::ocr {

inline constexpr std::size_t kMostSheets = 20'000;

enum class Ink { kBlack, kRed };

struct SheetText {
  Typeface face = Typeface::kRegular;
  double points = 12;
  double x = 0;
  double y = 0;  // of the baseline
  Ink ink = Ink::kBlack;
};

class PdfSheets {
 public:
  // kNotFound: the fonts are not installed.
  static Result<PdfSheets> open(double width, double height);
  PdfSheets(PdfSheets&&) noexcept;
  PdfSheets& operator=(PdfSheets&&) noexcept;
  ~PdfSheets();

  // In points. Characters that the font lacks count, and are put, as "?".
  double width_of(std::u32string_view text, Typeface face, double points) const;

  // What follows goes on this one.
  void add_page();
  std::size_t page_count() const;
  void put(std::u32string_view text, const SheetText& how);
  void rule(double x0, double y0, double x1, double y1, double thickness,
            Ink ink = Ink::kBlack);
  // On any page there is, from 0, once the number of pages is known.
  void put_on(std::size_t page, std::u32string_view text, const SheetText& how);

  // Nothing can be put afterwards. kBadInput: no page, or more than kMostSheets.
  Result<Bytes> finish(const PdfInfo& info);

 private:
  class Impl;
  explicit PdfSheets(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tangthu::ocr
