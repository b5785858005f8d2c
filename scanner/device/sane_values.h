// Values of SANE options ↔ the text that people write, as for scanimage. Pure; numbers
// are read and written in the C locale.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sane/sane.h>

#include "base/result.h"

namespace tangthu::scanner {

// What sane_control_option reads and writes: words, or a string with its zero.
struct OptionValue {
  std::vector<SANE_Word> words;
  std::vector<SANE_Char> text;
  // The memory to hand to SANE; null for a button.
  void* memory();
};

// Memory for reading the option.
OptionValue empty_value(const SANE_Option_Descriptor& option);

// Text → value, checked against type and constraint. Booleans: yes/no, true/false,
// on/off, 1/0; numbers may carry the option's unit (lengths also cm and in); arrays are
// lists with commas, one number an element; strings of a list may be shortened while
// unambiguous. kUsage with the option's name as subject.
Result<OptionValue> parse_value(const SANE_Option_Descriptor& option,
                                std::string_view text);

std::string format_value(const SANE_Option_Descriptor& option, const OptionValue& value);

// "75|150|300", "0..216.07 in steps of 0.1"; empty when there is no constraint.
std::string describe_constraint(const SANE_Option_Descriptor& option);
std::string_view type_name(const SANE_Option_Descriptor& option);
std::string_view unit_name(const SANE_Option_Descriptor& option);

// A word of an INT or FIXED option as a number.
double word_number(const SANE_Option_Descriptor& option, SANE_Word word);

}  // namespace tangthu::scanner
