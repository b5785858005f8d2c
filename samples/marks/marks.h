// What people put on a printed page by hand: seals, stamps, numbers, signatures.
//
// Every mark is drawn as ink on paper: it multiplies with what is below, so a seal over a
// name leaves the name readable, and no mark ever makes a pixel lighter. Sizes are real
// ones (millimetres at the page's dpi) unless given in pixels; positions are pixels.
// What lies outside the page is cut. Each function returns the bounding box of the ink it
// laid, within the page.
//
// The page must be RGB: a grey one is a bug of the caller (std::invalid_argument).
// Text is UTF-8 in NFC, in the TeX Gyre fonts (Debian: fonts-texgyre). Thread rule: one
// page a thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/page.h"
#include "samples/random.h"

namespace tangthu::samples {

// The round red seal of a body: two rings, the text between them, a star in the middle.
// `upper` runs over the top (usually the parent body), `lower` along the bottom or, in
// place of the star, across the middle. Turned by a few degrees, unevenly inked.
Box draw_round_seal(Page& page, double centre_x, double centre_y, double radius_px,
                    const std::string& upper, const std::string& lower, Random& random);

enum class StampBorder : std::uint8_t { kNone, kSingle, kDouble };
enum class StampInk : std::uint8_t { kRed, kBlue, kBlack };

struct StampStyle {
  StampInk ink = StampInk::kRed;
  StampBorder border = StampBorder::kSingle;
  double angle_degrees = 0;  // clockwise
  double faintness = 0;      // 0 full ink … 1 barely there
  bool doubled = false;      // struck twice, the second a little beside the first
  double wear = 0;           // 0 fresh rubber … 1 patches of it print nothing
  double width_mm = 0;       // 0: what the text needs
  double height_mm = 0;      // 0: what the text needs
  double point_size = 14;    // of the first line; smaller lines below it take 0.8 of it
};

// The style of a stamp by its text, with the spread a stamping hand gives it: GIẢI MẬT is
// 30 × 13 mm with borders 1 mm apart; MẬT 20 × 8 mm; TỐI MẬT 30 × 8; TUYỆT MẬT 40 × 8;
// KHẨN, THƯỢNG KHẨN and HỎA TỐC likewise; others as large as their text needs.
StampStyle usual_stamp_style(const std::string& first_line, int line_count,
                             Random& random);

// Capital text in a box; (x, y) is its upper left corner before it is turned. Lines after
// the first are small ("Từ: 12/5/2024").
Box draw_rect_stamp(Page& page, double x, double y, const std::vector<std::string>& lines,
                    const StampStyle& style, Random& random);

// The box an office stamps on what comes in: its name, ĐẾN, and Số/Ngày/Chuyển with
// number and date filled in by pen ("1234", "05/3/2020"; empty leaves the line blank).
Box draw_incoming_stamp(Page& page, double x, double y, const std::string& office,
                        const std::string& number, const std::string& date,
                        Random& random);

enum class PenInk : std::uint8_t { kBlue, kBlack, kRed };

// Digits, '/', '-', '.', ',' and letters without marks, in pen strokes; other characters
// leave a space. (x, baseline_y) is where the first one stands; height_px that of a
// digit.
Box draw_handwriting(Page& page, const std::string& text, double x, double baseline_y,
                     double height_px, PenInk ink, Random& random);

// A squiggle in blue pen that fills the given box.
Box draw_signature(Page& page, double x, double y, double width, double height,
                   Random& random);

}  // namespace tangthu::samples
