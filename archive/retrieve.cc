#include "archive/retrieve.h"

#include <algorithm>

#include "base/cbor.h"
#include "ocr/pdf.h"

namespace tangthu::archive {
namespace {

using vault::ObjectKind;

Result<Bytes> retrieve_text(const vault::DocumentReader& reader, int pages, int page) {
  std::string out;
  const int first = page > 0 ? page : 1;
  const int last = page > 0 ? page : pages;
  for (int number = first; number <= last; ++number) {
    if (number > first) out += '\f';
    out += TRY(page_text(reader, number));
  }
  return to_bytes(as_bytes(out));
}

Result<Bytes> retrieve_pdf(const vault::DocumentReader& reader, const Record& record,
                           int page) {
  const std::vector<int>& left_out = record.left_out;
  if (page > 0 && std::count(left_out.begin(), left_out.end(), page) > 0) {
    return fail(ErrorCode::kNotFound, "the page is blank and not in the access copy",
                "its picture is in --format master", reader.id().to_string());
  }
  Bytes pdf = TRY(reader.read({ObjectKind::kPdf, 1}));
  if (page == 0) return pdf;
  const auto before = std::count_if(left_out.begin(), left_out.end(),
                                    [page](int blank) { return blank < page; });
  return ocr::extract_pdf_page(pdf, page - static_cast<int>(before));
}

// Which master bears the page: both pages of a spread have one.
Result<int> capture_of(const vault::DocumentReader& reader, int page) {
  const Json json = TRY(page_json(reader, page));
  const auto at = json.find("captured_page");
  // Texts of before there were spreads have none.
  return at != json.end() && at->is_number_integer() ? at->get<int>() : page;
}

Result<Bytes> retrieve_master(const vault::DocumentReader& reader, const Record& record,
                              int page) {
  const bool one_file_for_all = record.masters == 1 && record.pages > 1;
  if (page > 0 && one_file_for_all) {
    return fail(ErrorCode::kUsage, "the master is one file with all the pages",
                "leave out --page, or choose --format pdf", reader.id().to_string());
  }
  if (page == 0 && record.masters > 1) {
    return fail(ErrorCode::kUsage, "the document has several masters",
                "name one with --page", reader.id().to_string());
  }
  const int number = page > 0 ? TRY(capture_of(reader, page)) : 1;
  return reader.read({ObjectKind::kMaster, static_cast<std::uint32_t>(number)});
}

}  // namespace

Result<Record> read_record(const vault::DocumentReader& reader) {
  return Record::decode(TRY(reader.read({ObjectKind::kRecord, 1})));
}

Result<Bytes> stored_page(const vault::DocumentReader& reader, int page) {
  return reader.read({ObjectKind::kText, static_cast<std::uint32_t>(page)});
}

Result<Json> page_json(const vault::DocumentReader& reader, int page) {
  return from_cbor(TRY(stored_page(reader, page)));
}

Result<std::string> page_text(const vault::DocumentReader& reader, int page) {
  return text_of_page(reader, TRY(stored_page(reader, page)));
}

Result<std::string> text_of_page(const vault::DocumentReader& reader, ByteView stored) {
  const auto lines = texts_in_cbor(stored, "lines", "text");
  if (!lines) {
    return fail(
        ErrorCode::kCorrupt, "a document's text is damaged",
        "run 'tangthu verify' to see what is affected, then restore from a backup",
        reader.id().to_string());
  }
  std::string out;
  for (const std::string_view line : *lines) {
    out += line;
    out += '\n';
  }
  return out;
}

Result<std::vector<std::string>> page_texts(const vault::DocumentReader& reader,
                                            int pages) {
  std::vector<std::string> out;
  for (int page = 1; page <= pages; ++page)
    out.push_back(TRY(page_text(reader, page)));
  return out;
}

Result<Bytes> retrieve(const vault::DocumentReader& reader, Form form, int page) {
  const Record record = TRY(read_record(reader));
  if (page < 0 || page > record.pages) {
    return fail(ErrorCode::kNotFound, "the document has no such page or form",
                "'tangthu show' tells what it has", reader.id().to_string());
  }
  switch (form) {
    case Form::kText:
      return retrieve_text(reader, record.pages, page);
    case Form::kPdf:
      return retrieve_pdf(reader, record, page);
    case Form::kMaster:
      return retrieve_master(reader, record, page);
  }
  return fail(ErrorCode::kUnexpected, "unknown form", "report this");
}

}  // namespace tangthu::archive
