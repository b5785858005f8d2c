// The clauses of PDF/A-2u (ISO 19005-2) that the access copies rely on, checked on a
// finished file by QPDF. Not a complete validator: what such files can't contain by
// construction (forms, sound, 3D) is only looked for by its key. Whoever includes this
// links QPDF.
#pragma once

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
// QPDF 11.3's JSON.hh does not compile as C++20 under clang; only its name is needed.
#define JSON_HH
class JSON;

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "base/bytes.h"

namespace tangthu::tests {
namespace pdfa {

using Handle = QPDFObjectHandle;

inline std::string data_of(Handle stream) {
  const auto buffer = stream.getStreamData(qpdf_dl_generalized);
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

inline bool is_name(Handle handle, const std::string& name) {
  return handle.isName() && handle.getName() == name;
}

// Shown codes by font, collected from a content stream.
class CodeCollector : public Handle::ParserCallbacks {
 public:
  void handleObject(Handle object) override {
    if (!object.isOperator()) {
      operands_.push_back(object);
      return;
    }
    const std::string what = object.getOperatorValue();
    if (what == "Tf") font_ = operands_.at(0).getName();
    if (what == "Tr") mode_ = operands_.at(0).getIntValueAsInt();
    if (what == "Tj") {
      const std::string text = operands_.at(0).getStringValue();
      for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        codes[font_].insert(static_cast<unsigned char>(text[i]) << 8 |
                            static_cast<unsigned char>(text[i + 1]));
      }
      if (mode_ != 3) seen.insert(font_);
    }
    if (what == "q") saved_.push_back(mode_);
    if (what == "Q" && !saved_.empty()) {
      mode_ = saved_.back();
      saved_.pop_back();
    }
    operators.insert(what);
    operands_.clear();
  }
  void handleEOF() override {}

  std::map<std::string, std::set<int>> codes;
  std::set<std::string> operators;
  std::set<std::string> seen;  // fonts of text that is painted

 private:
  std::vector<Handle> operands_;
  std::string font_;
  int mode_ = 0;
  std::vector<int> saved_;
};

class Checker {
 public:
  explicit Checker(ByteView bytes) : bytes_(bytes) {
    pdf_.setSuppressWarnings(true);
    pdf_.processMemoryFile("pdf", reinterpret_cast<const char*>(bytes.data()),
                           bytes.size());
  }

  std::vector<std::string> run() {
    check_file();
    check_objects();
    check_intent();
    check_metadata();
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf_).getAllPages())
      check_page(page.getObjectHandle());
    for (const QPDFExc& warning : pdf_.getWarnings())
      say(std::string("the reader had to warn: ") + warning.what());
    return std::move(findings_);
  }

 private:
  void say(std::string finding) { findings_.push_back(std::move(finding)); }
  void want(bool holds, const char* finding) {
    if (!holds) say(finding);
  }

  // 6.1.2 header, 6.1.3 trailer
  void check_file() {
    const std::string_view text = as_text(bytes_);
    want(text.substr(0, 7) == "%PDF-1." && text[7] >= '0' && text[7] <= '7',
         "6.1.2: the header is no %PDF-1.n");
    const std::size_t line = text.find('\n');
    bool comment = text[line + 1] == '%';
    for (std::size_t i = 2; i < 6; ++i)
      comment = comment && (text[line + i] & 0x80) != 0;
    want(comment, "6.1.2: no comment of four bytes above 127");
    want(pdf_.getTrailer().hasKey("/ID"), "6.1.3: no file identifier");
    want(!pdf_.getTrailer().hasKey("/Encrypt"), "6.1.3: encrypted");
    const std::size_t end = text.rfind("%%EOF");
    want(end != std::string_view::npos && text.size() - end <= 6,
         "6.1.3: data after %%EOF");
  }

  // 6.1.7 streams, 6.5 actions, 6.8 files: forbidden wherever they are.
  void check_objects() {
    for (Handle object : pdf_.getAllObjects()) {
      Handle dict = object.isStream() ? object.getDict() : object;
      if (!dict.isDictionary()) continue;
      for (const char* key :
           {"/JS", "/AA", "/OpenAction", "/EmbeddedFiles", "/Launch", "/XFA", "/SMask",
            "/TR", "/TR2", "/HTP", "/Alternates", "/OPI", "/PS", "/Ref", "/FFilter"}) {
        if (dict.hasKey(key)) say(std::string("forbidden key ") + key);
      }
      if (!object.isStream()) continue;
      want(!dict.hasKey("/F"), "6.1.7: external stream");
      const std::string filter = dict.getKey("/Filter").unparse();
      want(filter.find("LZW") == std::string::npos, "6.1.7: LZW");
      want(filter.find("Crypt") == std::string::npos, "6.1.7: Crypt");
    }
  }

