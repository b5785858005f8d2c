#include "vault/header.h"

#include "vault/damage.h"
#include "vault/durable_file.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu vault 2\n";
constexpr const char* kFile = "VAULT";
constexpr std::uint16_t kFormat = 3;

bool cost_is_sane(const SlowHashCost& cost) {
  return cost.passes >= kLeastSlowHashCost.passes &&
         cost.passes <= kMostSlowHashCost.passes &&
         cost.memory_kib >= kLeastSlowHashCost.memory_kib &&
         cost.memory_kib <= kMostSlowHashCost.memory_kib;
}

}  // namespace

Result<VaultHeader> read_header(const std::filesystem::path& vault) {
  auto file = read_small_file(vault / kFile);
  if (!file && file.error().code() == ErrorCode::kNotFound) {
    return fail(ErrorCode::kNotFound, "there is no vault here",
                "check --vault, or make one with 'tangthu init'", vault.string());
  }
  if (!file) return Failure(file.error());
  return decode_header(*file);
}

Result<VaultHeader> decode_header(ByteView file) {
  const Bytes content = TRY(unframe_file(kMagic, file, kFile));
  ByteReader in(content);
  if (in.integer<std::uint16_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "the vault is of a format this version does not know",
                "open it with a newer version of tangthu", kFile);
  }
  VaultHeader header{};
  const auto profile = in.integer<std::uint8_t>();
  header.profile = static_cast<Profile>(profile);
  header.id = in.fixed<16>();
  header.created = in.integer<std::uint64_t>();
  header.verify_key = in.fixed<32>();
  header.intake_key = in.fixed<32>();
  header.audit_key = in.fixed<32>();
  header.recovery_key = in.fixed<32>();
  header.slot_salt = in.fixed<16>();
  header.cost.passes = in.integer<std::uint32_t>();
  header.cost.memory_kib = in.integer<std::uint32_t>();
  const bool known_profile = profile == static_cast<std::uint8_t>(Profile::kSingle) ||
                             profile == static_cast<std::uint8_t>(Profile::kAgency);
  if (!in.complete() || !known_profile || !cost_is_sane(header.cost)) {
    return damaged_file(kFile);
  }
  return header;
}

Bytes encode_header(const VaultHeader& header) {
  ByteWriter out;
  out.integer(kFormat);
  out.integer(static_cast<std::uint8_t>(header.profile));
  out.raw(header.id);
  out.integer(header.created);
  out.raw(header.verify_key);
  out.raw(header.intake_key);
  out.raw(header.audit_key);
  out.raw(header.recovery_key);
  out.raw(header.slot_salt);
  out.integer(header.cost.passes);
  out.integer(header.cost.memory_kib);
  return out.take();
}

Result<void> write_header(const std::filesystem::path& vault, const VaultHeader& header) {
  return write_durably(vault / kFile, frame_file(kMagic, encode_header(header)));
}

}  // namespace tangthu::vault
