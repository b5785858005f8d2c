#include "vault/manifest.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kBodyDomain = "tangthu body v2";

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a manifest is damaged or not signed by this vault",
              "restore the document from a backup");
}

}  // namespace

Bytes write_manifest(const Manifest& manifest, const SigningKey& key) {
  ByteWriter out;
  out.raw(as_bytes(kManifestDomain));
  out.raw(manifest.partition);
  out.integer(static_cast<std::uint32_t>(manifest.entries.size()));
  for (const ManifestEntry& entry : manifest.entries) {
    out.integer(entry.body);
    out.integer(entry.size);
    out.raw(entry.root);
  }
  out.raw(sign(key, out.view()));
  return out.take();
}

Result<Manifest> read_manifest(ByteView bytes, const VerifyKey& key) {
  constexpr std::size_t kSignatureSize = sizeof(Signature);
  if (bytes.size() < kSignatureSize) return damaged();
  const ByteView covered = bytes.first(bytes.size() - kSignatureSize);
  Signature signature;
  std::copy_n(bytes.last(kSignatureSize).begin(), kSignatureSize, signature.begin());
  if (!signature_holds(key, covered, signature)) return damaged();

  ByteReader in(covered);
  if (as_text(in.raw(kManifestDomain.size())) != kManifestDomain) return damaged();
  Manifest manifest{in.fixed<16>(), {}};
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxObjects) return damaged();
  for (std::uint32_t i = 0; i < count; ++i) {
    ManifestEntry entry{};
    entry.body = in.integer<std::uint32_t>();
    entry.size = in.integer<std::uint64_t>();
    entry.root = in.fixed<32>();
    manifest.entries.push_back(entry);
  }
  if (!in.complete()) return damaged();
  return manifest;
}

BodyHash::BodyHash() {
  const ByteView domain = as_bytes(kBodyDomain);
  piece_hashes_.assign(domain.begin(), domain.end());
}

void BodyHash::add_piece(ByteView piece) {
  const Hash32 hash = sha256({piece});
  piece_hashes_.insert(piece_hashes_.end(), hash.begin(), hash.end());
  size_ += piece.size();
}

Hash32 BodyHash::root() const {
  return sha256({piece_hashes_});
}

}  // namespace tangthu::vault
