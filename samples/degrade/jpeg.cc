#include "samples/degrade/jpeg.h"

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <jpeglib.h>

namespace tangthu::samples {
namespace {

struct Bytes {
  unsigned char* data = nullptr;
  unsigned long size = 0;  // NOLINT(google-runtime-int): libjpeg's type
  Bytes() = default;
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  ~Bytes() { std::free(data); }  // NOLINT: libjpeg allocates with malloc
};

// libjpeg's own handler ends the process. What we compressed ourselves always
// decompresses, so an error is a bug or exhaustion: an exception.
[[noreturn]] void throw_error(j_common_ptr) {
  throw std::runtime_error("libjpeg refused a picture it was given");
}

jpeg_error_mgr error_manager() {
  jpeg_error_mgr errors{};
  jpeg_std_error(&errors);
  errors.error_exit = throw_error;
  return errors;
}

class Compressor {
 public:
  Compressor() {
    state_.err = &errors_;
    jpeg_create_compress(&state_);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() { jpeg_destroy_compress(&state_); }

  void run(cv::Mat& image, int quality, ColourSampling sampling, Bytes& out) {
    jpeg_mem_dest(&state_, &out.data, &out.size);
    state_.image_width = static_cast<JDIMENSION>(image.cols);
    state_.image_height = static_cast<JDIMENSION>(image.rows);
    state_.input_components = image.channels();
    state_.in_color_space = image.channels() == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&state_);
    jpeg_set_quality(&state_, quality, TRUE);
    const int step = sampling == ColourSampling::kHalf && image.channels() == 3 ? 2 : 1;
    state_.comp_info[0].h_samp_factor = step;
    state_.comp_info[0].v_samp_factor = step;
    jpeg_start_compress(&state_, TRUE);
    while (state_.next_scanline < state_.image_height) {
      JSAMPROW line = image.ptr(static_cast<int>(state_.next_scanline));
      jpeg_write_scanlines(&state_, &line, 1);
    }
    jpeg_finish_compress(&state_);
  }

 private:
  jpeg_error_mgr errors_ = error_manager();
  jpeg_compress_struct state_{};
};

class Decompressor {
 public:
  Decompressor() {
    state_.err = &errors_;
    jpeg_create_decompress(&state_);
  }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  ~Decompressor() { jpeg_destroy_decompress(&state_); }

  void run(const Bytes& in, cv::Mat& image) {
    jpeg_mem_src(&state_, in.data, in.size);
    jpeg_read_header(&state_, TRUE);
    jpeg_start_decompress(&state_);
    while (state_.output_scanline < state_.output_height) {
      JSAMPROW line = image.ptr(static_cast<int>(state_.output_scanline));
      jpeg_read_scanlines(&state_, &line, 1);
    }
    jpeg_finish_decompress(&state_);
  }

 private:
  jpeg_error_mgr errors_ = error_manager();
  jpeg_decompress_struct state_{};
};

}  // namespace

void through_jpeg(cv::Mat& image, int quality, ColourSampling sampling) {
  if (image.cols > JPEG_MAX_DIMENSION || image.rows > JPEG_MAX_DIMENSION) return;
  Bytes file;
  Compressor().run(image, quality, sampling, file);
  Decompressor().run(file, image);
}

}  // namespace tangthu::samples
