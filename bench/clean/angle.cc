// For comparing with other programs: pages with told skew as files, and the skew of any
// program's output, measured on its pixels alone and by none of tangthu's own code. The
// lower edges of ink are summed along slanted rows; the angle whose sums are the most
// uneven is that of the lines.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>

#include "base/bytes.h"
#include "bench/clean/trials.h"
#include "scanner/device.h"
#include "scanner/page_source.h"

namespace tangthu::bench {
namespace {

struct Edge {
  double x;
  double y;
};

std::vector<Edge> lower_edges(const Page& page) {
  const int channels = page.channels();
  const auto grey = [&](int x, int y) {
    return page.row(y)[x * channels + (channels == 3 ? 1 : 0)];
  };
  double sum = 0, n = 0;
  for (int y = 0; y < page.height(); y += 7) {
    for (int x = 0; x < page.width(); x += 7)
      sum += grey(x, y), n += 1;
  }
  const double dark = sum / n * 0.65;
  std::vector<Edge> edges;
  for (int y = page.height() / 12; y + 1 < page.height() - page.height() / 12; ++y) {
    for (int x = page.width() / 12; x < page.width() - page.width() / 12; x += 3) {
      if (grey(x, y) < dark && grey(x, y + 1) >= dark)
        // Spread within its pixel, by the golden section: whole rows would sum up more
        // unevenly at no angle at all than at any.
        edges.push_back({x - page.width() * 0.5, y + std::fmod(x * 0.618034, 1.0)});
    }
  }
  return edges;
}

double unevenness(const std::vector<Edge>& edges, double degrees, int height) {
  std::vector<double> rows(static_cast<std::size_t>(3 * height));
  const double slope = std::tan(degrees * std::numbers::pi / 180);
  for (const Edge& edge : edges) {
    const double y = edge.y - edge.x * slope + height;
    const auto row = static_cast<std::size_t>(std::clamp(y, 0.0, 3.0 * height - 2));
    const double share = y - std::floor(y);
    rows[row] += 1 - share, rows[row + 1] += share;
  }
  double sum = 0;
  for (const double row : rows)
    sum += row * row;
  return sum;
}

double angle_of(const Page& page) {
  const std::vector<Edge> edges = lower_edges(page);
  double best = 0, most = -1;
  const auto look = [&](double middle, double reach, double step) {
    for (double at = middle - reach; at <= middle + reach + step / 2; at += step) {
      const double here = unevenness(edges, at, page.height());
      if (here > most) most = here, best = at;
    }
  };
  look(0, 16, 0.2);
  look(best, 0.2, 0.02);
  look(best, 0.02, 0.005);
  return best;
}

// PNM, which unpaper writes; other files by tangthu's decoders.
Page page_of(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::string magic;
  int width = 0, height = 0, most = 0;
  in >> magic;
  if (magic == "P5" || magic == "P6") {
    in >> width >> height >> most;
    in.get();
    Page page = must(Page::create(width, height,
                                  magic == "P5" ? PixelFormat::kGrey : PixelFormat::kRgb,
                                  kDefaultDpi));
    in.read(reinterpret_cast<char*>(page.pixels().data()),
            static_cast<std::streamsize>(page.size_bytes()));
    return page;
  }
  in.clear();
  in.seekg(0);
  std::ostringstream all;
  all << in.rdbuf();
  const std::string text = all.str();
  const bool pdf = name.ends_with(".pdf");
  const scanner::InputFile file{name,
                                pdf ? scanner::MediaType::kPdf : scanner::MediaType::kPng,
                                Bytes(text.begin(), text.end())};
  const auto source = must(scanner::open_pages(file));
  auto page = must(source->next());
  if (!page) std::exit(1);
  return std::move(*page);
}

}  // namespace

void write_pages(const Plan& plan, const std::string& folder) {
  std::filesystem::create_directories(folder);
  measure<char>(plan, [&](int i) {
    Random random(plan.seed_of(i));
    const samples::Told told{.turn_degrees = 0,
                             .skew_degrees = random.uniform(-plan.skew, plan.skew)};
    const auto worn =
        must(samples::degrade(rendering(plan.seed_of(i)), Grade::kScan, random, told));
    const Bytes png = must(scanner::encode_png(worn.page));
    std::ofstream(folder + "/" + std::to_string(1000 + i) + ".png", std::ios::binary)
        .write(reinterpret_cast<const char*>(png.data()),
               static_cast<std::streamsize>(png.size()));
    return '.';
  });
}

void print_angles(const std::vector<std::string>& files) {
  std::vector<double> left;
  for (const std::string& name : files) {
    left.push_back(std::abs(angle_of(page_of(name))));
    if (tells_pages()) std::fprintf(stderr, "%s %.3f\n", name.c_str(), left.back());
  }
  std::printf("%.3f | %.3f | %.3f\n", percentile(left, 0.5), percentile(left, 0.95),
              percentile(left, 1));
}

}  // namespace tangthu::bench
