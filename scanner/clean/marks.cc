// Connected components of a mask, 8-connected, from runs of ink. Text covers a twentieth
// of a page, so runs are few where labels would be as many as pixels. Union-find over
// runs: He, Chao and Suzuki, "A run-based two-scan labeling algorithm", TIP 2008.
#include <algorithm>
#include <cstring>
#include <numeric>

#include "scanner/clean/stages.h"

namespace tangthu::scanner {
namespace {

// Always the smaller index is the root, so that roots come before what hangs on them.
int root_of(std::vector<int>& parents, int run) {
  auto at = static_cast<std::size_t>(run);
  while (parents[at] != static_cast<int>(at)) {
    parents[at] = parents[static_cast<std::size_t>(parents[at])];
    at = static_cast<std::size_t>(parents[at]);
  }
  return static_cast<int>(at);
}

void join(std::vector<int>& parents, std::size_t a, std::size_t b) {
  const int first = root_of(parents, static_cast<int>(a));
  const int second = root_of(parents, static_cast<int>(b));
  parents[static_cast<std::size_t>(std::max(first, second))] = std::min(first, second);
}

int skip_paper(const std::uint8_t* row, int x, int width) {
  std::uint64_t eight = 0;
  while (x + 8 <= width) {
    std::memcpy(&eight, row + x, sizeof eight);
    if (eight != 0) break;
    x += 8;
  }
  while (x < width && row[x] == 0)
    ++x;
  return x;
}

void find_runs(const cv::Mat& mask, int y, std::vector<InkRun>& runs) {
  const auto* row = mask.ptr<std::uint8_t>(y);
  for (int x = skip_paper(row, 0, mask.cols); x < mask.cols;
       x = skip_paper(row, x, mask.cols)) {
    const int begin = x;
    while (x < mask.cols && row[x] != 0)
      ++x;
    runs.push_back({y, begin, x, 0});
  }
}

// Runs [above, here) are the row above, [here, end) this one; corners touch.
void join_rows(const std::vector<InkRun>& runs, std::size_t above, std::size_t here,
               std::vector<int>& parents) {
  std::size_t upper = above;
  for (std::size_t lower = here; lower < runs.size(); ++lower) {
    while (upper < here && runs[upper].end < runs[lower].begin)
      ++upper;
    for (std::size_t i = upper; i < here && runs[i].begin <= runs[lower].end; ++i)
      join(parents, i, lower);
  }
}

}  // namespace

Marks find_marks(const cv::Mat& mask) {
  Marks marks;
  std::vector<int> parents;
  std::size_t above = 0;
  for (int y = 0; y < mask.rows; ++y) {
    const std::size_t here = marks.runs.size();
    find_runs(mask, y, marks.runs);
    for (std::size_t i = here; i < marks.runs.size(); ++i)
      parents.push_back(static_cast<int>(i));
    const bool adjacent = here > above && marks.runs[above].y == y - 1;
    if (adjacent) join_rows(marks.runs, above, here, parents);
    if (marks.runs.size() > here) above = here;
  }
  std::vector<int> numbers(parents.size(), -1);
  for (std::size_t i = 0; i < parents.size(); ++i) {
    InkRun& run = marks.runs[i];
    const cv::Rect box(run.begin, run.y, run.end - run.begin, 1);
    int& number =
        numbers[static_cast<std::size_t>(root_of(parents, static_cast<int>(i)))];
    if (number < 0) {
      number = static_cast<int>(marks.boxes.size());
      marks.boxes.push_back(box);
      marks.areas.push_back(box.width);
    } else {
      marks.boxes[static_cast<std::size_t>(number)] |= box;
      marks.areas[static_cast<std::size_t>(number)] += box.width;
    }
    run.mark = number;
  }
  return marks;
}

}  // namespace tangthu::scanner
