// libFuzzer: what opens a vault: shares, the files that hold its keys under other keys,
// and the shred keys. Nothing opens but with what belongs to it; what lies behind a seal
// or a check gets a sound one, as from somebody who holds the key.
//
// Covered: shares (bytes, text, sealed to a custodian), the shred tree's state; the files
// `unseal`, `slots`, `keyring`, `shred`, `shred-slots`, and key files. Not here: the file
// `recovery` (vault_fuzz.cc), what a token gives (its driver's).
#include "tests/fuzz/scratch_folder.h"
#include "vault/durable_file.h"
#include "vault/keyring.h"
#include "vault/passphrase.h"
#include "vault/share.h"
#include "vault/shred_list.h"
#include "vault/unseal_file.h"
#include "vault/wrap.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::joined;
using fuzz::must;
using fuzz::must_be;
using fuzz::same;

constexpr VaultId kVault = fixed_bytes<16>(1);

const std::filesystem::path& folder() {
  static const fuzz::ScratchFolder scratch;
  return scratch.path();
}

const RootKey& root() {
  static const RootKey key = RootKey::copy_of(fixed_bytes<32>(2));
  return key;
}

ShredPlace place() {
  return {folder(), root(), kVault};
}

VaultHeader sound_header() {
  VaultHeader out{};
  out.profile = Profile::kSingle;
  out.id = kVault;
  out.cost = kLeastSlowHashCost;
  return out;
}

// As docs/FORMAT.md says, on its own.
template <std::size_t N = 32>
Bytes key_for(std::string_view text) {
  Bytes out(N);
  hkdf_sha512(root().reveal(), kVault, as_bytes(text), out);
  return out;
}

void unseal_file(ByteView content) {
  must(!decode_unseal_slots(content));
  const Bytes file = frame_file("tangthu unseal1\n", content);
  const auto slots = decode_unseal_slots(file);
  if (!slots) return must_be(slots, ErrorCode::kCorrupt);
  must(encode_unseal_slots(*slots) == file);
  for (const UnsealSlot& slot : slots->slots)
    must(!open_root_key(slot, slots->vault, UnsealSecret()));
  const Share share{
      SharePurpose::kUnseal, vault_prefix(slots->vault), {}, 2, {1, random_scalar()}};
  must(!find_share_slot(*slots, share));
}

void check_share(const Result<Share>& share, ByteView bytes) {
  if (!share) {
    must(share.error().code() == ErrorCode::kBadInput ||
         share.error().code() == ErrorCode::kCorrupt);
    return;
  }
  must(same(encode_share(*share).reveal(), bytes));
  const ShareText text = share_to_text(*share);
  const auto again = share_from_text(as_text(text.reveal()));
  must(again && same(encode_share(*again).reveal(), bytes));
}

void share(ByteView bytes) {
  must_be(decode_share(bytes), ErrorCode::kBadInput);
  const Hash16 check = blake2b_16({as_bytes("tangthu share v1"), bytes});
  const Bytes checked = joined({bytes, ByteView(check).first(4)});
  check_share(decode_share(checked), checked);
}

void share_text(ByteView text) {
  const auto share = share_from_text(as_text(text));
  check_share(share, share ? to_bytes(encode_share(*share).reveal()) : Bytes());
}

// What is sealed to a custodian: the bytes, behind a head that is their own beginning.
void sealed_share(ByteView bytes) {
  static const KeyPair own = make_key_pair();
  must_be(open_sealed_share(own.private_key, own.public_key, bytes), ErrorCode::kCorrupt);
  constexpr std::size_t kHead = 14;
  if (bytes.size() < kHead) return;
  const ByteView head = bytes.first(kHead);
  const Hash16 check = blake2b_16({as_bytes("tangthu share v1"), bytes});
  const Bytes checked = joined({bytes, ByteView(check).first(4)});
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.raw(head);
  out.raw(key_id(own.public_key));
  out.sized(seal_to(own.public_key, checked,
                    joined({as_bytes("tangthu sealed share v1"), head})));
  const Bytes file = frame_file("tangthu share 1\n", out.view());
  const auto share = open_sealed_share(own.private_key, own.public_key, file);
  if (!share) return must_be(share, ErrorCode::kCorrupt);
  check_share(share, checked);
}

