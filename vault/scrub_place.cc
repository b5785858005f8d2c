#include "vault/scrub_place.h"

#include <cmath>

#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr const char* kFile = "scrub";
constexpr std::string_view kMagic = "tangthu scrub 1\n";
constexpr std::uint16_t kFormat = 2;
constexpr std::uint32_t kMaxDamage = 100'000;
constexpr double kScale = 1e6;  // the share is stored in millionths

}  // namespace

Result<void> keep_scrub_place(const std::filesystem::path& vault,
                              const ScrubPlace& place) {
  ByteWriter out;
  out.integer(kFormat);
  out.raw(place.next);
  out.integer(static_cast<std::uint32_t>(std::lround(place.data_fraction * kScale)));
  out.integer(place.part);
  out.integer(place.parts);
  const ScrubReport& report = place.report;
  for (const std::uint64_t count :
       {report.values, report.bytes, report.documents, report.documents_read,
        report.segments, report.segments_read, report.unfinished})
    out.integer(count);
  const auto count =
      static_cast<std::uint32_t>(std::min<std::size_t>(report.damage.size(), kMaxDamage));
  out.integer(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    out.sized(report.damage[i].object);
    out.sized(report.damage[i].part);
    out.integer(static_cast<std::uint8_t>(report.damage[i].fault));
  }
  return write_durably(vault / kFile, frame_file(kMagic, out.view()));
}

std::optional<ScrubPlace> find_scrub_place(const std::filesystem::path& vault) {
  const auto file = read_small_file(vault / kFile);
  if (!file) return std::nullopt;
  const auto content = unframe_file(kMagic, *file, kFile);
  if (!content) return std::nullopt;
  ByteReader in(*content);
  const auto format = in.integer<std::uint16_t>();
  ScrubPlace out;
  out.next = in.fixed<16>();
  out.data_fraction = in.integer<std::uint32_t>() / kScale;
  out.part = in.integer<std::uint32_t>();
  out.parts = in.integer<std::uint32_t>();
  ScrubReport& report = out.report;
  for (std::uint64_t* count :
       {&report.values, &report.bytes, &report.documents, &report.documents_read,
        &report.segments, &report.segments_read, &report.unfinished})
    *count = in.integer<std::uint64_t>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxDamage) return std::nullopt;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    std::string object = in.text();
    std::string part = in.text();
    const auto fault = in.integer<std::uint8_t>();
    if (fault < 1 || fault > static_cast<std::uint8_t>(ScrubFault::kSegment)) {
      return std::nullopt;
    }
    report.damage.push_back(
        {std::move(object), std::move(part), static_cast<ScrubFault>(fault)});
  }
  // A part that is not there would have every body passed over.
  const bool possible =
      out.part >= 1 && out.part <= out.parts && out.data_fraction <= 1.0;
  if (!in.complete() || format != kFormat || !possible) return std::nullopt;
  return out;
}

void forget_scrub_place(const std::filesystem::path& vault) {
  std::error_code ignored;
  std::filesystem::remove(vault / kFile, ignored);
}

}  // namespace tangthu::vault
