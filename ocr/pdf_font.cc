#include "ocr/pdf_font.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>
#include <vector>

#include "base/unicode.h"
#include "ocr/pdf_content.h"

namespace tangthu::ocr {
namespace {

constexpr std::uint16_t kUnitsPerEm = 1000;
// Fixed, so that equal text gives equal bytes: seconds from 1904 to 2026-01-01.
constexpr std::uint64_t kFontDate = 3850070400;
constexpr std::uint32_t kChecksumMagic = 0xB1B0AFBA;

bool is_text(char32_t c) {
  if (is_control(c)) return false;
  if (c >= 0xD800 && c <= 0xDFFF) return false;
  if (c == 0xFEFF || (c & 0xFFFE) == 0xFFFE) return false;
  return c <= 0x10FFFF;
}

// Appends big-endian integers, as all sfnt tables are written.
class Table {
 public:
  template <typename... Integers>
  Table& u16(Integers... values) {
    (put(static_cast<std::uint64_t>(static_cast<std::uint16_t>(values)), 2), ...);
    return *this;
  }
  Table& u32(std::uint32_t value) { return put(value, 4); }
  Table& u64(std::uint64_t value) { return put(value, 8); }
  Table& u8(std::uint8_t value) { return put(value, 1); }
  Table& raw(ByteView view) {
    bytes_.insert(bytes_.end(), view.begin(), view.end());
    return *this;
  }
  Table& pad(std::size_t alignment) {
    while (bytes_.size() % alignment != 0)
      bytes_.push_back(0);
    return *this;
  }
  std::size_t size() const { return bytes_.size(); }
  Bytes take() { return std::move(bytes_); }

