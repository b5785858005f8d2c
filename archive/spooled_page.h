// A captured page in a spool: as it came, or as the PNG that will be its master.
//
//   u32 width ‖ u32 height ‖ u32 dpi ‖ u8 bytes a pixel ‖ pixels
//   u32 width ‖ u32 height ‖ u32 dpi ‖ u8 0 ‖ PNG
//
// Thread rule: as for the spool. Errors: those of the spool.
#pragma once

#include "base/page.h"
#include "vault/spool.h"

namespace tangthu::archive {

Result<void> write_page(vault::Spool& spool, int number, const Page& page);
// In its place; `png` is of the same page.
Result<void> write_as_png(vault::Spool& spool, int number, const Page& page,
                          ByteView png);

// kNotFound when it is not there, kCorrupt when it is damaged.
Result<Page> read_page(const vault::Spool& spool, int number);
// The PNG; kCorrupt where the page lies as it came.
Result<Bytes> read_png(const vault::Spool& spool, int number);

}  // namespace tangthu::archive
