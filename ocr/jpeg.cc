// Through libjpeg-turbo's libjpeg interface. This file is its wall in this room.
#include "ocr/jpeg.h"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdio>  // jpeglib.h needs FILE
#include <utility>

#include <jpeglib.h>

#include "base/secret.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kBlock = std::size_t{256} * 1024;

// libjpeg calls back to report an error and must not return from that: the jump leads
// back into `compress`, over C frames only, which own nothing.
struct ErrorExit {
  jpeg_error_mgr manager;  // first: libjpeg knows the address of this member
  std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr common) {
  std::longjmp(reinterpret_cast<ErrorExit*>(common->err)->back, 1);  // NOLINT
}

void stay_silent(j_common_ptr /*common*/) {}

// Bytes go into a vector that grows block by block; what it leaves behind is wiped.
struct Destination {
  jpeg_destination_mgr manager;  // first, as above
  Bytes* out;
};

Destination& destination_of(j_compress_ptr info) {
  return *reinterpret_cast<Destination*>(info->dest);  // NOLINT
}

bool grow(Destination& to, std::size_t used) noexcept {
  try {
    Bytes larger(used + std::max(used, kBlock));
    std::copy_n(to.out->begin(), used, larger.begin());
    wipe(to.out->data(), to.out->size());
    *to.out = std::move(larger);
  } catch (...) {
    return false;
  }
  to.manager.next_output_byte = to.out->data() + used;
  to.manager.free_in_buffer = to.out->size() - used;
  return true;
}

void begin_output(j_compress_ptr info) {
  if (!grow(destination_of(info), 0)) leave(reinterpret_cast<j_common_ptr>(info));
}

boolean output_full(j_compress_ptr info) {
  Destination& to = destination_of(info);
  if (!grow(to, to.out->size())) leave(reinterpret_cast<j_common_ptr>(info));
  return TRUE;
}

void end_output(j_compress_ptr info) {
  Destination& to = destination_of(info);
  to.out->resize(to.out->size() - to.manager.free_in_buffer);
}

void describe(jpeg_compress_struct& info, const Page& page, int quality,
              JpegEffort effort) {
  info.image_width = static_cast<JDIMENSION>(page.width());
  info.image_height = static_cast<JDIMENSION>(page.height());
  info.input_components = page.channels();
  info.in_color_space = page.channels() == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, std::clamp(quality, 1, 100), TRUE);
  info.optimize_coding = effort == JpegEffort::kSmall ? TRUE : FALSE;
  info.density_unit = 1;  // dots an inch
  info.X_density = static_cast<UINT16>(std::clamp(page.dpi(), 1, 65'535));
  info.Y_density = info.X_density;
}

// No object with a destructor may live here: errors jump out of it.
bool compress(const Page& page, int quality, JpegEffort effort, Bytes& out) {
  jpeg_compress_struct info{};
  ErrorExit errors{};
  Destination to{};
  info.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = leave;
  errors.manager.output_message = stay_silent;
  if (setjmp(errors.back) != 0) {  // NOLINT(cert-err52-cpp): libjpeg's way
    jpeg_destroy_compress(&info);
    return false;
  }
  jpeg_create_compress(&info);
  to.out = &out;
  to.manager.init_destination = begin_output;
  to.manager.empty_output_buffer = output_full;
  to.manager.term_destination = end_output;
  info.dest = &to.manager;
  describe(info, page, quality, effort);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    // libjpeg takes rows as not const and only reads them.
    auto* row = const_cast<JSAMPROW>(page.row(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  return true;
}

}  // namespace

Result<Bytes> encode_jpeg(const Page& page, int quality, JpegEffort effort) {
  Bytes out;
  if (!compress(page, quality, effort, out)) {
    wipe(out.data(), out.size());
    return fail(ErrorCode::kUnexpected, "the page could not be encoded as JPEG",
                "try again; if it persists, report it");
  }
  return out;
}

}  // namespace tangthu::ocr
