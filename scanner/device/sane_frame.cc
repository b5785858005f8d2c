#include "scanner/device/sane_frame.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "scanner/device/fault.h"

namespace tangthu::scanner {
namespace {

using GoOn = std::function<bool()>;

constexpr int kMaxFrames = 4;  // three colours, and infrared where a driver adds it
constexpr SANE_Int kMaxBytesPerLine = kMaxPageSide * 3 * 2 + 65'536;  // with padding
constexpr std::size_t kReadBytes = 65'536;
constexpr int kFirstCapacity = 1024;  // lines, where the height is not announced

// Raw lines are document content.
class WipedBytes {
 public:
  explicit WipedBytes(std::size_t size) : bytes_(size) {}
  ~WipedBytes() { wipe(bytes_.data(), bytes_.size()); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  std::uint8_t* data() { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }

 private:
  std::vector<std::uint8_t> bytes_;
};

int channels_in_line(SANE_Frame format) {
  return format == SANE_FRAME_RGB ? 3 : 1;
}

// The place of a single-colour frame in an RGB pixel.
int channel_of(SANE_Frame format) {
  if (format == SANE_FRAME_GREEN) return 1;
  return format == SANE_FRAME_BLUE ? 2 : 0;
}

bool known(SANE_Frame format) {
  return format == SANE_FRAME_GRAY || format == SANE_FRAME_RGB ||
         format == SANE_FRAME_RED || format == SANE_FRAME_GREEN ||
         format == SANE_FRAME_BLUE;
}

// A sample of a raw line as 8 bits.
std::uint8_t sample(const SANE_Parameters& p, const std::uint8_t* line, int x,
                    int channel) {
  const int channels = channels_in_line(p.format);
  if (p.depth == 1) {  // a byte holds eight pixels of one channel
    const bool set = (line[(x / 8) * channels + channel] >> (7 - x % 8) & 1) != 0;
    return set != (p.format == SANE_FRAME_GRAY) ? 255 : 0;
  }
  const int index = x * channels + channel;
  if (p.depth == 8) return line[index];
  std::uint16_t wide = 0;  // in the machine's byte order
  std::memcpy(&wide, line + 2 * static_cast<std::ptrdiff_t>(index), sizeof wide);
  return static_cast<std::uint8_t>((std::uint32_t{wide} * 255 + 32'767) / 65'535);
}

Result<void> check(const SANE_Parameters& p, const std::string& device) {
  if (!known(p.format) || (p.depth != 1 && p.depth != 8 && p.depth != 16)) {
    return device_failure(DeviceFault::kUnknownPixels, device);
  }
  const bool width_fits = p.pixels_per_line >= 1 && p.pixels_per_line <= kMaxPageSide;
  const std::int64_t samples =
      std::int64_t{p.pixels_per_line} * channels_in_line(p.format);
  const std::int64_t needed = p.depth == 1 ? std::int64_t{(p.pixels_per_line + 7) / 8} *
                                                 channels_in_line(p.format)
                                           : samples * (p.depth / 8);
  if (!width_fits || p.lines < -1 || p.lines == 0 || p.lines > kMaxPageSide ||
      p.bytes_per_line < needed || p.bytes_per_line > kMaxBytesPerLine) {
    return device_failure(DeviceFault::kOutsideLimits, device);
  }
  return {};
}

// Pixels of a page whose height may not be known yet.
class Canvas {
 public:
  explicit Canvas(int dpi) : dpi_(dpi) {}

  // The first frame fixes the width; later ones must agree.
  Result<void> begin_frame(const SANE_Parameters& p) {
    line_ = 0;
    if (page_ && page_->width() == p.pixels_per_line) return {};
    if (page_) return mismatch();
    format_ = p.format == SANE_FRAME_GRAY ? PixelFormat::kGrey : PixelFormat::kRgb;
    const int capacity = p.lines > 0 ? p.lines : kFirstCapacity;
    page_ = TRY(Page::create(p.pixels_per_line, capacity, format_, dpi_));
    return {};
  }

  Result<void> add_line(const SANE_Parameters& p, const std::uint8_t* raw) {
    if (line_ == page_->height()) TRY(grow());
    std::uint8_t* out = page_->row(line_++);
    const int channels = channels_in_line(p.format);
    if (p.depth == 8 && channels == page_->channels()) {
      std::memcpy(out, raw, page_->stride());
      return {};
    }
    const int first = page_->channels() == channels ? 0 : channel_of(p.format);
    for (int x = 0; x < p.pixels_per_line; ++x) {
      for (int c = 0; c < channels; ++c) {
        out[x * page_->channels() + first + c] = sample(p, raw, x, c);
      }
    }
    return {};
  }

  // Passes of a hand-moved scanner may differ by some lines: the shortest counts.
  void end_frame() { height_ = height_ == 0 ? line_ : std::min(height_, line_); }
  int lines() const { return line_; }

  Result<Page> finish() {
    if (height_ == page_->height()) return std::move(*page_);
    Page page = TRY(Page::create(page_->width(), height_, format_, dpi_));
    std::memcpy(page.row(0), page_->row(0), page.size_bytes());
    return page;
  }

 private:
  static Failure mismatch() { return device_failure(DeviceFault::kPassesDiffer, {}); }

  Result<void> grow() {
    const std::int64_t most = std::min<std::int64_t>(
        kMaxPageSide, static_cast<std::int64_t>(kMaxPagePixels) / page_->width());
    const int height = page_->height();
    // At the limit already: ask for one line more, for create()'s error.
    const int target =
        height >= most
            ? height + 1
            : static_cast<int>(std::min<std::int64_t>(most, std::int64_t{height} * 2));
    Page larger = TRY(Page::create(page_->width(), target, format_, dpi_));
    std::memcpy(larger.row(0), page_->row(0), page_->size_bytes());
    page_ = std::move(larger);
    return {};
  }

  int dpi_;
  PixelFormat format_ = PixelFormat::kGrey;
  std::optional<Page> page_;
  int line_ = 0;
  int height_ = 0;
};

// Bytes in any portions → whole lines.
class FrameReader {
 public:
  FrameReader(SaneDevice& device, const SANE_Parameters& parameters, const GoOn& go_on)
      : device_(device),
        parameters_(parameters),
        go_on_(go_on),
        line_(static_cast<std::size_t>(parameters.bytes_per_line)),
        chunk_(kReadBytes) {}

  // What the device says at the end of the frame: EOF when all is well. Lines past the
  // announced height are padding and fall away.
  Result<SANE_Status> read(Canvas& canvas) {
    for (;;) {
      SANE_Int got = 0;
      const SANE_Status status = sane_read(device_.handle(), chunk_.data(),
                                           static_cast<SANE_Int>(chunk_.size()), &got);
      if (status != SANE_STATUS_GOOD) return status;
      if (got < 0 || static_cast<std::size_t>(got) > chunk_.size()) {
        return SANE_STATUS_IO_ERROR;
      }
      if (got == 0) {  // nothing yet; how long is for the parent to say
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      any_ = true;
      if (!go_on_()) return SANE_STATUS_CANCELLED;
      TRY(take(canvas, chunk_.data(), static_cast<std::size_t>(got)));
    }
  }

  bool any() const { return any_; }

 private:
  Result<void> take(Canvas& canvas, const std::uint8_t* data, std::size_t size) {
    while (size > 0 && (parameters_.lines < 0 || canvas.lines() < parameters_.lines)) {
      const std::size_t part = std::min(size, line_.size() - filled_);
      std::memcpy(line_.data() + filled_, data, part);
      data += part;
      size -= part;
      filled_ += part;
      if (filled_ < line_.size()) break;
      filled_ = 0;
      TRY(canvas.add_line(parameters_, line_.data()));
    }
    return {};
  }

  SaneDevice& device_;
  const SANE_Parameters parameters_;
  const GoOn& go_on_;
  WipedBytes line_;
  WipedBytes chunk_;
  std::size_t filled_ = 0;
  bool any_ = false;
};

// Which frames of a page have come.
struct Progress {
  bool grey_or_rgb = false;
  unsigned colours = 0;  // bits of channel_of
  bool complete() const { return grey_or_rgb || colours == 0b111; }
  // Frames after a complete page (infrared) are read and forgotten.
  bool wants(SANE_Frame format) const {
    if (complete()) return false;
    const bool single = format != SANE_FRAME_GRAY && format != SANE_FRAME_RGB;
    return single || colours == 0;
  }
  void add(SANE_Frame format) {
    if (format == SANE_FRAME_GRAY || format == SANE_FRAME_RGB) {
      grey_or_rgb = true;
    } else {
      colours |= 1U << channel_of(format);
    }
  }
};

enum class FrameEnd { kMore, kLast, kNoPaper };

Result<FrameEnd> read_frame(SaneDevice& device, Canvas& canvas, Progress& progress,
                            bool first, const GoOn& go_on) {
  SANE_Status status = device.start();
  // Virtual devices say EOF where a feeder says NO_DOCS.
  const bool empty = status == SANE_STATUS_NO_DOCS || status == SANE_STATUS_EOF;
  if (empty && first) return FrameEnd::kNoPaper;
  if (status != SANE_STATUS_GOOD) return status_failure(status, device.name());
  SANE_Parameters parameters{};
  if (!go_on()) return status_failure(SANE_STATUS_CANCELLED, device.name());
  status = sane_get_parameters(device.handle(), &parameters);
  if (status != SANE_STATUS_GOOD) return status_failure(status, device.name());
  TRY(check(parameters, device.name()));

  Canvas discarded(kDefaultDpi);
  const bool wanted = progress.wants(parameters.format);
  Canvas& target = wanted ? canvas : discarded;
  TRY(target.begin_frame(parameters));
  FrameReader reader(device, parameters, go_on);
  status = TRY(reader.read(target));
  if (status == SANE_STATUS_NO_DOCS && first && !reader.any()) return FrameEnd::kNoPaper;
  const bool short_of_lines =
      target.lines() == 0 || (parameters.lines > 0 && target.lines() < parameters.lines);
  if (status != SANE_STATUS_EOF || short_of_lines) {
    return status_failure(status, device.name());
  }
  target.end_frame();
  if (wanted) progress.add(parameters.format);
  return parameters.last_frame != SANE_FALSE ? FrameEnd::kLast : FrameEnd::kMore;
}

}  // namespace

Result<std::optional<Page>> read_page(SaneDevice& device, int dpi, const GoOn& go_on) {
  Canvas canvas(dpi);
  Progress progress;
  for (int frame = 0; frame < kMaxFrames; ++frame) {
    const FrameEnd end = TRY(read_frame(device, canvas, progress, frame == 0, go_on));
    if (end == FrameEnd::kNoPaper) return std::optional<Page>();
    if (end == FrameEnd::kMore) continue;
    if (!progress.complete()) break;
    return std::optional<Page>(TRY(canvas.finish()));
  }
  return device_failure(DeviceFault::kColoursMissing, device.name());
}

}  // namespace tangthu::scanner
