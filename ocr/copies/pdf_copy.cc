#include "ocr/copies/pdf_copy.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/unicode.h"
#include "ocr/copies/free_place.h"
#include "ocr/copies/pdf_dots.h"
#include "ocr/copies/pdf_frame.h"

namespace tangthu::ocr {
namespace {

constexpr double kEdgeMm = 5;   // printers leave less than that white
constexpr double kBandMm = 16;  // of a page's edge, for the small line
constexpr double kClosingWidthMm = 95;
constexpr double kClosingSizes[] = {1, 0.85, 0.7};  // tried in turn

Failure bad_lines() {
  return fail(ErrorCode::kBadInput, "a mark on a copy has 1 to 400 characters a line",
              "shorten the lines in rules/copies.toml, or what was given for them");
}

bool short_enough(const std::string& line) {
  return to_code_points(line).size() <= kLongestMarkLine;
}

bool fits(const std::string& line) {
  return !line.empty() && short_enough(line);
}

Result<void> check(const CopyMarks& marks) {
  if (!fits(marks.number) || !fits(marks.page_line) || !fits(marks.closing_title))
    return bad_lines();
  if (marks.closing.size() + marks.signature.size() > kMostClosingLines)
    return fail(ErrorCode::kBadInput,
                "the frame on a copy's last page has too many lines",
                "give at most 24 in rules/copies.toml");
  const bool all_fit =
      std::all_of(marks.closing.begin(), marks.closing.end(), short_enough) &&
      std::all_of(marks.signature.begin(), marks.signature.end(), short_enough);
  if (!all_fit) return bad_lines();
  return {};
}

Result<TextFrame> number_frame(const MarkFonts& fonts, const CopyMarks& marks,
                               double page_width) {
  TextFrame frame;
  frame.border = FrameBorder::kDouble;
  frame.colour = marks.colour;
  frame.padding_mm = 2.4;
  TRY(frame.add(fonts, marks.number, page_width - 2 * kEdgeMm, Typeface::kBold,
                LineAlign::kMiddle, marks.number_points));
  return frame;
}

Result<TextFrame> line_frame(const MarkFonts& fonts, const CopyMarks& marks,
                             double room_mm) {
  TextFrame frame;
  frame.colour = {70, 70, 70};
  TRY(frame.add(fonts, marks.page_line, room_mm, Typeface::kRegular, LineAlign::kLeft,
                marks.line_points));
  return frame;
}

Result<TextFrame> closing_frame(const MarkFonts& fonts, const CopyMarks& marks,
                                double page_width, double size) {
  TextFrame frame;
  frame.border = FrameBorder::kDouble;
  frame.colour = marks.colour;
  frame.padding_mm = 3 * size;
  const double width = std::min(kClosingWidthMm * size, page_width - 2 * kEdgeMm);
  const double points = marks.closing_points * size;
  TRY(frame.add(fonts, marks.closing_title, width, Typeface::kBold, LineAlign::kMiddle,
                points * 1.15));
  for (const std::string& line : marks.closing)
    TRY(frame.add(fonts, line, width, Typeface::kRegular, LineAlign::kLeft, points));
  for (const std::string& line : marks.signature)
    TRY(frame.add(fonts, line, width, Typeface::kBold, LineAlign::kMiddle, points));
  return frame;
}

constexpr std::string_view kTold = "urn:tangthu:copy:";

// In the document's XMP, which is kept as plain text.
void tell_mark(QPDF& pdf, MarkId id) {
  QPDFObjectHandle metadata = pdf.getRoot().getKey("/Metadata");
  if (!metadata.isStream()) return;
  const auto data = metadata.getStreamData(qpdf_dl_generalized);
  std::string xmp(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  const std::size_t end = xmp.find("</rdf:Description>");
  if (end == std::string::npos || xmp.find("xmlns:dc=") > end) return;
  xmp.insert(
      end, "<dc:identifier>" + std::string(kTold) + id.to_string() + "</dc:identifier>");
  metadata.replaceStreamData(xmp, QPDFObjectHandle::newNull(),
                             QPDFObjectHandle::newNull());
}

// What is to be drawn on one page.
struct Placed {
  TextFrame frame;
  MarkPlace place;
  Standing standing = Standing::kUpright;
};

class CopyMarker {
 public:
  CopyMarker(QPDF& pdf, const CopyMarks& marks, const PagePictures& pictures,
             MarkFonts fonts)
      : pdf_(pdf), marks_(marks), pictures_(pictures), fonts_(std::move(fonts)) {}

  Result<Bytes> run() {
    pdf_.pushInheritedAttributesToPage();
    std::vector<QPDFObjectHandle> pages = pdf_.getAllPages();
    for (std::size_t i = 0; i < pages.size(); ++i) {
      FreePlaces places = places_of(pages[i], i + 1);
      TRY(plan_page(places, i == 0));
      if (i + 1 < pages.size()) continue;
      if (TRY(plan_closing(places))) continue;
      pages.push_back(blank_page_like(pages[i]));
      plan_.emplace_back();
      FreePlaces empty = blank_places(pages.back());
      TRY(plan_closing(empty));
      TRY(plan_line(empty));
      break;
    }
    TRY(make_fonts());
    for (std::size_t i = 0; i < pages.size(); ++i)
      draw(pages[i], plan_[i]);
    tell_mark(pdf_, marks_.id);
    return archival_bytes(pdf_);
  }

 private:
  static QPDFObjectHandle::Rectangle box_of(QPDFObjectHandle page) {
    return page.getKey("/MediaBox").getArrayAsRectangle();
  }

  static FreePlaces places_on(const QPDFObjectHandle& page, const Page& picture) {
    const auto box = box_of(page);
    return {picture, (box.urx - box.llx) / kPointsOfMm,
            (box.ury - box.lly) / kPointsOfMm};
  }

  static FreePlaces blank_places(const QPDFObjectHandle& page) {
    const Page blank = Page::create(1, 1, PixelFormat::kGrey, 72).value();
    return places_on(page, blank);
  }

  FreePlaces places_of(const QPDFObjectHandle& page, std::size_t number) const {
    const auto picture = pictures_ ? pictures_(number) : std::nullopt;
    return picture ? places_on(page, *picture) : blank_places(page);
  }

  QPDFObjectHandle blank_page_like(QPDFObjectHandle last) {
    auto page = QPDFObjectHandle::parse("<< /Type /Page /Resources << >> >>");
    page.replaceKey("/MediaBox", last.getKey("/MediaBox"));
    page.replaceKey("/Contents", pdf_stream(pdf_, ""));
    QPDFObjectHandle added = pdf_.makeIndirectObject(page);
    pdf_.addPage(added, false);
    return pdf_.getAllPages().back();
  }

  Result<void> plan_page(FreePlaces& places, bool first) {
    plan_.emplace_back();
    if (first) {
      TextFrame frame = TRY(number_frame(fonts_, marks_, places.width_mm()));
      const MarkPoint wish = {places.width_mm() - kEdgeMm - frame.width_mm() / 2,
                              kEdgeMm + frame.height_mm() / 2};
      const MarkPlace place =
          places.find(frame.width_mm(), frame.height_mm(), wish, kEdgeMm);
      put(places, std::move(frame), place, Standing::kUpright);
    }
    return plan_line(places);
  }

  // Along the lower edge, the upper one, or the sides, where there is room.
  Result<void> plan_line(FreePlaces& places) {
    const double width = places.width_mm();
    const double height = places.height_mm();
    TextFrame lying = TRY(line_frame(fonts_, marks_, width - 2 * kEdgeMm));
    TextFrame standing = TRY(line_frame(fonts_, marks_, height - 2 * kEdgeMm));
    struct Way {
      MarkPoint wish;
      Standing standing;
    };
    for (const Way& way : {Way{{width / 2, height - kEdgeMm}, Standing::kUpright},
                           Way{{width / 2, kEdgeMm}, Standing::kUpright},
                           Way{{kEdgeMm, height / 2}, Standing::kUpwards},
                           Way{{width - kEdgeMm, height / 2}, Standing::kUpwards}}) {
      const bool upright = way.standing == Standing::kUpright;
      TextFrame& frame = upright ? lying : standing;
      const double wide = upright ? frame.width_mm() : frame.height_mm();
      const double high = upright ? frame.height_mm() : frame.width_mm();
      const MarkPlace place = places.find(wide, high, way.wish, kEdgeMm);
      const double off = upright ? std::abs(place.y + high / 2 - way.wish.y)
                                 : std::abs(place.x + wide / 2 - way.wish.x);
      if (!place.free || off > kBandMm) continue;
      put(places, std::move(frame), place, way.standing);
      return {};
    }
    const MarkPlace place = places.find(lying.width_mm(), lying.height_mm(),
                                        {width / 2, height - kEdgeMm}, kEdgeMm);
    put(places, std::move(lying), place, Standing::kUpright);
    return {};
  }

  // Whether there was room.
  Result<bool> plan_closing(FreePlaces& places) {
    for (const double size : kClosingSizes) {
      TextFrame frame = TRY(closing_frame(fonts_, marks_, places.width_mm(), size));
      const MarkPoint wish = {places.width_mm() / 2, places.height_mm() * 0.85};
      const MarkPlace place =
          places.find(frame.width_mm(), frame.height_mm(), wish, kEdgeMm);
      if (!place.free) continue;
      put(places, std::move(frame), place, Standing::kUpright);
      return true;
    }
    return false;
  }

  void put(FreePlaces& places, TextFrame frame, const MarkPlace& place,
           Standing standing) {
    const double margin = 1;
    const bool upright = standing == Standing::kUpright;
    const double wide = upright ? frame.width_mm() : frame.height_mm();
    const double high = upright ? frame.height_mm() : frame.width_mm();
    places.take({place.x - margin, place.y - margin, false}, wide + 2 * margin,
                high + 2 * margin);
    plan_.back().push_back({std::move(frame), place, standing});
  }

  Result<void> make_fonts() {
    std::vector<TypesetLine> regular;
    std::vector<TypesetLine> bold;
    for (const auto& page : plan_) {
      for (const Placed& placed : page) {
        for (const FrameLine& line : placed.frame.lines)
          (line.face == Typeface::kBold ? bold : regular).push_back(line.text);
      }
    }
    regular_font_ = TRY(font_of_lines(pdf_, fonts_.regular, kSeenRegular, regular));
    bold_font_ = TRY(font_of_lines(pdf_, fonts_.bold, kSeenBold, bold));
    return {};
  }

  void draw(QPDFObjectHandle page, const std::vector<Placed>& marks) {
    const auto box = box_of(page);
    const PageFonts names = {add_page_font(page, regular_font_),
                             add_page_font(page, bold_font_)};
    std::string out = "\nQ\n";
    for (const Placed& mark : marks)
      out += drawn_frame(mark.frame, names, {mark.place.x, mark.place.y}, box.llx,
                         box.ury, mark.standing);
    // What the page leaves set must not reach the marks.
    page.addPageContents(pdf_stream(pdf_, "q\n"), true);
    page.addPageContents(pdf_stream(pdf_, out), false);
    draw_mark_dots(pdf_, page, marks_.id);
  }

  QPDF& pdf_;
  const CopyMarks& marks_;
  const PagePictures& pictures_;
  MarkFonts fonts_;
  std::vector<std::vector<Placed>> plan_;  // a page each
  QPDFObjectHandle regular_font_;
  QPDFObjectHandle bold_font_;
};

}  // namespace

std::optional<MarkId> told_mark(ByteView pdf) {
  const std::string_view text = as_text(pdf);
  const std::size_t at = text.find(kTold);
  if (at == std::string_view::npos) return std::nullopt;
  return MarkId::parse(text.substr(at + kTold.size(), MarkId::kBits / 4));
}

Result<Bytes> mark_copy(ByteView bytes, const CopyMarks& marks,
                        const PagePictures& pictures) {
  TRY(check(marks));
  MarkFonts fonts = TRY(MarkFonts::open());
  return with_pdf(
      bytes,
      [&](QPDF& pdf) { return CopyMarker(pdf, marks, pictures, std::move(fonts)).run(); },
      fail(ErrorCode::kBadInput, "this is not a readable PDF",
           "take it from an undamaged copy"));
}

}  // namespace tangthu::ocr
