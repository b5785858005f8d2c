#include "ocr/pdf_revise.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"
#include "ocr/pdf_content.h"
#include "ocr/pdf_parts.h"
#include "ocr/pdf_shown.h"

namespace tangthu::ocr {
namespace {

// Of the size of type.
constexpr double kSpace = 0.25;       // between two words
constexpr double kLeastLetter = 0.3;  // narrower ones can't be told apart
constexpr double kLineStep = 1.2;
constexpr double kDefaultSize = 12;  // points; of a page that had no words
constexpr double kMargin = 56;       // points

std::u32string points_of(std::string_view word) {
  return to_code_points(to_nfc(word));
}

struct Sheet {
  double width = 0;
  double height = 0;
};

// New words, in a font of their own.
class Setter {
 public:
  Setter(std::string font, const GlyphSet& glyphs)
      : font_(std::move(font)), glyphs_(glyphs), space_(codes_of(" ")) {}

  std::string codes_of(std::string_view word) const {
    return glyph_codes(glyphs_, points_of(word));
  }

  // Over [left, right) of a line, by their letters.
  std::vector<ShownWord> set(const std::vector<std::string>& words, double left,
                             double right, double y, double size) const {
    std::vector<ShownWord> out;
    double units = 0;
    for (const std::string& word : words) {
      const std::string codes = codes_of(word);
      if (codes.empty()) continue;
      out.push_back(
          {font_, size, 0, y, static_cast<double>(glyph_count(codes)), codes, space_});
      units += out.back().width + (out.size() > 1 ? 1 : 0);
    }
    const double unit = std::max(0.01, (right - left) / std::max(1.0, units));
    for (ShownWord& word : out) {
      word.x = left;
      word.width *= unit;
      left += word.width + unit;
    }
    return out;
  }
  double natural(const std::vector<std::string>& words, double size) const {
    double letters = 0;
    for (const std::string& word : words)
      letters += static_cast<double>(glyph_count(codes_of(word))) + 1;
    return std::max(1.0, letters - 1) * size * kGlyphWidth / 1000.0;
  }

 private:
  std::string font_;
  const GlyphSet& glyphs_;
  std::string space_;
};

// A page's words with the changes in them.
class Rewriter {
 public:
  Rewriter(const std::vector<ShownWord>& before, const Setter& setter, const Sheet& sheet)
      : before_(before), setter_(setter), sheet_(sheet) {}

  std::vector<ShownWord> run(const std::vector<WordChange>& changes) {
    auto change = changes.begin();
    for (std::size_t i = 0; i < before_.size(); ++i) {
      ShownWord word = before_[i];
      bool stays = true;
      std::vector<ShownWord> behind;
      for (; change != changes.end() && change->word == i; ++change) {
        if (change->place == WordPlace::kInstead) {
          stays = false;
          append(behind, setter_.set(change->words, word.x, word.x + word.width, word.y,
                                     word.size));
        } else if (change->place == WordPlace::kBehind) {
          if (word.space.empty()) word.space = space_of(word.font);
          append(behind, set_behind(i, word, change->words));
        } else {
          append(behind, set_below(i, change->words));
        }
      }
      // A line's last word is followed by none, or columns would run into each other.
      if (!behind.empty() && before_[i].space.empty()) behind.back().space.clear();
      if (stays) out_.push_back(std::move(word));
      append(out_, std::move(behind));
    }
    for (; before_.empty() && change != changes.end(); ++change)
      append(out_, set_at_top(change->words));
    return std::move(out_);
  }

 private:
  static void append(std::vector<ShownWord>& to, std::vector<ShownWord> more) {
    std::move(more.begin(), more.end(), std::back_inserter(to));
  }

  // Where there is no room the word gives up some of its own.
  std::vector<ShownWord> set_behind(std::size_t i, ShownWord& word,
                                    const std::vector<std::string>& words) const {
    const double end = word.x + word.width;
    const bool goes_on = i + 1 < before_.size() && same_line(word, before_[i + 1]);
    const double space = kSpace * word.size;
    const double until = (goes_on ? before_[i + 1].x : sheet_.width) - space;
    const double natural = setter_.natural(words, word.size);
    if (until - end - space >= natural * kLeastLetter * 2) {
      return setter_.set(words, end + space, std::min(until, end + space + natural),
                         word.y, word.size);
    }
    word.width *= 0.5;
    const double from = word.x + word.width * 1.2;
    return setter_.set(words, from, std::max(from + 1, end), word.y, word.size);
  }

  std::vector<ShownWord> set_below(std::size_t i, const std::vector<std::string>& words) {
    const ShownWord& word = before_[i];
    std::size_t first = i;
    while (first > 0 && same_line(before_[first - 1], before_[first]))
      --first;
    if (below_ != i) lines_below_ = 0;
    below_ = i;
    const double y = word.y - ++lines_below_ * kLineStep * word.size;
    const double left = before_[first].x;
    return setter_.set(words, left, left + setter_.natural(words, word.size),
                       std::max(1.0, y), word.size);
  }

