#include "ocr/reader/charset.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "ocr/reader/model_file.h"

namespace tangthu::ocr::reader {
namespace {

constexpr std::size_t kMostCharacters = 1U << 16;
constexpr std::size_t kLongestText = 64;  // bytes of a character
constexpr std::size_t kMostCodes = 9;     // of a character

// Bits of a character's properties.
constexpr unsigned kAlphabetic = 1;
constexpr unsigned kLower = 2;
constexpr unsigned kUpper = 4;
constexpr unsigned kDigit = 8;

// "word word …" → one word after the other.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}
  std::string_view next() {
    const std::size_t from = std::min(rest_.find_first_not_of(" \t\r"), rest_.size());
    const std::size_t to = std::min(rest_.find_first_of(" \t\r", from), rest_.size());
    const std::string_view field = rest_.substr(from, to - from);
    rest_.remove_prefix(to);
    return field;
  }

 private:
  std::string_view rest_;
};

template <typename Number>
std::optional<Number> number(std::string_view text, int base = 10) {
  Number value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_script_without_spaces(std::string_view script) {
  return script == "Han" || script == "Thai" || script == "Hangul" ||
         script == "Hiragana" || script == "Katakana";
}

// What Tesseract asks of the whole language.
bool leaves_words_open(std::string_view script) {
  return script == "Han" || script == "Thai" || script == "Katakana";
}

bool is_from_the_right(std::string_view script) {
  return script == "Arabic" || script == "Hebrew" || script == "Syriac" ||
         script == "Thaana";
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

// A line a character: its text ("NULL": the space), properties in hexadecimal, measures
// (older files have none of them), its script, and what the reader does not use.
bool Charset::parse_characters(ByteView bytes) {
  std::string_view text = as_text(bytes);
  const auto count = number<std::size_t>(Fields(take_line(text)).next());
  if (!count || *count < 3 || *count > kMostCharacters) return false;
  for (std::size_t i = 0; i < *count; ++i) {
    Fields fields(take_line(text));
    const std::string_view form = fields.next();
    const auto properties = number<unsigned>(fields.next(), 16);
    if (form.empty() || form.size() > kLongestText || !properties) return false;
    std::string_view script = fields.next();
    if (script.find(',') != std::string_view::npos) script = fields.next();
    Character character;
    character.text = form == "NULL" ? " " : std::string(form);
    character.digit = (*properties & kDigit) != 0;
    character.alphabetic = (*properties & kAlphabetic) != 0;
    character.lower = (*properties & kLower) != 0;
    character.upper = (*properties & kUpper) != 0;
    character.space_delimited = !is_script_without_spaces(script);
    if (leaves_words_open(script)) space_delimited_ = false;
    if (is_from_the_right(script)) right_to_left_ = true;
    characters_.push_back(std::move(character));
  }
  return characters_.front().text == " ";
}

// u32 characters × {i8, u32 length, u32 codes}.
bool Charset::parse_codes(ByteView bytes, std::size_t classes, std::size_t blank) {
  ByteReader in(bytes);
  const std::size_t count = in.integer<std::uint32_t>();
  // Past the characters there may be one that stands for nothing.
  if (in.failed() || count < characters_.size() || count > characters_.size() + 1)
    return false;
  lone_.assign(classes, kNoCharacter);
  for (std::size_t i = 0; i < count; ++i) {
    in.integer<std::uint8_t>();
    const std::size_t length = in.integer<std::uint32_t>();
    if (in.failed() || length == 0 || length > kMostCodes) return false;
    Codes codes;
    for (std::size_t k = 0; k < length; ++k) {
      const std::size_t code = in.integer<std::uint32_t>();
      if (in.failed() || code >= classes) return false;
      codes.push_back(static_cast<int>(code));
      code_range_ = std::max(code_range_, codes.back() + 1);
    }
    if (i == kSpace && codes != Codes{kSpace}) return false;
    // The blank's place among the continuations counts all the same: ties go by it.
    const bool is_blank = length == 1 && codes.front() == static_cast<int>(blank);
    if (i >= characters_.size() && !is_blank) continue;
    const int last = codes.back();
    codes.pop_back();
    longest_ = std::max(longest_, length);
    auto& finals = continuations_[codes].finals;
    const int character = is_blank ? kNoCharacter : static_cast<int>(i);
    const auto known =
        std::find_if(finals.begin(), finals.end(),
                     [&](const Continuations::Final& f) { return f.code == last; });
    if (known == finals.end()) {
      finals.push_back({last, character});
    } else {
      known->character = character;
    }
    if (length == 1 && !is_blank) lone_[static_cast<std::size_t>(last)] = character;
    for (; !codes.empty();) {
      const int next = codes.back();
      codes.pop_back();
      auto& nexts = continuations_[codes].nexts;
      if (std::find(nexts.begin(), nexts.end(), next) == nexts.end())
        nexts.push_back(next);
    }
  }
  return in.complete();
}

Result<Charset> Charset::parse(ByteView characters, ByteView recoder, std::size_t classes,
                               std::size_t blank, const std::string& name) {
  Charset charset;
  if (!charset.parse_characters(characters) ||
      !charset.parse_codes(recoder, classes, blank)) {
    return corrupt_model(name);
  }
  return charset;
}

const Continuations* Charset::after(const Codes& beginning) const {
  const auto found = continuations_.find(beginning);
  return found == continuations_.end() ? nullptr : &found->second;
}

int Charset::character_of(int code) const {
  const auto index = static_cast<std::size_t>(code);
  return index < lone_.size() ? lone_[index] : kNoCharacter;
}

}  // namespace tangthu::ocr::reader
