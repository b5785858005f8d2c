// libFuzzer: files with a frame that hold no secret of the vault: each is refused, or
// reads as a value that is written again as the same bytes. A signature is made sound, as
// by somebody who holds the key.
//
// Covered: `VAULT`, `restored`, `scrub`, a station's kit and key, the manifests of
// snapshots, the checkpoint in its file, and the frame itself (vault/durable_file.h).
#include "tests/fuzz/scratch_folder.h"
#include "vault/durable_file.h"
#include "vault/restore.h"
#include "vault/scrub_place.h"
#include "vault/station.h"
#include "vault/station_key.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::joined;
using fuzz::must;
using fuzz::must_be;
using fuzz::same;

const std::filesystem::path& folder() {
  static const fuzz::ScratchFolder scratch;
  return scratch.path();
}

const SigningKey& vault_key() {
  static const SigningKey key = signing_key_from_seed(fixed_bytes<32>(7));
  return key;
}

// Content ‖ signature over domain ‖ content.
Bytes with_signature(std::string_view domain, ByteView content) {
  return joined({content, sign(vault_key(), joined({as_bytes(domain), content}))});
}

void frame(ByteView bytes) {
  constexpr std::string_view kMagic = "tangthu vault 2\n";
  must_be(unframe_file(kMagic, bytes, {}), ErrorCode::kCorrupt);
  const Bytes framed = frame_file(kMagic, bytes);
  must(same(unframe_file(kMagic, framed, {}).value(), bytes));
  must(!unframe_file("tangthu keys  1\n", framed, {}));
  must(!unframe_file(kMagic, ByteView(framed).first(framed.size() - 1), {}));
}

void header(ByteView content) {
  must(!decode_header(content));
  const auto header = decode_header(frame_file("tangthu vault 2\n", content));
  if (!header) return must_be(header, ErrorCode::kCorrupt);
  must(same(encode_header(*header), content));
}

void kit(ByteView bytes) {
  must_be(read_kit(bytes), ErrorCode::kBadInput);
  constexpr std::size_t kKeyAt = 16 + 8;
  Bytes content = to_bytes(bytes);
  const VerifyKey own = verify_key_of(vault_key());
  if (content.size() >= kKeyAt + own.size())
    std::ranges::copy(own, content.begin() + kKeyAt);
  const Bytes file =
      frame_file("tangthu kit   1\n", with_signature("tangthu kit v1", content));
  const auto kit = read_kit(file);
  if (!kit) return must_be(kit, ErrorCode::kBadInput);
  must(write_kit(*kit, vault_key()) == file);
  for (const LabelKey& key : kit->labels)
    must(kit->label(key.label)->epoch >= key.epoch);
}

void snapshot(ByteView content) {
  must(!decode_snapshot(content, "s"));
  must(!verify_snapshot(content, verify_key_of(vault_key()), "s"));
  const Bytes file =
      frame_file("tangthu snap  1\n", with_signature("tangthu snapshot v1", content));
  const auto snapshot = decode_snapshot(file, "s");
  if (!snapshot) return must_be(snapshot, ErrorCode::kCorrupt);
  must(verify_snapshot(file, verify_key_of(vault_key()), "s").has_value());
  must(encode_snapshot(*snapshot, vault_key()) == file);
  constexpr UnixSeconds kYear10000 = 253'402'300'800;
  if (snapshot->time < kYear10000)
    must(snapshot_number(snapshot->name()) == snapshot->number);
  for (const SnapshotPart& part : snapshot->parts) {
    must(part.path.find("..") == std::string::npos || part.path.starts_with("store/"));
    must(part.path.front() != '/' && part.path.find("/.") == std::string::npos);
  }
}

// A seed makes a key; nothing else is checked, since it opens nothing.
void station_key(ByteView content) {
  const auto file = folder() / "station";
  fuzz::write_file(file, content);
  must_be(read_station_key(file), ErrorCode::kBadInput);
  fuzz::write_file(file, frame_file("tangthu station\n", content));
  const auto key = read_station_key(file);
  if (!key) return must_be(key, ErrorCode::kBadInput);
  ByteWriter again;
  again.sized(key->name);
  again.raw(key->key.reveal().first<32>());
  must(same(again.view(), content));
}

