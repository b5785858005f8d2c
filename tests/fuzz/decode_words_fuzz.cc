// libFuzzer: the small parsers of capture. Exif blocks, first bytes of files, separator
// sheets, names, frames, and what the scanner's process says.
#include "base/unicode.h"
#include "scanner/batch/separator.h"
#include "scanner/decode/exif.h"
#include "scanner/device/messages.h"
#include "scanner/media.h"
#include "scanner/names.h"
#include "scanner/pages_of_frames.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::scanner;  // NOLINT
using fuzz::must;

void feed_exif(ByteView bytes) {
  const ExifFacts facts = read_exif(bytes);
  must(facts.dpi_x >= 0 && facts.dpi_y >= 0);
}

void feed_head(ByteView bytes) {
  const Sniffed what = sniff(bytes);
  must((what.kind == ContentKind::kImage) == what.type.has_value());
}

// What passes for a separator is written again as the same text.
void feed_separator(ByteView bytes) {
  const ReadCode code = parse_separator(as_text(bytes));
  if (code.kind != CodeKind::kSeparator) return;
  const auto text = separator_text(code.separator);
  must(text.has_value() && *text == as_text(bytes));
}

void feed_name(ByteView bytes) {
  const std::string shown = displayable(as_text(bytes));
  must(displayable(shown) == shown);
  const std::string member = member_name(as_text(bytes));
  must(!member.starts_with('/') && member.find("/../") == std::string::npos);
  must(!natural_less(shown, shown));
  name_claims_document(shown);
  is_clutter(shown);
}

void feed_frame(ByteView bytes) {
  FrameHeader header{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), header.size()), header.begin());
  Frame frame = unpack(header);
  // Such a page would be right, and large.
  const std::uint64_t pixels = std::uint64_t{frame.words[0]} * frame.words[1];
  if (pixels > (1 << 20) && pixels <= kMaxPagePixels) return;
  const auto page = announced_page(frame);
  if (page) must(page->size_bytes() <= kMaxPagePixels * 3);
}

void feed_scan_options(ByteView bytes) {
  const auto options = unpack_scan_options(bytes);
  if (options) must(fuzz::same(pack(*options), bytes));
}

// Texts lose control characters on the way: what was read once is read again as it is.
void feed_device(ByteView bytes) {
  const auto device = unpack_device(bytes);
  if (!device) return;
  const auto again = unpack_device(pack(*device));
  must(again && fuzz::same(pack(*again), pack(*device)));
}

void feed_option(ByteView bytes) {
  const auto option = unpack_option(bytes);
  if (!option) return;
  const auto again = unpack_option(pack(*option));
  must(again && fuzz::same(pack(*again), pack(*option)));
}

constexpr fuzz::Parser kParsers[] = {
    {"exif", feed_exif},     {"head", feed_head},     {"separator", feed_separator},
    {"name", feed_name},     {"frame", feed_frame},   {"scan-options", feed_scan_options},
    {"device", feed_device}, {"option", feed_option},
};

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  using namespace std::string_view_literals;
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("exif", as_bytes("Exif\0\0MM\0*\0\0\0\x08\0\2\1\x12\0\3\0\0\0\1\0\6\0\0"
                       "\1\x1a\0\5\0\0\0\1\0\0\0\x20\0\0\0\0\0\0\1\x2c\0\0\0\1"sv));
  for (const std::string_view head :
       {"%PDF-1.7"sv, "PK\x03\x04"sv, "RIFF0000WEBPVP8 "sv,
        "BM0000000000\x36\0\0\0\x28\0\0\0"sv, "\0\0\0\x0cjP  \r\n\x87\n"sv, "000-lh5-"sv,
        "MSCF\0\0\0\0"sv}) {
    add("head", as_bytes(head), std::to_string(out.size()));
  }
  add("separator", as_bytes(*separator_text({})));
  add("separator", as_bytes(*separator_text({"H49.12"})), "-dossier");
  add("name", as_bytes("../Tờ trình/\x1b[2J p10.png"));
  add("frame", pack(Frame{FrameKind::kPage, {100, 100, 3, 300}}));
  ScanOptions options;
  options.device = "test:0";
  add("scan-options", pack(options));
  add("device", pack(DeviceInfo{}));
  add("option", pack(OptionInfo{}));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return fuzz::feed_one(kParsers, data, size);
}
