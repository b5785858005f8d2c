#include "scanner/clean/clean.h"

#include <optional>
#include <utility>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr int kLeastSide = 8;

Pose pose_of(const Survey& survey, const CleanOptions& options) {
  const bool as_it_lies =
      options.turn_degrees < 0 && options.left_out.has(Stage::kOrientation);
  Pose pose = find_pose(survey, as_it_lies ? 0 : options.turn_degrees);
  if (as_it_lies) pose.turn_confidence = 0;
  if (options.left_out.has(Stage::kDeskew)) pose.skew_degrees = 0;
  if (options.left_out.has(Stage::kDewarp)) pose.bend.reset();
  return pose;
}

void note_pose(const Pose& pose, StageLog& log) {
  if (!log.skips(Stage::kOrientation)) {
    log.note(Stage::kOrientation, pose.turn_degrees != 0 ? "turned" : stage_action::kNone,
             pose.turn_confidence);
  }
  if (!log.skips(Stage::kDeskew)) {
    log.note(Stage::kDeskew,
             pose.skew_degrees != 0 ? "straightened" : stage_action::kNone,
             pose.skew_confidence);
  }
  if (!log.skips(Stage::kDewarp)) {
    log.note(Stage::kDewarp, pose.bend ? "flattened" : stage_action::kNone,
             pose.bend_confidence);
  }
}

void note_size(const Pose& pose, const Geometry& geometry, StageLog& log) {
  if (!log.skips(Stage::kResolution)) {
    log.note(Stage::kResolution,
             geometry.scale > 1   ? "enlarged"
             : geometry.scale < 1 ? "reduced"
                                  : stage_action::kNone,
             pose.letters > 0 ? 1 : 0.5);
  }
}

Result<CleanedPage> clean_in_pose(const Page& captured, const Survey& survey,
                                  const Pose& pose, StageLog log) {
  note_pose(pose, log);
  const Sizing sizing = log.left_out().has(Stage::kResolution) ? Sizing::kAsCaptured
                                                               : Sizing::kForRecognition;
  const Geometry geometry = choose_geometry(captured, pose, sizing);
  Page upright = TRY(warp(captured, geometry, survey.paper));
  note_size(pose, geometry, log);
  Layers layers = TRY(separate_layers(upright, border_cells(survey, geometry),
                                      survey.paper, pose.x_height * geometry.scale, log));
  return CleanedPage{.upright = std::move(upright),
                     .ink = std::move(layers.ink),
                     .red = std::move(layers.red),
                     .blue = std::move(layers.blue),
                     .pale = std::move(layers.pale),
                     .to_master = geometry.to_master,
                     .turn_degrees = pose.turn_degrees,
                     .turn_confidence = pose.turn_confidence,
                     .skew_degrees = pose.skew_degrees,
                     .blank = layers.blank,
                     .has_red = layers.has_red,
                     .has_blue = layers.has_blue,
                     .x_height = pose.x_height,
                     .stages = log.take()};
}

// Writing too faint for the first look may be plain on the cleaned page.
std::optional<Pose> look_again(const CleanedPage& page, const Pose& first,
                               const CleanOptions& options) {
  const bool as_captured = first.turn_degrees == 0 && first.skew_degrees == 0 &&
                           !first.bend && page.to_master.xx == 1;
  const bool doubtful = first.turn_confidence < kSureOfTurn && !page.blank &&
                        !options.left_out.has(Stage::kOrientation);
  if (!as_captured || !doubtful) return std::nullopt;
  Pose second = pose_of(survey_page(view(page.ink), page.ink.dpi()), options);
  if (second.turn_confidence < kSureOfTurn) return std::nullopt;
  return second;
}

}  // namespace

Result<CleanedPage> clean_page(const Page& captured, const CleanOptions& options) {
  if (captured.width() < kLeastSide || captured.height() < kLeastSide) {
    return fail(ErrorCode::kBadInput, "the image is too small to be a page",
                "scan the whole page, at 200 dpi or more");
  }
  prepare_opencv();

  const StageLog log(options.left_out);
  const Survey survey = survey_page(view(captured), captured.dpi());
  const Pose pose = pose_of(survey, options);
  CleanedPage page = TRY(clean_in_pose(captured, survey, pose, log));
  const auto better = look_again(page, pose, options);
  if (!better) return page;
  const bool same =
      better->turn_degrees == 0 && better->skew_degrees == 0 && !better->bend;
  if (!same) return clean_in_pose(captured, survey, *better, log);
  page.turn_confidence = better->turn_confidence;
  return page;
}

}  // namespace tangthu::scanner
