#include "vault/station.h"

#include <algorithm>

#include "vault/damage.h"
#include "vault/durable_file.h"
#include "vault/quarantine.h"
#include "vault/session.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kKitMagic = "tangthu kit   1\n";
constexpr std::string_view kKitDomain = "tangthu kit v1";
constexpr std::string_view kStationPrefix = "station/";

Failure bad_kit() {
  return fail(ErrorCode::kBadInput, "not a station's kit, or a damaged one",
              "have the administrator make it again");
}

std::string station_key(const StationId& id) {
  return std::string(kStationPrefix) + std::string(as_text(id));
}

Bytes encode(const Station& station) {
  ByteWriter out;
  out.raw(station.id);
  out.sized(station.name);
  out.raw(station.verify_key);
  out.integer(station.created);
  out.integer(static_cast<std::uint8_t>(station.disabled));
  return out.take();
}

Result<Station> decode(ByteView bytes) {
  ByteReader in(bytes);
  Station out{in.fixed<16>(), in.text(), in.fixed<32>(), 0, false};
  out.created = in.integer<std::uint64_t>();
  const auto disabled = in.integer<std::uint8_t>();
  out.disabled = disabled == 1;
  if (in.complete() && disabled <= 1) return out;
  return damaged_record();
}

Bytes signed_part(ByteView content) {
  ByteWriter out;
  out.raw(as_bytes(kKitDomain));
  out.raw(content);
  return out.take();
}

Result<void> require_maintainer(Session& session) {
  return require(session.user().roles, Duty::kMaintain);
}

Result<void> put_station(Vault& vault, const Station& station) {
  Batch batch;
  batch.puts.push_back(vault.barrier().sealed(vault.barrier().blind("system"),
                                              station_key(station.id), encode(station)));
  return vault.journal().commit_change(std::move(batch));
}

}  // namespace

Result<LabelKey> Kit::label(const Label& label) const {
  const LabelKey* found = nullptr;
  for (const LabelKey& each : labels) {
    const bool newer = found == nullptr || each.epoch > found->epoch;
    if (each.label == label && newer) found = &each;
  }
  if (found != nullptr) return *found;
  return fail(ErrorCode::kNotFound, "the kit has no key for this level and compartments",
              "have the administrator make a kit with it", label.to_string());
}

Bytes write_kit(const Kit& kit, const SigningKey& vault_key) {
  ByteWriter out;
  out.raw(kit.vault);
  out.integer(kit.time);
  out.raw(kit.vault_key);
  out.raw(kit.intake_key);
  out.integer(static_cast<std::uint32_t>(kit.labels.size()));
  for (const LabelKey& each : kit.labels) {
    out.raw(each.label.encode());
    out.integer(each.epoch);
    out.raw(each.public_key);
  }
  out.raw(sign(vault_key, signed_part(out.view())));
  return frame_file(kKitMagic, out.view());
}

Result<Kit> read_kit(ByteView file) {
  const auto content = unframe_file(kKitMagic, file, {});
  if (!content || content->size() < sizeof(Signature)) return bad_kit();
  const ByteView covered = ByteView(*content).first(content->size() - sizeof(Signature));
  ByteReader in(covered);
  Kit out{in.fixed<16>(), 0, {}, {}, {}};
  out.time = in.integer<std::uint64_t>();
  out.vault_key = in.fixed<32>();
  out.intake_key = in.fixed<32>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxKitLabels) return bad_kit();
  for (std::uint32_t i = 0; i < count; ++i) {
    auto label = Label::decode(in);
    const auto epoch = in.integer<std::uint32_t>();
    const auto key = in.fixed<32>();
    if (!label || in.failed()) return bad_kit();
    out.labels.push_back({std::move(*label), epoch, key});
  }
  Signature signature;
  std::copy_n(content->end() - sizeof(Signature), signature.size(), signature.begin());
  if (!in.complete() || !signature_holds(out.vault_key, signed_part(covered), signature))
    return bad_kit();
  return out;
}

Result<std::vector<Station>> list_stations(Barrier& barrier) {
  std::vector<Station> out;
  for (const Record& record : TRY(barrier.scan(barrier.blind("system"), kStationPrefix)))
    out.push_back(TRY(decode(record.value)));
  return out;
}

std::string fingerprint(const VerifyKey& key) {
  const std::string digits = to_hex(station_id(key));
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 4)
    out += (i == 0 ? "" : " ") + digits.substr(i, 4);
  return out;
}

Result<void> check_new_station(Barrier& barrier, const std::string& name,
                               const VerifyKey& key) {
  if (TRY(normalise_user_name(name)) != name) {
    return fail(ErrorCode::kUsage, "a station's name is in lower case",
                "write it so, composed as NFC has it", name);
  }
  for (const Station& other : TRY(list_stations(barrier))) {
    if (other.name != name && other.id != station_id(key)) continue;
    return fail(ErrorCode::kUsage, "a station of this name or key exists already",
                "choose another name, and a key of its own", name);
  }
  return {};
}

Result<void> add_station(Vault& vault, const std::string& name, const VerifyKey& key) {
  return put_station(vault, {station_id(key), name, key, now_utc(), false});
}

Result<void> disable_station(Session& session, std::string_view name) {
  TRY(require_maintainer(session));
  const std::string normal = TRY(normalise_user_name(name));
  for (Station& station : TRY(list_stations(session.vault().barrier()))) {
    if (station.name != normal) continue;
    station.disabled = true;
    Vault& vault = session.vault();
    const std::lock_guard lock(vault.changes());
    TRY(vault.journal().note("station-disable", session.user().name,
                             {{"station", station.name}}));
    return put_station(vault, station);
  }
  return fail(ErrorCode::kNotFound, "there is no such station",
              "see 'tangthu station list' for the names", normal);
}

Result<Bytes> make_kit(Session& session, const std::vector<Label>& labels) {
  TRY(require_maintainer(session));
  Vault& vault = session.vault();
  const VaultHeader& header = vault.header();
  Kit kit{header.id, now_utc(), header.verify_key, header.intake_key, {}};
  const std::lock_guard lock(vault.changes());
  for (const Label& label : labels)
    kit.labels.push_back(TRY(
        vault.directory().label_for_writing(unapproved_label(header.profile, label))));
  TRY(vault.journal().note("station-kit", session.user().name,
                           {{"labels", kit.labels.size()}}));
  return write_kit(kit, vault.keyring().signing_key);
}

}  // namespace tangthu::vault
