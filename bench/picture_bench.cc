// What the pictures of an access copy cost, on pages that are there as files: a line a
// page (bytes and milliseconds as one JPEG and as layers, and what layers would lose).
//   bench-picture FILE...
#include <filesystem>
#include <string>

#include "bench/bench.h"
#include "bench/files.h"
#include "ocr/page_picture.h"
#include "scanner/clean/clean.h"
#include "scanner/media.h"
#include "scanner/page_source.h"

namespace tangthu::bench {
namespace {

Page first_page(const std::string& name) {
  const std::string text = read_text(name);
  const Bytes bytes(text.begin(), text.end());
  const scanner::InputFile file{name, scanner::sniff(bytes).type.value(), bytes};
  auto page = must(must(scanner::open_pages(file))->next());
  return std::move(*page);
}

std::size_t size_of(const ocr::PagePicture& picture) {
  std::size_t size = 0;
  for (const ocr::PictureLayer& layer : picture.layers)
    size += layer.data.size();
  return size;
}

void measure(const std::string& name) {
  const auto clean = must(scanner::clean_page(first_page(name)));
  double start = milliseconds_of_thread();
  const auto jpeg = must(ocr::jpeg_picture(clean.upright));
  const double jpeg_ms = milliseconds_of_thread() - start;
  ocr::LayerLoss loss;
  start = milliseconds_of_thread();
  const auto layers = must(ocr::layered_picture(clean.upright, clean.ink, &loss));
  const double layers_ms = milliseconds_of_thread() - start;
  std::printf(
      "%s jpeg %zu %.0f ms, layers %zu:", std::filesystem::path(name).filename().c_str(),
      size_of(jpeg), jpeg_ms, size_of(layers));
  for (const ocr::PictureLayer& layer : layers.layers)
    std::printf(" %zu", layer.data.size());
  std::printf(" %.0f ms; ink %.4f pictures %.4f\n", layers_ms, loss.ink, loss.pictures);
}

}  // namespace
}  // namespace tangthu::bench

int main(int count, char** words) {
  for (int i = 1; i < count; ++i)
    tangthu::bench::measure(words[i]);
  return 0;
}
