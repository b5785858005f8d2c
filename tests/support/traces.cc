#include "tests/support/traces.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <utf8proc.h>

#include "base/unicode.h"
#include "tests/support/temporary_folder.h"

namespace tangthu::test {
namespace {

std::string decomposed(const std::string& text) {
  utf8proc_uint8_t* const made =
      utf8proc_NFD(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string out = reinterpret_cast<const char*>(made);
  std::free(made);
  return out;
}

std::string capitals(const std::string& text) {
  std::u32string out = to_code_points(to_nfc(text));
  for (char32_t& c : out)
    c = static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
  return to_utf8(out);
}

std::string utf16(const std::string& text, std::size_t low_byte) {
  std::string out;
  for (const char32_t c : to_code_points(text)) {
    const char bytes[2] = {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8 & 0xFF)};
    out += {bytes[low_byte], bytes[1 - low_byte]};
  }
  return out;
}

// The characters that depend on `bytes` alone when `before` bytes stand in front.
std::string base64_inside(std::string_view bytes, std::size_t before) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::size_t bit = (before * 8 + 5) / 6 * 6 - before * 8;
  for (; bit + 6 <= bytes.size() * 8; bit += 6) {
    unsigned digit = 0;
    for (std::size_t i = bit; i < bit + 6; ++i) {
      const auto byte = static_cast<unsigned char>(bytes[i / 8]);
      digit = digit << 1 | (byte >> (7 - i % 8) & 1U);
    }
    out.push_back(kDigits[digit]);
  }
  return out;
}

std::uint32_t first_four(std::string_view bytes) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i)
    out = out << 8 | static_cast<unsigned char>(bytes[i]);
  return out;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

void Traces::add(const std::string& name, std::string bytes) {
  if (bytes.size() < kLeast) return;
  const std::uint32_t start = first_four(bytes);
  may_start_[start >> 8] = true;
  by_start_.emplace(start, needles_.size());
  needles_.push_back({name, std::move(bytes)});
}

void Traces::add_word(const std::string& name, const std::string& word) {
  const std::string forms[] = {to_nfc(word), decomposed(word), fold(word),
                               capitals(word)};
  for (const std::string& form :
       std::set<std::string>(std::begin(forms), std::end(forms))) {
    add(name, form);
    add(name + " (UTF-16)", utf16(form, 0));
    add(name + " (UTF-16)", utf16(form, 1));
    add(name + " (hex)", to_hex(form));
    for (const std::size_t before : {0U, 1U, 2U})
      add(name + " (base 64)", base64_inside(form, before));
  }
}

void Traces::add_secret(const std::string& name, ByteView bytes) {
  const std::string plain(as_text(bytes));
  const std::string hex = to_hex(plain);
  std::string upper = hex;
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return std::toupper(c); });
  add(name, plain);
  add(name + " (reversed)", {plain.rbegin(), plain.rend()});
  add(name + " (hex)", hex);
  if (upper != hex) add(name + " (hex)", upper);
  for (const std::size_t before : {0U, 1U, 2U})
    add(name + " (base 64)", base64_inside(plain, before));
}

std::set<std::string> Traces::names() const {
  std::set<std::string> out;
  for (const Needle& needle : needles_)
    out.insert(needle.name);
  return out;
}

std::set<std::string> Traces::found_in(std::string_view content) const {
  std::set<std::string> found;
  for (std::size_t at = 0; at + 4 <= content.size(); ++at) {
    const std::uint32_t start = first_four(content.substr(at, 4));
    if (!may_start_[start >> 8]) continue;
    const auto [first, last] = by_start_.equal_range(start);
    for (auto each = first; each != last; ++each) {
      const Needle& needle = needles_[each->second];
      if (content.substr(at, needle.bytes.size()) == needle.bytes)
        found.insert(needle.name);
    }
  }
  return found;
}

std::set<std::string> Traces::found_below(const std::filesystem::path& folder) const {
  std::set<std::string> found;
  const auto note = [&](const std::set<std::string>& names, const std::string& where) {
    for (const std::string& name : names)
      found.insert(name + " in " + where);
  };
  if (!std::filesystem::exists(folder)) return found;
  if (std::filesystem::is_regular_file(folder)) {
    note(found_in(as_text(read_file(folder))), folder.string());
    return found;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           folder, std::filesystem::directory_options::skip_permission_denied)) {
    note(found_in(entry.path().filename().string()), "the name " + entry.path().string());
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    note(found_in(as_text(read_file(entry.path()))), entry.path().string());
  }
  return found;
}

}  // namespace tangthu::test
