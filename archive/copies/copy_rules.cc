#include "archive/copies/copy_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "archive/rule_sets.h"
#include "base/toml.h"

namespace tangthu::archive {
namespace {

constexpr std::int64_t kLeastPoints = 5;
constexpr std::int64_t kMostPoints = 36;
constexpr const char* kToFillIn = "……………………………";

constexpr std::string_view kNames[] = {"number",     "year",      "quantity", "holder",
                                       "date",       "time",      "level",    "form",
                                       "recipients", "authority", "approval"};

Failure bad_form(Literal text, Literal remedy, const Setting& setting,
                 const std::string& file) {
  return fail(ErrorCode::kUsage, text, remedy, rules_place(file, setting));
}

// Whether each {name} is known.
bool asks_for_known(std::string_view text) {
  while (true) {
    const std::size_t open = text.find('{');
    if (open == std::string_view::npos) return true;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return false;
    const auto name = text.substr(open + 1, close - open - 1);
    if (std::ranges::find(kNames, name) == std::end(kNames)) return false;
    text.remove_prefix(close + 1);
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

std::optional<std::array<std::uint8_t, 3>> colour_of(const std::string& text) {
  if (text.size() != 6) return std::nullopt;
  std::array<std::uint8_t, 3> out{};
  for (std::size_t i = 0; i < 6; ++i) {
    const std::size_t digit = std::string_view("0123456789ABCDEF").find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    out[i / 2] = static_cast<std::uint8_t>(out[i / 2] * 16 + digit);
  }
  return out;
}

std::string filled(std::string_view text, const CopyWords& words) {
  std::string out;
  while (true) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    if (open == text.size()) return out;
    const std::size_t close = text.find('}', open);
    const auto word = words.find(std::string(text.substr(open + 1, close - open - 1)));
    out += word == words.end() || word->second.empty() ? kToFillIn : word->second;
    text.remove_prefix(close + 1);
  }
}

// One table of the file.
class SetReader {
 public:
  SetReader(std::string name, const std::string& file) : file_(file) {
    rules_.name = std::move(name);
  }

  Result<void> take(const Setting& setting) {
    seen_.insert(setting.key);
    if (double* points = points_of(setting.key)) return take_points(setting, *points);
    const auto* text = std::get_if<std::string>(&setting.value);
    if (text == nullptr || text->empty())
      return bad_form("this must be a text", "write it in quotes", setting, file_);
    if (setting.key == "from") {
      const auto day = parse_date(*text);
      if (!day)
        return bad_form("this must be a day", "write it as \"YYYY-MM-DD\"", setting,
                        file_);
      rules_.from = *day;
      return {};
    }
    if (setting.key == "colour") {
      const auto colour = colour_of(*text);
      if (!colour)
        return bad_form("this must be a colour", "write it as \"C00000\"", setting,
                        file_);
      rules_.form.colour = *colour;
      return {};
    }
    if (!asks_for_known(*text))
      return bad_form("nothing is known by this name in braces",
                      "compare with those that are explained in rules/copies.toml",
                      setting, file_);
    return take_text(setting, *text);
  }

  Result<CopyRules> finish() {
    for (const char* key :
         {"from", "law", "source", "number", "page-line", "closing-title", "closing",
          "signature", "colour", "number-points", "closing-points", "line-points"}) {
      if (seen_.contains(key)) continue;
      return fail(ErrorCode::kUsage, "rules of copies lack a key",
                  "compare with the keys that are explained in rules/copies.toml",
                  file_ + ": " + rules_.name + "." + key);
    }
    return std::move(rules_);
  }

 private:
  double* points_of(const std::string& key) {
    if (key == "number-points") return &rules_.form.number_points;
    if (key == "closing-points") return &rules_.form.closing_points;
    if (key == "line-points") return &rules_.form.line_points;
    return nullptr;
  }

  Result<void> take_points(const Setting& setting, double& out) const {
    const auto* number = std::get_if<std::int64_t>(&setting.value);
    if (number == nullptr || *number < kLeastPoints || *number > kMostPoints)
      return bad_form("this number is out of range", "sizes go from 5 to 36", setting,
                      file_);
    out = static_cast<double>(*number);
    return {};
  }

  Result<void> take_text(const Setting& setting, const std::string& text) {
    const std::string& key = setting.key;
    if (key == "closing" || key == "signature") {
      (key == "closing" ? rules_.form.closing : rules_.form.signature) = lines_of(text);
      return {};
    }
    std::string* out = key == "law"             ? &rules_.law
                       : key == "source"        ? &rules_.source
                       : key == "number"        ? &rules_.form.number
                       : key == "page-line"     ? &rules_.form.page_line
                       : key == "closing-title" ? &rules_.form.closing_title
                                                : nullptr;
    if (out == nullptr)
      return bad_form("rules of copies have no such key",
                      "compare with the keys that are explained in rules/copies.toml",
                      setting, file_);
    *out = text;
    return {};
  }

  const std::string& file_;
  CopyRules rules_;
  std::set<std::string> seen_;
};

}  // namespace

ocr::CopyMarks CopyRules::filled_in(ocr::MarkId id, const CopyWords& words) const {
  ocr::CopyMarks out = form;
  out.id = id;
  for (std::string* text : {&out.number, &out.page_line, &out.closing_title})
    *text = filled(*text, words);
  for (auto* lines : {&out.closing, &out.signature}) {
    for (std::string& line : *lines)
      line = filled(line, words);
  }
  return out;
}

Result<CopyRuleBook> CopyRuleBook::parse(std::string_view text, const std::string& file) {
  CopyRuleBook book;
  book.sets_ = TRY((read_rule_sets<CopyRules, SetReader>(text, file)));
  return book;
}

Result<CopyRuleBook> CopyRuleBook::load() {
  const RulesFile rules = TRY(load_rules("copies"));
  return parse(rules.text, rules.name);
}

const CopyRules& CopyRuleBook::in_force(const Date& day) const {
  return set_in_force_or_first(sets_, day);
}

}  // namespace tangthu::archive
