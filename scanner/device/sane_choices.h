// Which of a driver's own words means what: drivers name their paper sources and colour
// modes freely, and these names are all that SANE says of them. Pure; no SANE header.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/device.h"

namespace tangthu::scanner {

// ASCII letters only, as driver names are.
bool same_ignoring_case(std::string_view a, std::string_view b);

// The entry that `text` means: itself, else without regard to case, else the only one
// that begins with it. Nothing when there is none or more than one.
std::optional<std::string> choose_string(const std::vector<std::string>& list,
                                         std::string_view text);

// What a source name means: "Flatbed", "ADF Front", "ADF Duplex". Nothing for others
// ("Transparency Unit", "Auto") and for feeders that read back sides only.
std::optional<FeedSource> source_of_name(std::string_view name);

// The first, plainest entry that means `source`.
std::optional<std::string> choose_source(const std::vector<std::string>& list,
                                         FeedSource source);

// kBest: colour of 8 bits a channel if there is one, else grey, else nothing.
std::optional<std::string> choose_mode(const std::vector<std::string>& list,
                                       ColourMode wanted = ColourMode::kBest);

}  // namespace tangthu::scanner
