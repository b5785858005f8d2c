// The upright page → its ink and its red layer: the stages that touch every pixel, in
// their order. What each does and where it is from stands in its own file.
#include <utility>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// More than dust, stains and the like leave: then nobody need look closer.
constexpr int kMostMarksOfBlank = 400;

Result<Page> grey_like(const Page& page) {
  return Page::create(page.width(), page.height(), PixelFormat::kGrey, page.dpi());
}

void take_border(cv::Mat& border, StageLog& log) {
  if (log.skips(Stage::kBorder)) {
    border.setTo(0);
    return;
  }
  const bool there = cv::countNonZero(border == kIsBorder) > 0;
  log.note(Stage::kBorder, there ? "whitened" : stage_action::kNone, 1);
}

// Ink as it was before it was stretched; empty where it was not.
struct Levelled {
  cv::Mat before;
  Levels levels;
};

// Left out: one colour of paper for the whole page, and ink as it was.
Levelled level_light(cv::Mat& ink, StageLog& log) {
  if (log.skips(Stage::kLight)) return {};
  Levelled out;
  out.levels = find_levels(ink);
  if (out.levels.white < 255) out.before = stretch(ink, out.levels);
  log.note(Stage::kLight,
           out.levels.black > 0 ? "levelled and stretched" : stage_action::kNone,
           out.levels.contrast);
  return out;
}

// What age and punches left, where there is no doubt about it.
void repair(cv::Mat& ink, cv::Mat& half, const cv::Mat& blue, int dpi, StageLog& log) {
  if (!log.skips(Stage::kBleed)) {
    const Bleed bleed = remove_bleed(ink, half, blue, dpi);
    log.note(Stage::kBleed,
             bleed.marks > 0 ? "other side's ink removed" : stage_action::kNone,
             bleed.marks > 0 ? bleed.sureness : 0.5);
  }
  const cv::Mat quarter = darkest_of_four(half);
  if (!log.skips(Stage::kFolds)) {
    const Folds folds = remove_folds(ink, quarter, dpi);
    log.note(Stage::kFolds, folds.count > 0 ? "lines removed" : stage_action::kNone,
             folds.count > 0 ? folds.sureness : 0.5);
  }
  if (!log.skips(Stage::kHoles)) {
    const int holes = remove_holes(ink, half, quarter, dpi);
    log.note(Stage::kHoles, holes > 0 ? "made paper" : stage_action::kNone,
             holes > 0 ? 0.95 : 0.5);
  }
}

InkLeft remove_dust(cv::Mat& ink, const cv::Mat& half, double x_height, int dpi,
                    StageLog& log) {
  if (log.skips(Stage::kDespeckle)) {
    cv::Mat counted = ink.clone();
    return despeckle(counted, half, x_height, dpi);
  }
  const InkLeft left = despeckle(ink, half, x_height, dpi);
  log.note(Stage::kDespeckle,
           left.specks_removed > 0 ? "specks removed" : stage_action::kNone, 1);
  return left;
}

const char* colour_action(bool red, bool pale, bool blue) {
  if ((red || pale) && blue) return "red and blue ink set apart";
  if (red) return "red ink set apart";
  if (pale) return "pale red ink set apart";
  return blue ? "blue ink set apart" : stage_action::kNone;
}

// Fills ink, red and blue. Pale stamps are looked for here, before light is stretched,
// which takes them for paper. Blue ink is only copied: pens write what must be read.
void set_colours_apart(const cv::Mat& colours, const cv::Mat& levelled,
                       const cv::Mat& paper_cells, int dpi, Layers& layers,
                       StageLog& log) {
  cv::Mat ink = view(layers.ink);
  cv::Mat red = view(layers.red);
  cv::Mat blue = view(layers.blue);
  RedFound found;
  std::vector<InkRegion> pale, blues;
  if (!log.left_out().has(Stage::kColour) && colours.channels() == 3) {
    found = find_red(levelled, dpi);
    pale = find_pale_red(levelled, found, dpi, colours.size());
    blues = find_blue(levelled, dpi, colours.size());
  }
  if (!found.present) red.setTo(255);
  blue.setTo(255);
  separate(colours, paper_cells, found, ink, red);
  for (const InkRegion& region : pale)
    draw_region(colours, paper_cells, region, red);
  for (const InkRegion& region : blues)
    draw_region(colours, paper_cells, region, blue);
  layers.has_red = found.present || !pale.empty();
  layers.has_blue = !blues.empty();
  if (log.skips(Stage::kColour)) return;
  log.note(Stage::kColour, colour_action(found.present, !pale.empty(), layers.has_blue),
           found.present || layers.has_blue ? 1 : 0.5);
}

}  // namespace

Result<Layers> separate_layers(const Page& upright, cv::Mat border,
                               const cv::Scalar& paper, double x_height, StageLog& log) {
  Layers layers{.ink = TRY(grey_like(upright)),
                .red = TRY(grey_like(upright)),
                .blue = TRY(grey_like(upright)),
                .pale = std::nullopt};
  const cv::Mat colours = view(upright);
  cv::Mat ink = view(layers.ink);
  cv::Mat red = view(layers.red);
  const StageSet left_out = log.left_out();

  take_border(border, log);
  const cv::Mat quarter = averaged(colours, 4);
  cv::Mat paper_cells = estimate_paper(quarter, border, paper);
  if (left_out.has(Stage::kLight)) paper_cells.setTo(paper);
  const cv::Mat levelled = levelled_quarter(quarter, paper_cells);
  set_colours_apart(colours, levelled, paper_cells, upright.dpi(), layers, log);
  whiten_border(border, ink);
  if (layers.has_blue) {
    cv::Mat blue = view(layers.blue);
    whiten_border(border, blue);
  }
  if (layers.has_red) {
    whiten_border(border, red);
    if (!left_out.has(Stage::kDespeckle))
      despeckle(red, darkest_of_four(red), 0, upright.dpi());
  }
  if (is_without_colour(levelled)) {
    layers.pale = TRY(grey_like(upright));
    cv::Mat pale = view(*layers.pale);
    draw_pale(ink, pale);
    whiten_border(border, pale);
  }
  const Levelled light = level_light(ink, log);
  cv::Mat half = darkest_of_four(ink);
  repair(ink, half, layers.has_blue ? view(layers.blue) : cv::Mat(), upright.dpi(), log);
  const InkLeft left = remove_dust(ink, half, x_height, upright.dpi(), log);
  if (!light.before.empty()) soften(light.before, light.levels, ink);
  if (!log.skips(Stage::kBlank)) {
    layers.blank = !layers.has_red && !layers.has_blue &&
                   left.marks <= kMostMarksOfBlank &&
                   is_blank(levelled, border, upright.dpi());
    log.note(Stage::kBlank, layers.blank ? "flagged" : stage_action::kNone,
             layers.blank ? 0.9 : 1);
  }
  return layers;
}

}  // namespace tangthu::scanner
