#include "archive/secrecy/rules.h"

#include <algorithm>
#include <optional>
#include <set>

#include "archive/rule_sets.h"
#include "base/number.h"

namespace tangthu::archive {
namespace {

constexpr std::int64_t kMostYears = 100;
constexpr std::int64_t kMostDays = 3650;

// One table of the file.
class SetReader {
 public:
  SetReader(std::string name, const std::string& file) : file_(file) {
    rules_.name = std::move(name);
  }

  Result<void> take(const Setting& setting) {
    seen_.insert(setting.key);
    const std::string& key = setting.key;
    if (key == "from") {
      rules_.from = TRY(rules_day(file_, setting));
      return {};
    }
    if (key == "law" || key == "source") {
      (key == "law" ? rules_.law : rules_.source) = TRY(rules_text(file_, setting));
      return {};
    }
    if (key == "warn-days") return take_warnings(setting);
    if (key == "extend-before-days")
      return take_number(setting, kMostDays, rules_.extend_before_days);
    if (key == "notice-days") return take_number(setting, kMostDays, rules_.notice_days);
    for (std::size_t i = 0; i < kSecret.size(); ++i) {
      if (key == std::string("years-") + std::string(level_code(kSecret[i])))
        return take_number(setting, kMostYears, rules_.years[i]);
      if (key == std::string("copying-") + std::string(level_code(kSecret[i])))
        return take_positions(setting, rules_.copying[i]);
    }
    return fail(ErrorCode::kUsage, "rules of secrecy have no such key",
                "compare with the keys that are explained in rules/secrecy.toml",
                rules_place(file_, setting));
  }

  Result<SecrecyRules> finish() {
    for (const char* key :
         {"from", "law", "source", "years-mat", "years-toi-mat", "years-tuyet-mat",
          "extend-before-days", "notice-days", "warn-days", "copying-mat",
          "copying-toi-mat", "copying-tuyet-mat"}) {
      if (seen_.contains(key)) continue;
      return fail(ErrorCode::kUsage, "rules of secrecy lack a key",
                  "compare with the keys that are explained in rules/secrecy.toml",
                  file_ + ": " + rules_.name + "." + key);
    }
    return std::move(rules_);
  }

 private:
  static constexpr std::array kSecret = {Level::kMat, Level::kToiMat, Level::kTuyetMat};

  Result<void> take_number(const Setting& setting, std::int64_t most, int& out) const {
    const auto* number = std::get_if<std::int64_t>(&setting.value);
    if (number == nullptr || *number < 1 || *number > most) {
      return fail(ErrorCode::kUsage, "this number is out of range",
                  "years go from 1 to 100, days from 1 to 3650",
                  rules_place(file_, setting));
    }
    out = static_cast<int>(*number);
    return {};
  }

  Result<void> take_warnings(const Setting& setting) {
    std::string rest = TRY(rules_text(file_, setting));
    std::vector<int> days;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const auto number = parse_number<int>(rest.substr(0, end));
      if (!number || *number < 1 || *number > kMostDays ||
          (!days.empty() && *number >= days.back())) {
        return fail(ErrorCode::kUsage, "these must be numbers of days, the largest first",
                    "write them as \"90 60 15\"", rules_place(file_, setting));
      }
      days.push_back(*number);
      rest.erase(0, end + 1);
    }
    rules_.warn_days = std::move(days);
    return {};
  }

  Result<void> take_positions(const Setting& setting,
                              std::vector<std::string>& out) const {
    std::string rest = TRY(rules_text(file_, setting));
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      std::string code = rest.substr(0, end);
      const bool is_code = !code.empty() && std::ranges::all_of(code, [](char c) {
        return c == '-' || (c >= 'a' && c <= 'z');
      });
      if (!is_code || std::ranges::count(out, code) > 0) {
        return fail(ErrorCode::kUsage, "these must be codes of positions, each once",
                    "write them as \"minister department-head\"",
                    rules_place(file_, setting));
      }
      out.push_back(std::move(code));
      rest.erase(0, end + 1);
    }
    return {};
  }

  const std::string& file_;
  SecrecyRules rules_;
  std::set<std::string> seen_;
};

}  // namespace

int SecrecyRules::years_of(Level level) const {
  if (level == Level::kThuong) return 0;
  return years[static_cast<std::size_t>(level) - static_cast<std::size_t>(Level::kMat)];
}

const std::vector<std::string>& SecrecyRules::copying_of(Level level) const {
  static const std::vector<std::string> kNobody;
  if (level == Level::kThuong) return kNobody;
  return copying[static_cast<std::size_t>(level) - static_cast<std::size_t>(Level::kMat)];
}

bool SecrecyRules::knows_position(std::string_view code) const {
  return std::ranges::any_of(copying, [&](const std::vector<std::string>& positions) {
    return std::ranges::count(positions, code) > 0;
  });
}

Result<SecrecyRuleBook> SecrecyRuleBook::parse(std::string_view text,
                                               const std::string& file) {
  SecrecyRuleBook book;
  book.sets_ = TRY((read_rule_sets<SecrecyRules, SetReader>(text, file)));
  return book;
}

Result<SecrecyRuleBook> SecrecyRuleBook::load() {
  const RulesFile file = TRY(load_rules("secrecy"));
  return parse(file.text, file.name);
}

const SecrecyRules* SecrecyRuleBook::in_force(const Date& day) const {
  return set_in_force(sets_, day);
}

const SecrecyRules& SecrecyRuleBook::in_force_or_first(const Date& day) const {
  return set_in_force_or_first(sets_, day);
}

}  // namespace tangthu::archive
