#include "scanner/clean/stage_report.h"

#include <array>

namespace tangthu::scanner {
namespace {

constexpr std::array kStages = {
    Stage::kSpread,     Stage::kOrientation, Stage::kDeskew, Stage::kDewarp,
    Stage::kResolution, Stage::kBorder,      Stage::kColour, Stage::kLight,
    Stage::kBleed,      Stage::kFolds,       Stage::kHoles,  Stage::kDespeckle,
    Stage::kBlank,
};

}  // namespace

std::span<const Stage> all_stages() {
  return kStages;
}

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::kSpread:
      return "spread";
    case Stage::kOrientation:
      return "orientation";
    case Stage::kDeskew:
      return "deskew";
    case Stage::kDewarp:
      return "dewarp";
    case Stage::kResolution:
      return "resolution";
    case Stage::kBorder:
      return "border";
    case Stage::kColour:
      return "colour";
    case Stage::kLight:
      return "light";
    case Stage::kBleed:
      return "bleed";
    case Stage::kFolds:
      return "folds";
    case Stage::kHoles:
      return "holes";
    case Stage::kDespeckle:
      return "despeckle";
    case Stage::kBlank:
      return "blank";
  }
  return "";
}

std::optional<Stage> find_stage(std::string_view name) {
  for (const Stage stage : kStages) {
    if (stage_name(stage) == name) return stage;
  }
  return std::nullopt;
}

}  // namespace tangthu::scanner
