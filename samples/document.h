// A document before it is set: what stands on it and in which role, without a position.
//
// All lengths are points (1/72 inch) unless their name says otherwise. Text is NFC.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/level.h"
#include "samples/calendar.h"

namespace tangthu::samples {

enum class Align : std::uint8_t { kLeft, kCentre, kRight, kJustify };

struct Span {
  std::string text;
  bool bold = false;
  bool italic = false;
  bool by_hand = false;  // room is left for it; a pen writes it later
};
using Spans = std::vector<Span>;

struct Paragraph {
  Spans spans;
  Align align = Align::kJustify;
  double first_indent = 36;
  double left_indent = 0;
  double before = 0;
  double after = 6;
  double size = 0;  // 0: the body's
  bool keep_with_next = false;
  bool rule_below = false;  // a short line, centred
  std::string role = "body";
};

struct Table {
  std::vector<double> widths;                  // shares of the line
  std::vector<Align> aligns;                   // one a column
  std::vector<std::vector<std::string>> rows;  // the first is the head
};

struct PageBreak {};

using Block = std::variant<Paragraph, Table, PageBreak>;

struct Heading {
  std::vector<std::string> parent;  // capital lines, may be empty
  std::vector<std::string> agency;
  Spans number;              // "Số: 582/QĐ-SGDĐT"
  std::string side_subject;  // "V/v …" of a công văn
  std::vector<std::string> motto;
  Spans place_date;
};

struct Signature {
  std::vector<std::string> authority;  // "KT. GIÁM ĐỐC"; may be empty
  std::string title;
  std::string note;  // "(Ký, ghi rõ họ tên)"
  std::string name;
  bool sealed = true;
};

struct Style {
  std::string family = "TeX Gyre Termes";
  bool typewriter = false;  // no italics or bold, as it were then; a heavy strike
  double body_size = 14;
  double leading = 1.3;  // line pitch over font size
  double paragraph_gap = 6;
  double margin_left_mm = 30;
  double margin_right_mm = 17;
  double margin_top_mm = 20;
  double margin_bottom_mm = 20;
};

struct Document {
  Style style;
  Heading heading;
  std::vector<Block> body;  // type and subject first
  std::vector<std::string> recipients;
  std::string recipients_title = "Nơi nhận:";
  std::optional<Signature>
      left_signature;  // of contracts and minutes; no recipients then
  Signature signature;
  std::vector<Block> annexes;
  std::string footer;

  std::string type_name;  // "Quyết định"
  std::string type_code;  // "QĐ", "CV" for a công văn, "TCo" for a thư công
  Level level = Level::kThuong;
  std::string urgency;         // "KHẨN" or nothing
  bool incoming = false;       // the receiver stamps it: room is left below the heading
  double stamp_faintness = 0;  // at least; 1 is barely there
  bool unusual_stamps = false;
  Date date;
  std::map<std::string, std::string> fields;  // names as in ocr/text.h
  std::vector<std::string> handwritten;       // of those fields
  std::string seal_upper;
  std::string seal_lower;
};

}  // namespace tangthu::samples