  std::vector<ShownWord> set_at_top(const std::vector<std::string>& words) {
    const double y = sheet_.height - kMargin - ++lines_below_ * kLineStep * kDefaultSize;
    const double left = std::min(kMargin, sheet_.width / 10);
    const double right =
        std::min(sheet_.width, left + setter_.natural(words, kDefaultSize));
    return setter_.set(words, left, right, std::max(1.0, y), kDefaultSize);
  }

  std::string space_of(const std::string& font) const {
    const auto at = std::find_if(
        before_.begin(), before_.end(),
        [&](const ShownWord& word) { return word.font == font && !word.space.empty(); });
    return at == before_.end() ? std::string() : at->space;
  }

  const std::vector<ShownWord>& before_;
  const Setter& setter_;
  const Sheet sheet_;
  std::vector<ShownWord> out_;
  std::size_t below_ = static_cast<std::size_t>(-1);
  int lines_below_ = 0;
};

Sheet sheet_of(QPDFObjectHandle page) {
  auto box = page.getKey("/MediaBox").getArrayAsVector();
  if (box.size() != 4) return {};
  return {box[2].getNumericValue(), box[3].getNumericValue()};
}

std::string free_name(QPDFObjectHandle fonts) {
  for (int number = 2;; ++number) {
    std::string name = "/Text" + std::to_string(number);
    if (!fonts.hasKey(name)) return name;
  }
}

// False when the page is not as it must be.
bool revise_page(QPDF& pdf, QPDFObjectHandle page, const PdfRevision& revision,
                 const GlyphSet& glyphs) {
  QPDFObjectHandle contents = page.getKey("/Contents");
  if (!contents.isStream()) return false;
  const auto data = contents.getStreamData();
  auto text =
      read_shown({reinterpret_cast<const char*>(data->getBuffer()), data->getSize()});
  if (!text || text->words.size() != revision.words) return false;
  QPDFObjectHandle resources = page.getKey("/Resources").shallowCopy();
  QPDFObjectHandle fonts = resources.getKey("/Font").shallowCopy();
  const std::string font = free_name(fonts);
  const std::vector<ShownWord> before = std::move(text->words);
  const Setter setter(font, glyphs);
  text->words = Rewriter(before, setter, sheet_of(page)).run(revision.changes);
  const auto uses = [&](const std::string& name) {
    return std::any_of(text->words.begin(), text->words.end(),
                       [&](const ShownWord& word) { return word.font == name; });
  };
  if (uses(font)) fonts.replaceKey(font, make_text_font(pdf, glyphs));
  // One whose words were all corrected again.
  for (const std::string& name : fonts.getKeys()) {
    if (!uses(name)) fonts.removeKey(name);
  }
  resources.replaceKey("/Font", fonts);
  page.replaceKey("/Resources", resources);
  page.replaceKey("/Contents", QPDFObjectHandle::newStream(&pdf, write_shown(*text)));
  return true;
}

Failure not_ours() {
  return fail(ErrorCode::kBadInput,
              "the text of the access copy is not as this archive wrote it",
              "take the paper in again");
}

Result<Bytes> revise_open(QPDF& pdf, const PdfRevision& revision,
                          const GlyphSet& glyphs) {
  const std::vector<QPDFObjectHandle>& pages = pdf.getAllPages();
  if (static_cast<std::size_t>(revision.page) > pages.size()) {
    return fail(ErrorCode::kNotFound, "there is no such page",
                "ask for one of the document's pages", std::to_string(revision.page));
  }
  if (revision.page > 0 &&
      !revise_page(pdf, pages[static_cast<std::size_t>(revision.page) - 1], revision,
                   glyphs)) {
    return not_ours();
  }
  if (revision.info) set_metadata(pdf, *revision.info);
  return archival_bytes(pdf);
}

}  // namespace

bool is_shown(std::string_view word) {
  GlyphSet glyphs;
  glyphs.add(points_of(word));
  return glyphs.glyphs().size() > 1;  // besides the space
}

Result<Bytes> revise_pdf(ByteView bytes, const PdfRevision& revision) {
  GlyphSet glyphs;
  glyphs.add(U" ");
  for (const WordChange& change : revision.changes) {
    for (const std::string& word : change.words)
      glyphs.add(points_of(word));
  }
  if (!glyphs.close()) {
    return fail(ErrorCode::kBadInput, "too many different characters in one document",
                "split the document");
  }
  return with_pdf(
      bytes, [&](QPDF& pdf) { return revise_open(pdf, revision, glyphs); }, not_ours());
}

}  // namespace tangthu::ocr
