#include "samples/pen_and_stamps.h"

#include <algorithm>
#include <array>

#include "samples/calendar.h"
#include "samples/letter_case.h"
#include "samples/marks/marks.h"

namespace tangthu::samples {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kSealRadiusMm = 17;
constexpr std::array kOtherWords = {"LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI",
                                    "TÀI LIỆU THU HỒI", "DỰ THẢO"};
constexpr std::array kOffices = {"VĂN PHÒNG", "PHÒNG HÀNH CHÍNH", "VĂN THƯ"};

class Marker {
 public:
  Marker(const Document& document, std::vector<Page>& pages, Random& random)
      : document_(document), pages_(pages), random_(random) {
    scale_ = pages.front().dpi() / 72.0;
  }

  void write(const PenPlace& place) {
    const double height = place.room.height * scale_ * 0.62;
    const PenInk ink = random_.chance(0.75) ? PenInk::kBlue : PenInk::kBlack;
    const double x = (place.room.x + place.room.width * 0.14) * scale_;
    draw_handwriting(page(place.sheet), place.text, x, place.baseline * scale_, height,
                     ink, random_);
  }

  void sign(const Rect& room, int sheet) {
    if (room.width <= 0) return;
    draw_signature(page(sheet), (room.x + room.width * 0.1) * scale_,
                   (room.y + room.height * 0.12) * scale_, room.width * 0.8 * scale_,
                   room.height * 0.75 * scale_, random_);
  }

  // The seal covers about a third of the signature, on its left (Decree 30, art. 33).
  void seal(const Rect& room, int sheet) {
    const double radius = millimetres(kSealRadiusMm);
    const double x = room.x * scale_ + room.width * 0.05 * scale_;
    const double y = (room.y + room.height * 0.5) * scale_;
    const Box box = draw_round_seal(page(sheet), x, y, radius, document_.seal_upper,
                                    document_.seal_lower, random_);
    note("", "seal", sheet, box);
  }

  // `down`: how many stamps stand above it already.
  void rectangle(const std::string& text, const char* kind, const Rect& room, int down) {
    StampStyle style = usual_stamp_style(text, 1, random_);
    style.faintness = std::max(style.faintness, document_.stamp_faintness);
    const double x = (room.x + room.width * random_.uniform(0.05, 0.25)) * scale_;
    const double y = (room.y + 2 + 30.0 * down + random_.uniform(0, 3)) * scale_;
    note(text, kind, 0, draw_rect_stamp(page(0), x, y, {text}, style, random_));
  }

  // As hands and years make it: nothing of it leaves the level in doubt for a person.
  void unusual_secrecy(const std::string& text, const Rect& room) {
    StampStyle style = usual_stamp_style(text, 1, random_);
    style.faintness = std::max(random_.uniform(0, 0.45), document_.stamp_faintness);
    style.angle_degrees = random_.uniform(-10, 10);
    if (random_.chance(0.3)) style.border = StampBorder::kDouble;
    if (style.border == StampBorder::kDouble) style.height_mm += 2;
    if (random_.chance(0.25)) style.ink = StampInk::kBlack;
    if (random_.chance(0.4)) style.wear = random_.uniform(0.2, 0.8);
    double x = (room.x + room.width * random_.uniform(0.05, 0.25)) * scale_;
    double y = (room.y + 2 + random_.uniform(0, 3)) * scale_;
    const double place = random_.uniform();
    if (place < 0.2) {  // across the number, or the body's name
      y -= millimetres(random_.uniform(5, 14));
    } else if (place < 0.35) {
      x = -millimetres(random_.uniform(0, 0.12) * style.width_mm);
    }
    note(text, "secrecy", 0, draw_rect_stamp(page(0), x, y, {text}, style, random_));
  }

  void lines(const std::vector<std::string>& text, const char* kind, int sheet, double x,
             double y) {
    StampStyle style =
        usual_stamp_style(text.front(), static_cast<int>(text.size()), random_);
    note(text.front(), kind, sheet,
         draw_rect_stamp(page(sheet), x * scale_, y * scale_, text, style, random_));
  }