 private:
  Table& put(std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return *this;
  }
  Bytes bytes_;
};

Bytes cmap_table(const GlyphSet& set) {
  struct Run {
    char32_t first, last;
    std::uint16_t glyph;
  };
  std::vector<Run> runs;
  for (const auto& [c, glyph] : set.glyphs()) {
    if (!runs.empty() && runs.back().last + 1 == c) {
      runs.back().last = c;
    } else {
      runs.push_back({c, c, glyph});
    }
  }
  const auto count = static_cast<std::uint32_t>(runs.size());
  Table table;
  table.u16(0, 1);           // version, one encoding record
  table.u16(3, 10).u32(12);  // Windows, full Unicode, at offset 12
  table.u16(12, 0).u32(16 + 12 * count).u32(0).u32(count);
  for (const Run& run : runs)
    table.u32(run.first).u32(run.last).u32(run.glyph);
  return table.take();
}

// .notdef is a plain box, so that the font is an ordinary one; nothing ever shows it.
Bytes glyf_table() {
  Table table;
  table.u16(1, 50, 0, 450, 700);  // one contour and its bounding box
  table.u16(3, 0);                // its last point; no instructions
  for (int point = 0; point < 4; ++point)
    table.u8(0x01);             // on the curve, 16-bit steps
  table.u16(50, 400, 0, -400);  // steps in x
  table.u16(0, 0, 700, 0);      // steps in y
  return table.pad(4).take();
}

Bytes head_table() {
  Table table;
  table.u16(1, 0, 1, 0).u32(0).u32(0x5F0F3CF5);  // version, revision, adjustment, magic
  table.u16(0x000B, kUnitsPerEm).u64(kFontDate).u64(kFontDate);
  table.u16(0, kFontDescent, kGlyphWidth, kFontAscent);  // bounding box
  table.u16(0, 8, 2, 0, 0);  // style, smallest size, direction, short loca, format
  return table.take();
}

Bytes hhea_table() {
  Table table;
  table.u16(1, 0, kFontAscent, kFontDescent, 0, kGlyphWidth);
  table.u16(0, 0, 450, 1, 0, 0);    // bearings, extent, upright caret
  table.u16(0, 0, 0, 0, 0).u16(1);  // reserved, format; one advance serves all glyphs
  return table.take();
}

Bytes hmtx_table(std::size_t glyph_count) {
  Table table;
  table.u16(kGlyphWidth, 50);
  for (std::size_t i = 1; i < glyph_count; ++i)
    table.u16(0);
  return table.take();
}

Bytes loca_table(std::size_t glyph_count, std::size_t glyf_size) {
  Table table;
  table.u16(0);
  for (std::size_t i = 0; i < glyph_count; ++i)
    table.u16(glyf_size / 2);
  return table.take();
}

Bytes maxp_table(std::size_t glyph_count) {
  Table table;
  table.u32(0x00010000).u16(glyph_count, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  return table.take();
}

Bytes name_table() {
  constexpr std::array<std::uint16_t, 5> kNameIds = {1, 2, 3, 4, 6};
  Table records;
  Table strings;
  for (const std::uint16_t id : kNameIds) {
    const std::string_view text = id == 2 ? std::string_view("Regular") : kFontName;
    records.u16(3, 1, 0x0409, id, 2 * text.size(), strings.size());
    for (const char c : text)
      strings.u16(c);
  }
  Table table;
  table.u16(0, kNameIds.size(), 6 + 12 * kNameIds.size());
  return table.raw(records.take()).raw(strings.take()).take();
}

Bytes os2_table(const GlyphSet& set) {
  const auto bmp = [](char32_t c) { return std::min<char32_t>(c, 0xFFFF); };
  const auto& glyphs = set.glyphs();
  Table table;
  table.u16(4, kGlyphWidth, 400, 5, 0);  // version, width, weight, embedding
  table.u16(650, 600, 0, 75, 650, 600, 0, 350, 50, 250, 0);  // sub-, superscript, strike
  table.raw(std::array<std::uint8_t, 10>{2, 0, 5, 9});       // PANOSE: text, monospaced
  table.u32(0xFFFFFFFF).u32(0xFFFFFFFF).u32(0xFFFFFFFF).u32(0xFFFFFFFF);
  table.raw(as_bytes("TGTU"))
      .u16(0x0040, bmp(glyphs.begin()->first), bmp(glyphs.rbegin()->first));
  table.u16(kFontAscent, kFontDescent, 0, kFontAscent, -kFontDescent);
  table.u32(1).u32(0).u16(500, 700, 0, 32, 1);
  return table.take();
}

Bytes post_table() {
  Table table;
  table.u32(0x00030000).u32(0).u16(-100, 50).u32(1);
  return table.u32(0).u32(0).u32(0).u32(0).take();
}

std::uint32_t checksum(ByteView bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    sum += static_cast<std::uint32_t>(bytes[i]) << (24 - 8 * (i % 4));
  }
  return sum;
}

using NamedTable = std::pair<std::string_view, Bytes>;

Bytes assemble(const std::vector<NamedTable>& tables) {
  const auto count = static_cast<std::uint16_t>(tables.size());
  const std::uint16_t searched = std::bit_floor(count);
  Table directory;
  directory.u32(0x00010000)
      .u16(count, 16 * searched, std::bit_width(count) - 1, 16 * (count - searched));
  Table body;
  std::size_t head_offset = 0;
  const std::size_t body_offset = 12 + 16 * tables.size();
  for (const auto& [tag, bytes] : tables) {
    const auto offset = static_cast<std::uint32_t>(body_offset + body.size());
    if (tag == "head") head_offset = offset;
    directory.raw(as_bytes(tag)).u32(checksum(bytes)).u32(offset);
    directory.u32(static_cast<std::uint32_t>(bytes.size()));
    body.raw(bytes).pad(4);
  }
  Bytes font = directory.raw(body.take()).take();
  const std::uint32_t adjustment = kChecksumMagic - checksum(font);
  for (std::size_t i = 0; i < 4; ++i) {
    font[head_offset + 8 + i] = static_cast<std::uint8_t>(adjustment >> (24 - 8 * i));
  }
  return font;
}

void append_utf16(std::string& out, char32_t c) {
  if (c < 0x10000) return append_code(out, static_cast<std::uint16_t>(c));
  append_code(out, static_cast<std::uint16_t>(0xD800 + ((c - 0x10000) >> 10)));
  append_code(out, static_cast<std::uint16_t>(0xDC00 + ((c - 0x10000) & 0x3FF)));
}

}  // namespace

// The space is always there: it stands between words.
GlyphSet::GlyphSet() {
  glyphs_[U' '] = 0;
}

void GlyphSet::add(std::u32string_view text) {
  for (const char32_t c : text) {
    if (is_text(c)) glyphs_.emplace(c, 0);
  }
}

bool GlyphSet::close() {
  if (glyphs_.size() > kMaxGlyphs) return false;
  std::uint16_t next = 1;
  for (auto& [c, glyph] : glyphs_)
    glyph = next++;
  return true;
}

std::optional<std::uint16_t> GlyphSet::glyph(char32_t c) const {
  const auto at = glyphs_.find(c);
  if (at == glyphs_.end()) return std::nullopt;
  return at->second;
}

Bytes invisible_font(const GlyphSet& set) {
  const std::size_t glyph_count = set.glyphs().size() + 1;
  const Bytes glyf = glyf_table();
  // In the order of their tags, as the directory must be.
  return assemble({{"OS/2", os2_table(set)},
                   {"cmap", cmap_table(set)},
                   {"glyf", glyf},
                   {"head", head_table()},
                   {"hhea", hhea_table()},
                   {"hmtx", hmtx_table(glyph_count)},
                   {"loca", loca_table(glyph_count, glyf.size())},
                   {"maxp", maxp_table(glyph_count)},
                   {"name", name_table()},
                   {"post", post_table()}});
}

std::map<std::uint16_t, char32_t> GlyphSet::code_points() const {
  std::map<std::uint16_t, char32_t> out;
  for (const auto& [c, glyph] : glyphs_)
    out.emplace(glyph, c);
  return out;
}

std::string to_unicode_cmap(const std::map<std::uint16_t, char32_t>& glyphs) {
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /TangthuToUnicode def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  constexpr std::size_t kMaxBlock = 100;  // entries a block may hold
  std::size_t left = glyphs.size();
  std::size_t in_block = 0;
  for (const auto& [glyph, c] : glyphs) {
    if (in_block == 0) {
      in_block = std::min(left, kMaxBlock);
      out += std::to_string(in_block) + " beginbfchar\n";
    }
    out += '<';
    append_code(out, glyph);
    out += "> <";
    append_utf16(out, c);
    out += ">\n";
    --left;
    if (--in_block == 0) out += "endbfchar\n";
  }
  out += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
  return out;
}

}  // namespace tangthu::ocr