void shred_tree(ByteView bytes) {
  auto tree = ShredTree::decode(bytes);
  if (!tree) return must_be(tree, ErrorCode::kCorrupt);
  must(same(tree->encode().span(), bytes));
  must(tree->punctures() <= ShredTree::kMaxPunctures);
  must(tree->covers(*tree) && tree->merge(*tree).has_value());
  const ShredTree before = tree->clone();
  const ShredId id = fixed_bytes<16>(bytes.back());
  tree->puncture(id);
  must(!tree->holds(id) && !tree->leaf(id, ShredPurpose::kEnvelope));
  must(tree->covers(before) && before.covers(*tree) == !before.holds(id));
  if (tree->punctures() > ShredTree::kMaxPunctures) return;
  const LockedBuffer state = tree->encode();
  must(same(ShredTree::decode(state.span())->encode().span(), state.span()));
}

// The key file of a slot that it opens when it is the sound one.
void key_file(ByteView content) {
  const auto file = folder() / "keyfile";
  static const SlotId slot_id = fixed_bytes<16>(3);
  static const UnsealSecret secret = UnsealSecret::copy_of(fixed_bytes<32>(4));
  static const UnsealSlots slots = [] {
    UnsealSlot slot;
    slot.id = slot_id;
    slot.kind = UnsealKind::kKeyFile;
    slot.state = SlotState::kActive;
    slot.name = "safe";
    seal_root_key(slot, kVault, secret, root());
    return UnsealSlots{kVault, {slot}};
  }();
  fuzz::write_file(file, content);
  must_be(open_with_key_file(slots, file, KeyFileOrigin::kCredential),
          ErrorCode::kCorrupt);
  fuzz::write_file(file, frame_file("tangthu keyfile\n", content));
  const auto opened = open_with_key_file(slots, file, KeyFileOrigin::kCredential);
  if (opened) return must(same(opened->reveal(), root().reveal()));
  must(opened.error().code() == ErrorCode::kCorrupt ||
       opened.error().code() == ErrorCode::kAuthentication);
}

void passphrase_slots(ByteView content) {
  static const PassphraseKeys keys{
      fixed_bytes<16>(5), SlotKey::copy_of(fixed_bytes<32>(6)), {}, LoginKey()};
  fuzz::write_file(folder() / "slots", content);
  must_be(open_slot(folder(), kVault, keys), ErrorCode::kCorrupt);
  // One more slot, as whoever knows the passphrase could have made it.
  const Bytes context =
      joined({as_bytes("tangthu slot v2"), kVault, ByteView(keys.slot_tag)});
  ByteReader in(content);
  const std::size_t before = in.integer<std::uint8_t>();
  const ByteView rest = in.raw(in.remaining());
  ByteWriter out;
  out.integer(static_cast<std::uint32_t>(before));
  out.raw(rest);
  fuzz::write_file(folder() / "slots", frame_file("tangthu slots 2\n", out.view()));
  const auto others = open_slot(folder(), kVault, keys);
  must(!others);
  const bool whole = others.error().code() == ErrorCode::kAuthentication;
  must(whole || others.error().code() == ErrorCode::kCorrupt);
  if (!whole) return;
  must(add_slot(folder(), kVault, keys, root()).has_value());
  must(same(open_slot(folder(), kVault, keys)->reveal(), root().reveal()));
  // A secret of another size, sealed soundly under the tag.
  ByteWriter odd;
  odd.integer(std::uint32_t{1});
  odd.raw(keys.slot_tag);
  odd.sized(xseal(keys.slot_key.reveal(), rest, context));
  fuzz::write_file(folder() / "slots", frame_file("tangthu slots 2\n", odd.view()));
  must(open_slot(folder(), kVault, keys).has_value() == (rest.size() == RootKey::kSize));
}

