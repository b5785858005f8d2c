#include "vault/ceremony.h"

#include <algorithm>

#include "base/id.h"
#include "vault/damage.h"
#include "vault/durable_file.h"
#include "vault/unseal_slots.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu recover1";
constexpr const char* kFile = "recovery";

using SplitId = Hash16;

struct RecoverySplit {
  SplitId id;
  std::uint8_t shares;
  std::vector<Point> commitments;
};

Result<void> write_recovery(const std::filesystem::path& folder,
                            const RecoverySplit& split) {
  ByteWriter out;
  out.raw(split.id);
  out.integer(split.shares);
  out.integer(static_cast<std::uint8_t>(split.commitments.size()));
  for (const Point& point : split.commitments)
    out.raw(point);
  return write_durably(folder / kFile, frame_file(kMagic, out.view()));
}

Result<RecoverySplit> read_recovery(const std::filesystem::path& folder) {
  const Bytes file = TRY(read_small_file(folder / kFile));
  const Bytes content = TRY(unframe_file(kMagic, file, kFile));
  ByteReader in(content);
  RecoverySplit out{in.fixed<16>(), in.integer<std::uint8_t>(), {}};
  const auto threshold = in.integer<std::uint8_t>();
  for (std::uint8_t i = 0; i < threshold && !in.failed(); ++i)
    out.commitments.push_back(in.fixed<32>());
  if (in.complete()) return out;
  return damaged_file(kFile);
}

PrivateKey recovery_private_key(const Scalar& scalar, const SplitId& id) {
  PrivateKey key;
  hkdf_sha512(scalar.reveal(), id, as_bytes("tangthu recovery key v1"),
              key.reveal_writable());
  return key;
}

Result<void> check_founders(const std::vector<Founder>& founders) {
  const auto count = [&](Role role) {
    return std::count_if(founders.begin(), founders.end(),
                         [role](const Founder& each) { return each.roles.has(role); });
  };
  if (count(Role::kOfficer) >= 2 && count(Role::kAdministrator) >= 1 &&
      count(Role::kAuditor) >= 1) {
    return {};
  }
  return fail(ErrorCode::kUsage,
              "an agency's vault needs two officers, an administrator and an auditor",
              "name them: --officer NAME --officer NAME --administrator NAME "
              "--auditor NAME");
}

Failure failed_test() {
  return fail(ErrorCode::kUnexpected, "the shares did not pass their test",
              "remove the folder and begin again; report this");
}

}  // namespace

Result<Ceremony> hold_ceremony(const std::filesystem::path& folder,
                               const CeremonyOptions& options) {
  TRY(check_quorum(options.quorum));
  TRY(check_founders(options.founders));
  const Scalar scalar = random_scalar();
  ShamirSplit split = TRY(split_secret(scalar, options.quorum));
  if (!test_every_subset(split.shares, options.quorum.threshold, scalar)) {
    return failed_test();
  }
  RecoverySplit recovery{{}, options.quorum.shares, split.commitments};
  random_bytes(recovery.id);

  CreateOptions create;
  create.profile = Profile::kAgency;
  create.cost = options.cost;
  create.recovery_key = public_key_of(recovery_private_key(scalar, recovery.id));
  Ceremony out;
  random_bytes(out.root.reveal_writable());
  out.header = TRY(Vault::create(folder, create, out.root, options.founders));
  TRY(write_recovery(folder, recovery));
  NewShareSlot slot = TRY(make_share_slot(out.header.id, out.root, options.quorum,
                                          SlotState::kActive, "custodians"));
  TRY(add_unseal_slot(folder, out.header.id, slot.slot));
  out.unseal_shares = std::move(slot.shares);
  for (ShamirShare& share : split.shares) {
    out.recovery_shares.push_back({SharePurpose::kRecovery, vault_prefix(out.header.id),
                                   split_prefix(recovery.id), options.quorum.threshold,
                                   std::move(share)});
  }
  return out;
}

Result<void> recover_access(Vault& vault, std::span<const Share> recovery_shares,
                            std::string_view user_name) {
  const RecoverySplit recovery = TRY(read_recovery(vault.folder()));
  std::vector<ShamirShare> parts;
  for (const Share& share : recovery_shares) {
    const bool fits = share.purpose == SharePurpose::kRecovery &&
                      share.vault == vault_prefix(vault.header().id) &&
                      share.split == split_prefix(recovery.id);
    if (!fits) {
      return fail(ErrorCode::kAuthentication,
                  "a share is not one of this vault's recovery quorum",
                  "give the custodians' recovery shares, not those that unseal",
                  std::to_string(share.part.number));
    }
    parts.push_back(share.part.clone());
  }
  const Scalar scalar = TRY(combine_shares(parts, recovery.commitments));
  const PrivateKey key = recovery_private_key(scalar, recovery.id);
  if (public_key_of(key) != vault.header().recovery_key) {
    return fail(ErrorCode::kCorrupt, "the recovery quorum's key is not the vault's",
                "restore the file from a backup", kFile);
  }
  const User user =
      TRY(vault.directory().user_named(TRY(normalise_user_name(user_name))));
  const std::lock_guard lock(vault.changes());
  TRY(vault.journal().note("recover", "", {{"who", user.name}}));
  const HeldLabels held = TRY(vault.directory().unlock_for_recovery(key));
  TRY(vault.directory().grant(user, {Level::kTuyetMat, {}, true}, held));
  return vault.journal().commit_change();
}

}  // namespace tangthu::vault