  // 6.2.3
  void check_intent() {
    Handle intents = pdf_.getRoot().getKey("/OutputIntents");
    if (!intents.isArray() || intents.getArrayNItems() != 1) {
      return say("6.2.3: not one output intent");
    }
    Handle intent = intents.getArrayItem(0);
    want(is_name(intent.getKey("/S"), "/GTS_PDFA1"), "6.2.3: no PDF/A intent");
    want(intent.getKey("/OutputConditionIdentifier").isString(), "6.2.3: no identifier");
    Handle profile = intent.getKey("/DestOutputProfile");
    if (!profile.isStream()) return say("6.2.3: no profile");
    const std::string icc = data_of(profile);
    want(icc.size() > 132 && icc.substr(36, 4) == "acsp", "6.2.3: no ICC profile");
    want(icc.substr(12, 4) == "mntr" && icc.substr(16, 4) == "RGB ",
         "6.2.3: not for RGB");
    want(icc[8] == 2 || icc[8] == 4, "6.2.3: ICC version");
    want(profile.getDict().getKey("/N").getIntValueAsInt() == 3, "6.2.3: N is not 3");
  }

  // 6.6.2 to 6.6.4
  void check_metadata() {
    Handle metadata = pdf_.getRoot().getKey("/Metadata");
    if (!metadata.isStream()) return say("6.6.2: no metadata");
    want(is_name(metadata.getDict().getKey("/Type"), "/Metadata") &&
             is_name(metadata.getDict().getKey("/Subtype"), "/XML"),
         "6.6.2: not marked as XML metadata");
    xmp_ = data_of(metadata);
    want(xmp_.find("<?xpacket begin=") == 0, "6.6.2: no packet header");
    want(element("pdfaid:part") == "2", "6.6.4: part is not 2");
    want(element("pdfaid:conformance") == "U", "6.6.4: conformance is not U");
    Handle info = pdf_.getTrailer().getKey("/Info");
    if (!info.isDictionary()) return;
    agree(info, "/Producer", "pdf:Producer");
    agree(info, "/Creator", "xmp:CreatorTool");
    agree(info, "/Title", "dc:title");
    agree(info, "/CreationDate", "xmp:CreateDate");
    agree(info, "/ModDate", "xmp:ModifyDate");
  }

  std::string element(const std::string& name) {
    const std::size_t start = xmp_.find("<" + name + ">");
    const std::size_t end = xmp_.find("</" + name + ">");
    if (start == std::string::npos || end == std::string::npos) return {};
    std::string content =
        xmp_.substr(start + name.size() + 2, end - start - name.size() - 2);
    content = std::regex_replace(content, std::regex("<[^>]*>"), "");
    content = std::regex_replace(content, std::regex("&lt;"), "<");
    content = std::regex_replace(content, std::regex("&gt;"), ">");
    content = std::regex_replace(content, std::regex("&quot;"), "\"");
    return std::regex_replace(content, std::regex("&amp;"), "&");
  }

  void agree(Handle info, const std::string& key, const std::string& name) {
    std::string told = info.hasKey(key) ? info.getKey(key).getUTF8Value() : "";
    std::string written = element(name);
    if (told.rfind("D:", 0) == 0) {
      told = told.substr(2, 14);
      written = std::regex_replace(written, std::regex("[^0-9]"), "");
    }
    if (told != written) say("6.6.3: " + key + " and " + name + " disagree");
  }

  void check_page(Handle page) {
    CodeCollector collector;
    QPDFPageObjectHelper(page).parseContents(&collector);
    for (const std::string& what : collector.operators) {
      static const std::set<std::string> kKnown = {
          "q",  "Q",  "cm", "Do", "BT", "ET", "Tr", "Tf", "Tm", "Tz",
          "Tj", "rg", "g",  "RG", "w",  "m",  "l",  "S",  "re", "f"};
      if (!kKnown.contains(what)) say("unexpected operator " + what);
    }
    Handle resources = page.getKey("/Resources");
    for (const auto& [name, codes] : collector.codes)
      check_font(resources.getKey("/Font").getKey(name), codes,
                 collector.seen.contains(name));
    if (!resources.hasKey("/XObject")) return;
    for (auto& [name, object] : resources.getKey("/XObject").getDictAsMap())
      check_image(object);
  }

  // 6.2.4.3: device colours are covered by the RGB intent; 6.2.8 images
  void check_image(Handle image) {
    Handle dict = image.getDict();
    want(is_name(dict.getKey("/Subtype"), "/Image"), "XObject is no image");
    want(!dict.hasKey("/Interpolate"), "6.2.8: interpolation");
    Handle mask = dict.getKey("/ImageMask");
    if (mask.isBool() && mask.getBoolValue()) return check_mask(dict);
    want(is_name(dict.getKey("/ColorSpace"), "/DeviceRGB") ||
             is_name(dict.getKey("/ColorSpace"), "/DeviceGray"),
         "6.2.4.3: colour space not covered");
  }

  // ISO 32000-1, 8.9.6.2 stencil masks; 7.4.6 CCITTFaxDecode
  void check_mask(Handle dict) {
    want(!dict.hasKey("/ColorSpace"), "8.9.6.2: a mask with a colour space");
    want(dict.getKey("/BitsPerComponent").getIntValueAsInt() == 1, "8.9.6.2: bits");
    if (!is_name(dict.getKey("/Filter"), "/CCITTFaxDecode")) return;
    Handle parameters = dict.getKey("/DecodeParms");
    want(parameters.getKey("/K").getIntValueAsInt() == -1, "7.4.6: not Group 4");
    for (const auto& [told, size] :
         {std::pair("/Columns", "/Width"), std::pair("/Rows", "/Height")}) {
      want(parameters.getKey(told).getIntValueAsInt() ==
               dict.getKey(size).getIntValueAsInt(),
           "7.4.6: sizes disagree");
    }
  }

