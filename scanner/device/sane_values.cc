#include "scanner/device/sane_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <system_error>

#include "scanner/device/fault.h"
#include "scanner/device/sane_choices.h"

namespace tangthu::scanner {
namespace {

// Drivers state sizes in bytes; nothing sensible is larger than a 16-bit gamma table.
constexpr SANE_Int kMaxOptionBytes = 1 << 20;

Failure bad_value(const SANE_Option_Descriptor& option) {
  return device_failure(DeviceFault::kBadOptionValue, option.name);
}

std::size_t word_count(const SANE_Option_Descriptor& option) {
  const SANE_Int size = std::clamp(option.size, SANE_Int{0}, kMaxOptionBytes);
  return std::max<std::size_t>(1, static_cast<std::size_t>(size) / sizeof(SANE_Word));
}

std::optional<bool> parse_bool(std::string_view text) {
  for (const char* yes : {"yes", "true", "on", "1"}) {
    if (same_ignoring_case(text, yes)) return true;
  }
  for (const char* no : {"no", "false", "off", "0"}) {
    if (same_ignoring_case(text, no)) return false;
  }
  return std::nullopt;
}

// How many of the option's own units one written unit is.
std::optional<double> unit_scale(const SANE_Option_Descriptor& option,
                                 std::string_view unit) {
  if (unit.empty() || unit == unit_name(option)) return 1.0;
  if (option.unit == SANE_UNIT_MM && unit == "cm") return 10.0;
  if (option.unit == SANE_UNIT_MM && unit == "in") return 25.4;
  return std::nullopt;
}

std::optional<SANE_Word> parse_word(const SANE_Option_Descriptor& option,
                                    std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  const auto scale =
      unit_scale(option, std::string_view(rest, static_cast<std::size_t>(end - rest)));
  if (!scale) return std::nullopt;
  number *= *scale;
  if (option.type == SANE_TYPE_FIXED) number *= 1 << SANE_FIXED_SCALE_SHIFT;
  if (option.type == SANE_TYPE_INT && number != std::floor(number)) return std::nullopt;
  number = std::round(number);
  if (number < std::numeric_limits<SANE_Word>::min() ||
      number > std::numeric_limits<SANE_Word>::max()) {
    return std::nullopt;
  }
  return static_cast<SANE_Word>(number);
}

// The word that the constraint holds for this one: drivers write fixed numbers with more
// places than people do, so a thousandth off still means the same.
std::optional<SANE_Word> permitted(const SANE_Option_Descriptor& option, SANE_Word word) {
  const std::int64_t slack =
      option.type == SANE_TYPE_FIXED ? (1 << SANE_FIXED_SCALE_SHIFT) / 1000 : 0;
  const auto distance = [&](SANE_Word other) {
    return std::llabs(std::int64_t{word} - std::int64_t{other});
  };
  if (option.constraint_type == SANE_CONSTRAINT_RANGE) {
    const SANE_Range& range = *option.constraint.range;
    const SANE_Word nearest = std::clamp(word, range.min, std::max(range.min, range.max));
    if (distance(nearest) > slack) return std::nullopt;
    return nearest;
  }
  if (option.constraint_type == SANE_CONSTRAINT_WORD_LIST) {
    const SANE_Word* list = option.constraint.word_list;
    for (SANE_Word i = 1; i <= list[0]; ++i) {
      if (distance(list[i]) <= slack) return list[i];
    }
    return std::nullopt;
  }
  return word;
}

Result<OptionValue> parse_words(const SANE_Option_Descriptor& option,
                                std::string_view text) {
  OptionValue value;
  const std::size_t count = word_count(option);
  while (value.words.size() < count) {
    const std::size_t comma = text.find(',');
    const auto word = parse_word(option, text.substr(0, comma));
    const auto good = word ? permitted(option, *word) : std::nullopt;
    if (!good) return bad_value(option);
    value.words.push_back(*good);
    if (comma == std::string_view::npos) {
      text = {};
      break;
    }
    text.remove_prefix(comma + 1);
  }
  if (value.words.size() != count || !text.empty()) return bad_value(option);
  return value;
}

Result<OptionValue> parse_text(const SANE_Option_Descriptor& option,
                               std::string_view text) {
  std::string chosen(text);
  if (option.constraint_type == SANE_CONSTRAINT_STRING_LIST) {
    std::vector<std::string> list;
    for (const auto* entry = option.constraint.string_list; *entry != nullptr; ++entry) {
      list.emplace_back(*entry);
    }
    auto found = choose_string(list, text);
    if (!found) return bad_value(option);
    chosen = std::move(*found);
  } else if (chosen.size() >= static_cast<std::size_t>(std::max(option.size, 1)) ||
             chosen.find('\0') != std::string::npos) {
    return bad_value(option);
  }
  OptionValue value = empty_value(option);
  value.text.resize(std::max(value.text.size(), chosen.size() + 1));
  std::copy(chosen.begin(), chosen.end(), value.text.begin());
  return value;
}

std::string format_number(double number) {
  std::array<char, 64> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                          number, std::chars_format::fixed, 4);
  if (error != std::errc()) return "?";
  std::string text(buffer.data(), end);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string format_word(const SANE_Option_Descriptor& option, SANE_Word word) {
  if (option.type == SANE_TYPE_BOOL) return word == SANE_FALSE ? "no" : "yes";
  return format_number(word_number(option, word));
}

}  // namespace

void* OptionValue::memory() {
  if (!words.empty()) return words.data();
  return text.empty() ? nullptr : text.data();
}

OptionValue empty_value(const SANE_Option_Descriptor& option) {
  OptionValue value;
  if (option.type == SANE_TYPE_STRING) {
    // One more than stated: a driver that forgets the zero must not run off the end.
    const SANE_Int size = std::clamp(option.size, SANE_Int{0}, kMaxOptionBytes);
    value.text.assign(static_cast<std::size_t>(size) + 1, '\0');
  } else if (option.type != SANE_TYPE_BUTTON && option.type != SANE_TYPE_GROUP) {
    value.words.assign(word_count(option), 0);
  }
  return value;
}

Result<OptionValue> parse_value(const SANE_Option_Descriptor& option,
                                std::string_view text) {
  switch (option.type) {
    case SANE_TYPE_BOOL: {
      const auto flag = parse_bool(text);
      if (!flag) return bad_value(option);
      OptionValue value;
      value.words = {*flag ? SANE_TRUE : SANE_FALSE};
      return value;
    }
    case SANE_TYPE_INT:
    case SANE_TYPE_FIXED:
      return parse_words(option, text);
    case SANE_TYPE_STRING:
      return parse_text(option, text);
    case SANE_TYPE_BUTTON:
      if (!text.empty() && parse_bool(text) != true) return bad_value(option);
      return OptionValue{};
    case SANE_TYPE_GROUP:
      break;
  }
  return bad_value(option);
}

std::string format_value(const SANE_Option_Descriptor& option, const OptionValue& value) {
  if (option.type == SANE_TYPE_STRING) {
    return {value.text.begin(), std::find(value.text.begin(), value.text.end(), '\0')};
  }
  std::string out;
  for (const SANE_Word word : value.words) {
    if (!out.empty()) out += ',';
    out += format_word(option, word);
  }
  return out;
}

std::string describe_constraint(const SANE_Option_Descriptor& option) {
  std::string out;
  switch (option.constraint_type) {
    case SANE_CONSTRAINT_RANGE: {
      const SANE_Range& range = *option.constraint.range;
      out = format_word(option, range.min) + ".." + format_word(option, range.max);
      if (range.quant != 0) out += " in steps of " + format_word(option, range.quant);
      break;
    }
    case SANE_CONSTRAINT_WORD_LIST: {
      const SANE_Word* list = option.constraint.word_list;
      for (SANE_Word i = 1; i <= list[0]; ++i) {
        if (i > 1) out += '|';
        out += format_word(option, list[i]);
      }
      break;
    }
    case SANE_CONSTRAINT_STRING_LIST:
      for (const auto* entry = option.constraint.string_list; *entry != nullptr;
           ++entry) {
        if (!out.empty()) out += '|';
        out += *entry;
      }
      break;
    case SANE_CONSTRAINT_NONE:
      if (option.type == SANE_TYPE_BOOL) out = "yes|no";
      break;
  }
  const bool array = option.type == SANE_TYPE_INT || option.type == SANE_TYPE_FIXED;
  if (array && word_count(option) > 1) {
    out += (out.empty() ? "" : ", ") + std::to_string(word_count(option)) +
           " numbers with commas";
  }
  return out;
}

std::string_view type_name(const SANE_Option_Descriptor& option) {
  constexpr std::array<std::string_view, 6> kNames = {"bool",   "int",    "fixed",
                                                      "string", "button", "group"};
  const auto index = static_cast<std::size_t>(option.type);
  return index < kNames.size() ? kNames[index] : "";
}

std::string_view unit_name(const SANE_Option_Descriptor& option) {
  constexpr std::array<std::string_view, 7> kNames = {"",    "px", "bit", "mm",
                                                      "dpi", "%",  "us"};
  const auto index = static_cast<std::size_t>(option.unit);
  return index < kNames.size() ? kNames[index] : "";
}

double word_number(const SANE_Option_Descriptor& option, SANE_Word word) {
  return option.type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : static_cast<double>(word);
}

}  // namespace tangthu::scanner
