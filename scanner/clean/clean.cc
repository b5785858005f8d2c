#include "scanner/clean/clean.h"

#include <cmath>
#include <utility>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kLeastSide = 8;

void report(CleanedPage& page, const char* stage, bool acted, const char* action,
            double confidence) {
  page.stages.push_back({stage, acted ? action : "none", confidence});
}

void report_pose(CleanedPage& page, const Pose& pose, const Geometry& geometry) {
  page.turn_degrees = pose.turn_degrees;
  page.turn_confidence = pose.turn_confidence;
  page.skew_degrees = pose.skew_degrees;
  page.to_master = geometry.to_master;
  report(page, "orientation", pose.turn_degrees != 0, "turned", pose.turn_confidence);
  report(page, "deskew", pose.skew_degrees != 0, "straightened", pose.skew_confidence);
  report(page, "resolution", geometry.scale != 1,
         geometry.scale > 1 ? "enlarged" : "reduced", pose.letters > 0 ? 1 : 0.5);
}

}  // namespace

Result<CleanedPage> clean_page(const Page& captured, const CleanOptions& options) {
  if (captured.width() < kLeastSide || captured.height() < kLeastSide) {
    return fail(ErrorCode::kBadInput, "the image is too small to be a page",
                "scan the whole page, at 200 dpi or more");
  }
  prepare_opencv();

  const Survey survey = survey_page(view(captured), captured.dpi());
  const Pose pose = find_pose(survey, options.turn_degrees);
  const Geometry geometry = choose_geometry(captured, pose);

  Page upright = TRY(warp(captured, geometry, survey.paper));
  Page ink = TRY(
      Page::create(upright.width(), upright.height(), PixelFormat::kGrey, upright.dpi()));
  Page red = TRY(
      Page::create(upright.width(), upright.height(), PixelFormat::kGrey, upright.dpi()));
  const cv::Mat colours = view(upright);
  cv::Mat ink_pixels = view(ink);
  cv::Mat red_pixels = view(red);

  const cv::Mat border = border_cells(survey, geometry);
  const cv::Mat quarter = halved(colours, 2);
  const cv::Mat paper = estimate_paper(quarter, border, survey.paper);
  const RedFound found = find_red(quarter, paper, upright.dpi());
  if (!found.present) red_pixels.setTo(255);
  separate(colours, paper, found, ink_pixels, red_pixels);
  whiten_border(border, ink_pixels);
  if (found.present) {
    whiten_border(border, red_pixels);
    despeckle(red_pixels, 0, red.dpi());
  }
  const Levels levels = find_levels(ink_pixels);
  stretch(ink_pixels, levels);
  const InkLeft left =
      despeckle(ink_pixels, pose.x_height * geometry.scale, upright.dpi());

  CleanedPage page{std::move(upright),
                   std::move(ink),
                   std::move(red),
                   {},
                   0,
                   0,
                   0,
                   false,
                   found.present,
                   {}};
  report_pose(page, pose, geometry);
  report(page, "border", cv::countNonZero(border) > 0, "whitened", 1);
  report(page, "light", levels.black > 0, "levelled and stretched", levels.contrast);
  report(page, "colour", found.present, "red ink set apart", found.present ? 1 : 0.5);
  report(page, "despeckle", left.specks_removed > 0, "specks removed", 1);
  page.blank = is_blank(left, levels, found.present);
  report(page, "blank", page.blank, "flagged", page.blank ? 0.9 : 1);
  return page;
}

}  // namespace tangthu::scanner
