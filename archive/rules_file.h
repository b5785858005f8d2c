// Where dated rules are read from.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tangthu::archive {

inline constexpr std::size_t kMaxRulesBytes = std::size_t{64} * 1024;

struct RulesText {
  std::string text;
  std::string file;  // its name, for messages
};

// What $TANGTHU_RULES names must have the file, or may leave it to what is built in.
enum class NamedFolder { kMustHaveIt, kMayLackIt };

// $TANGTHU_RULES/NAME, /etc/tangthu/rules/NAME, or what is built in: the first that is
// there. kBadInput when it can't be read or is larger than 64 KiB.
Result<RulesText> read_rules(const std::string& name, std::string_view built_in,
                             NamedFolder folder);

}  // namespace tangthu::archive
