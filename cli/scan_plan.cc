#include "cli/scan_plan.h"

#include "base/toml.h"
#include "scanner/profile/profile.h"

namespace tangthu::cli {
namespace {

Result<std::vector<std::pair<std::string, std::string>>> settings(
    const std::vector<std::string>& words) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& setting : words) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorCode::kUsage, "a device option is not of the form NAME=VALUE",
                  "'tangthu scan --list-options' shows the names", setting);
    }
    out.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return out;
}

// What the command line says; the words have been checked.
Result<scanner::ScanChoices> choices(const ScanWords& words) {
  scanner::ScanChoices out;
  out.device = words.device;
  out.source = scanner::parse_feed_source(words.source);
  out.mode = scanner::parse_colour_mode(words.mode);
  out.double_feed = scanner::parse_double_feed(words.double_feed);
  if (words.resolution_dpi != 0) out.resolution_dpi = words.resolution_dpi;
  if (!words.page_size.empty()) {
    out.paper = scanner::parse_paper_size(words.page_size);
    if (!out.paper) {
      return fail(ErrorCode::kUsage, "this is no size of paper",
                  "give A3, A4, A5, A6, letter, legal or millimetres: 210x297",
                  words.page_size);
    }
  }
  out.device_options = TRY(settings(words.device_options));
  return out;
}

}  // namespace

Result<ScanPlan> plan_of(ScanWords& words, const std::atomic<bool>& interrupted) {
  scanner::Profile profile;
  if (!words.profile.empty()) {
    if (words.profile_text.empty()) {
      const auto file =
          TRY(scanner::find_profile(words.profile, scanner::profile_folders()));
      words.profile_text = TRY(read_settings_file(file));
      words.profile = file.string();
    }
    profile = TRY(scanner::parse_profile(words.profile_text, words.profile));
  }
  ScanPlan plan;
  plan.scan = scanner::scan_options(joined(TRY(choices(words)), profile.choices));
  plan.scan.interrupted = &interrupted;
  plan.quality = profile.quality;
  // A profile's wish is void where the command line chose another source.
  const bool feeder = plan.scan.source == scanner::FeedSource::kFeeder;
  plan.two_pass = feeder && (words.two_pass || profile.two_pass);
  if (words.two_pass && !feeder) {
    return fail(ErrorCode::kUsage, "two passes need a feeder that reads one side",
                "use --source adf");
  }
  return plan;
}

Json scan_origin(const ScanWords& words) {
  return {{"device", words.device},
          {"source", words.source},
          {"resolution", words.resolution_dpi},
          {"mode", words.mode},
          {"page_size", words.page_size},
          {"double_feed", words.double_feed},
          {"options", words.device_options},
          {"profile", words.profile},
          {"profile_text", words.profile_text},
          {"two_pass", words.two_pass}};
}

Result<void> take_origin(const BatchSettings& settings, ScanWords& words) {
  try {
    const Json& from = settings.origin;
    from.at("device").get_to(words.device);
    from.at("source").get_to(words.source);
    from.at("resolution").get_to(words.resolution_dpi);
    from.at("mode").get_to(words.mode);
    from.at("page_size").get_to(words.page_size);
    from.at("double_feed").get_to(words.double_feed);
    from.at("options").get_to(words.device_options);
    from.at("profile").get_to(words.profile);
    from.at("profile_text").get_to(words.profile_text);
    from.at("two_pass").get_to(words.two_pass);
  } catch (const Json::exception&) {
    return fail(ErrorCode::kUsage, "the batch was not begun by 'tangthu scan'",
                "end it with 'tangthu batches finish'");
  }
  return {};
}

}  // namespace tangthu::cli