void restored(ByteView content) {
  const auto file = folder() / "restored";
  fuzz::write_file(file, content);
  must_be(read_restored(folder()), ErrorCode::kCorrupt);
  fuzz::write_file(file, frame_file("tangthu restor1\n", content));
  const auto state = read_restored(folder());
  if (!state) return must_be(state, ErrorCode::kCorrupt);
  ByteWriter again;
  again.integer(std::uint16_t{1});
  again.sized((*state)->snapshot);
  again.integer((*state)->generation);
  again.integer((*state)->log.size);
  again.raw((*state)->log.root);
  again.integer((*state)->witness.size);
  again.raw((*state)->witness.root);
  again.integer((*state)->witness_generation);
  again.integer(static_cast<std::uint8_t>((*state)->gap == Gap::kAccepted));
  must(same(again.view(), content));
}

void scrub_place(ByteView content) {
  const auto file = folder() / "scrub";
  fuzz::write_file(file, content);
  must(!find_scrub_place(folder()));
  const Bytes framed = frame_file("tangthu scrub 1\n", content);
  fuzz::write_file(file, framed);
  const auto place = find_scrub_place(folder());
  if (!place) return;
  must(place->part >= 1 && place->part <= place->parts && place->data_fraction <= 1.0);
  must(keep_scrub_place(folder(), *place).has_value());
  must(fuzz::read_file(file) == framed);
  for (const ScrubDamage& damage : place->report.damage)
    must(describe_damage(damage).code() == ErrorCode::kCorrupt);
}

void checkpoint_file(ByteView text) {
  const auto file = folder() / kCheckpointFile;
  fuzz::write_file(file, text);
  const auto read = read_checkpoint(file);
  if (!read) return must_be(read, ErrorCode::kCorrupt);
  must((*read)->text() == as_text(text));
}

constexpr fuzz::Parser kParsers[] = {
    {"frame", frame},
    {"header", header},
    {"kit", kit},
    {"snapshot", snapshot},
    {"station-key", station_key},
    {"restored", restored},
    {"scrub", scrub_place},
    {"checkpoint", checkpoint_file},
};

VaultHeader sound_header() {
  VaultHeader out{};
  out.profile = Profile::kAgency;
  out.id = fixed_bytes<16>(1);
  out.created = 1'800'000'000;
  out.cost = kSlowHashCost;
  return out;
}

Bytes content_of(std::string_view magic, ByteView file, std::size_t behind) {
  const Bytes all = unframe_file(magic, file, {}).value();
  return to_bytes(ByteView(all).first(all.size() - behind));
}

Bytes sound_kit() {
  const Kit kit{fixed_bytes<16>(1),
                1'800'000'000,
                verify_key_of(vault_key()),
                {},
                {{{Level::kMat, {"nhan-su"}}, 1, fixed_bytes<32>(3)},
                 {{Level::kThuong, {}}, 2, fixed_bytes<32>(4)}}};
  return content_of("tangthu kit   1\n", write_kit(kit, vault_key()), sizeof(Signature));
}

Bytes sound_snapshot() {
  Snapshot out;
  out.vault = fixed_bytes<16>(1);
  out.time = 1'772'349'300;
  out.number = 12;
  for (const char* path : {"VAULT", "keyring", "log/entries", "store/000012.sst"})
    out.parts.push_back({path, 100, fixed_bytes<32>(5)});
  return content_of("tangthu snap  1\n", encode_snapshot(out, vault_key()),
                    sizeof(Signature));
}

Bytes sound_restored() {
  ByteWriter out;
  out.integer(std::uint16_t{1});
  out.sized("20260301T071500Z-12");
  out.raw(fixed_bytes<2 * (8 + 8 + 32)>(1));
  out.integer(std::uint8_t{1});
  return out.take();
}

Bytes sound_scrub_place() {
  ScrubPlace place;
  place.part = 2;
  place.parts = 5;
  place.report.damage = {{"00ff", "text 1", ScrubFault::kMissing},
                         {"keyring", "", ScrubFault::kSmallFile}};
  must(keep_scrub_place(folder(), place).has_value());
  return content_of("tangthu scrub 1\n", fuzz::read_file(folder() / "scrub"), 0);
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("frame", as_bytes("bytes"));
  add("header", encode_header(sound_header()));
  add("kit", sound_kit());
  add("snapshot", sound_snapshot());
  add("restored", sound_restored());
  add("scrub", sound_scrub_place());
  const std::array<std::uint8_t, 4> size{6};
  add("station-key", joined({size, as_bytes("tram-1"), fixed_bytes<32>(6)}));
  Checkpoint checkpoint;
  checkpoint.origin = log_origin(fixed_bytes<16>(1));
  add("checkpoint", as_bytes(sign_checkpoint(checkpoint, vault_key()).text()));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
