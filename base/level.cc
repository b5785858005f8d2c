#include "base/level.h"

#include <algorithm>

#include "base/quarantine.h"

namespace tangthu {
namespace {

struct LevelWords {
  Level level;
  std::string_view code;
  std::string_view name;
};

constexpr LevelWords kLevelWords[] = {
    {Level::kThuong, "thuong", "Thường"},
    {Level::kMat, "mat", "Mật"},
    {Level::kToiMat, "toi-mat", "Tối mật"},
    {Level::kTuyetMat, "tuyet-mat", "Tuyệt mật"},
};

constexpr std::size_t kMaxCompartments = 32;
constexpr std::size_t kMaxCompartmentName = 64;

bool is_compartment(std::string_view name) {
  return !name.empty() && name.size() <= kMaxCompartmentName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

std::string_view level_code(Level level) {
  return kLevelWords[static_cast<std::size_t>(level)].code;
}

std::string_view level_name(Level level) {
  return kLevelWords[static_cast<std::size_t>(level)].name;
}

Result<Level> parse_level(std::string_view code) {
  for (const LevelWords& words : kLevelWords) {
    if (words.code == code) return words.level;
  }
  return fail(ErrorCode::kUsage, "unknown secrecy level",
              "use one of: thuong, mat, toi-mat, tuyet-mat", std::string(code));
}

std::optional<Level> level_from_byte(std::uint8_t value) {
  if (value > static_cast<std::uint8_t>(Level::kTuyetMat)) return std::nullopt;
  return static_cast<Level>(value);
}

Result<std::string> parse_compartment(std::string_view name) {
  if (!is_compartment(name)) {
    return fail(ErrorCode::kUsage, "unusable compartment name",
                "use 1 to 64 lower-case letters, digits and '-'", std::string(name));
  }
  return std::string(name);
}

Bytes Label::encode() const {
  ByteWriter out;
  out.integer(static_cast<std::uint8_t>(level));
  out.integer(static_cast<std::uint16_t>(compartments.size()));
  for (const std::string& name : compartments)
    out.sized(name);
  return out.take();
}

std::optional<Label> Label::decode(ByteReader& reader) {
  const auto level = level_from_byte(reader.integer<std::uint8_t>());
  const auto count = reader.integer<std::uint16_t>();
  if (!level || count > kMaxCompartments) return std::nullopt;
  Label label{*level, {}};
  for (std::uint16_t i = 0; i < count && !reader.failed(); ++i) {
    std::string name = reader.text();
    // In order and each once, so that a label has one form only.
    const bool in_order =
        label.compartments.empty() || *label.compartments.rbegin() < name;
    if (!is_compartment(name) || !in_order) return std::nullopt;
    label.compartments.insert(label.compartments.end(), std::move(name));
  }
  if (reader.failed()) return std::nullopt;
  return label;
}

Result<void> Label::check() const {
  if (compartments.size() > kMaxCompartments) {
    return fail(ErrorCode::kUsage, "too many compartments", "use at most 32");
  }
  for (const std::string& name : compartments)
    TRY(parse_compartment(name));
  return {};
}

std::string Label::to_string() const {
  std::string out(level_code(level));
  for (const std::string& name : compartments)
    out += "+" + name;
  return out;
}

bool in_quarantine(const Label& label) {
  return label.compartments.contains(kQuarantine);
}

Label into_quarantine(Label label) {
  label.compartments.insert(kQuarantine);
  return label;
}

Label out_of_quarantine(Label label) {
  label.compartments.erase(kQuarantine);
  return label;
}

bool Clearance::dominates(const Label& label) const {
  if (level < label.level) return false;
  if (in_quarantine(label) && !compartments.contains(kQuarantine)) return false;
  return all_compartments ||
         std::includes(compartments.begin(), compartments.end(),
                       label.compartments.begin(), label.compartments.end());
}

}  // namespace tangthu
