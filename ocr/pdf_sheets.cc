#include "ocr/pdf_sheets.h"

#include <array>
#include <optional>
#include <unordered_map>

#include <qpdf/Pl_Flate.hh>

#include "base/unicode.h"
#include "ocr/pdf_content.h"
#include "ocr/pdf_parts.h"
#include "ocr/pdf_seen_font.h"

namespace tangthu::ocr {
namespace {

constexpr std::array kFontNames = {"/TANGTR+TeXGyreTermes", "/TANGTB+TeXGyreTermes-Bold",
                                   "/TANGTI+TeXGyreTermes-Italic"};
constexpr std::array kFontResources = {"/Regular", "/Bold", "/Italic"};
constexpr char32_t kUnknown = U'?';

std::size_t index_of(Typeface face) {
  return static_cast<std::size_t>(face);
}

const char* colour(Ink ink) {
  return ink == Ink::kRed ? "0.80 0 0 " : "0 0 0 ";
}

Bytes deflated(std::string_view text) {
  ByteSink sink;
  Pl_Flate flate("content", &sink, Pl_Flate::a_deflate);
  flate.write(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  flate.finish();
  return sink.take();
}

// One face, with what is used of it.
class SheetFont {
 public:
  explicit SheetFont(TextFont font) : font_(std::move(font)) {
    unknown_ = font_.glyph(kUnknown).value_or(FontGlyph{});
  }

  const FontGlyph& glyph(char32_t c) {
    const auto known = known_.find(c);
    if (known != known_.end()) return known->second;
    return known_.emplace(c, font_.glyph(c).value_or(unknown_)).first->second;
  }

  void append(std::u32string_view text, std::string& out) {
    for (const char32_t c : text) {
      const FontGlyph& found = glyph(c);
      const char32_t meant = found.number == unknown_.number ? kUnknown : c;
      used_.emplace(found.number, UsedGlyph{meant, found.advance});
      append_code(out, found.number);
    }
  }

  bool is_used() const { return !used_.empty(); }
  Result<QPDFObjectHandle> embed(QPDF& pdf, const char* name) const {
    return seen_font(pdf, font_, name, used_);
  }

 private:
  TextFont font_;
  FontGlyph unknown_;
  std::unordered_map<char32_t, FontGlyph> known_;
  UsedGlyphs used_;
};

struct Sheet {
  Bytes body;        // deflated, once the page is done
  std::string late;  // what was put on it afterwards
};

}  // namespace

class PdfSheets::Impl {
 public:
  Impl(double width, double height) : width_(width), height_(height) {}

  Result<void> open_fonts() {
    for (const Typeface face : kAllTypefaces)
      fonts_.emplace_back(TRY(TextFont::open(face)));
    return {};
  }

  double width_of(std::u32string_view text, Typeface face, double points) {
    SheetFont& font = fonts_[index_of(face)];
    int sum = 0;
    for (const char32_t c : text)
      sum += font.glyph(c).advance;
    return sum * points / 1000;
  }

  void add_page() {
    close_page();
    sheets_.emplace_back();
  }
  std::size_t page_count() const { return sheets_.size(); }
  std::string& body() { return body_; }
  std::string& late(std::size_t page) { return sheets_.at(page).late; }

  void append(std::string& out, std::u32string_view text, const SheetText& how) {
    if (text.empty()) return;
    out += colour(how.ink);
    out += "rg\nBT\n";
    out += kFontResources[index_of(how.face)];
    out += ' ';
    append_number(out, how.points);
    out += "Tf\n1 0 0 1 ";
    append_number(out, how.x);
    append_number(out, how.y);
    out += "Tm\n<";
    fonts_[index_of(how.face)].append(text, out);
    out += "> Tj\nET\n";
  }

  Result<Bytes> finish(const PdfInfo& info) {
    close_page();
    if (sheets_.empty() || sheets_.size() > kMostSheets) {
      return fail(ErrorCode::kBadInput, "a printed paper has 1 to 20,000 pages",
                  "print it in parts");
    }
    return unless_it_throws([&] { return assemble(info); },
                            fail(ErrorCode::kUnexpected, "the PDF could not be written",
                                 "try again; if it persists, report it"));
  }

