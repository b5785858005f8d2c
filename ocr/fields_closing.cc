// The end of the document: recipients at the lower left, the signature at the lower
// right.

#include <algorithm>
#include <string_view>

#include "base/unicode.h"
#include "ocr/decree30.h"
#include "ocr/fields_match.h"
#include "ocr/fields_parts.h"
#include "ocr/surnames.h"

namespace tangthu::ocr {
namespace {

constexpr std::size_t kMaxRecipientLines = 60;

using Runs = std::vector<const Run*>;

struct Anchor {
  const PageView* page = nullptr;
  const Run* run = nullptr;
};

bool is_recipients_heading(const PageView& page, const Run& run) {
  return run.box.x < page.across(0.45) && starts_with_capital(run.text) &&
         run.words.size() <= 8 && start_similarity(run.key, "noinhan") > 0.82;
}

// The last one: a body may speak of where something is received.
Anchor find_recipients(const std::vector<PageView>& pages) {
  for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
    for (auto run = page->runs().rbegin(); run != page->runs().rend(); ++run) {
      if (is_recipients_heading(*page, *run)) return {&*page, &*run};
    }
  }
  return {};
}

// Recipients

bool begins_item(const std::string& text, bool ended) {
  const std::string bullets = "-+*~_=";
  if (bullets.find(text.front()) != std::string::npos) return true;
  if (text.rfind("•", 0) == 0 || text.rfind("·", 0) == 0) return true;
  return ended || start_similarity(match_key(text), "luu") > 0.99;
}

std::string item_text(const std::string& text) {
  std::string out = trimmed(text, "-+*~_=;.,:");
  for (const std::string_view bullet : {"•", "·"}) {
    if (out.rfind(bullet, 0) == 0) out = trimmed(out.substr(bullet.size()));
  }
  // "(để b/c)." keeps its bracket; "v.v" its full stop is no loss.
  return out;
}

Runs recipient_lines(const Anchor& anchor) {
  const PageView& page = *anchor.page;
  Runs column;
  for (const Run& run : page.runs()) {
    if (run.box.y <= anchor.run->box.y + anchor.run->box.height / 2) continue;
    if (run.box.x > anchor.run->box.x + page.across(0.12)) continue;
    if (run.centre_x() < page.across(0.52)) column.push_back(&run);
  }
  column = by_height(std::move(column));
  Runs lines;
  const Run* last = anchor.run;
  for (const Run* run : column) {
    if (run->key.empty() || lines.size() == kMaxRecipientLines) continue;
    const int gap = run->box.y - last->box.bottom();
    if (gap > 3 * page.word_height()) break;
    lines.push_back(run);
    last = run;
    // "Lưu: VT, VP." is always the last item.
    if (start_similarity(match_key(trimmed(run->text, "-+ ")), "luu") > 0.99 &&
        run->text.back() == '.') {
      break;
    }
  }
  return lines;
}

void read_recipients(const Anchor& anchor, Fields& fields) {
  std::vector<std::string> items;
  bool ended = true;
  Runs lines = recipient_lines(anchor);
  // What stands on the heading's own line, behind the colon.
  const std::size_t colon = anchor.run->text.find(':');
  std::vector<std::string> texts;
  if (colon != std::string::npos && colon + 2 < anchor.run->text.size()) {
    texts.push_back(trimmed(anchor.run->text.substr(colon + 1)));
  }
  for (const Run* run : lines)
    texts.push_back(run->text);
  for (const std::string& text : texts) {
    if (text.empty()) continue;
    if (items.empty() || begins_item(text, ended)) {
      items.push_back(text);
    } else {
      items.back() += " " + text;
    }
    // A semicolon is easily read as a colon.
    ended = std::string_view(";.:").find(text.back()) != std::string_view::npos;
  }
  std::string value;
  for (const std::string& item : items) {
    const std::string text = item_text(item);
    if (!text.empty()) value += (value.empty() ? "" : "; ") + text;
  }
  if (value.empty()) return;
  lines.push_back(anchor.run);
  fields["recipients"] = make_field(value, lines, anchor.page->number(), 0.95);
}

void read_addressees(const std::vector<PageView>& pages, Fields& fields) {
  if (pages.empty()) return;
  for (const Run& run : pages.front().runs()) {
    const std::size_t colon = run.text.find(':');
    if (colon == std::string::npos || start_similarity(run.key, "kinhgui") < 0.85)
      continue;
    const std::string value = trimmed(run.text.substr(colon + 1), ";.,-");
    if (value.empty()) return;
    fields["recipients"] = make_field(value, {&run}, pages.front().number(), 0.6);
    return;
  }
}

// Signature

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
  for (const std::string_view authority : signing_authorities()) {
    if (start == match_key(authority)) return start;
  }
  return {};
}

bool begins_title(const Run& run) {
  const std::string folded = fold(trimmed(run.text, "-.,'")) + " ";
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
    const auto opening =
        std::find_if(block.lines.begin(), block.lines.end(),
                     [](const Run* run) { return opens_signature(*run); });
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
    if (!is_note(**at) && looks_like_name(without_prefix(trimmed((*at)->text, ".,-'"))))
      out.name = *at;
  }
  return out;
}

// Most people share few surnames: another one may well be a misread mark (Đỉnh for Đinh),
// and a person looks at it.
bool has_known_surname(const std::string& name) {
  return is_surname(to_lower(to_nfc(name.substr(0, name.find(' ')))));
}

std::string joined(const Runs& runs) {
  std::string text;
  for (const Run* run : runs)
    text += (text.empty() ? "" : " ") + run->text;
  return with_known_marks(trimmed(text, "-,;'"));
}

void add_signature(const Block& block, Fields& fields) {
  const Signature signature = parse_signature(block);
  const int page = block.page->number();
  if (!signature.authority.empty()) {
    fields["signer_authority"] =
        make_field(joined(signature.authority), signature.authority, page, 0.97);
  }
  if (!signature.title.empty()) {
    const std::string title = joined(signature.title);
    const bool known = begins_title(*signature.title.front());
    fields["signer_title"] = make_field(title, signature.title, page, known ? 0.97 : 0.6);
  }
  if (signature.name != nullptr) {
    const std::string name = without_prefix(trimmed(signature.name->text, ".,-'"));
    const bool sure = !signature.title.empty() && has_known_surname(name);
    fields["signer"] = make_field(name, {signature.name}, page, sure ? 0.97 : 0.6);
  }
}

}  // namespace

void read_closing(const std::vector<PageView>& pages, Fields& fields) {
  const Anchor anchor = find_recipients(pages);
  Block block;
  if (anchor.run != nullptr) {
    read_recipients(anchor, fields);
    const int above = 8 * anchor.page->word_height();
    block = signature_block(*anchor.page, anchor.run->box.y - above);
    const auto opening =
        std::find_if(block.lines.begin(), block.lines.end(),
                     [](const Run* run) { return opens_signature(*run); });
    block.lines.erase(block.lines.begin(), opening);
  } else {
    read_addressees(pages, fields);
  }
  if (block.lines.empty()) block = find_block(pages);
  if (block.page != nullptr) add_signature(block, fields);
}

}  // namespace tangthu::ocr
