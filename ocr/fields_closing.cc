// The signature at the lower right: whom the signer stands for, his title, his name.

#include <algorithm>
#include <string_view>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/surnames.h"

namespace tangthu::ocr {
namespace {

constexpr double kScrawl = 0.75;
constexpr double kMended = 0.85;
// A name with no title above it, or of no known surname.
constexpr double kWithoutTitle = 0.6;
constexpr std::u32string_view kStraySigns = U"'\"`´ˆ^~°*_|“”‘’„¨,:;!•·";

// "TUQ" with its Q read as an O, or as both: no other authority looks so.
bool is_mandate(const std::string& letters) {
  return letters == "tuo" || letters == "tuoq" || letters == "tuqo";
}

// "KT", "T/M" … and what follows it; empty when the line is no authority.
std::string authority_of(const Run& run) {
  std::string start;
  for (const char c : fold(run.text.substr(0, 6))) {
    if (c >= 'a' && c <= 'z') {
      start += c;
    } else if (c != '/' && (!start.empty() || (c != '.' && c != ' '))) {
      break;
    }
  }
  if (is_mandate(start)) return "tuq";
  for (const std::string_view authority : signing_authorities()) {
    if (start == match_key(authority)) return start;
  }
  return {};
}

bool begins_title(const Run& run) {
  const std::string folded = fold(trimmed(run.text, "-.,:;'")) + " ";
  return std::any_of(title_beginnings().begin(), title_beginnings().end(),
                     [&](std::string_view words) {
                       const std::string begin = fold(words);
                       return folded.rfind(begin, 0) == 0 &&
                              (folded[begin.size()] < 'a' || folded[begin.size()] > 'z');
                     });
}

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
  return capital_share(run.text) > 0.75 &&
         (!authority_of(run).empty() || begins_title(run));
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
    if (capital_share(run.text) < 0.75) break;
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

// "K/T:TRƯỞNG" is two words.
std::vector<Word> parted_authority(const Word& word) {
  const std::size_t sign = word.text.find_first_of(".:,;");
  if (sign == std::string::npos || sign > 4) return {word};
  const std::size_t rest = word.text.find_first_not_of(".:,;", sign);
  if (rest == std::string::npos || match_key(word.text.substr(rest)).size() < 2)
    return {word};
  return {{word.text.substr(0, sign + 1), word.confidence, word.box},
          {word.text.substr(rest), word.confidence, word.box}};
}

// "KT: GIÁM ĐỐC" → "KT. GIÁM ĐỐC": what follows the letters is a full stop, or "T/M".
std::vector<Word> authority_words(const Runs& runs) {
  std::vector<Word> words;
  for (const Word& word : words_of(runs)) {
    const std::vector<Word> parted = parted_authority(word);
    words.insert(words.end(), parted.begin(), parted.end());
  }
  for (Word& word : words) {
    std::string core = trimmed(word.text, ".:;,");
    if (is_mandate(match_key(core))) {
      core = "TUQ";
      word.confidence = std::min(word.confidence, kMended);
      word.text = core + ".";
    }
    const bool letters =
        std::any_of(signing_authorities().begin(), signing_authorities().end(),
                    [&](std::string_view authority) {
                      return match_key(core) == match_key(authority);
                    });
    const bool ended = word.text.size() > core.size() && !core.empty();
    if (letters && ended)
      word.text = core.find('/') == std::string::npos ? core + "." : core;
  }
  return words;
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

Phrase title_phrase(const std::vector<Word>& words, const KnownPairs& pairs) {
  Phrase phrase = phrase_of(words, pairs, Echo::kAlone, StraySigns::kKept);
  phrase.text = trimmed(phrase.text, "-,;:.'");
  return phrase;
}

void add_signature(const Block& block, const KnownPairs& pairs, Fields& fields) {
  const Signature signature = parse_signature(block);
  const int page = block.page->number();
  if (!signature.authority.empty()) {
    fields["signer_authority"] =
        make_field(title_phrase(authority_words(signature.authority), pairs),
                   signature.authority, page, 0.99);
  }
  if (!signature.title.empty()) {
    const bool known = begins_title(*signature.title.front());
    fields["signer_title"] =
        make_field(title_phrase(without_scrawl(words_of(signature.title)), pairs),
                   signature.title, page, known ? 0.99 : 0.6);
  }
  if (signature.name != nullptr) {
    const std::string name = name_of(*signature.name);
    const bool sure = !signature.title.empty() && has_known_surname(name);
    Field& field = fields["signer"];
    field = make_field(name, {signature.name}, page, 1);
    field.confidence = (sure ? 1 : kWithoutTitle) * least_sure(signature.name->words);
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