  // GIẢI MẬT beside the level, "BẢN SAO SỐ" above the motto, the note of who copied
  // below the signature (Decree 26/2020); what other papers carry.
  void others(const Places& places) {
    const bool secret = document_.level != Level::kThuong;
    const Rect& right = places.below_date;
    if (secret && random_.chance(0.3)) {
      lines({"GIẢI MẬT", "Từ: " + short_date(add_days(document_.date, 3650))},
            "declassified", 0, right.x + random_.uniform(10, 60),
            right.y + (document_.incoming ? 84 : 2));
    }
    const double above = std::max(8.0, document_.style.margin_top_mm * 72 / 25.4 - 34);
    if (random_.chance(0.3)) {
      const std::string copy =
          secret ? "BẢN SAO SỐ: 0" + std::to_string(random_.integer(1, 9)) : "BẢN SAO";
      lines({copy}, "copy", 0, right.x + random_.uniform(60, 110), above);
    } else if (random_.chance(0.25)) {
      lines({random_.pick(kOtherWords)}, "other", 0, right.x + random_.uniform(20, 60),
            above);
    }
    if (random_.chance(0.3)) {
      const double y = places.signature.y + places.signature.height + 24;
      const double x = document_.style.margin_left_mm * 72 / 25.4;
      const std::string day = "Ngày " + short_date(add_days(document_.date, 20));
      if (secret) {
        lines({"BẢN SAO BÍ MẬT NHÀ NƯỚC", "Số: 0" + std::to_string(random_.integer(1, 9)),
               day},
              "copy", places.signature_sheet, x, y);
      } else {
        lines({"SAO Y BẢN CHÍNH", day}, "copy", places.signature_sheet, x, y);
      }
    }
  }

  void incoming(const Rect& room, const std::string& number, const Date& date) {
    const double x = (room.x + room.width * random_.uniform(0.1, 0.35)) * scale_;
    const double y = (room.y + random_.uniform(0, 4)) * scale_;
    note("ĐẾN", "incoming", 0,
         draw_incoming_stamp(page(0), x, y, random_.pick(kOffices), number,
                             short_date(date), random_));
  }

  std::vector<TruthStamp> take() { return std::move(stamps_); }

 private:
  Page& page(int sheet) { return pages_[static_cast<std::size_t>(sheet)]; }
  double millimetres(double length) const {
    return length / kMillimetresPerInch * 72 * scale_;
  }
  void note(const std::string& text, const char* kind, int sheet, const Box& box) {
    stamps_.push_back({text, kind, sheet + 1, box});
  }

  const Document& document_;
  std::vector<Page>& pages_;
  Random& random_;
  std::vector<TruthStamp> stamps_;
  double scale_ = 1;
};

}  // namespace

std::string secrecy_stamp(Level level) {
  return level == Level::kThuong ? std::string() : to_upper(level_name(level));
}

std::vector<TruthStamp> add_marks(const Document& document, const Sheets& sheets,
                                  const Places& places, Grade grade,
                                  std::vector<Page>& pages, Random& random) {
  Marker marker(document, pages, random);
  for (const PenPlace& place : sheets.pen_places())
    marker.write(place);
  const std::string secrecy = secrecy_stamp(document.level);
  if (!secrecy.empty() && document.unusual_stamps) {
    marker.unusual_secrecy(secrecy, places.below_number);
  } else if (!secrecy.empty()) {
    marker.rectangle(secrecy, "secrecy", places.below_number, 0);
  }
  if (!document.urgency.empty()) {
    marker.rectangle(document.urgency, "urgency", places.below_number,
                     secrecy.empty() ? 0 : 1);
  }
  const bool on_paper = grade != Grade::kClean;
  if (on_paper || random.chance(0.5)) {
    marker.sign(places.signature, places.signature_sheet);
    marker.sign(places.left_signature, places.signature_sheet);
    marker.seal(places.signature, places.signature_sheet);
  }
  if (document.incoming) {
    marker.incoming(places.below_date, std::to_string(random.integer(10, 3999)),
                    add_days(document.date, random.integer(1, 6)));
  }
  if (document.unusual_stamps) marker.others(places);
  return marker.take();
}

}  // namespace tangthu::samples
