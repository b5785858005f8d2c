// The stages of cleaning by name, which of them to leave out, and what each says of its
// work. Values, as an int.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tangthu::scanner {

// In the order in which they work; the first is split_spread's, the others clean_page's.
// Names (stage_name) are stored; values are not.
enum class Stage : std::uint8_t {
  kSpread,
  kOrientation,
  kDeskew,
  kDewarp,
  kResolution,
  kBorder,
  kColour,
  kLight,
  kBleed,
  kFolds,
  kHoles,
  kDespeckle,
  kBlank,
};

std::span<const Stage> all_stages();
std::string_view stage_name(Stage stage);  // "orientation"
std::optional<Stage> find_stage(std::string_view name);

class StageSet {
 public:
  constexpr StageSet() = default;
  constexpr StageSet& add(Stage stage) {
    bits_ |= bit(stage);
    return *this;
  }
  constexpr bool has(Stage stage) const { return (bits_ & bit(stage)) != 0; }
  bool operator==(const StageSet&) const = default;

 private:
  static constexpr std::uint32_t bit(Stage stage) {
    return std::uint32_t{1} << static_cast<unsigned>(stage);
  }
  std::uint32_t bits_ = 0;
};

namespace stage_action {
inline constexpr const char* kNone = "none";         // looked, and let it be
inline constexpr const char* kLeftOut = "left out";  // by CleanOptions
}  // namespace stage_action

struct StageReport {
  Stage stage{};
  std::string action;  // what it did, in few words; else one of stage_action
  // 0–1: of what was done; with "none" of there being nothing to do. A stage that is
  // unsure does nothing and has a low one here.
  double confidence = 0.0;
  // Of the processor. That of orientation includes the survey that all is decided on;
  // that of resolution the one interpolation, which turns and straightens as well.
  double milliseconds = 0.0;
};

}  // namespace tangthu::scanner
