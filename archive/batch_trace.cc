#include "archive/batch_trace.h"

#include <algorithm>

namespace tangthu::archive {
namespace {

using scanner::CodeKind;
using scanner::FirstPage;

// Of one print; a bound on what a note may ask for.
constexpr std::size_t kMostInk =
    std::size_t{2} * scanner::kPrintColumns * scanner::kPrintRows;

template <typename Enum>
void write_enum(ByteWriter& out, Enum value) {
  out.integer(static_cast<std::uint8_t>(value));
}

void write_number(ByteWriter& out, int value) {
  out.integer(static_cast<std::uint32_t>(value));
}

int read_number(ByteReader& in) {
  return static_cast<int>(in.integer<std::uint32_t>() & 0x7fffffffU);
}

void write_trace(ByteWriter& out, const PageTrace& trace) {
  write_number(out, trace.page);
  out.integer(std::uint8_t{trace.gap});
  write_enum(out, trace.found.signs.code.kind);
  out.sized(trace.found.signs.code.separator.dossier);
  out.integer(std::uint8_t{trace.found.signs.blank});
  write_enum(out, trace.found.signs.first_page);
  for (const std::uint64_t half : trace.found.print.raster)
    out.integer(half);
  out.sized(trace.found.print.ink);
  write_number(out, trace.file);
  write_number(out, trace.page_of_file);
  out.integer(std::uint8_t{trace.ends_file});
}

// False where a value is none of its kind.
bool read_trace(ByteReader& in, PageTrace& out) {
  out.page = read_number(in);
  const auto gap = in.integer<std::uint8_t>();
  const auto kind = in.integer<std::uint8_t>();
  out.found.signs.code.separator.dossier = in.text();
  const auto blank = in.integer<std::uint8_t>();
  const auto first = in.integer<std::uint8_t>();
  for (std::uint64_t& half : out.found.print.raster)
    half = in.integer<std::uint64_t>();
  out.found.print.ink = to_bytes(in.sized());
  out.file = read_number(in);
  out.page_of_file = read_number(in);
  const auto ends_file = in.integer<std::uint8_t>();
  const bool known = gap <= 1 && blank <= 1 && ends_file <= 1 &&
                     kind <= static_cast<std::uint8_t>(CodeKind::kNewer) &&
                     first <= static_cast<std::uint8_t>(FirstPage::kYes) &&
                     out.found.print.ink.size() <= kMostInk;
  if (in.failed() || !known) return false;
  out.gap = gap != 0;
  out.found.signs.code.kind = static_cast<CodeKind>(kind);
  out.found.signs.blank = blank != 0;
  out.found.signs.first_page = static_cast<FirstPage>(first);
  out.ends_file = ends_file != 0;
  return true;
}

void write_refusal(ByteWriter& out, const Refusal& refusal) {
  write_enum(out, refusal.code);
  out.sized(refusal.text);
  out.sized(refusal.remedy);
  out.sized(refusal.dossier);
  write_enum(out, refusal.opens);
  write_number(out, static_cast<int>(refusal.pages.size()));
  for (const int page : refusal.pages)
    write_number(out, page);
}

bool read_refusal(ByteReader& in, Refusal& out) {
  const auto code = in.integer<std::uint8_t>();
  out.text = in.text();
  out.remedy = in.text();
  out.dossier = in.text();
  const auto opens = in.integer<std::uint8_t>();
  const auto count = in.integer<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i)
    out.pages.push_back(read_number(in));
  out.code = static_cast<ErrorCode>(code);
  out.opens = static_cast<scanner::CutReason>(opens);
  return !in.failed() && !out.pages.empty() && std::ranges::is_sorted(out.pages) &&
         opens <= static_cast<std::uint8_t>(scanner::CutReason::kNewFile);
}

}  // namespace

Bytes encode(const BatchNote& note) {
  ByteWriter out;
  out.raw(note.id.bytes());
  write_number(out, note.last_page);
  out.sized(note.last_name);
  write_number(out, static_cast<int>(note.traces.size()));
  for (const PageTrace& trace : note.traces)
    write_trace(out, trace);
  if (note.refusal) write_refusal(out, *note.refusal);
  return out.take();
}

Result<BatchNote> decode_note(ByteView bytes) {
  ByteReader in(bytes);
  BatchNote out;
  out.id = DocumentId::from_bytes(in.fixed<DocumentId::kSize>());
  out.last_page = read_number(in);
  out.last_name = in.text();
  const auto count = in.integer<std::uint32_t>();
  bool known = true;
  for (std::uint32_t i = 0; i < count && known; ++i)
    known = read_trace(in, out.traces.emplace_back());
  if (known && in.remaining() > 0) known = read_refusal(in, out.refusal.emplace());
  if (known && in.complete()) return out;
  return fail(ErrorCode::kCorrupt, "a batch's note of a document is damaged",
              "'tangthu batches discard' gives the batch up; scan its sheets again");
}

}  // namespace tangthu::archive
