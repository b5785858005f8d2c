// The stages of cleaning, as they see one another. Internal to this folder, and with the
// .cc files beside it the only place where OpenCV is included.
//
// Coordinates are continuous: pixel (0, 0) covers 0–1 both ways, as in base/page.h.
// "Survey" is the page reduced to about 150 dpi, on which everything is decided; only
// what must touch every pixel runs at full size.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "base/page_map.h"
#include "base/result.h"
#include "scanner/clean/stage_report.h"

namespace tangthu::scanner {

// --- stage_log.cc ----------------------------------------------------------------------

// Takes down what the stages say of one page. The time between two notes is that of the
// second's stage.
class StageLog {
 public:
  explicit StageLog(StageSet left_out);
  StageSet left_out() const { return left_out_; }
  // Whether the stage is left out; then that is noted.
  bool skips(Stage stage);
  void note(Stage stage, const char* action, double confidence);
  // Once, at the end.
  std::vector<StageReport> take();

 private:
  StageSet left_out_;
  double since_;  // milliseconds of the thread
  std::vector<StageReport> reports_;
};

// --- pixels.cc -------------------------------------------------------------------------

// Once a process: one thread a call, and matrices wiped when they are released.
void prepare_opencv();
// The page's own pixels; they outlive neither the page nor a move of it.
cv::Mat view(const Page& page);
// Paper behind the writing: a closing with a square of `cells` (Gonzalez & Woods, ch. 9),
// smoothed. Any number of channels.
cv::Mat paper_behind(const cv::Mat& image, int cells);
// Means over squares of `by` × `by` pixels. What is left over at the right and below is
// dropped; an image smaller than a square is one.
cv::Mat averaged(const cv::Mat& image, int by);
// The same, a row of squares at a time, for who has the rows at hand anyway.
class RowSums {
 public:
  RowSums(const cv::Mat& image, int by);
  void add(const std::uint8_t* row);
  // One value a square and channel, of the rows since the last time.
  void take_means(std::uint8_t* to);

 private:
  template <int kChannels>
  void means_of(std::uint8_t* to) const;

