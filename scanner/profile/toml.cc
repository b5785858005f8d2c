#include "scanner/profile/toml.h"

#include <algorithm>
#include <utility>

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace tangthu::scanner {
namespace {

std::string at_line(const std::string& file, const toml::source_region& source) {
  return file + ":" + std::to_string(source.begin.line);
}

// The value of a plain setting; false for lists, dates and tables.
bool read_value(const toml::node& node, Setting& setting) {
  if (const auto* flag = node.as_boolean()) {
    setting.value = flag->get();
  } else if (const auto* whole = node.as_integer()) {
    setting.value = whole->get();
  } else if (const auto* number = node.as_floating_point()) {
    setting.value = number->get();
  } else if (const auto* text = node.as_string()) {
    setting.value = text->get();
  } else {
    return false;
  }
  return true;
}

Result<void> add_settings(const toml::table& from, const std::string& table,
                          const std::string& file, std::vector<Setting>& settings) {
  for (const auto& [key, node] : from) {
    const std::string name(key.str());
    if (table.empty() && node.is_table()) {
      TRY(add_settings(*node.as_table(), name, file, settings));
      continue;
    }
    Setting setting{table, name, static_cast<int>(node.source().begin.line), {}};
    const std::string dotted = (table.empty() ? "" : table + ".") + name;
    if (!read_value(node, setting)) {
      return fail(ErrorCode::kUsage, "a profile has no value of this kind",
                  "give one word in quotes, one number, true or false",
                  at_line(file, node.source()) + ": " + dotted);
    }
    if (settings.size() == kMaxSettings) {
      return fail(ErrorCode::kUsage, "a profile has at most 1000 settings",
                  "leave out what the scanner does anyway", file);
    }
    settings.push_back(std::move(setting));
  }
  return {};
}

}  // namespace

Result<std::vector<Setting>> read_toml(std::string_view text, const std::string& file) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return fail(ErrorCode::kUsage, "the profile is not TOML",
                "write KEY = VALUE a line, words in quotes, and each key once",
                at_line(file, parsed.error().source()));
  }
  std::vector<Setting> settings;
  TRY(add_settings(parsed.table(), "", file, settings));
  std::stable_sort(settings.begin(), settings.end(),
                   [](const Setting& a, const Setting& b) { return a.line < b.line; });
  return settings;
}

}  // namespace tangthu::scanner
