// Which way up. The lines' direction is where the projection is sharper; then up is where
// more sticks out of the letters' bodies: in Latin script ascenders outnumber descenders
// (Bloomberg, Kopec and Dasari, "Measuring document image skew and orientation", SPIE
// 2422, 1995), and in Vietnamese two marks in three stand above as well.
#include <algorithm>
#include <cmath>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

constexpr double kLeastContrast = 1.6;
constexpr int kLeastLetters = 12;
constexpr int kLeastInLines = 4;  // one in four

cv::Mat turned(const cv::Mat& image, int degrees) {
  if (degrees == 0) return image;
  cv::Mat out;
  cv::rotate(image, out,
             degrees == 90    ? cv::ROTATE_90_CLOCKWISE
             : degrees == 180 ? cv::ROTATE_180
                              : cv::ROTATE_90_COUNTERCLOCKWISE);
  return out;
}

// The survey with its lines level.
cv::Mat straightened(const cv::Mat& grey, double skew_degrees) {
  const cv::Point2f centre(static_cast<float>(grey.cols) * 0.5F,
                           static_cast<float>(grey.rows) * 0.5F);
  const cv::Mat rotation = cv::getRotationMatrix2D(centre, skew_degrees, 1);
  cv::Mat out;
  cv::warpAffine(grey, out, rotation, grey.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                 255);
  return out;
}

struct Votes {
  double up = 0;
  double down = 0;
};

// Letters that leave the body upwards or downwards. The two rules mirror each other, so
// that a page and the same page upside down get opposite votes.
Votes vote_of_letters(const TextLine& line) {
  Votes votes;
  const double reach = std::max(1.5, (line.lower - line.upper) * 0.2);
  for (const cv::Rect& letter : line.letters) {
    if (letter.y < line.upper - reach) votes.up += 1;
    if (letter.br().y > line.lower + reach) votes.down += 1;
  }
  return votes;
}

// Free-standing marks of this line: outside the body, nearer than a body's height.
Votes vote_of_marks(const TextLine& line, const std::vector<cv::Rect>& small) {
  Votes votes;
  const double body = line.lower - line.upper;
  const int left = line.letters.front().x;
  const int right = line.letters.back().br().x;
  for (const cv::Rect& mark : small) {
    const double centre = mark.x + mark.width * 0.5;
    if (centre < left || centre > right) continue;
    if (mark.br().y <= line.upper + 0.5 && mark.br().y > line.upper - 0.8 * body) {
      votes.up += 1;
    }
    if (mark.y >= line.lower - 0.5 && mark.y < line.lower + 0.8 * body) votes.down += 1;
  }
  return votes;
}

// Letters that run together begin where the highest of them does, and then only
// descenders leave the "body": such a line would vote for the wrong way.
bool letters_run_together(const TextLine& line) {
  const auto joined = std::count_if(
      line.letters.begin(), line.letters.end(),
      [](const cv::Rect& letter) { return letter.width * 2 > letter.height * 3; });
  return joined * 6 > static_cast<std::ptrdiff_t>(line.letters.size());
}

// Signed certainty, positive is up: by how many standard deviations of a fair coin the
// votes lean.
double certainty_up(const TextLines& text) {
  Votes sum;
  for (const TextLine& line : text.lines) {
    if (!line.clear || letters_run_together(line)) continue;
    const Votes letters = vote_of_letters(line);
    const Votes marks = vote_of_marks(line, text.small);
    sum.up += letters.up + marks.up;
    sum.down += letters.down + marks.down;
  }
  return (sum.up - sum.down) / std::sqrt(std::max(1.0, sum.up + sum.down));
}

// Neighbouring letters and repeated words make votes depend on one another, so that the
// coin's own probability would boast: 4.3 deviations are called nine in ten.
double confidence_of(double certainty) {
  const double z = std::abs(certainty);
  return 1 - std::exp(-z * z / 8);
}

}  // namespace

Pose find_pose(const Survey& survey, int wanted_turn) {
  Pose pose;
  if (wanted_turn >= 0) {
    pose.turn_degrees = wanted_turn;
    pose.turn_confidence = 1;
  }
  if (std::min(survey.grey.cols, survey.grey.rows) < 32) return pose;
  const cv::Mat letters = letters_only(ink_mask(survey.grey, survey.threshold));
  const LineAngle across = find_line_angle(letters);
  const LineAngle along = find_line_angle(turned(letters, 90));
  const bool vertical =
      wanted_turn >= 0 ? wanted_turn % 180 == 90 : along.strength > across.strength;
  const LineAngle& angle = vertical ? along : across;
  const LineAngle& other = vertical ? across : along;
  const double ratio = angle.strength / std::max(1.0, other.strength);

  const int quarter = vertical ? 90 : 0;
  const cv::Mat level = straightened(turned(survey.grey, quarter), angle.degrees);
  const Marks marks = find_marks(ink_mask(level, survey.threshold));
  const TextLines text = find_lines(marks, level.size());
  const double up = certainty_up(text);
  const double confidence = confidence_of(up) * std::clamp((ratio - 1) / 0.5, 0.0, 1.0);
  // In noise some specks line up by chance, in text most letters do by intent.
  const bool enough = text.letters >= kLeastLetters &&
                      text.letters * kLeastInLines >= text.candidates &&
                      angle.contrast >= kLeastContrast;

  if (enough) {
    pose.letters = text.letters;
    pose.x_height = text.x_height * survey.reduction;
  }
  if (wanted_turn < 0) {
    pose.turn_confidence = enough ? confidence : 0;
    const int turn = (quarter + (up < 0 ? 180 : 0)) % 360;
    if (pose.turn_confidence >= kSureOfTurn) pose.turn_degrees = turn;
  }
  const bool lines_lie_level = pose.turn_degrees % 180 == quarter;
  if (enough && lines_lie_level) {
    pose.skew_degrees = angle.degrees + std::atan(text.slope) * 180 / CV_PI;
    pose.skew_confidence = std::clamp((angle.contrast - 1) / 3, 0.0, 1.0);
    pose.bend_confidence = text.bend.confidence;
    if (text.bend.sure) {
      const Bend bend = text.bend.bend.scaled(survey.reduction);
      pose.bend = pose.turn_degrees == quarter ? bend : bend.upended();
    }
  }
  return pose;
}

}  // namespace tangthu::scanner
