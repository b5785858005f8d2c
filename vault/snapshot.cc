#include "vault/snapshot.h"

#include <algorithm>
#include <array>
#include <optional>

#include "vault/durable_file.h"
#include "vault/note.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kMagic = "tangthu snap  1\n";
constexpr std::string_view kDomain = "tangthu snapshot v1";
constexpr std::uint16_t kFormat = 1;

Failure damaged(std::string subject) {
  return fail(ErrorCode::kCorrupt, "a snapshot's manifest is damaged",
              "use another snapshot", std::move(subject));
}

// A known place of a vault, so that nothing is ever written elsewhere.
bool is_vault_path(std::string_view path) {
  static constexpr std::array<std::string_view, 10> kFiles = {
      "VAULT",  "keyring",     "slots",       "unseal",     "recovery",
      "rights", "log/entries", "log/offsets", "log/hashes", "log/checkpoint"};
  if (std::ranges::find(kFiles, path) != kFiles.end()) return true;
  constexpr std::string_view kStore = "store/";
  if (!path.starts_with(kStore) || path.size() > kMaxSnapshotPath) return false;
  path.remove_prefix(kStore.size());
  return !path.empty() && path.front() != '.' && std::ranges::all_of(path, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_' || c == '.';
  });
}

Bytes signed_part(ByteView content) {
  ByteWriter out;
  out.raw(as_bytes(kDomain));
  out.raw(content);
  return out.take();
}

}  // namespace

std::string Snapshot::name() const {
  std::string out;
  for (const char c : format_utc(time)) {
    // Sticks with a file system of old do without colons.
    if (c != '-' && c != ':') out.push_back(c);
  }
  return out + "-" + std::to_string(number);
}

std::vector<SnapshotPart> Snapshot::parts_of(std::string_view path) const {
  std::vector<SnapshotPart> out;
  std::ranges::copy_if(parts, std::back_inserter(out),
                       [&](const SnapshotPart& part) { return part.path == path; });
  return out;
}

Bytes encode_snapshot(const Snapshot& snapshot, const SigningKey& key) {
  ByteWriter out;
  out.integer(kFormat);
  out.raw(snapshot.vault);
  out.integer(snapshot.time);
  out.integer(snapshot.number);
  out.integer(snapshot.generation);
  out.integer(snapshot.shred_version);
  out.integer(snapshot.log.size);
  out.raw(snapshot.log.root);
  out.integer(static_cast<std::uint32_t>(snapshot.parts.size()));
  for (const SnapshotPart& part : snapshot.parts) {
    out.sized(part.path);
    out.integer(part.size);
    out.raw(part.hash);
  }
  out.raw(sign(key, signed_part(out.view())));
  return frame_file(kMagic, out.view());
}

Result<Snapshot> decode_snapshot(ByteView file, std::string subject) {
  const Bytes content = TRY(unframe_file(kMagic, file, subject));
  ByteReader in(content);
  if (in.integer<std::uint16_t>() != kFormat) {
    return fail(ErrorCode::kCorrupt,
                "a snapshot is of a format this version does not know",
                "use a newer version of tangthu", std::move(subject));
  }
  Snapshot out;
  out.vault = in.fixed<16>();
  out.time = in.integer<std::uint64_t>();
  out.number = in.integer<std::uint32_t>();
  out.generation = in.integer<std::uint64_t>();
  out.shred_version = in.integer<std::uint64_t>();
  out.log.size = in.integer<std::uint64_t>();
  out.log.root = in.fixed<32>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxSnapshotParts) return damaged(std::move(subject));
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    SnapshotPart part;
    part.path = in.text();
    part.size = in.integer<std::uint64_t>();
    part.hash = in.fixed<32>();
    if (!is_vault_path(part.path)) return damaged(std::move(subject));
    out.parts.push_back(std::move(part));
  }
  in.raw(sizeof(Signature));
  if (!in.complete()) return damaged(std::move(subject));
  return out;
}

Result<void> verify_snapshot(ByteView file, const VerifyKey& key, std::string subject) {
  const Bytes content = TRY(unframe_file(kMagic, file, subject));
  if (content.size() < sizeof(Signature)) return damaged(std::move(subject));
  const ByteView covered = ByteView(content).first(content.size() - sizeof(Signature));
  Signature signature;
  std::ranges::copy(ByteView(content).last(sizeof(Signature)), signature.begin());
  if (signature_holds(key, signed_part(covered), signature)) return {};
  return fail(ErrorCode::kCorrupt, "a snapshot was not signed by this vault",
              "use another snapshot", std::move(subject));
}

std::filesystem::path snapshots_folder(const std::filesystem::path& repository) {
  return repository / "snapshots";
}

std::optional<std::uint32_t> snapshot_number(std::string_view name) {
  constexpr std::size_t kTimeSize = 16;
  if (name.size() < kTimeSize + 2 || name[kTimeSize] != '-') return std::nullopt;
  const auto number = parse_decimal(name.substr(kTimeSize + 1));
  if (!number || *number > 0xFFFFFFFFU) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

Result<std::vector<std::string>> list_snapshots(const std::filesystem::path& repository) {
  std::vector<std::string> out;
  std::error_code failed;
  std::filesystem::directory_iterator at(snapshots_folder(repository), failed);
  if (failed) {
    return fail(ErrorCode::kNotFound, "there is no backup here",
                "check the folder, or make one with 'tangthu backup'",
                repository.string());
  }
  for (const auto& entry : at) {
    std::string name = entry.path().filename().string();
    if (snapshot_number(name)) out.push_back(std::move(name));
  }
  std::ranges::sort(out, {},
                    [](const std::string& name) { return *snapshot_number(name); });
  return out;
}

}  // namespace tangthu::vault