// The plaintext of a keyring, the header's hash made sound.
void keyring(ByteView bytes) {
  const VaultHeader header = sound_header();
  const auto file = folder() / "keyring";
  constexpr std::string_view kMagic = "tangthu keys  1\n";
  fuzz::write_file(file, bytes);
  must_be(read_keyring(folder(), root(), header), ErrorCode::kCorrupt);
  const Hash32 hash = blake2b_32({as_bytes("tangthu header v1"), encode_header(header)});
  const Bytes content = joined({bytes, hash});
  const Bytes key = key_for("tangthu keyring key v1");
  const auto view = ByteView(key).first<32>();
  const Bytes context = joined({as_bytes("tangthu keyring v1"), kVault});
  ByteWriter out;
  out.integer(std::uint16_t{2});
  out.raw(xseal(view, content, context));
  fuzz::write_file(file, frame_file(kMagic, out.view()));
  const auto keyring = read_keyring(folder(), root(), header);
  if (!keyring) return must_be(keyring, ErrorCode::kCorrupt);
  must(!keyring->barrier_keys.empty());
  must_be(read_keyring(folder(), RootKey(), header), ErrorCode::kAuthentication);
  must(write_keyring(folder(), root(), header, *keyring).has_value());
  const Bytes again = unframe_file(kMagic, fuzz::read_file(file), {}).value();
  must(xopen(view, ByteView(again).subspan(2), context) == content);
}

// A slot of the shred keys: u64 version ‖ state.
void shred_slot(ByteView bytes) {
  const auto file = folder() / "shred";
  std::filesystem::remove(folder() / "shred-slots");
  fuzz::write_file(file, bytes);
  must_be(read_shred(place(), ShredRepair::kNone), ErrorCode::kCorrupt);
  ByteReader in(bytes);
  const auto version = in.integer<std::uint64_t>();
  const ByteView state = in.raw(in.remaining());
  ByteWriter context;
  context.raw(as_bytes("tangthu shred v2"));
  context.raw(kVault);
  context.integer(version);
  const Bytes key = key_for("tangthu shred wrap key v2");
  ByteWriter out;
  out.integer(std::uint32_t{2});
  out.integer(version);
  out.raw(kVault);
  out.raw(xseal(ByteView(key).first<32>(), state, context.view()));
  fuzz::write_file(file, frame_file("tangthu shred 2\n", out.view()));
  must(shred_slot_version(file, kVault).value() == version);
  must(!shred_slot_version(file, VaultId{}));
  const auto tree = read_shred(place(), ShredRepair::kNone);
  if (!tree) return must_be(tree, ErrorCode::kCorrupt);
  must(tree->punctures() == version && same(tree->encode().span(), state));
}

void shred_list(ByteView content) {
  const auto file = folder() / "shred-slots";
  constexpr std::string_view kMagic = "tangthu shslots\n";
  // Without a key the list is trusted as it lies there; with the key it is not.
  fuzz::write_file(file, frame_file(kMagic, content));
  (void)shred_slots(folder());
  (void)unconfirmed(folder());
  must_be(read_shred_list(place()), ErrorCode::kCorrupt);
  const Bytes key = key_for("tangthu shred slots key v1");
  Hash32 check;
  keyed_hash_32_into(ByteView(key).first<32>(),
                     {as_bytes("tangthu shred slots v1"), kVault, content}, check);
  const Bytes framed = frame_file(kMagic, joined({content, check}));
  fuzz::write_file(file, framed);
  const auto list = read_shred_list(place());
  if (!list) return must_be(list, ErrorCode::kCorrupt);
  must(shred_slots(folder())->size() == list->slots.size());
  must(unconfirmed(folder())->size() <= list->slots.size());
  must(write_shred_list(place(), *list).has_value());
  must(fuzz::read_file(file) == framed);
}

constexpr fuzz::Parser kParsers[] = {
    {"unseal", unseal_file},     {"share", share},
    {"share-text", share_text},  {"sealed-share", sealed_share},
    {"shred-tree", shred_tree},  {"key-file", key_file},
    {"slots", passphrase_slots}, {"keyring", keyring},
    {"shred", shred_slot},       {"shred-slots", shred_list},
};

