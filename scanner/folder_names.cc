#include "scanner/folder_names.h"

#include <algorithm>

namespace tangthu::scanner {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  // At most three bytes continue a character; more are no UTF-8 and may be cut anywhere.
  while (end > 0 && most - end < 3 && continues_character(text[end]))
    --end;
  return text.substr(0, continues_character(text[end]) ? most : end);
}

}  // namespace

std::string numbered_name(std::string_view name, int number, std::size_t room) {
  constexpr std::size_t kLongestExtension = 16;
  std::size_t dot = name.rfind('.');
  if (dot == 0 || dot == std::string_view::npos || name.size() - dot > kLongestExtension)
    dot = name.size();
  std::string end(name.substr(dot));
  if (number > 1) end.insert(0, "-" + std::to_string(number));
  const std::size_t most = kMaxNameBytes - std::min(room, kMaxNameBytes) - end.size();
  return std::string(cut(name.substr(0, dot), most)) + end;
}

}  // namespace tangthu::scanner
