#include "archive/rules_file.h"

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace tangthu::archive {

namespace fs = std::filesystem;

Result<RulesFile> load_rules(std::string_view name) {
  const std::string file_name = std::string(name) + ".toml";
  const char* chosen = std::getenv("TANGTHU_RULES");
  const bool is_chosen = chosen != nullptr && *chosen != '\0';
  for (const fs::path folder : {is_chosen ? chosen : "", "/etc/tangthu/rules"}) {
    const fs::path file = folder / file_name;
    std::error_code error;
    // A chosen folder may have some of the files alone; one that is not there is a slip.
    const bool missing =
        is_chosen && folder == chosen && !fs::is_directory(folder, error);
    if (!folder.empty() && (missing || fs::exists(file, error)))
      return RulesFile{file.string(), TRY(read_settings_file(file))};
  }
  return RulesFile{"rules/" + file_name, std::string(built_in_rules(name))};
}

std::string rules_place(const std::string& file, const Setting& setting) {
  return file + ":" + std::to_string(setting.line) + ": " + setting.table + "." +
         setting.key;
}

Result<std::string> rules_text(const std::string& file, const Setting& setting) {
  const auto* text = std::get_if<std::string>(&setting.value);
  if (text != nullptr && !text->empty()) return *text;
  return fail(ErrorCode::kUsage, "this must be a text", "write it in quotes",
              rules_place(file, setting));
}

Result<Date> rules_day(const std::string& file, const Setting& setting) {
  const auto* text = std::get_if<std::string>(&setting.value);
  const auto day = text == nullptr ? std::nullopt : parse_date(*text);
  if (day) return *day;
  return fail(ErrorCode::kUsage, "this must be a day", "write it as \"YYYY-MM-DD\"",
              rules_place(file, setting));
}

}  // namespace tangthu::archive
