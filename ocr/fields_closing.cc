// The signature at the lower right: whom the signer stands for, his title, his name.

#include <algorithm>
#include <string_view>

#include "base/unicode.h"
#include "ocr/authority_words.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/surnames.h"
#include "ocr/title_words.h"
#include "ocr/vietnamese/syllable.h"

namespace tangthu::ocr {
namespace {

constexpr double kScrawl = 0.75;
// A name with no title above it, or of no known surname.
constexpr double kWithoutTitle = 0.6;
constexpr std::u32string_view kStraySigns = U"'\"`´ˆ^~°*_|“”‘’„¨,:;!•·";

bool is_note(const Run& run) {
  if (run.text.front() == '(') return true;
  return best_similarity(run.key, signature_notes()) > 0.85;
}

std::string without_prefix(const std::string& text) {
  for (const std::string_view prefix : name_prefixes()) {
    if (text.rfind(prefix, 0) != 0 || text.size() <= prefix.size() + 1) continue;
    const char next = text[prefix.size()];
    if (next == ' ' || next == '.') return trimmed(text.substr(prefix.size()), ".");
  }
  return text;
}

// Two to six words, each with a capital, of letters only.
bool looks_like_name(const std::string& text) {
  int words = 1;
  bool starts = true;
  for (const char32_t c : to_code_points(text)) {
    if (is_space(c)) {
      ++words;
      starts = true;
      continue;
    }
    if (!is_letter(c)) return false;
    if (starts && !starts_with_capital(to_utf8(std::u32string_view(&c, 1)))) return false;
    starts = false;
  }
  return words >= 2 && words <= 6;
}

// Without rank, and without the signs that a seal's rim leaves among letters.
std::string name_of(const Run& run) {
  std::string text;
  for (const Word& word : run.words) {
    std::u32string letters = to_code_points(to_nfc(plain_signs(word.text)));
    std::erase_if(letters,
                  [](char32_t c) { return kStraySigns.find(c) != kStraySigns.npos; });
    if (!letters.empty()) text += (text.empty() ? "" : " ") + to_utf8(letters);
  }
  return without_prefix(trimmed(text, ".-"));
}

double least_sure(const std::vector<Word>& words) {
  double least = 1;
  for (const Word& word : words) {
    if (!match_key(word.text).empty()) least = std::min(least, word.confidence);
  }
  return least;
}

struct Block {
  const PageView* page = nullptr;
  Runs lines;  // of the right half, from the top down
};

// What recognition makes of a signature in ink.
bool is_scrawl(const Run& run) {
  const std::u32string points = to_code_points(run.text);
  const auto letters = std::count_if(points.begin(), points.end(), is_letter);
  const auto spaces = std::count_if(points.begin(), points.end(), is_space);
  const auto marks = static_cast<std::ptrdiff_t>(points.size()) - spaces - letters;
  return run.confidence < 0.35 || marks * 3 > letters;
}

// The runs of the right half from `top` on. A run that starts in the left half is text.
Block signature_block(const PageView& page, int top) {
  Block block{&page, {}};
  for (const Run& run : page.runs()) {
    if (run.box.y < top || run.key.size() < 2 || is_scrawl(run)) continue;
    if (run.box.x < page.across(0.36) || run.centre_x() < page.across(0.52)) continue;
    block.lines.push_back(&run);
  }
  block.lines = by_height(std::move(block.lines));
  return block;
}

bool opens_signature(const Run& run) {
  return is_in_capitals(run) && (!authority_of(run).empty() || begins_title(run));
}

// Without recipients: from the topmost line of the last page that opens a signature.
Block find_block(const std::vector<PageView>& pages) {
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
    Block block = signature_block(*page, page->down(0.12));
    // In the middle stands who decides, above the body.
    const auto opening =
        std::find_if(block.lines.begin(), block.lines.end(), [&](const Run* run) {
          return opens_signature(*run) && run->centre_x() > page->across(0.58);
        });
    if (opening == block.lines.end()) continue;
    block.lines.erase(block.lines.begin(), opening);
    return block;
  }
  return {};
}

// Below a title, of a seal or a pen: no line of a title is so short.
bool is_scrap(const Run& run) {
  constexpr std::size_t kLetters = 3;
  return run.key.size() <= kLetters && run.confidence < kScrawl;
}

struct Signature {
  Runs authority;
  Runs title;
  const Run* name = nullptr;
};

// Capital lines first: authorities, each until the next or the title begins; the title
// is what is left of them. Then the name, the first that looks like one.
Signature parse_signature(const Block& block) {
  Signature out;
  auto at = block.lines.begin();
  while (at != block.lines.end() && !opens_signature(**at))
    ++at;
  if (at == block.lines.end()) at = block.lines.begin();
  bool in_title = false;
  for (; at != block.lines.end(); ++at) {
    const Run& run = **at;
    if (is_note(run)) continue;
    if (!is_in_capitals(run)) break;
    if (in_title && is_scrap(run)) continue;
    const Runs& before = in_title ? out.title : out.authority;
    if (!before.empty() && run.box.y - before.back()->box.bottom() > 2 * run.box.height) {
      break;  // a name in capitals stands apart
    }
    if (!authority_of(run).empty()) {
      out.authority.insert(out.authority.end(), out.title.begin(), out.title.end());
      out.title.clear();
      in_title = false;
      out.authority.push_back(&run);
    } else if (in_title || begins_title(run) || out.authority.empty()) {
      in_title = true;
      out.title.push_back(&run);
    } else {
      out.authority.push_back(&run);
    }
  }
  for (; at != block.lines.end() && out.name == nullptr; ++at) {
    if (!is_note(**at) && looks_like_name(name_of(**at))) out.name = *at;
  }
  return out;
}

// Most people share few surnames: another one may well be a misread mark (Đỉnh for Đinh),
// and a person looks at it.
bool has_known_surname(const std::string& name) {
  return is_surname(to_lower(to_nfc(name.substr(0, name.find(' ')))));
}

// The only surname of these letters stands in the field; whether it is the one a person
// decides.
void propose_surname(Field& field) {
  const std::string name = *field.value;
  const std::size_t end = name.find(' ');
  if (end == std::string::npos || has_known_surname(name)) return;
  const std::string surname = surname_of_letters(fold(name.substr(0, end)));
  if (surname.empty()) return;
  std::u32string points = to_code_points(surname);
  points[0] = vietnamese::to_upper_letter(points[0]);
  field.read = name;
  field.value = to_utf8(points) + name.substr(end);
  field.confidence = std::min(field.confidence, kWithoutTitle);
}

// Without what a signature that runs into the line was read as, and signs that stand
// alone: "TRƯỞNG PHÒNG KẾ . HOẠCH - TÀI CHÍNH".
std::vector<Word> without_scrawl(std::vector<Word> words) {
  std::erase_if(words, [](const Word& word) {
    return match_key(word.text).empty() && word.text != "-" && word.text != "–";
  });
  while (words.size() > 1 && words.back().confidence < kScrawl &&
         capital_share(words.back().text) < 0.9)
    words.pop_back();
  return words;
}

// "GIÁM ĐỐC Ì": a seal's rim. (A title may end with a plain letter: "NGHIỆP VỤ Y".)
void drop_rim(std::vector<Word>& words) {
  while (words.size() > 1) {
    const std::u32string last = to_code_points(words.back().text);
    if (last.size() != 1 || last[0] < 0x80) return;
    words.pop_back();
  }
}

// "KẾ” HOẠCH": titles have none.
std::string without_quotes(const std::string& text) {
  static constexpr std::u32string_view kQuotes = U"“”‘’„¨\"´ˆ";
  std::u32string letters = to_code_points(text);
  std::erase_if(letters, [](char32_t c) { return kQuotes.find(c) != kQuotes.npos; });
  return to_utf8(letters);
}

// `before`: words that stand in front of the title.
Phrase title_phrase(std::vector<Word> words, std::size_t before,
                    const KnownPairs& pairs) {
  drop_rim(words);
  for (Word& word : words) {
    if (!match_key(word.text).empty()) word.text = without_quotes(word.text);
  }
  const auto title =
      words.begin() + static_cast<std::ptrdiff_t>(std::min(before, words.size()));
  std::vector<Word> mended(words.begin(), title);
  for (Word& word : mended_title({title, words.end()}))
    mended.push_back(std::move(word));
  Phrase phrase = phrase_of(without_scrawl(std::move(mended)), pairs, Echo::kAlone,
                            StraySigns::kKept);
  phrase.text = trimmed(phrase.text, "-,;:.'");
  phrase.read = plain_signs(joined_words(words));
  return phrase;
}

void add_signature(const Block& block, const KnownPairs& pairs, Fields& fields) {
  const Signature signature = parse_signature(block);
  const int page = block.page->number();
  if (!signature.authority.empty()) {
    fields["signer_authority"] =
        make_field(title_phrase(authority_words(signature.authority), 1, pairs),
                   signature.authority, page, 0.99);
  }
  if (!signature.title.empty()) {
    const bool known = begins_title(*signature.title.front());
    fields["signer_title"] = make_field(title_phrase(words_of(signature.title), 0, pairs),
                                        signature.title, page, known ? 0.99 : 0.6);
  }
  if (signature.name != nullptr) {
    const std::string name = name_of(*signature.name);
    const bool sure = !signature.title.empty() && has_known_surname(name);
    Field& field = fields["signer"];
    field = make_field(name, {signature.name}, page, 1);
    field.confidence = (sure ? 1 : kWithoutTitle) * least_sure(signature.name->words);
    propose_surname(field);
  }
}

// A name to the right of the recipients, whatever became of the title above it.
void add_lone_signer(const Anchor& recipients, Fields& fields) {
  const Run* name = nullptr;
  for (const Run* run : signature_block(*recipients.page, recipients.run->box.y).lines) {
    if (looks_like_name(name_of(*run)) && has_known_surname(name_of(*run))) name = run;
  }
  if (name == nullptr) return;
  Field& field = fields["signer"];
  field = make_field(name_of(*name), {name}, recipients.page->number(), 1);
  field.confidence = kWithoutTitle * least_sure(name->words);
}

}  // namespace

void read_closing(const std::vector<PageView>& pages, const Anchor& recipients,
                  const KnownPairs& pairs, Fields& fields) {
  Block block;
  if (recipients.run != nullptr) {
    const int above = 8 * recipients.page->word_height();
    block = signature_block(*recipients.page, recipients.run->box.y - above);
    const auto opening =
        std::find_if(block.lines.begin(), block.lines.end(),
                     [](const Run* run) { return opens_signature(*run); });
    block.lines.erase(block.lines.begin(), opening);
  }
  if (block.lines.empty()) block = find_block(pages);
  if (!block.lines.empty()) {
    add_signature(block, pairs, fields);
  } else if (recipients.run != nullptr) {
    add_lone_signer(recipients, fields);
  }
}

}  // namespace tangthu::ocr
