#include "scanner/decode/emit.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <unistd.h>

#include "base/page.h"
#include "scanner/decode/frame_pipe.h"
#include "scanner/page_source.h"

namespace tangthu::scanner {
namespace {

void write_all(ByteView data) {
  if (!write_bytes(data)) _exit(1);  // nobody listens any more
}

Effort effort;

void write_frame(const Frame& frame) {
  write_all(pack(frame));
}

}  // namespace

void require_page_size(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) refuse(Fault::kDamaged);
  if (!fits_page(width, height)) refuse(Fault::kTooLarge);
}

void send_facts(std::uint32_t facts) {
  write_frame({FrameKind::kFacts, {facts, 0, 0, 0}});
}

void send_page(Raster page) {
  static int pages_sent = 0;
  if (++pages_sent > kMaxPagesPerFile) refuse(Fault::kTooManyPages);
  page = squared(std::move(page));
  require_page_size(static_cast<std::uint64_t>(page.width),
                    static_cast<std::uint64_t>(page.height));
  const auto dpi = static_cast<int>(std::lround(page.dpi_x));
  write_frame(
      {FrameKind::kPage,
       {static_cast<std::uint32_t>(page.width), static_cast<std::uint32_t>(page.height),
        static_cast<std::uint32_t>(page.channels),
        static_cast<std::uint32_t>(std::clamp(dpi, kMinDpi, kMaxDpi))}});
  write_all(page.pixels);
}

void send_bad_member(std::string_view name, Fault fault) {
  name = name.substr(0, kMaxMemberName);
  write_frame({FrameKind::kMember,
               {static_cast<std::uint32_t>(name.size()),
                static_cast<std::uint32_t>(fault), 0, 0}});
  write_all(as_bytes(name));
}

void send_member(std::string_view name, MemberKind kind, std::uint64_t size) {
  name = name.substr(0, kMaxMemberName);
  write_frame({FrameKind::kMember,
               {static_cast<std::uint32_t>(name.size()), 0,
                static_cast<std::uint32_t>(kind), static_cast<std::uint32_t>(size)}});
  write_all(as_bytes(name));
}

void send_chunk(ByteView data) {
  while (!data.empty()) {
    const ByteView part = data.first(std::min(data.size(), kMaxChunk));
    write_frame({FrameKind::kChunk, {static_cast<std::uint32_t>(part.size()), 0, 0, 0}});
    write_all(part);
    data = data.subspan(part.size());
  }
}

void send_member_end(Fault fault) {
  write_frame({FrameKind::kMemberEnd, {static_cast<std::uint32_t>(fault), 0, 0, 0}});
}

void note_effort(std::uint64_t members, std::uint64_t bytes) {
  effort = {static_cast<std::uint32_t>(members), static_cast<std::uint32_t>(bytes >> 10)};
}

void refuse(Fault fault) {
  write_frame({FrameKind::kFault,
               {static_cast<std::uint32_t>(fault), effort.members, effort.kib, 0}});
  _exit(0);
}

void finish() {
  write_frame({FrameKind::kEnd, {0, effort.members, effort.kib, 0}});
  _exit(0);
}

}  // namespace tangthu::scanner
