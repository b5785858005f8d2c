// A decoder's side of the pipe. One-shot: a decoder ends by refuse() or finish(), both of
// which leave the process at once, so that no library is ever unwound or jumped out of.
// (Fuzz targets bring another emit.cc, in which they throw: decoders leave nothing
// behind.)
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "scanner/decode/frames.h"
#include "scanner/decode/raster.h"

namespace tangthu::scanner {

// Refuses the file unless such a page is within the limits of base/page.h: called with
// what a header says, before anything is decoded.
void require_page_size(std::uint64_t width, std::uint64_t height);

// Sends what is known of the file besides its pages (frames.h); before the first page.
void send_facts(std::uint32_t facts);

// Sends the page, its pixels made square first. Refuses what lies outside the limits.
void send_page(Raster page);

// A member that can't be had.
void send_bad_member(std::string_view name, Fault fault);
// A member of `size` bytes as declared (0: unknown); then chunks, then the end.
void send_member(std::string_view name, MemberKind kind, std::uint64_t size);
void send_chunk(ByteView data);
void send_member_end(Fault fault);

// What an archive has cost so far; said with the last frame, whichever that is.
void note_effort(std::uint64_t members, std::uint64_t bytes);

[[noreturn]] void refuse(Fault fault);
[[noreturn]] void finish();

}  // namespace tangthu::scanner
