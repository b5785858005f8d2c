#include "archive/paper/heading.h"

#include <algorithm>

#include "base/date.h"

namespace tangthu::archive {
namespace {

using ocr::Typeface;

constexpr TextStyle kParent = {Typeface::kRegular, 12, CellAlign::kCentre};
constexpr TextStyle kAgency = {Typeface::kBold, 12, CellAlign::kCentre};
constexpr TextStyle kNation = {Typeface::kBold, 12, CellAlign::kCentre};
constexpr TextStyle kMotto = {Typeface::kBold, 13, CellAlign::kCentre};
constexpr TextStyle kNumber = {Typeface::kRegular, 13, CellAlign::kCentre};
constexpr TextStyle kPlace = {Typeface::kItalic, 13, CellAlign::kCentre};
constexpr TextStyle kTitle = {Typeface::kBold, 14, CellAlign::kCentre};
constexpr TextStyle kSubtitle = {Typeface::kRegular, 13, CellAlign::kCentre};
constexpr TextStyle kSecrecy = {Typeface::kBold, 14, CellAlign::kCentre, ocr::Ink::kRed};
constexpr TextStyle kCoverTitle = {Typeface::kBold, 24, CellAlign::kCentre};
constexpr TextStyle kCoverLine = {Typeface::kRegular, 14, CellAlign::kCentre};
constexpr const char* kDots = "...............................................";

void rule_under(SheetCursor& cursor, double centre, double length, double y) {
  cursor.sheets().rule(centre - length / 2, y, centre + length / 2, y, 0.6);
}

// On one line, if a slightly smaller type makes it fit.
double name_block(SheetCursor& cursor, const std::string& name, double x0, double x1,
                  double y, TextStyle style) {
  constexpr double kSmallest = 10.5;
  const TextStyle given = style;
  const std::u32string text = printable(name);
  while (style.points > kSmallest &&
         cursor.sheets().width_of(text, style.face, style.points) > x1 - x0)
    style.points -= 0.5;
  const bool fits = cursor.sheets().width_of(text, style.face, style.points) <= x1 - x0;
  return cursor.block(name, x0, x1, y, fits ? style : given);
}

double left_column(SheetCursor& cursor, const IssuingBody& body, double x1) {
  const double x0 = cursor.left();
  double y = cursor.y();
  if (!body.parent.empty()) y = name_block(cursor, body.parent, x0, x1, y, kParent);
  y = name_block(cursor, body.agency.empty() ? kDots : body.agency, x0, x1, y, kAgency);
  rule_under(cursor, (x0 + x1) / 2, (x1 - x0) / 3, y - 3);
  y -= 8;
  if (!body.number.empty()) y = cursor.block(body.number, x0, x1, y, kNumber);
  return y;
}

double right_column(SheetCursor& cursor, const IssuingBody& body, double x0) {
  const double x1 = cursor.right();
  double y =
      cursor.block("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", x0, x1, cursor.y(), kNation);
  const std::u32string motto = U"Độc lập - Tự do - Hạnh phúc";
  cursor.line(motto, x0, x1, y, kMotto);
  y -= kMotto.leading();
  const double length = cursor.sheets().width_of(motto, kMotto.face, kMotto.points);
  rule_under(cursor, (x0 + x1) / 2, length, y - 2);
  y -= 8;
  if (!body.place_day.empty()) y = cursor.block(body.place_day, x0, x1, y, kPlace);
  return y;
}

double draw_secrecy(SheetCursor& cursor, const std::string& secrecy, double x1,
                    double y) {
  if (secrecy.empty()) return y;
  const double width =
      cursor.sheets().width_of(printable(secrecy), kSecrecy.face, kSecrecy.points) + 24;
  const double centre = (cursor.left() + x1) / 2;
  const double left = centre - width / 2;
  const double right = centre + width / 2;
  const double top = y - 6;
  const double bottom = top - kSecrecy.leading() - 8;
  for (const double edge : {top, bottom})
    cursor.sheets().rule(left, edge, right, edge, 1.2, ocr::Ink::kRed);
  for (const double edge : {left, right})
    cursor.sheets().rule(edge, top, edge, bottom, 1.2, ocr::Ink::kRed);
  cursor.line(printable(secrecy), left, right, top - 4, kSecrecy);
  return bottom;
}

}  // namespace

void draw_heading(SheetCursor& cursor, const IssuingBody& body,
                  const std::string& secrecy) {
  const double width = cursor.right() - cursor.left();
  // The motto needs 9.5 cm; the rest is the body's.
  const double split = cursor.right() - std::max(268.0, width * 0.5);
  double left = left_column(cursor, body, split);
  left = draw_secrecy(cursor, secrecy, split, left);
  const double right = right_column(cursor, body, split);
  cursor.go_to(std::min(left, right) - 14);
}

void draw_title(SheetCursor& cursor, const std::string& title,
                const std::vector<std::string>& subtitles) {
  double y = cursor.block(title, cursor.left(), cursor.right(), cursor.y(), kTitle);
  for (const std::string& each : subtitles)
    y = cursor.block(each, cursor.left(), cursor.right(), y, kSubtitle);
  cursor.go_to(y - 10);
}

void draw_cover(SheetCursor& cursor, const IssuingBody& body, const std::string& secrecy,
                const std::string& title, const std::vector<std::string>& lines) {
  draw_heading(cursor, {body.parent, body.agency, {}, {}}, secrecy);
  const double middle = cursor.bottom() + cursor.page_height() * 0.62;
  double y = cursor.block(title, cursor.left(), cursor.right(),
                          std::min(cursor.y() - 20, middle), kCoverTitle);
  y -= 16;
  for (const std::string& each : lines)
    y = cursor.block(each, cursor.left(), cursor.right(), y - 4, kCoverLine);
}

std::string place_and_day(const std::string& place, const std::string& iso) {
  std::string out = place.empty() ? "................" : place;
  const auto day = parse_date(iso);
  if (!day) return out + ", ngày ..... tháng ..... năm .........";
  const auto padded = [](unsigned number, unsigned below) {
    return (number < below ? "0" : "") + std::to_string(number);
  };
  return out + ", ngày " + padded(static_cast<unsigned>(day->day()), 10) + " tháng " +
         padded(static_cast<unsigned>(day->month()), 3) + " năm " +
         std::to_string(static_cast<int>(day->year()));
}

}  // namespace tangthu::archive
