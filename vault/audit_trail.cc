#include "vault/audit_trail.h"

#include "base/id.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kPadding = 256;
constexpr std::size_t kHead = 1 + 32;

Bytes entry_context(const VaultId& vault, const Hash32& commitment) {
  ByteWriter out;
  out.raw(as_bytes("tangthu audit entry v1"));
  out.raw(vault);
  out.raw(commitment);
  return out.take();
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "an entry of the audit log is damaged",
              "run 'tangthu audit verify', then restore the log from a backup");
}

}  // namespace

Hash32 audit_commitment(const Hash32& nonce, ByteView statement) {
  return blake2b_32({as_bytes("tangthu audit commitment v1"), nonce, statement});
}

std::optional<Hash32> commitment_of(ByteView entry) {
  ByteReader in(entry);
  const auto version = in.integer<std::uint8_t>();
  const auto commitment = in.fixed<32>();
  if (in.failed() || version != kVersion) return std::nullopt;
  return commitment;
}

Result<Noted> AuditTrail::note(std::string_view event, std::string_view user,
                               Json details) {
  if (!details.is_object()) details = Json::object();
  details["time"] = now_utc();
  details["event"] = event;
  details["user"] = user;
  std::string text = details.dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() + kPadding) / kPadding * kPadding, ' ');

  Noted noted{0, to_bytes(as_bytes(text)), {}};
  random_bytes(noted.nonce);
  const Hash32 commitment = audit_commitment(noted.nonce, noted.statement);
  ByteWriter plain;
  plain.raw(noted.nonce);
  plain.raw(noted.statement);
  ByteWriter entry;
  entry.integer(kVersion);
  entry.raw(commitment);
  entry.raw(seal_to(audit_key_, plain.view(), entry_context(vault_, commitment)));
  noted.index = TRY(log_.append(entry.view()));
  return noted;
}

Result<AuditRecord> AuditTrail::read(std::uint64_t index, const PrivateKey& key) {
  const Bytes entry = TRY(log_.entry(index));
  const auto commitment = commitment_of(entry);
  if (!commitment) return damaged();
  const Bytes plain = TRY(open_sealed(key, audit_key_, ByteView(entry).subspan(kHead),
                                      entry_context(vault_, *commitment)));
  ByteReader in(plain);
  AuditRecord out{index, {}, {}, in.fixed<32>()};
  out.raw_statement = to_bytes(in.raw(in.remaining()));
  if (in.failed() || audit_commitment(out.nonce, out.raw_statement) != *commitment) {
    return damaged();
  }
  auto statement = json_from_text(as_text(out.raw_statement));
  if (!statement || !statement->is_object()) return damaged();
  out.statement = std::move(*statement);
  return out;
}

}  // namespace tangthu::vault
