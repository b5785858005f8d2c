// Stamps by their frames: whole ones, ones across print, and broken ones.
#pragma once

#include <vector>

#include "ocr/engine.h"
#include "ocr/stamp_image.h"
#include "ocr/text.h"

namespace tangthu::ocr {

// What framed stamps are sought on, and what is known of the page.
struct FrameSearch {
  const Page* whole = nullptr;  // the page with its text, where that was taken out
  const std::vector<Line>& lines;
  Engine& engine;
  Deadline deadline;
  // Filled: frames with lines so clear that print in them is no reason against a stamp.
  std::vector<Box> clear_frames = {};
  // Filled: frames whose words are those of the text that was read there.
  std::vector<Box> print = {};
};

// Reads what is framed, and takes it off the layer where it is a stamp.
std::vector<Stamp> take_framed(Page& layer, const std::vector<Stain>& stains,
                               FrameSearch& search);

// Frames of which worn rubber or a faded strike left pieces: sought only where nothing
// sure is among the known ones, and their words must be some of a stamp's, or too faint
// to read.
std::vector<Stamp> read_broken(const Page& layer, const std::vector<Stamp>& known,
                               FrameSearch& search);

}  // namespace tangthu::ocr
