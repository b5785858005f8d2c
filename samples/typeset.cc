#include "samples/typeset.h"

#include <algorithm>
#include <cmath>

namespace tangthu::samples {
namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kLeftShare = 0.41;  // of the heading's two columns
constexpr double kColumnGap = 8;
constexpr double kCellPadding = 4;
constexpr double kStampRoom = 30;     // a secrecy or urgency stamp, 8 mm and its turn
constexpr double kIncomingRoom = 86;  // the receiver's stamp
constexpr double kSignatureGap = 66;  // room for the signature itself

class Setter {
 public:
  Setter(const Document& document, Sheets& sheets)
      : document_(document), style_(document.style), sheets_(sheets) {
    left_ = style_.margin_left_mm * kPointsPerMm;
    right_ = kSheetWidth - style_.margin_right_mm * kPointsPerMm;
    top_ = style_.margin_top_mm * kPointsPerMm;
    bottom_ = kSheetHeight - style_.margin_bottom_mm * kPointsPerMm;
  }

  Places set() {
    new_sheet();
    set_heading();
    const double ends = ends_height();
    for (std::size_t i = 0; i < document_.body.size(); ++i) {
      if (i + 1 == document_.body.size()) keep_last_with_ends(document_.body[i], ends);
      set_block(document_.body[i]);
    }
    if (y_ + ends > bottom_) new_sheet();
    set_ends();
    for (const Block& block : document_.annexes)
      set_block(block);
    set_page_numbers();
    return places_;
  }

 private:
  // Lines stacked in a column; returns the y below them.
  double stack(const std::vector<std::string>& lines, double size, bool bold, double x,
               double width, double y, const std::string& role) {
    for (const std::string& line : lines) {
      const auto layout = lay_balanced({{line, bold}}, size, width);
      y = set_lines(layout, size, 1.18, x + inset(layout, width), y, role);
    }
    return y;
  }

  // The narrowest layout of no more lines: a heading breaks into lines of like length,
  // and not with one word left over.
  LayoutPtr lay_balanced(const Spans& spans, double size, double width) {
    LayoutPtr best = sheets_.lay(spans, size, width, Align::kCentre);
    const int count = Sheets::line_count(best);
    double narrow = width / count * 0.9;
    double wide = width;
    while (count > 1 && wide - narrow > 1) {
      const double middle = (narrow + wide) / 2;
      const auto tried = sheets_.lay(spans, size, middle, Align::kCentre);
      const bool fits = Sheets::line_count(tried) == count;
      (fits ? wide : narrow) = middle;
      if (fits) best = tried;
    }
    return best;
  }

  // How far a layout narrower than its column is moved in to stand in the middle.
  static double inset(const LayoutPtr& layout, double width) {
    const double own = Sheets::wrap_width(layout);
    return own > 0 ? (width - own) / 2 : 0;
  }

  // All lines of a layout without a page break.
  double set_lines(const LayoutPtr& layout, double size, double leading, double x,
                   double y, const std::string& role) {
    for (int i = 0; i < Sheets::line_count(layout); ++i) {
      y += size * leading;
      sheets_.place(sheet_, layout, i, x, y - size * 0.25, role);
    }
    return y;
  }

  double widest(const std::vector<std::string>& lines, double size, bool bold) {
    double width = 0;
    for (const std::string& line : lines) {
      width = std::max(width, Sheets::natural_width(
                                  sheets_.lay({{line, bold}}, size, 0, Align::kLeft)));
    }
    return width;
  }

  void set_heading() {
    const Heading& heading = document_.heading;
    const double total = right_ - left_;
    const double width = total * kLeftShare;
    const double size = style_.body_size - 1;
    double y = stack(heading.parent, size, false, left_, width, y_, "parent_agency");
    y = stack(heading.agency, size, true, left_, width, y, "agency");
    const double agency_width =
        std::min(width, widest({heading.agency.back()}, size, true));
    const double half_rule = std::clamp(agency_width / 4, 22.0, 45.0);
    sheets_.rule(sheet_, left_ + width / 2 - half_rule, y + 3,
                 left_ + width / 2 + half_rule, y + 3, 0.7);
    y += 7;
    const auto number = sheets_.lay(heading.number, size, width, Align::kCentre);
    y = set_lines(number, size, 1.25, left_, y, "number");
    if (!heading.side_subject.empty()) {
      const auto subject = lay_balanced({{heading.side_subject}}, size - 1, width - 8);
      y = set_lines(subject, size - 1, 1.15, left_ + 4 + inset(subject, width - 8), y + 2,
                    "side_subject");
    }
    const double right_y = set_motto();
    places_.below_number = {left_, y + 4, width, 40};
    places_.below_date = {left_ + width + kColumnGap, right_y + 4,
                          total - width - kColumnGap, 80};
    const bool secret = document_.level != Level::kThuong;
    const bool urgent = !document_.urgency.empty();
    y += (secret ? kStampRoom : 0) + (urgent ? kStampRoom : 0);
    const double right = right_y + (document_.incoming ? kIncomingRoom : 0);
    y_ = std::max(y, right) + style_.body_size;
  }

