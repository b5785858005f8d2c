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
  report(page, "orientation", pose.turn_degrees != 0, "turned", pose.turn_confidence);
  report(page, "deskew", pose.skew_degrees != 0, "straightened", pose.skew_confidence);
  report(page, "resolution", geometry.scale != 1,
         geometry.scale > 1 ? "enlarged" : "reduced", pose.letters > 0 ? 1 : 0.5);
}

Result<CleanedPage> clean_in_pose(const Page& captured, const Survey& survey,
                                  const Pose& pose) {
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

  const bool blank = is_blank(left, levels, found.present);
  CleanedPage page{std::move(upright), std::move(ink),
                   std::move(red),     geometry.to_master,
                   pose.turn_degrees,  pose.turn_confidence,
                   pose.skew_degrees,  blank,
                   found.present,      {}};
  report_pose(page, pose, geometry);
  report(page, "border", cv::countNonZero(border) > 0, "whitened", 1);
  report(page, "light", levels.black > 0, "levelled and stretched", levels.contrast);
  report(page, "colour", found.present, "red ink set apart", found.present ? 1 : 0.5);
  report(page, "despeckle", left.specks_removed > 0, "specks removed", 1);
  report(page, "blank", blank, "flagged", blank ? 0.9 : 1);
  return page;
}

// Writing too faint for the first look may be plain on the cleaned page.
Pose look_again(const CleanedPage& page, const Pose& first) {
  const bool as_captured =
      first.turn_degrees == 0 && first.skew_degrees == 0 && page.to_master.xx == 1;
  const bool doubtful = first.turn_confidence < kSureOfTurn && !page.blank;
  if (!as_captured || !doubtful) return first;
  const Pose second = find_pose(survey_page(view(page.ink), page.ink.dpi()), -1);
  return second.turn_confidence >= kSureOfTurn ? second : first;
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
  CleanedPage page = TRY(clean_in_pose(captured, survey, pose));
  const Pose better = look_again(page, pose);
  const bool same = better.turn_degrees == pose.turn_degrees &&
                    better.skew_degrees == pose.skew_degrees;
  if (same) {
    page.turn_confidence = better.turn_confidence;
    return page;
  }
  return clean_in_pose(captured, survey, better);
}

}  // namespace tangthu::scanner
