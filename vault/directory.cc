#include "vault/directory.h"

#include <algorithm>

#include "base/unicode.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMaxUserName = 64;
constexpr std::uint32_t kMaxClearances = 1000;

std::string user_key(const UserId& id) {
  return "user/" + std::string(as_text(id));
}

void write_clearance(ByteWriter& out, const Clearance& clearance) {
  out.raw(Label{clearance.level, clearance.compartments}.encode());
  out.integer(static_cast<std::uint8_t>(clearance.all_compartments));
}

std::optional<Clearance> read_clearance(ByteReader& in) {
  auto label = Label::decode(in);
  const bool all = in.integer<std::uint8_t>() != 0;
  if (!label || in.failed()) return std::nullopt;
  return Clearance{label->level, std::move(label->compartments), all};
}

Bytes encode(const User& user) {
  ByteWriter out;
  out.raw(user.id);
  out.sized(user.name);
  out.raw(user.public_key);
  out.integer(static_cast<std::uint32_t>(user.clearances.size()));
  for (const Clearance& clearance : user.clearances)
    write_clearance(out, clearance);
  out.integer(static_cast<std::uint8_t>(user.owner));
  out.integer(static_cast<std::uint8_t>(user.disabled));
  out.integer(user.created);
  return out.take();
}

Failure damaged() {
  return fail(ErrorCode::kCorrupt, "a record of the vault is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

Result<User> decode_user(ByteView bytes) {
  ByteReader in(bytes);
  User user{};
  user.id = in.fixed<16>();
  user.name = in.text();
  user.public_key = in.fixed<32>();
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxClearances) return damaged();
  for (std::uint32_t i = 0; i < count; ++i) {
    auto clearance = read_clearance(in);
    if (!clearance) return damaged();
    user.clearances.push_back(std::move(*clearance));
  }
  user.owner = in.integer<std::uint8_t>() != 0;
  user.disabled = in.integer<std::uint8_t>() != 0;
  user.created = in.integer<std::uint64_t>();
  if (!in.complete()) return damaged();
  return user;
}

Bytes encode(const LabelKey& key) {
  ByteWriter out;
  out.raw(key.label.encode());
  out.integer(key.epoch);
  out.raw(key.public_key);
  return out.take();
}

Result<LabelKey> decode_label(ByteView bytes) {
  ByteReader in(bytes);
  auto label = Label::decode(in);
  const auto epoch = in.integer<std::uint32_t>();
  const auto public_key = in.fixed<32>();
  if (!label || !in.complete()) return damaged();
  return LabelKey{std::move(*label), epoch, public_key};
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

Failure no_such_user() {
  return fail(ErrorCode::kNotFound, "there is no such user",
              "see 'tangthu user list' for the names");
}

Result<void> done(Result<CommitOutcome> outcome) {
  if (TRY(std::move(outcome)) == CommitOutcome::kDone) return {};
  return fail(ErrorCode::kSealedOrBusy, "the vault was changed at the same time",
              "try again");
}

}  // namespace

bool User::cleared_for(const Label& label) const {
  return !disabled && std::any_of(clearances.begin(), clearances.end(),
                                  [&](const Clearance& clearance) {
                                    return clearance.dominates(label);
                                  });
}

Result<std::string> normalise_user_name(std::string_view name) {
  std::string normal = to_lower(name);
  const std::u32string points = to_code_points(normal);
  const bool valid =
      !normal.empty() && normal.size() <= kMaxUserName &&
      std::all_of(points.begin(), points.end(), [](char32_t c) {
        return is_letter(c) || is_digit(c) || c == U'.' || c == U'-' || c == U'_';
      });
  if (!valid) {
    return fail(ErrorCode::kUsage, "unusable user name",
                "use 1 to 64 bytes of letters, digits, '.', '-' and '_'",
                std::string(name.substr(0, kMaxUserName)));
  }
  return normal;
}

Directory::Directory(Barrier& barrier)
    : barrier_(barrier), system_(barrier.blind("system")) {}

Record Directory::user_record(const User& user) const {
  return barrier_.sealed(system_, user_key(user.id), encode(user));
}

std::string Directory::grant_key(const Label& label, const UserId& user) const {
  return barrier_.blind_key("grant/", label.encode()) + std::string(as_text(user));
}

Record Directory::grant_record(const LabelKey& label, const PrivateKey& private_key,
                               const User& user) const {
  return barrier_.sealed(
      system_, grant_key(label.label, user.id),
      wrap_secret(user.public_key, private_key.reveal(), grant_context(label, user.id)));
}

Result<std::vector<User>> Directory::users() {
  std::vector<User> out;
  for (const Record& record : TRY(barrier_.scan(system_, "user/"))) {
    out.push_back(TRY(decode_user(record.value)));
  }
  std::sort(out.begin(), out.end(),
            [](const User& a, const User& b) { return a.name < b.name; });
  return out;
}

Result<User> Directory::user(const UserId& id) {
  const auto record = TRY(barrier_.get(system_, user_key(id)));
  if (!record) return no_such_user();
  return decode_user(*record);
}

Result<User> Directory::user_named(std::string_view name) {
  for (User& user : TRY(users())) {
    if (user.name == name) return std::move(user);
  }
  return no_such_user();
}

Result<void> Directory::add_user(const User& user) {
  for (const User& other : TRY(users())) {
    if (other.name != user.name) continue;
    return fail(ErrorCode::kUsage, "a user of this name exists already",
                "choose another name", user.name);
  }
  return done(barrier_.store().commit(system_, {{}, {user_record(user)}, {}},
                                      Durability::kSynced));
}

Result<std::vector<LabelKey>> Directory::labels() {
  std::vector<LabelKey> out;
  for (const Record& record : TRY(barrier_.scan(system_, "label/"))) {
    out.push_back(TRY(decode_label(record.value)));
  }
  return out;
}

Result<LabelKey> Directory::label_for_writing(const Label& label) {
  const std::string key = barrier_.blind_key("label/", label.encode());
  if (const auto record = TRY(barrier_.get(system_, key))) return decode_label(*record);

  const KeyPair pair = make_key_pair();
  const LabelKey made{label, 1, pair.public_key};
  Batch batch;
  batch.conditions.push_back({key, Condition::Kind::kAbsent, {}});
  batch.puts.push_back(barrier_.sealed(system_, key, encode(made)));
  for (const User& user : TRY(users())) {
    if (!user.cleared_for(label)) continue;
    batch.puts.push_back(grant_record(made, pair.private_key, user));
  }
  if (batch.puts.size() == 1) {
    return fail(ErrorCode::kUsage, "nobody is cleared for this level and compartments",
                "grant somebody the clearance first: 'tangthu grant'", label.to_string());
  }
  TRY(done(barrier_.store().commit(system_, batch, Durability::kSynced)));
  return made;
}

Result<std::vector<HeldLabel>> Directory::unlock_labels(const User& user,
                                                        const PrivateKey& key) {
  std::vector<HeldLabel> held;
  for (LabelKey& label : TRY(labels())) {
    const auto wrapped = TRY(barrier_.get(system_, grant_key(label.label, user.id)));
    if (!wrapped) continue;
    HeldLabel out{std::move(label), PrivateKey()};
    TRY(unwrap_secret(key, user.public_key, *wrapped, grant_context(out.key, user.id),
                      out.private_key.reveal_writable()));
    held.push_back(std::move(out));
  }
  return held;
}

Result<void> Directory::grant(const User& user, const Clearance& clearance,
                              const std::vector<HeldLabel>& held) {
  User changed = user;
  if (changed.clearances.size() >= kMaxClearances) {
    return fail(ErrorCode::kUsage, "the user has as many clearances as fit",
                "revoke some of them first", user.name);
  }
  changed.clearances.push_back(clearance);
  Batch batch;
  batch.puts.push_back(user_record(changed));
  for (const HeldLabel& label : held) {
    if (!clearance.dominates(label.key.label)) continue;
    batch.puts.push_back(grant_record(label.key, label.private_key, user));
  }
  return done(barrier_.store().commit(system_, batch, Durability::kSynced));
}

}  // namespace tangthu::vault
