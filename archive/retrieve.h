// Retrieving: a document's record, text, access copy and master, for a session that holds
// its label.
#pragma once

#include <string>
#include <vector>

#include "archive/record.h"
#include "vault/document.h"

namespace tangthu::archive {

Result<Record> read_record(const vault::DocumentReader& reader);

// One page as it is stored: the CBOR of the JSON that `ocr` writes. kNotFound past the
// last page.
Result<Bytes> stored_page(const vault::DocumentReader& reader, int page);
Result<Json> page_json(const vault::DocumentReader& reader, int page);
// Its lines, in reading order, each ended by a line feed.
Result<std::string> page_text(const vault::DocumentReader& reader, int page);
// The same, of a page of this document as it is stored.
Result<std::string> text_of_page(const vault::DocumentReader& reader, ByteView stored);
// Those of all its pages, in order.
Result<std::vector<std::string>> page_texts(const vault::DocumentReader& reader,
                                            int pages);

enum class Form { kPdf, kText, kMaster };

// The document, or one page of it (page ≥ 1), in one of its forms. A master that is one
// file for all pages can't be had by the page: kUsage. Of both pages of a spread it is
// the one picture.
Result<Bytes> retrieve(const vault::DocumentReader& reader, Form form, int page);

}  // namespace tangthu::archive