  double set_motto() {
    const Heading& heading = document_.heading;
    const double x = left_ + (right_ - left_) * kLeftShare + kColumnGap;
    const double width = right_ - x;
    double size = style_.body_size - 1;
    const double wide = widest({heading.motto.front()}, size, true);
    if (wide > width * 0.99) size *= width * 0.985 / wide;
    double y = stack({heading.motto.front()}, size, true, x, width, y_, "motto");
    const double second_size = style_.body_size - 0.5;
    y = stack({heading.motto.back()}, second_size, true, x, width, y, "motto");
    const double half = widest({heading.motto.back()}, second_size, true) / 2;
    const double centre = x + width / 2;
    sheets_.rule(sheet_, centre - half, y + 3, centre + half, y + 3, 0.8);
    y += 7;
    const auto place =
        sheets_.lay(heading.place_date, style_.body_size, width, Align::kCentre);
    return set_lines(place, style_.body_size, 1.25, x, y, "place_date");
  }

  void set_block(const Block& block) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      set_paragraph(*paragraph);
    } else if (const auto* table = std::get_if<Table>(&block)) {
      set_table(*table);
    } else {
      new_sheet();
    }
  }

  double size_of(const Paragraph& paragraph) const {
    return paragraph.size > 0 ? paragraph.size : style_.body_size;
  }

  LayoutPtr lay(const Paragraph& paragraph) {
    if (paragraph.align == Align::kCentre) {
      return lay_balanced(paragraph.spans, size_of(paragraph), right_ - left_);
    }
    return sheets_.lay(paragraph.spans, size_of(paragraph),
                       right_ - left_ - paragraph.left_indent, paragraph.align,
                       paragraph.first_indent);
  }

  double pitch(const Paragraph& paragraph) const {
    return size_of(paragraph) * style_.leading;
  }

  void set_paragraph(const Paragraph& paragraph) {
    const auto layout = lay(paragraph);
    const int count = Sheets::line_count(layout);
    const double step = pitch(paragraph);
    const double x = paragraph.align == Align::kCentre
                         ? left_ + inset(layout, right_ - left_)
                         : left_ + paragraph.left_indent;
    y_ += paragraph.before;
    const int together = paragraph.keep_with_next ? count + 2 : std::min(count, 2);
    if (y_ + step * together > bottom_) new_sheet();
    for (int i = 0; i < count; ++i) {
      const bool widow = i > 0 && i + 2 == count && y_ + 2 * step > bottom_;
      if (y_ + step > bottom_ || widow) new_sheet();
      y_ += step;
      sheets_.place(sheet_, layout, i, x, y_ - size_of(paragraph) * 0.3, paragraph.role);
    }
    if (paragraph.rule_below) {
      const double centre = (left_ + right_) / 2;
      sheets_.rule(sheet_, centre - 45, y_ + 3, centre + 45, y_ + 3, 0.7);
      y_ += 6;
    }
    y_ += paragraph.after;
  }

  void set_table(const Table& table) {
    double sum = 0;
    for (const double width : table.widths)
      sum += width;
    const double scale = (right_ - left_) / sum;
    const double size = style_.body_size - 1.5;
    const double step = size * 1.22;
    y_ += 4;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      std::vector<LayoutPtr> cells;
      int most = 1;
      for (std::size_t column = 0; column < table.widths.size(); ++column) {
        const double width = table.widths[column] * scale - 2 * kCellPadding;
        const Align align = row == 0 ? Align::kCentre : table.aligns[column];
        cells.push_back(
            sheets_.lay({{table.rows[row][column], row == 0}}, size, width, align));
        most = std::max(most, Sheets::line_count(cells.back()));
      }
      const double height = most * step + 2 * kCellPadding;
      const double needed = row == 0 ? 2.2 * height : height;  // never the head alone
      if (y_ + needed > bottom_) new_sheet();
      set_row(cells, table.widths, scale, height, step, row == 0);
    }
    y_ += 8;
  }

  void set_row(const std::vector<LayoutPtr>& cells, const std::vector<double>& widths,
               double scale, double height, double step, bool centred) {
    double x = left_;
    sheets_.rule(sheet_, left_, y_, right_, y_, 0.6);
    sheets_.rule(sheet_, left_, y_ + height, right_, y_ + height, 0.6);
    sheets_.rule(sheet_, x, y_, x, y_ + height, 0.6);
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const int count = Sheets::line_count(cells[column]);
      double y = y_ + kCellPadding;
      if (centred) y += (height - 2 * kCellPadding - count * step) / 2;
      for (int i = 0; i < count; ++i) {
        y += step;
        sheets_.place(sheet_, cells[column], i, x + kCellPadding, y - step * 0.27,
                      "table");
      }
      x += widths[column] * scale;
      sheets_.rule(sheet_, x, y_, x, y_ + height, 0.6);
    }
    y_ += height;
  }

  double signature_height(const Signature& signature) const {
    const double step = style_.body_size * 1.25;
    const double lines = static_cast<double>(signature.authority.size()) + 2 +
                         (signature.note.empty() ? 0 : 1);
    return lines * step + kSignatureGap + 8;
  }

  LayoutPtr lay_recipient(const std::string& text) {
    const double width = (right_ - left_) * 0.46;
    return sheets_.lay({{"- " + text}}, recipient_size(), width, Align::kLeft, 0);
  }
  double recipient_size() const { return style_.typewriter ? 10 : 11; }

  double ends_height() {
    double recipients = document_.recipients.empty() ? 0 : 22;
    for (const std::string& text : document_.recipients) {
      recipients += Sheets::line_count(lay_recipient(text)) * recipient_size() * 1.18;
    }
    return std::max(recipients, signature_height(document_.signature)) + 6;
  }

  // A signature alone on a sheet is bad form: the last paragraph goes with it.
  void keep_last_with_ends(const Block& last, double ends) {
    const auto* paragraph = std::get_if<Paragraph>(&last);
    if (paragraph == nullptr) return;
    const double height = paragraph->before + paragraph->after +
                          pitch(*paragraph) * Sheets::line_count(lay(*paragraph));
    const bool fits_here = y_ + height + ends <= bottom_;
    if (!fits_here && top_ + height + ends <= bottom_) new_sheet();
  }

  void set_ends() {
    const double start = y_ + 6;
    const double total = right_ - left_;
    if (document_.left_signature) {
      places_.left_signature =
          set_signature(*document_.left_signature, left_, total * 0.48, start);
    } else {
      set_recipients(start);
    }
    places_.signature_sheet = sheet_;
    places_.signature =
        set_signature(document_.signature, left_ + total * 0.48, total * 0.52, start);
  }

  void set_recipients(double y) {
    if (document_.recipients.empty()) return;
    const double size = recipient_size() + 1;
    const bool styled = !style_.typewriter;
    const auto title = sheets_.lay({{document_.recipients_title, styled, styled}}, size,
                                   0, Align::kLeft);
    y = set_lines(title, size, 1.25, left_, y, "recipients");
    for (const std::string& text : document_.recipients) {
      y = set_lines(lay_recipient(text), recipient_size(), 1.18, left_, y, "recipients");
    }
    y_ = std::max(y_, y);
  }

  Rect set_signature(const Signature& signature, double x, double width, double y) {
    const double size = style_.body_size - 0.5;
    y = stack(signature.authority, size, true, x, width, y, "signature");
    y = stack({signature.title}, size, true, x, width, y, "signature");
    if (!signature.note.empty()) {
      const auto note = sheets_.lay({{signature.note, false, !style_.typewriter}},
                                    size - 1, width, Align::kCentre);
      y = set_lines(note, size - 1, 1.2, x, y, "signature");
    }
    const Rect room{x + width * 0.2, y, width * 0.6, kSignatureGap};
    y = stack({signature.name}, style_.body_size, true, x, width, y + kSignatureGap,
              "signature");
    y_ = std::max(y_, y);
    return room;
  }

  void set_page_numbers() {
    for (int sheet = 0; sheet < sheets_.count(); ++sheet) {
      if (sheet > 0) {
        const auto number =
            sheets_.lay({{std::to_string(sheet + 1)}}, style_.body_size - 0.5,
                        right_ - left_, Align::kCentre);
        sheets_.place(sheet, number, 0, left_, top_ * 0.68, "page_number");
      }
      if (!document_.footer.empty()) {
        const auto footer = sheets_.lay({{document_.footer, false, true}}, 9.5,
                                        right_ - left_, Align::kLeft);
        sheets_.place(sheet, footer, 0, left_, kSheetHeight - 26, "footer");
      }
    }
  }

  void new_sheet() {
    sheets_.add_sheet();
    sheet_ = sheets_.count() - 1;
    y_ = top_;
  }

  const Document& document_;
  const Style& style_;
  Sheets& sheets_;
  Places places_;
  double left_ = 0;
  double right_ = 0;
  double top_ = 0;
  double bottom_ = 0;
  double y_ = 0;
  int sheet_ = 0;
};

}  // namespace

Places typeset(const Document& document, Sheets& sheets) {
  return Setter(document, sheets).set();
}

}  // namespace tangthu::samples