 private:
  void close_page() {
    if (!sheets_.empty()) sheets_.back().body = deflated(body_);
    body_.clear();
  }

  Result<Bytes> assemble(const PdfInfo& info) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.emptyPDF();
    auto fonts = QPDFObjectHandle::newDictionary();
    for (std::size_t i = 0; i < fonts_.size(); ++i) {
      if (fonts_[i].is_used())
        fonts.replaceKey(kFontResources[i], TRY(fonts_[i].embed(pdf, kFontNames[i])));
    }
    auto resources = QPDFObjectHandle::newDictionary();
    resources.replaceKey("/Font", fonts);
    add_pages(pdf, pdf.makeIndirectObject(resources));
    add_output_intent(pdf);
    set_metadata(pdf, info);
    return archival_bytes(pdf);
  }

  QPDFObjectHandle contents_of(QPDF& pdf, const Sheet& sheet) {
    QPDFObjectHandle body = pdf_stream(pdf, as_text(sheet.body));
    body.getDict().replaceKey("/Filter", pdf_name("/FlateDecode"));
    if (sheet.late.empty()) return body;
    return QPDFObjectHandle::newArray({body, pdf_stream(pdf, sheet.late)});
  }

  void add_pages(QPDF& pdf, const QPDFObjectHandle& resources) {
    auto tree = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Pages >>"));
    const auto box =
        QPDFObjectHandle::newArray(QPDFObjectHandle::Rectangle(0, 0, width_, height_));
    std::vector<QPDFObjectHandle> kids;
    kids.reserve(sheets_.size());
    for (const Sheet& sheet : sheets_) {
      auto leaf = QPDFObjectHandle::parse("<< /Type /Page >>");
      leaf.replaceKey("/Parent", tree);
      leaf.replaceKey("/MediaBox", box);
      leaf.replaceKey("/Resources", resources);
      leaf.replaceKey("/Contents", contents_of(pdf, sheet));
      kids.push_back(pdf.makeIndirectObject(leaf));
    }
    tree.replaceKey("/Count",
                    QPDFObjectHandle::newInteger(static_cast<long long>(kids.size())));
    tree.replaceKey("/Kids", QPDFObjectHandle::newArray(kids));
    pdf.getRoot().replaceKey("/Pages", tree);
  }

  double width_;
  double height_;
  std::vector<SheetFont> fonts_;
  std::vector<Sheet> sheets_;
  std::string body_;  // of the last page
};

PdfSheets::PdfSheets(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PdfSheets::PdfSheets(PdfSheets&&) noexcept = default;
PdfSheets& PdfSheets::operator=(PdfSheets&&) noexcept = default;
PdfSheets::~PdfSheets() = default;

Result<PdfSheets> PdfSheets::open(double width, double height) {
  auto impl = std::make_unique<Impl>(width, height);
  TRY(impl->open_fonts());
  return PdfSheets(std::move(impl));
}

double PdfSheets::width_of(std::u32string_view text, Typeface face, double points) const {
  return impl_->width_of(text, face, points);
}

void PdfSheets::add_page() {
  impl_->add_page();
}

std::size_t PdfSheets::page_count() const {
  return impl_->page_count();
}

void PdfSheets::put(std::u32string_view text, const SheetText& how) {
  impl_->append(impl_->body(), text, how);
}

void PdfSheets::rule(double x0, double y0, double x1, double y1, double thickness,
                     Ink ink) {
  std::string& out = impl_->body();
  out += colour(ink);
  out += "RG\n";
  append_number(out, thickness);
  out += "w\n";
  append_number(out, x0);
  append_number(out, y0);
  out += "m\n";
  append_number(out, x1);
  append_number(out, y1);
  out += "l\nS\n";
}

void PdfSheets::put_on(std::size_t page, std::u32string_view text, const SheetText& how) {
  impl_->append(impl_->late(page), text, how);
}

Result<Bytes> PdfSheets::finish(const PdfInfo& info) {
  return impl_->finish(info);
}

}  // namespace tangthu::ocr