  // 6.2.11: embedded, consistent, mapped to Unicode
  void check_font(Handle font, const std::set<int>& codes, bool seen) {
    if (!is_name(font.getKey("/Subtype"), "/Type0")) return say("6.2.11: not composite");
    want(is_name(font.getKey("/Encoding"), "/Identity-H"), "6.2.11.3: encoding");
    Handle descendant = font.getKey("/DescendantFonts").getArrayItem(0);
    want(descendant.getKey("/BaseFont").getName() == font.getKey("/BaseFont").getName(),
         "6.2.11.2: names differ");
    const std::set<int> mapped = mapped_codes(data_of(font.getKey("/ToUnicode")));
    for (const int code : codes) {
      if (code == 0) say("6.2.11.8: .notdef is used");
      if (!mapped.contains(code)) say("6.2.11.7: a code without Unicode");
    }
    seen ? check_seen_font(descendant, codes) : check_unseen_font(descendant, codes);
  }

  // Of text without outlines: TrueType, all glyphs of one width.
  void check_unseen_font(Handle descendant, const std::set<int>& codes) {
    want(is_name(descendant.getKey("/Subtype"), "/CIDFontType2"), "6.2.11.3: descendant");
    want(is_name(descendant.getKey("/CIDToGIDMap"), "/Identity"),
         "6.2.11.3: CIDToGIDMap");
    Handle program = descendant.getKey("/FontDescriptor").getKey("/FontFile2");
    if (!program.isStream()) return say("6.2.11.4: font not embedded");
    const std::string bytes = data_of(program);
    const int glyphs = u16(table(bytes, "maxp"), 4);
    const int width = 1000 * u16(table(bytes, "hmtx"), 0) / u16(table(bytes, "head"), 18);
    want(width == descendant.getKey("/DW").getIntValueAsInt(), "6.2.11.5: widths differ");
    for (const int code : codes)
      want(code < glyphs, "6.2.11.4: a glyph is not in the font");
  }

  // CFF without CIDs of its own (ISO 32000-1, 9.7.4.2): codes are glyph numbers.
  void check_seen_font(Handle descendant, const std::set<int>& codes) {
    want(is_name(descendant.getKey("/Subtype"), "/CIDFontType0"), "6.2.11.3: descendant");
    Handle program = descendant.getKey("/FontDescriptor").getKey("/FontFile3");
    if (!program.isStream()) return say("6.2.11.4: font not embedded");
    want(is_name(program.getDict().getKey("/Subtype"), "/CIDFontType0C"),
         "6.2.11.4: kind of font");
    want(data_of(program).rfind(std::string("\1\0", 2), 0) == 0, "6.2.11.4: not CFF");
    std::set<int> widths;
    Handle pairs = descendant.getKey("/W");
    for (int i = 0; i + 1 < pairs.getArrayNItems(); i += 2)
      widths.insert(pairs.getArrayItem(i).getIntValueAsInt());
    for (const int code : codes)
      want(widths.contains(code), "6.2.11.5: a glyph without its width");
  }

  static std::string table(const std::string& font, const std::string& tag) {
    const int count = u16(font, 4);
    for (int i = 0; i < count; ++i) {
      const std::size_t at = 12 + 16 * static_cast<std::size_t>(i);
      if (font.substr(at, 4) != tag) continue;
      const auto offset =
          static_cast<std::size_t>(u16(font, at + 8) << 16 | u16(font, at + 10));
      const auto size =
          static_cast<std::size_t>(u16(font, at + 12) << 16 | u16(font, at + 14));
      return font.substr(offset, size);
    }
    return std::string(64, '\0');
  }
  static int u16(const std::string& bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes.at(at)) << 8 |
           static_cast<unsigned char>(bytes.at(at + 1));
  }

  static std::set<int> mapped_codes(const std::string& cmap) {
    std::set<int> codes;
    const std::regex pair("<([0-9A-F]{4})> <([0-9A-F]{4,8})>\n");
    for (std::sregex_iterator at(cmap.begin(), cmap.end(), pair), end; at != end; ++at) {
      const std::string to = (*at)[2];
      if (to == "0000" || to == "FEFF" || to == "FFFE") continue;
      codes.insert(static_cast<int>(std::strtol((*at)[1].str().c_str(), nullptr, 16)));
    }
    return codes;
  }

  ByteView bytes_;
  QPDF pdf_;
  std::string xmp_;
  std::vector<std::string> findings_;
};

}  // namespace pdfa

// What is wrong, one line a finding; nothing when all is well.
inline std::vector<std::string> pdfa_findings(ByteView pdf) {
  return pdfa::Checker(pdf).run();
}

}  // namespace tangthu::tests
