// The keys of a profile, and what may stand behind each.
#include "scanner/profile/profile.h"

#include <cmath>
#include <cstdio>
#include <utility>

#include "base/toml.h"

namespace tangthu::scanner {
namespace {

constexpr std::size_t kMaxDescription = 200;

constexpr int kMostCutMarks = 10'000;

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Result<void> take(const Setting& setting) {
    if (setting.table == "options") return take_option(setting);
    if (setting.table == "quality") return take_limit(setting);
    if (!setting.table.empty()) return unknown(setting);
    return take_choice(setting);
  }

  Result<Profile> finish() {
    if (profile_.two_pass && profile_.choices.source != FeedSource::kFeeder) {
      return fail(ErrorCode::kUsage, "two passes need a feeder that reads one side",
                  "write source = \"adf\" into the profile", file_ + ": two-pass");
    }
    return std::move(profile_);
  }

 private:
  std::string subject(const Setting& setting) const {
    return file_ + ":" + std::to_string(setting.line) + ": " +
           (setting.table.empty() ? "" : setting.table + ".") + setting.key;
  }
  Failure unknown(const Setting& setting) const {
    return fail(ErrorCode::kUsage, "a profile has no such key",
                "compare with the keys in docs/SCANNING.md, or set an option of the "
                "device under [options]",
                subject(setting));
  }
  Failure refused(const Setting& setting, Literal text, Literal remedy) const {
    return fail(ErrorCode::kUsage, text, remedy, subject(setting));
  }

  static const std::string& word(const Setting& setting) {
    static const std::string kNone;
    const auto* text = std::get_if<std::string>(&setting.value);
    return text == nullptr ? kNone : *text;
  }
  static std::optional<double> number(const Setting& setting) {
    if (const auto* whole = std::get_if<std::int64_t>(&setting.value)) {
      return static_cast<double>(*whole);
    }
    const auto* real = std::get_if<double>(&setting.value);
    if (real == nullptr || !std::isfinite(*real)) return std::nullopt;
    return *real;
  }
  static std::optional<int> whole_number(const Setting& setting, int least, int most) {
    const auto* whole = std::get_if<std::int64_t>(&setting.value);
    if (whole == nullptr || *whole < least || *whole > most) return std::nullopt;
    return static_cast<int>(*whole);
  }

  Result<void> take_choice(const Setting& setting);
  Result<void> take_text(const Setting& setting);
  Result<void> take_option(const Setting& setting);
  Result<void> take_limit(const Setting& setting);

  std::string file_;
  Profile profile_;
};

Result<void> Reader::take_text(const Setting& setting) {
  const std::string& text = word(setting);
  if (text.empty() || text.size() > kMaxDescription) {
    return refused(setting, "this is no text for a profile",
                   "give a text in quotes, of 200 bytes at most");
  }
  (setting.key == "device" ? profile_.choices.device : profile_.description) = text;
  return {};
}

Result<void> Reader::take_choice(const Setting& setting) {
  ScanChoices& choices = profile_.choices;
  if (setting.key == "device" || setting.key == "description") return take_text(setting);
  if (setting.key == "source") {
    choices.source = parse_feed_source(word(setting));
    if (choices.source) return {};
    return refused(setting, "this is no paper source",
                   "give \"flatbed\", \"adf\" or \"adf-duplex\"");
  }
  if (setting.key == "resolution") {
    choices.resolution_dpi = whole_number(setting, kMinDpi, kMaxDpi);
    if (choices.resolution_dpi) return {};
    return refused(setting, "this is no resolution",
                   "give a whole number from 10 to 2400");
  }
  if (setting.key == "mode") {
    choices.mode = parse_colour_mode(word(setting));
    if (choices.mode) return {};
    return refused(setting, "this is no mode", "give \"color\", \"gray\" or \"lineart\"");
  }
  if (setting.key == "page-size") {
    choices.paper = parse_paper_size(word(setting));
    if (choices.paper) return {};
    return refused(setting, "this is no size of paper",
                   "give A3, A4, A5, A6, letter, legal or millimetres: \"210x297\"");
  }
  if (setting.key == "double-feed") {
    choices.double_feed = parse_double_feed(word(setting));
    if (choices.double_feed) return {};
    return refused(setting, "this is no way to treat double feeds",
                   "give \"auto\", \"on\" or \"off\"");
  }
  if (setting.key == "two-pass") {
    const auto* flag = std::get_if<bool>(&setting.value);
    if (flag == nullptr)
      return refused(setting, "this is neither true nor false", "give true or false");
    profile_.two_pass = *flag;
    return {};
  }
  return unknown(setting);
}

Result<void> Reader::take_option(const Setting& setting) {
  std::string value;
  if (const auto* flag = std::get_if<bool>(&setting.value)) {
    value = *flag ? "yes" : "no";
  } else if (const auto* whole = std::get_if<std::int64_t>(&setting.value)) {
    value = std::to_string(*whole);
  } else if (const auto real = number(setting)) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.6f", *real);
    value = text.data();
  } else {
    value = word(setting);
  }
  profile_.choices.device_options.emplace_back(setting.key, std::move(value));
  return {};
}

Result<void> Reader::take_limit(const Setting& setting) {
  QualityLimits& limits = profile_.quality;
  for (const QualityLimit& limit : kQualityLimits) {
    if (setting.key != limit.name) continue;
    const auto value = number(setting);
    if (!value || *value < limit.least || *value > limit.most) {
      return refused(setting, "this limit is out of bounds",
                     "give a number within the bounds in docs/SCANNING.md");
    }
    limits.*limit.value = *value;
    return {};
  }
  if (setting.key == "least-dpi") {
    const auto value = whole_number(setting, kMinDpi, kMaxDpi);
    if (!value)
      return refused(setting, "this is no resolution",
                     "give a whole number from 10 to 2400");
    limits.least_dpi = *value;
    return {};
  }
  if (setting.key == "most-cut-marks") {
    const auto value = whole_number(setting, 0, kMostCutMarks);
    if (!value)
      return refused(setting, "this limit is out of bounds",
                     "give a whole number from 0 to 10000");
    limits.most_cut_marks = *value;
    return {};
  }
  if (setting.key == "blank") {
    const bool allowed = word(setting) == "allowed";
    if (!allowed && word(setting) != "fault") {
      return refused(setting, "this is no way to treat blank pages",
                     "give \"allowed\" or \"fault\"");
    }
    limits.blank = allowed ? BlankPages::kAllowed : BlankPages::kFault;
    return {};
  }
  return unknown(setting);
}

}  // namespace

Result<Profile> parse_profile(std::string_view text, const std::string& file) {
  Reader reader(file);
  for (const Setting& setting : TRY(read_toml(text, file)))
    TRY(reader.take(setting));
  return reader.finish();
}

}  // namespace tangthu::scanner
