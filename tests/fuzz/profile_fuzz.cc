// libFuzzer: what people write in TOML: a scanner's profile, the rules of secrecy. Read
// whole, or refused with the line; what is read stays within what the rest of the program
// takes.
//
// Covered: base/toml.cc, scanner/profile/ (settings, choices, limits of quality),
// archive/secrecy/rules.cc.
#include "archive/secrecy/rules.h"
#include "base/toml.h"
#include "scanner/profile/profile.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::scanner;  // NOLINT
using fuzz::must;
using fuzz::must_be;

void profile(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto profile = parse_profile(as_text(bytes), "may-quet.toml");
  if (!profile) {
    must_be(profile, ErrorCode::kUsage);
    must(*profile.error().remedy() != 0);
    return;
  }
  const ScanOptions options = scan_options(joined(profile->choices, {}));
  must(options.resolution_dpi > 0);
  must(fitting_device({DeviceInfo{}}, profile->choices.device).empty() ||
       !profile->choices.device.empty());
}

void deep_profile(ByteView bytes) {
  profile(fuzz::repeated(bytes));
}

void secrecy_rules(ByteView bytes) {
  if (bytes.size() > kMaxSettingsBytes) return;  // read_settings_file() refuses it
  const auto book = archive::SecrecyRuleBook::parse(as_text(bytes), "secrecy.toml");
  if (!book) {
    must_be(book, ErrorCode::kUsage);
    must(*book.error().remedy() != 0);
    return;
  }
  const auto* last = book->in_force(parse_date("9999-12-31").value());
  must(last != nullptr && last->from.ok() && !last->warn_days.empty());
  for (const Level level : kAllLevels)
    must((last->years_of(level) > 0) == (level != Level::kThuong));
}

constexpr fuzz::Parser kParsers[] = {{"profile", profile},
                                     {"deep-profile", deep_profile},
                                     {"secrecy-rules", secrecy_rules}};

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("profile", as_bytes("description = \"fi-7160\"\ndevice = \"fujitsu:fi-7160:*\"\n"
                          "source = \"adf-duplex\"\nresolution = 300\nmode = \"color\"\n"
                          "page-size = \"A4\"\ndouble-feed = \"on\"\n[options]\n"
                          "swdeskew = false\n[quality]\nmost-blur-mm = 0.25\n"));
  add("profile", as_bytes("two-pass = true\npage-size = \"210x297\"\n"), "-two-pass");
  add("deep-profile", repetition("a = ", 50, "[", "1"));
  add("deep-profile", repetition("a", 30'000, ".a", " = 1"), "-key");
  add("secrecy-rules",
      as_bytes(
          "[a]\nfrom = \"2020-07-01\"\nlaw = \"A\"\nsource = \"B\"\nyears-mat = 10\n"
          "years-toi-mat = 20\nyears-tuyet-mat = 30\nextend-before-days = 60\n"
          "notice-days = 15\nwarn-days = \"90 60 15\"\n[b]\nfrom = \"2026-03-01\"\n"));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
