#include "ocr/text_font.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "base/unicode.h"

namespace tangthu::ocr {
namespace {

constexpr const char* kFontFiles = "/usr/share/texmf/fonts/opentype/public/tex-gyre/";
constexpr int kEm = 1000;

std::string file_of(Typeface face) {
  switch (face) {
    case Typeface::kBold:
      return std::string(kFontFiles) + "texgyretermes-bold.otf";
    case Typeface::kItalic:
      return std::string(kFontFiles) + "texgyretermes-italic.otf";
    case Typeface::kRegular:
      break;
  }
  return std::string(kFontFiles) + "texgyretermes-regular.otf";
}

template <auto destroy>
struct Destroy {
  template <typename Object>
  void operator()(Object* object) const {
    destroy(object);
  }
};
using Blob = std::unique_ptr<hb_blob_t, Destroy<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Destroy<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Destroy<hb_font_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Destroy<hb_subset_input_destroy>>;

Failure no_font() {
  return fail(ErrorCode::kNotFound, "the font for visible lines can't be read",
              "install the package fonts-texgyre", kFontFiles);
}

int metric(hb_font_t* font, hb_ot_metrics_tag_t tag, int otherwise) {
  hb_position_t value = 0;
  return hb_ot_metrics_get_position(font, tag, &value) != 0 ? value : otherwise;
}

// The box of all glyphs, from the table `head` (OpenType 1.9), in font units.
void read_box(hb_face_t* face, FontMetrics& metrics) {
  const Blob head(hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd')));
  unsigned size = 0;
  const char* bytes = hb_blob_get_data(head.get(), &size);
  constexpr unsigned kBoxAt = 36;
  if (size < kBoxAt + 8) return;
  const auto units = static_cast<int>(hb_face_get_upem(face));
  for (unsigned i = 0; i < 4; ++i) {
    const auto high = static_cast<unsigned char>(bytes[kBoxAt + 2 * i]);
    const auto low = static_cast<unsigned char>(bytes[kBoxAt + 2 * i + 1]);
    const auto value = static_cast<std::int16_t>(high << 8 | low);
    metrics.box[i] = value * kEm / units;
  }
}

}  // namespace

class TextFont::Impl {
 public:
  Face face;
  Font font;
  FontMetrics metrics;
};

TextFont::TextFont(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextFont::TextFont(TextFont&&) noexcept = default;
TextFont& TextFont::operator=(TextFont&&) noexcept = default;
TextFont::~TextFont() = default;

Result<TextFont> TextFont::open(Typeface face) {
  const Blob blob(hb_blob_create_from_file_or_fail(file_of(face).c_str()));
  if (!blob || hb_blob_get_length(blob.get()) == 0) return no_font();
  auto impl = std::make_unique<Impl>();
  impl->face.reset(hb_face_create(blob.get(), 0));
  if (hb_face_get_glyph_count(impl->face.get()) == 0) return no_font();
  impl->font.reset(hb_font_create(impl->face.get()));
  hb_font_set_scale(impl->font.get(), kEm, kEm);
  FontMetrics& metrics = impl->metrics;
  metrics.ascent = metric(impl->font.get(), HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 891);
  metrics.descent =
      metric(impl->font.get(), HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -216);
  metrics.cap_height = metric(impl->font.get(), HB_OT_METRICS_TAG_CAP_HEIGHT, 662);
  read_box(impl->face.get(), metrics);
  return TextFont(std::move(impl));
}

const FontMetrics& TextFont::metrics() const {
  return impl_->metrics;
}

std::optional<FontGlyph> TextFont::glyph(char32_t c) const {
  hb_codepoint_t glyph = 0;
  if (hb_font_get_nominal_glyph(impl_->font.get(), c, &glyph) == 0 || glyph > 0xffff)
    return std::nullopt;
  return FontGlyph{static_cast<std::uint16_t>(glyph),
                   hb_font_get_glyph_h_advance(impl_->font.get(), glyph)};
}

Result<TypesetLine> TextFont::typeset(const std::string& text) const {
  TypesetLine line;
  line.text = to_code_points(to_nfc(text));
  for (const char32_t c : line.text) {
    const auto found = glyph(c);
    if (!found) {
      return fail(ErrorCode::kBadInput, "the line has a character that can't be printed",
                  "write it with letters, digits and usual signs");
    }
    line.glyphs.push_back(found->number);
    line.advances.push_back(found->advance);
    line.width += line.advances.back();
  }
  return line;
}

Result<Bytes> TextFont::subset(const std::set<std::uint16_t>& glyphs) const {
  const Input input(hb_subset_input_create_or_fail());
  if (!input) return no_font();
  for (const std::uint16_t glyph : glyphs)
    hb_set_add(hb_subset_input_glyph_set(input.get()), glyph);
  hb_subset_input_set_flags(input.get(),
                            HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
  const Face made(hb_subset_or_fail(impl_->face.get(), input.get()));
  if (!made) return no_font();
  const Blob blob(hb_face_reference_table(made.get(), HB_TAG('C', 'F', 'F', ' ')));
  unsigned size = 0;
  const char* data = hb_blob_get_data(blob.get(), &size);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
  if (size == 0) return no_font();
  return Bytes(bytes, bytes + size);
}

}  // namespace tangthu::ocr
