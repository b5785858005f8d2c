#include "cli/device_words.h"

#include <map>

#include "cli/message.h"

namespace tangthu::cli {
namespace {

std::map<std::string, const char*> what_is_scanned() {
  return {
      {"source", tr("where the paper lies")},
      {"mode", tr("colour, grey, or black and white")},
      {"depth", tr("bits of a colour")},
      {"resolution", tr("dots per inch")},
      {"x-resolution", tr("dots per inch, across")},
      {"y-resolution", tr("dots per inch, down")},
      {"tl-x", tr("left edge of the area")},
      {"tl-y", tr("upper edge of the area")},
      {"br-x", tr("right edge of the area")},
      {"br-y", tr("lower edge of the area")},
      {"page-width", tr("width of the paper")},
      {"page-height", tr("height of the paper")},
      {"paper-size", tr("size of the paper")},
      {"scan-area", tr("size of the paper")},
      {"preview", tr("a quick look only")},
  };
}

std::map<std::string, const char*> what_the_feeder_does() {
  return {
      {"adf-mode", tr("one side or both")},
      {"duplex", tr("both sides of the sheet")},
      {"batch-scan", tr("one sheet after the other")},
      {"df-action", tr("when two sheets go together")},
      {"df-thickness", tr("double feeds: found by thickness")},
      {"df-length", tr("double feeds: found by length")},
      {"df-skew", tr("sheets that go in askew are found")},
      {"double-feed", tr("two sheets went together")},
      {"dfeed", tr("double feeds are found")},
      {"dfstop", tr("goes on after a double feed")},
      {"double-feed-detection", tr("double feeds are found")},
      {"double-feed-detection-sensitivity", tr("how readily double feeds are found")},
      {"page-loaded", tr("there is paper in the feeder")},
      {"cover-open", tr("the cover is open")},
  };
}

std::map<std::string, const char*> what_the_picture_is_like() {
  return {
      {"brightness", tr("brightness")},
      {"contrast", tr("contrast")},
      {"threshold", tr("what is black, in black and white")},
      {"gamma-table", tr("gamma table")},
      {"rotation", tr("turned by")},
      {"swdeskew", tr("the driver straightens pages")},
      {"swcrop", tr("the driver cuts borders off")},
      {"swdespeck", tr("the driver removes specks")},
      {"swskip", tr("the driver leaves blank pages out")},
      {"ald", tr("the end of the sheet is found")},
      {"lamp-off-time", tr("minutes until the lamp goes out")},
      {"sleeptimer", tr("minutes until it sleeps")},
  };
}

}  // namespace

const char* device_option_words(const std::string& name) {
  static const auto kWords = [] {
    auto all = what_is_scanned();
    all.merge(what_the_feeder_does());
    all.merge(what_the_picture_is_like());
    return all;
  }();
  const auto found = kWords.find(name);
  return found == kWords.end() ? nullptr : found->second;
}

}  // namespace tangthu::cli
