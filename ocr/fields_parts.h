// The readers of fields, one a part of the document. Each adds what it finds to `fields`
// and leaves the others' alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/fields_view.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// Empty where there is none.
std::string value_of(const Fields& fields, const char* name);

// What the heading tells the readers of the parts below it. Runs belong to the view.
struct Heading {
  int column = 0;               // where the right column begins
  int bottom = 0;               // of both columns, without the subject of a công văn
  const Run* number = nullptr;  // "Số: …"
  bool printed_number = false;
};

// "Số: 582/QĐ-SGDĐT" (fields_number.cc)
struct NumberReading {
  std::optional<std::string> number;
  std::string number_read;  // where a figure was mended; else empty
  std::string symbol;       // may be empty
  bool printed = false;     // nothing says that a pen wrote it
  double number_confidence = 0;
  double symbol_confidence = 0;
  Box number_box;
  Box symbol_box;
};
bool looks_like_number(const Run& run);
NumberReading parse_number(const Run& run);
// The type's abbreviation in a symbol and the rest: "QĐ-SGDĐT" → {"QĐ"}, {"SGDĐT"}.
std::vector<std::string> symbol_parts(const std::string& symbol);
// With the marks that recognition lost put back, where the decree's table or the issuing
// body's initials leave no doubt.
std::string repaired_symbol(const std::string& symbol, const std::string& agency);
// Once type and body are known: how sure the symbol is beside them, a printed number with
// it, and the body's name beside the symbol (fields_symbol.cc).
void weigh_symbol(const Heading& heading, Fields& fields);
// "SỞ GIÁO DỤC VÀ ĐÀO TẠO" → "SGDĐT"
std::string agency_initials(const std::string& agency);

// "Hà Nội, ngày 05 tháng 3 năm 2020" (fields_date.cc)
struct DateReading {
  std::optional<std::string> iso;
  std::string place;  // may be empty
  double date_confidence = 0;
  double place_confidence = 0;
  Box date_box;
  Box place_box;
};
// Nothing when the run is no line of place and date.
std::optional<DateReading> parse_place_date(const Run& run);

// The place beside the lists of places and the issuing body (fields_place.cc).
void weigh_place(Fields& fields);

// fields_heading.cc: parent_agency, agency, number, symbol, place, date
Heading read_heading(const PageView& page, const KnownPairs& pairs, Fields& fields);
// fields_title.cc: type, subject
void read_title(const PageView& page, const Heading& heading, const KnownPairs& pairs,
                Fields& fields);
// fields_recipients.cc: recipients. The run that heads them, where they stand.
struct Anchor {
  const PageView* page = nullptr;
  const Run* run = nullptr;
};
Anchor read_recipients(const std::vector<PageView>& pages, const KnownPairs& pairs,
                       Fields& fields);
// fields_closing.cc: signer_authority, signer_title, signer
void read_closing(const std::vector<PageView>& pages, const Anchor& recipients,
                  const KnownPairs& pairs, Fields& fields);
// fields_marks.cc: secrecy, urgency; the level demanded. `views`: of the same pages.
Level read_marks(const std::vector<PageText>& pages, const std::vector<PageView>& views,
                 Fields& fields);

}  // namespace tangthu::ocr
