#include "vault/user_records.h"

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr std::uint32_t kMaxClearances = 1000;
constexpr std::uint32_t kMaxEpochs = 100'000;

}  // namespace

Bytes encode_clearance(const Clearance& clearance) {
  ByteWriter out;
  out.raw(Label{clearance.level, clearance.compartments}.encode());
  out.integer(static_cast<std::uint8_t>(clearance.all_compartments));
  return out.take();
}

std::optional<Clearance> decode_clearance(ByteReader& in) {
  auto label = Label::decode(in);
  const auto all = in.integer<std::uint8_t>();
  if (!label || in.failed() || all > 1) return std::nullopt;
  return Clearance{label->level, std::move(label->compartments), all == 1};
}

Bytes encode_user(const User& user) {
  ByteWriter out;
  out.raw(user.id);
  out.sized(user.name);
  out.raw(user.public_key);
  out.raw(user.verify_key);
  out.integer(user.roles.bits());
  out.integer(static_cast<std::uint32_t>(user.clearances.size()));
  for (const Clearance& clearance : user.clearances)
    out.raw(encode_clearance(clearance));
  out.integer(static_cast<std::uint8_t>(user.disabled));
  out.integer(user.created);
  out.raw(user.grants_id);
  out.raw(user.login_id);
  out.raw(user.login_tag);
  out.raw(user.slot_tag);
  return out.take();
}

Result<User> decode_user(ByteView bytes) {
  ByteReader in(bytes);
  User user{};
  user.id = in.fixed<16>();
  user.name = in.text();
  user.public_key = in.fixed<32>();
  user.verify_key = in.fixed<32>();
  const auto roles = Roles::from_bits(in.integer<std::uint16_t>());
  const auto count = in.integer<std::uint32_t>();
  if (!roles || count > kMaxClearances) return damaged_record();
  user.roles = *roles;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto clearance = decode_clearance(in);
    if (!clearance) return damaged_record();
    user.clearances.push_back(std::move(*clearance));
  }
  const auto disabled = in.integer<std::uint8_t>();
  user.disabled = disabled != 0;
  user.created = in.integer<std::uint64_t>();
  user.grants_id = in.fixed<16>();
  user.login_id = in.fixed<16>();
  user.login_tag = in.fixed<16>();
  user.slot_tag = in.fixed<16>();
  if (!in.complete() || disabled > 1) return damaged_record();
  return user;
}

Bytes encode_label(const Label& label, const std::map<std::uint32_t, PublicKey>& keys) {
  ByteWriter out;
  out.raw(label.encode());
  out.integer(static_cast<std::uint32_t>(keys.size()));
  for (const auto& [epoch, key] : keys) {
    out.integer(epoch);
    out.raw(key);
  }
  return out.take();
}

Result<std::pair<Label, std::map<std::uint32_t, PublicKey>>> decode_label(
    ByteView bytes) {
  ByteReader in(bytes);
  auto label = Label::decode(in);
  const auto count = in.integer<std::uint32_t>();
  if (!label || count == 0 || count > kMaxEpochs) return damaged_record();
  std::map<std::uint32_t, PublicKey> keys;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto epoch = in.integer<std::uint32_t>();
    if (!keys.empty() && keys.rbegin()->first >= epoch) return damaged_record();
    keys[epoch] = in.fixed<32>();
  }
  if (!in.complete()) return damaged_record();
  return std::pair(std::move(*label), std::move(keys));
}

Bytes grant_context(const LabelKey& label, const UserId& user) {
  ByteWriter out;
  out.raw(as_bytes("tangthu grant v1"));
  out.sized(label.label.encode());
  out.integer(label.epoch);
  out.raw(label.public_key);
  out.raw(user);
  return out.take();
}

Bytes recovery_context(const LabelKey& label) {
  ByteWriter out;
  out.raw(as_bytes("tangthu recovery grant v1"));
  out.sized(label.label.encode());
  out.integer(label.epoch);
  out.raw(label.public_key);
  return out.take();
}

Bytes audit_grant_context(const UserId& user) {
  ByteWriter out;
  out.raw(as_bytes("tangthu audit grant v1"));
  out.raw(user);
  return out.take();
}

Bytes login_context(const UserId& user, const ShredId& login_id) {
  ByteWriter out;
  out.raw(as_bytes("tangthu login v1"));
  out.raw(user);
  out.raw(login_id);
  return out.take();
}

}  // namespace tangthu::vault
