// libFuzzer: what people write for a scanner: its profile. Read whole, or refused with
// the line; what is read stays within what the rest of the program takes.
//
// Covered: scanner/profile/ (TOML, settings, choices, limits of quality).
#include "scanner/profile/profile.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace tangthu;           // NOLINT: a program of one file
using namespace tangthu::scanner;  // NOLINT
using fuzz::must;
using fuzz::must_be;

void profile(ByteView bytes) {
  if (bytes.size() > kMaxProfileBytes) return;  // read_profile() refuses it
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

constexpr fuzz::Parser kParsers[] = {{"profile", profile},
                                     {"deep-profile", deep_profile}};

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
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
