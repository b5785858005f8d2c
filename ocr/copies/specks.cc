#include "ocr/copies/specks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace tangthu::ocr {
namespace {

struct Plane {
  int width = 0;
  int height = 0;
  std::vector<float> values;
  float* row(int y) {
    return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
  const float* row(int y) const {
    return values.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
  }
};

// What one sample takes of a line of `length` others, `step` of them a sample apart: all
// that it covers, or between two.
struct Share {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Share> shares(int length, int samples, double step) {
  std::vector<Share> out(static_cast<std::size_t>(samples));
  const double half = std::max(1.0, step) / 2;
  for (int i = 0; i < samples; ++i) {
    const double middle = (i + 0.5) * step;
    const double low = std::clamp(middle - half, 0.0, length - 1.0);
    const double high = std::clamp(middle + half, low + 1e-3, double(length));
    Share& share = out[static_cast<std::size_t>(i)];
    share.first = static_cast<int>(low);
    for (int at = share.first; at < high && at < length; ++at) {
      const double part = std::min<double>(at + 1, high) - std::max<double>(at, low);
      share.weights.push_back(static_cast<float>(part / (high - low)));
    }
  }
  return out;
}

void grey_row(const Page& page, int y, std::vector<float>& out) {
  const std::uint8_t* row = page.row(y);
  for (int x = 0; x < page.width(); ++x) {
    const auto i = static_cast<std::size_t>(x);
    out[i] =
        page.format() == PixelFormat::kGrey
            ? row[i]
            : 0.299F * row[3 * i] + 0.587F * row[3 * i + 1] + 0.114F * row[3 * i + 2];
  }
}

Plane resampled(const Page& page, int width, int height, double step) {
  Plane wide{width, page.height(),
             std::vector<float>(static_cast<std::size_t>(width) *
                                static_cast<std::size_t>(page.height()))};
  std::vector<float> grey(static_cast<std::size_t>(page.width()));
  const auto columns = shares(page.width(), width, step);
  for (int y = 0; y < page.height(); ++y) {
    grey_row(page, y, grey);
    float* out = wide.row(y);
    for (const Share& share : columns) {
      float sum = 0;
      for (std::size_t i = 0; i < share.weights.size(); ++i)
        sum += share.weights[i] * grey[static_cast<std::size_t>(share.first) + i];
      *out++ = sum;
    }
  }
  Plane out{width, height,
            std::vector<float>(static_cast<std::size_t>(width) *
                               static_cast<std::size_t>(height))};
  const auto rows = shares(page.height(), height, step);
  for (int y = 0; y < height; ++y) {
    const Share& share = rows[static_cast<std::size_t>(y)];
    for (std::size_t i = 0; i < share.weights.size(); ++i) {
      const float* in = wide.row(share.first + static_cast<int>(i));
      float* sum = out.row(y);
      for (int x = 0; x < width; ++x)
        sum[x] += share.weights[i] * in[x];
    }
  }
  return out;
}

// Around a spot: half a millimetre off, in eight directions.
constexpr std::array<std::array<int, 2>, 8> kRing = {
    {{4, 0}, {3, 3}, {0, 4}, {-3, 3}, {-4, 0}, {-3, -3}, {0, -4}, {3, -3}}};
constexpr int kRingReach = 4;

struct Peak {
  int score;
  MarkPoint at;
};

// Without those that stand together as specks of print do: dots of the mark are further
// apart. What is much weaker than a spot does not crowd it.
std::vector<MarkPoint> lonely(std::vector<Peak>& peaks) {
  constexpr double kTogetherMm = 2.5;
  constexpr int kMostOthers = 1;
  std::sort(peaks.begin(), peaks.end(),
            [](const Peak& a, const Peak& b) { return a.at.y < b.at.y; });
  std::vector<int> others(peaks.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    for (std::size_t k = i + 1; k < peaks.size(); ++k) {
      const Peak& a = peaks[i];
      const Peak& b = peaks[k];
      if (b.at.y - a.at.y > kTogetherMm) break;
      if (std::abs(b.at.x - a.at.x) > kTogetherMm) continue;
      if (2 * b.score >= a.score) ++others[i];
      if (2 * a.score >= b.score) ++others[k];
    }
  }
  std::vector<MarkPoint> out;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    if (others[i] <= kMostOthers) out.push_back(peaks[i].at);
  }
  return out;
}

}  // namespace

SpeckMap::SpeckMap(const Page& page, double per_mm) {
  const double step = per_mm / kPerMm;
  const double wide = page.width() / step;
  const double high = page.height() / step;
  if (!(wide >= 16 && high >= 16 && wide <= kMostSide && high <= kMostSide)) return;
  width_ = static_cast<int>(wide);
  height_ = static_cast<int>(high);
  const Plane plane = resampled(page, width_, height_, step);
  scores_.assign(plane.values.size(), -255);
  for (int y = kRingReach; y < height_ - kRingReach; ++y) {
    for (int x = kRingReach; x < width_ - kRingReach; ++x) {
      float around = 255;
      for (const auto& [dx, dy] : kRing)
        around = std::min(around, plane.row(y + dy)[x + dx]);
      scores_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
              static_cast<std::size_t>(x)] =
          static_cast<std::int16_t>(std::lround(around - plane.row(y)[x]));
    }
  }
}

int SpeckMap::near(const MarkPoint& at) const {
  constexpr int kReach = 2;
  const int cx = static_cast<int>(std::floor(at.x * kPerMm));
  const int cy = static_cast<int>(std::floor(at.y * kPerMm));
  int most = -255;
  for (int y = std::max(0, cy - kReach); y <= std::min(height_ - 1, cy + kReach); ++y) {
    for (int x = std::max(0, cx - kReach); x <= std::min(width_ - 1, cx + kReach); ++x)
      most = std::max(most, score(x, y));
  }
  return most;
}

bool SpeckMap::is_peak(int x, int y) const {
  const int here = score(x, y);
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const int other = score(x + dx, y + dy);
      const bool before = dy < 0 || (dy == 0 && dx < 0);
      if (before ? other >= here : other > here) return false;
    }
  }
  return true;
}

std::vector<MarkPoint> SpeckMap::spots(std::size_t most, int least) const {
  std::vector<Peak> peaks;
  for (int y = 1; y < height_ - 1; ++y) {
    for (int x = 1; x < width_ - 1; ++x) {
      if (score(x, y) >= least && is_peak(x, y))
        peaks.push_back({score(x, y), {(x + 0.5) / kPerMm, (y + 0.5) / kPerMm}});
    }
  }
  if (peaks.size() > most) {
    std::nth_element(peaks.begin(), peaks.begin() + static_cast<std::ptrdiff_t>(most),
                     peaks.end(),
                     [](const Peak& a, const Peak& b) { return a.score > b.score; });
    peaks.resize(most);
  }
  return lonely(peaks);
}

}  // namespace tangthu::ocr
