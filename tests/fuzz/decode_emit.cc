// The emit.h of the fuzz targets: checks what a decoder sends, and throws where the real
// one ends the process.
#include <cmath>

#include "base/page.h"
#include "scanner/decode/emit.h"
#include "scanner/import.h"
#include "tests/fuzz/decode.h"

namespace tangthu::fuzz {
namespace {

// Larger pages take time and find nothing more.
constexpr std::uint64_t kMostPixels = 1 << 20;

int pages = 0;
bool in_member = false;
std::uint64_t member_bytes = 0;

}  // namespace

void begin_decoding() {
  pages = 0;
  in_member = false;
}

void end_decoding(bool refused) {
  must(refused || !in_member);
}

}  // namespace tangthu::fuzz

namespace tangthu::scanner {

using namespace fuzz;  // NOLINT: its counters

void refuse(Fault fault) {
  throw Refused{fault};
}

void require_page_size(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) refuse(Fault::kDamaged);
  if (!fits_page(width, height) || width * height > kMostPixels) refuse(Fault::kTooLarge);
}

void send_facts(std::uint32_t facts) {
  must(pages == 0 && facts == kSigned);
}

void send_page(Raster page) {
  if (++pages > 20) refuse(Fault::kTooManyPages);
  must(page.channels == 1 || page.channels == 3);
  must(page.pixels.size() == page.stride() * static_cast<std::size_t>(page.height));
  must(fits_page(static_cast<std::uint64_t>(page.width),
                 static_cast<std::uint64_t>(page.height)));
  must(std::isfinite(page.dpi_x) && std::isfinite(page.dpi_y) && page.dpi_x > 0 &&
       page.dpi_y > 0);
  page = squared(std::move(page));
  must(page.pixels.size() == page.stride() * static_cast<std::size_t>(page.height));
}

void send_bad_member(std::string_view, Fault fault) {
  must(!in_member && fault != Fault::kNone);
}

void send_member(std::string_view, MemberKind kind, std::uint64_t) {
  must(!in_member && (kind == MemberKind::kImage || kind == MemberKind::kArchive));
  in_member = true;
  member_bytes = 0;
}

void send_chunk(ByteView data) {
  must(in_member && !data.empty());
  member_bytes += data.size();
  must(member_bytes <= kMaxFileBytes);
  // A bomb of 16 KiB goes on for minutes; its beginning is enough.
  if (member_bytes > (16U << 20)) refuse(Fault::kMemberTooLarge);
}

void send_member_end(Fault) {
  must(in_member);
  in_member = false;
}

void note_effort(std::uint64_t members, std::uint64_t bytes) {
  must(members <= kMaxArchiveMembers && bytes <= kMaxArchiveBytes + kMaxFileBytes);
  if (bytes > (256U << 20)) refuse(Fault::kArchiveTooLarge);
}

}  // namespace tangthu::scanner