Bytes without_frame(std::string_view magic, ByteView file) {
  return unframe_file(magic, file, {}).value();
}

Bytes sound_unseal_file() {
  UnsealSlot shares;
  shares.kind = UnsealKind::kShares;
  shares.state = SlotState::kPending;
  shares.name = "custodians";
  shares.share_count = 3;
  shares.commitments = {*base_multiple(small_scalar(5)), *base_multiple(small_scalar(9))};
  shares.confirmed = 2;
  shares.sealed_root_key = Bytes(32 + kXOverhead, 1);
  UnsealSlot token;
  token.kind = UnsealKind::kToken;
  token.state = SlotState::kActive;
  token.name = "hsm";
  token.token_label = "box";
  token.key_label = "tangthu";
  token.wrapped_secret = Bytes(64, 2);
  token.sealed_root_key = Bytes(32 + kXOverhead, 3);
  UnsealSlot key_file = token;
  key_file.kind = UnsealKind::kKeyFile;
  return without_frame("tangthu unseal1\n",
                       encode_unseal_slots({kVault, {shares, token, key_file}}));
}

Share sound_share() {
  return {SharePurpose::kUnseal,
          vault_prefix(kVault),
          {},
          2,
          {1, Scalar::copy_of(small_scalar(7))}};
}

// With one leaf punctured; its keys are the same every time.
Bytes sound_shred_state() {
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.integer(std::uint32_t{1});
  out.integer(std::uint64_t{0});
  out.integer(std::uint8_t{0});
  out.raw(fixed_bytes<32>(8));
  ShredTree tree = ShredTree::decode(out.view()).value();
  tree.puncture(fixed_bytes<16>(9));
  return to_bytes(tree.encode().span());
}

Bytes sound_keyring() {
  ByteWriter out;
  out.integer(std::uint32_t{2});
  for (const std::uint32_t epoch : {1U, 2U}) {
    out.integer(epoch);
    out.raw(fixed_bytes<32>(static_cast<std::uint8_t>(epoch)));
  }
  for (const std::uint8_t key : fixed_bytes<3>(3))
    out.raw(fixed_bytes<32>(key));
  return out.take();
}

Bytes sound_shred_list() {
  must(write_shred_list(place(), {2, {{"usb", "/media/usb/shred", 1}, {"safe", "/b", 2}}})
           .has_value());
  const Bytes all =
      without_frame("tangthu shslots\n", fuzz::read_file(folder() / "shred-slots"));
  return to_bytes(ByteView(all).first(all.size() - sizeof(Hash32)));
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  const EncodedShare share = encode_share(sound_share());
  const ByteView unchecked = ByteView(share.reveal()).first(kShareBytes - 4);
  add("unseal", sound_unseal_file());
  add("share", unchecked);
  add("sealed-share", unchecked);
  const ShareText text = share_to_text(sound_share());
  add("share-text", text.reveal());
  Bytes mistyped = to_bytes(text.reveal());
  mistyped[20] = mistyped[20] == '0' ? '1' : '0';
  add("share-text", mistyped, "-mistyped");
  const Bytes state = sound_shred_state();
  add("shred-tree", state);
  add("shred-tree", ByteView(joined({fixed_bytes<2>(1)})), "-short");
  const std::array<std::uint8_t, 8> one{1};
  add("shred", joined({one, state}));
  add("shred-slots", sound_shred_list());
  add("keyring", sound_keyring());
  const std::array<std::uint8_t, 2> format{1};
  add("key-file", joined({format, kVault, fixed_bytes<16>(3), fixed_bytes<32>(4)}));
  add("slots", joined({ByteView(one).first(1), fixed_bytes<16>(7),
                       std::array<std::uint8_t, 4>{3}, as_bytes("abc")}));
  add("slots", joined({ByteView(one).subspan(1, 1), fixed_bytes<32>(7)}), "-odd");
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
