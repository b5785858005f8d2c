#include "scanner/device/sane_choices.h"

#include <algorithm>
#include <initializer_list>

namespace tangthu::scanner {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool has_any(const std::string& text, std::initializer_list<const char*> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const char* part) {
    return text.find(part) != std::string::npos;
  });
}

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return lower(a) == lower(b);
}

std::optional<std::string> choose_string(const std::vector<std::string>& list,
                                         std::string_view text) {
  if (std::find(list.begin(), list.end(), text) != list.end()) return std::string(text);
  const std::string wanted = lower(text);
  std::optional<std::string> found;
  for (const std::string& entry : list) {
    if (lower(entry) == wanted) return entry;
    if (wanted.empty() || !lower(entry).starts_with(wanted)) continue;
    if (found) return std::nullopt;
    found = entry;
  }
  return found;
}

std::optional<FeedSource> source_of_name(std::string_view name) {
  const std::string text = lower(name);
  if (has_any(text, {"duplex", "both sides", "2-sided", "double-sided"})) {
    return FeedSource::kFeederDuplex;
  }
  if (has_any(text, {"back", "rear"})) return std::nullopt;
  if (has_any(text, {"adf", "feeder", "sheetfed", "simplex"})) return FeedSource::kFeeder;
  if (has_any(text, {"flatbed", "flat bed", "platen", "document table", "glass"}) ||
      text == "fb" || text == "normal") {
    return FeedSource::kFlatbed;
  }
  return std::nullopt;
}

std::optional<std::string> choose_source(const std::vector<std::string>& list,
                                         FeedSource source) {
  const auto found = std::find_if(
      list.begin(), list.end(),
      [&](const std::string& entry) { return source_of_name(entry) == source; });
  return found == list.end() ? std::nullopt : std::optional(*found);
}

std::optional<std::string> choose_mode(const std::vector<std::string>& list,
                                       ColourMode wanted) {
  const auto pick = [&](auto fits) -> std::optional<std::string> {
    const auto found = std::find_if(
        list.begin(), list.end(), [&](const auto& entry) { return fits(lower(entry)); });
    return found == list.end() ? std::nullopt : std::optional(*found);
  };
  // The plain name first; then names that have it in them, but for deep colour and such.
  const auto named = [&](auto exact, std::initializer_list<const char*> parts) {
    const auto plain = pick(exact);
    if (plain) return plain;
    return pick([&](const auto& n) {
      return has_any(n, parts) &&
             !has_any(n, {"lineart", "halftone", "dither", "48", "16 bit", "16-bit"});
    });
  };
  if (wanted == ColourMode::kLineart) {
    return pick([](const auto& n) {
      return has_any(n, {"lineart", "line art", "binary", "black & white", "mono"}) ||
             n == "bw";
    });
  }
  std::optional<std::string> found;
  if (wanted != ColourMode::kGrey) {
    found = named([](const auto& n) { return n == "color" || n == "colour"; },
                  {"colo", "rgb"});
  }
  if (!found && wanted != ColourMode::kColour) {
    found =
        named([](const auto& n) { return n == "gray" || n == "grey"; }, {"gray", "grey"});
  }
  return found;
}

}  // namespace tangthu::scanner
