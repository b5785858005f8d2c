// What a file is, by its first bytes and never by its name.
// Shared by the walk (scanner/import.cc) and by the sandboxed decoders; no third party.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "scanner/import.h"

namespace tangthu::scanner {

// As many bytes as tell what a file is (the magic of tar stands at 257, that of PDF may
// stand anywhere in the first 1024, that of an ISO image at 32,769).
inline constexpr std::size_t kSniffBytes = 32'774;

enum class ContentKind {
  kImage,    // one of MediaType
  kArchive,  // of any kind, or a compressed stream that may hold one
  kOffice,   // a ZIP that is one office document, or an old office file
  kOther,    // not for us: text, other images, programs
};

struct Sniffed {
  ContentKind kind = ContentKind::kOther;
  std::optional<MediaType> type;  // of an image
};

// `head`: the first kSniffBytes of the file, or all of it.
Sniffed sniff(ByteView head);

// Does the name claim that this is a document to take in? True for the extensions of
// images, PDFs, archives and office documents, and where there is no extension: such a
// file that can't be read is worth a word; notes.txt beside the scans is not.
bool name_claims_document(std::string_view name);

// Hidden files, editors' backups, unfinished downloads, what systems leave in folders
// and archives: never documents. `name` is one path component.
bool is_clutter(std::string_view name);

}  // namespace tangthu::scanner