  int channels_;
  int cells_;
  int columns_;
  int rows_ = 0;
  std::vector<std::uint16_t> sums_;
};
// Half the size, of a grey image, by the darkest: a speck of one pixel is not lost.
cv::Mat darkest_of_four(const cv::Mat& grey);

// --- marks.cc --------------------------------------------------------------------------

struct InkRun {
  int y = 0;
  int begin = 0;
  int end = 0;
  int mark = 0;  // index into boxes and areas
};
// Connected components of ink, and the runs of pixels they are made of, in reading order.
struct Marks {
  std::vector<InkRun> runs;
  std::vector<cv::Rect> boxes;
  std::vector<int> areas;
};
Marks find_marks(const cv::Mat& mask);

// --- border.cc -------------------------------------------------------------------------

// 255 where a dark scan border or a punch hole lies. `brightest` is the brightest channel
// (so that a red seal isn't dark), reduced to cells of `cell_mm`.
cv::Mat find_border(const cv::Mat& brightest, double cell_mm);

// --- survey.cc -------------------------------------------------------------------------

struct Survey {
  int reduction = 1;    // captured pixels a survey pixel, each way
  cv::Mat grey;         // paper levelled to 255
  cv::Mat border;       // 255 where scan border or punch hole; 1/4 of the survey's size
  cv::Scalar paper;     // colour of the paper, as many values as channels
  double contrast = 0;  // of ink against paper, 0–1
  std::uint8_t threshold = 128;  // grey below this is ink
};
Survey survey_page(const cv::Mat& captured, int dpi);
// Ink of a levelled survey, 255 on 0.
cv::Mat ink_mask(const cv::Mat& grey, std::uint8_t threshold);

// --- deskew.cc -------------------------------------------------------------------------

struct LineAngle {
  double degrees = 0;   // positive: downhill to the right
  double strength = 0;  // energy of the projection at that angle
  double contrast = 0;  // strength against the median of all angles; 1 for noise
};
// The angle within ±15° at which the projection of the mask is sharpest.
LineAngle find_line_angle(const cv::Mat& letters);
// What of a mask may be letters: rules, frames, pictures and dust left out.
cv::Mat letters_only(const cv::Mat& mask);

// --- lines.cc --------------------------------------------------------------------------

// A run of letters that stand side by side. Heights are in survey pixels of the
// straightened frame, at the middle of the page.
struct TextLine {
  std::vector<cv::Rect> letters;
  double upper = 0;    // where most letters begin: x-line, or the top of capitals
  double lower = 0;    // where most letters end: the baseline when upright
  bool clear = false;  // most letters do begin and end there
};

// --- dewarp.cc -------------------------------------------------------------------------

struct BendFound {
  Bend bend;                // in pixels of the survey
  double confidence = 0.5;  // of a bend where sure, else of there being none
  bool sure = false;
};
BendFound find_bend(const std::vector<TextLine>& lines, cv::Size page, int letter_height);
// Moves a box to where it would be if the page were flat.
void unbend(const Bend& bend, cv::Size page, cv::Rect& box);

struct TextLines {
  BendFound bend;  // where sure, everything here lies flat already
  std::vector<TextLine> lines;
  std::vector<cv::Rect> small;  // marks, dots, points: too small to be letters
  double slope = 0;             // left over after straightening, dy/dx
  double x_height = 0;          // survey pixels; 0 when nothing was found
  int letters = 0;              // in clear lines
  int candidates = 0;           // of a letter's size, in lines or not
};
TextLines find_lines(const Marks& marks, cv::Size page);

// --- orientation.cc --------------------------------------------------------------------

inline constexpr double kSureOfTurn = 0.9;  // below it the page stays as it lies

struct Pose {
  int turn_degrees = 0;
  double turn_confidence = 0;
  double skew_degrees = 0;
  double skew_confidence = 0;
  std::optional<Bend> bend;  // captured pixels; of the upright page
  double bend_confidence = 0;
  double x_height = 0;  // captured pixels; 0: unknown
  int letters = 0;
};
// `wanted_turn` as in CleanOptions.
Pose find_pose(const Survey& survey, int wanted_turn);

// --- resolution.cc ---------------------------------------------------------------------

struct Geometry {
  int width = 0;
  int height = 0;
  int dpi = 0;
  double scale = 1;
  PageMap to_master;
};
enum class Sizing : std::uint8_t { kForRecognition, kAsCaptured };
Geometry choose_geometry(const Page& captured, const Pose& pose, Sizing sizing);
// The one interpolation: turn, straighten and scale at once, outside filled with `paper`.
Result<Page> warp(const Page& captured, const Geometry& geometry,
                  const cv::Scalar& paper);

// --- interpolate.cc --------------------------------------------------------------------

// `to` from `from`, as far between its pixels as `map` leads; `paper` outside.
void interpolate(const cv::Mat& from, const PageMap& map, const cv::Scalar& paper,
                 cv::Mat& to);
// The same by OpenCV, with one of its interpolations.
void remap(const cv::Mat& from, const PageMap& map, cv::Mat& to, int how,
           const cv::Scalar& paper);

// --- light.cc, colour.cc ---------------------------------------------------------------

// Cells of the maps below, in result pixels.
inline constexpr int kCell = 8;

// The paper of the upright page, one value a cell and channel. `quarter`: the page
// averaged over 4 × 4 pixels.
cv::Mat estimate_paper(const cv::Mat& quarter, const cv::Mat& border_cells,
                       const cv::Scalar& paper);
struct RedFound {
  bool present = false;
  int redness = 0;  // of the red ink at its fullest; faded seals are pink
};
// The quarter-size page against its paper: 255 is paper in every channel.
cv::Mat levelled_quarter(const cv::Mat& quarter, const cv::Mat& paper_cells);
RedFound find_red(const cv::Mat& levelled, int dpi);
// Fills `ink` (paper levelled, red taken out where there is any) and `red`.
void separate(const cv::Mat& upright, const cv::Mat& paper_cells, const RedFound& found,
              cv::Mat& ink, cv::Mat& red);

// --- coloured_ink.cc -------------------------------------------------------------------

enum class Hue : std::uint8_t { kRed, kBlue };
struct InkRegion {
  Hue hue{};
  cv::Rect box;    // result pixels
  int ink = 0;     // cells of the quarter-size page
  int least = 0;   // colour that noise doesn't reach
  int colour = 0;  // of the region's ink at its fullest
};
// Regions of a stamp's size that are too pale for `strong` to show.
std::vector<InkRegion> find_pale_red(const cv::Mat& levelled, const RedFound& strong,
                                     int dpi, cv::Size size);
// Signatures, numbers and dates in blue pen, blue stamps, printed digital signatures.
std::vector<InkRegion> find_blue(const cv::Mat& levelled, int dpi, cv::Size size);
// Darkens `layer` where the region has its ink.
void draw_region(const cv::Mat& upright, const cv::Mat& paper_cells,
                 const InkRegion& region, cv::Mat& layer);

// --- pale.cc ---------------------------------------------------------------------------

bool is_without_colour(const cv::Mat& levelled);
// `ink` before it is stretched.
void draw_pale(const cv::Mat& ink, cv::Mat& pale);

// --- light.cc --------------------------------------------------------------------------

struct Levels {
  int black = 0;
  int white = 255;
  double contrast = 0;  // of what is taken for ink, 0–1
  double strong = 0;    // share of the page that is dark beyond doubt
};
Levels find_levels(const cv::Mat& ink);
// Returns it as it was.
cv::Mat stretch(cv::Mat& ink, const Levels& levels);
// Gives strong ink that is left after all stages its own shades again, rims and hairlines
// with it, from `levelled` (before it was stretched); what is pale stays as it is. A
// comma that is stretched as much as stages need loses its tail to the recogniser.
void soften(const cv::Mat& levelled, Levels levels, cv::Mat& ink);

// --- bleed.cc, folds.cc, holes.cc ------------------------------------------------------

// All on stretched ink: what they see there is what is left to take away. `half` is its
// darkest_of_four, and follows it where that matters; `quarter` is half's.
struct Bleed {
  int marks = 0;  // of the other side, whitened
  double sureness = 0;
};
// Where `blue` is dark, a pen wrote: that stays. It may be empty.
Bleed remove_bleed(cv::Mat& ink, cv::Mat& half, const cv::Mat& blue, int dpi);
struct Folds {
  int count = 0;
  double sureness = 0;
};
Folds remove_folds(cv::Mat& ink, const cv::Mat& quarter, int dpi);
int remove_holes(cv::Mat& ink, cv::Mat& half, const cv::Mat& quarter, int dpi);

// --- border.cc, despeckle.cc, blank.cc -------------------------------------------------

// The border mask of the survey, in cells of the result: 0 is page.
inline constexpr std::uint8_t kIsBorder = 255;
inline constexpr std::uint8_t kPageEnds = 1;  // here, where it was turned
cv::Mat border_cells(const Survey& survey, const Geometry& geometry);
void whiten_border(const cv::Mat& cells, cv::Mat& ink);

struct InkLeft {
  int specks_removed = 0;
  int marks = 0;  // that may be letters, away from the edge
  double tallest_mm = 0;
};
// Removes dust and says what is left. `x_height` in result pixels, 0 when unknown.
InkLeft despeckle(cv::Mat& ink, const cv::Mat& half, double x_height, int dpi);
// `levelled`: levelled_quarter's; `border` in cells.
bool is_blank(const cv::Mat& levelled, const cv::Mat& border, int dpi);

// --- ink.cc ----------------------------------------------------------------------------

// What of CleanedPage is made from the upright page, pixel by pixel.
struct Layers {
  Page ink;
  Page red;
  Page blue;
  std::optional<Page> pale;
  bool has_red = false;
  bool has_blue = false;
  bool blank = false;
};
// The stages from border to blank. `border` in cells, `x_height` in pixels of the page
// (0: unknown).
Result<Layers> separate_layers(const Page& upright, cv::Mat border,
                               const cv::Scalar& paper, double x_height, StageLog& log);

}  // namespace tangthu::scanner
