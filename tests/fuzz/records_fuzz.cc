// libFuzzer: records whose decoders take plain bytes, and names that people type. A
// record is refused, or reads as a value that is written again as the same bytes; one
// that is signed is signed soundly, as by somebody who holds the key.
//
// Covered: users, labels and their epochs, clearances, actions, requests
// (vault/approval.h), submissions, manifests, indexes of labels and what guards them
// (vault/index_record.h), ids of documents and requests, names of
// levels, roles, users, compartments and snapshots, decimals. Records that are read
// through the store only: sealed_fuzz.cc.
#include "tests/fuzz/fuzz.h"
#include "vault/approval.h"
#include "vault/index_record.h"
#include "vault/note.h"
#include "vault/snapshot.h"
#include "vault/user_records.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::joined;
using fuzz::must;
using fuzz::must_be;
using fuzz::same;

const SigningKey& vault_key() {
  static const SigningKey key = signing_key_from_seed(fixed_bytes<32>(7));
  return key;
}

void user(ByteView bytes) {
  const auto user = decode_user(bytes);
  if (!user) return must_be(user, ErrorCode::kCorrupt);
  must(same(encode_user(*user), bytes));
  (void)user->cleared_for({Level::kMat, {"nhan-su"}});
}

void label(ByteView bytes) {
  const auto label = decode_label(bytes);
  if (!label) return must_be(label, ErrorCode::kCorrupt);
  must(same(encode_label(label->first, label->second), bytes));
  must(label->first.check().has_value());
}

void clearance(ByteView bytes) {
  ByteReader in(bytes);
  const auto clearance = decode_clearance(in);
  if (!clearance) return;
  must(same(encode_clearance(*clearance), bytes.first(bytes.size() - in.remaining())));
}

void action(ByteView bytes) {
  const auto action = decode_action(bytes);
  if (!action) return must_be(action, ErrorCode::kCorrupt);
  must(same(encode_action(*action), bytes));
  must(!action_name(*action).empty());
}

void request(ByteView bytes) {
  const auto request = decode_request(bytes);
  if (!request) return must_be(request, ErrorCode::kCorrupt);
  must(same(encode_request(*request), bytes));
}

void submission(ByteView bytes) {
  const auto submission = decode_submission(bytes);
  if (!submission) return must_be(submission, ErrorCode::kBadInput);
  must(same(submission->encode(), bytes));
  must(!signature_holds(*submission, verify_key_of(vault_key())) ||
       submission->station == station_id(verify_key_of(vault_key())));
}

void manifest(ByteView content) {
  const VerifyKey key = verify_key_of(vault_key());
  must_be(read_manifest(content, key), ErrorCode::kCorrupt);
  const Bytes bytes = joined({content, sign(vault_key(), content)});
  const auto manifest = read_manifest(bytes, key);
  if (!manifest) return must_be(manifest, ErrorCode::kCorrupt);
  must(write_manifest(*manifest, vault_key()) == bytes);
}

// What people type. Text that was accepted is its own normal form's.
void names(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  if (const auto id = DocumentId::parse(text)) {
    must(DocumentId::parse(id->to_string()) == id);
    must(request_text(*parse_request(text)) == id->to_string());
  }
  if (const auto level = parse_level(text)) must(level_code(*level) == text);
  if (const auto role = parse_role(text)) must(role_code(*role) == text);
  if (const auto name = parse_compartment(text)) must(*name == text);
  if (const auto name = normalise_user_name(text))
    must(normalise_user_name(*name).value_or("") == *name);
  if (const auto number = parse_decimal(text)) must(std::to_string(*number) == text);
  (void)snapshot_number(text);
  (void)parse_signature_line(text);
  if (bytes.size() != 2) return;
  const auto bits = static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8);
  if (const auto roles = Roles::from_bits(bits)) must(roles->bits() == bits);
}

void index(ByteView bytes) {
  const auto index = decode_index(bytes);
  if (!index) return;
  must(same(encode_index(*index), bytes));
  for (const SegmentEntry& segment : index->segments) {
    must(segment.members >= 1 && segment.members <= kMaxSegmentMembers);
    must(segment.dead.empty() || segment.dead.back() < segment.members);
    must(segment.blocks() <= kMaxSegmentBytes / kSegmentBlock);
  }
}

void index_guard(ByteView bytes) {
  const auto guard = decode_guard(bytes);
  if (guard) must(same(encode_guard(*guard), bytes));
}

constexpr fuzz::Parser kParsers[] = {
    {"user", user},           {"label", label},
    {"clearance", clearance}, {"action", action},
    {"request", request},     {"submission", submission},
    {"manifest", manifest},   {"names", names},
    {"index", index},         {"index-guard", index_guard},
};

const Label kLabel{Level::kMat, {"nhan-su", "tai-chinh"}};
const Clearance kClearance{Level::kToiMat, {"nhan-su"}, false};
const DocumentId kDocument = DocumentId::from_bytes(fixed_bytes<16>(1));

User sound_user() {
  User out{};
  out.id = fixed_bytes<16>(2);
  out.name = "lan";
  out.roles = {Role::kOfficer, Role::kReader};
  out.clearances = {kClearance, {Level::kThuong, {}, true}};
  out.created = 1'800'000'000;
  return out;
}

Submission sound_submission() {
  Submission out{
      {}, station_id(verify_key_of(vault_key())), kDocument, 1, kLabel, 1, {}, {}, {}, {},
      {}};
  out.wrapped_key = Bytes(90, 4);
  out.objects = {{{ObjectKind::kMaster, 1}, 70'000, {}}, {{ObjectKind::kText, 1}, 9, {}}};
  out.records = {{LabelRecordKind::kCatalogue, Bytes(20, 5)}};
  return out;
}

Bytes sound_manifest() {
  const Bytes all = write_manifest(
      {fixed_bytes<16>(3), {{0x01000001, 900, {}}, {0x02000001, 80, {}}}}, vault_key());
  return to_bytes(ByteView(all).first(all.size() - sizeof(Signature)));
}

IndexRecord sound_index() {
  IndexRecord out;
  out.generation = 5;
  out.former = {fixed_bytes<16>(6)};
  out.segments = {{fixed_bytes<16>(7), 70, 40'000, 1, Bytes(90, 4), {0, 3, 69}},
                  {fixed_bytes<16>(8), 1, 0, 2, {}, {}}};
  out.retired = {{fixed_bytes<16>(9), 1'800'000'000}};
  return out;
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("user", encode_user(sound_user()));
  add("label", encode_label(kLabel, {{1, {}}, {2, fixed_bytes<32>(9)}}));
  add("clearance", encode_clearance(kClearance));
  const Action actions[] = {
      GrantAction{fixed_bytes<16>(2), kClearance},
      RolesAction{fixed_bytes<16>(2), {Role::kAuditor}},
      ClassifyAction{kDocument, kLabel, PayloadKey::kRenewed},
      DestroyAction{{kDocument, kDocument}, "12/QĐ-VTLT"},
      RecordAction{kDocument, "extend", to_bytes(as_bytes("\xA0"))},
      StationAction{"tram-1", fixed_bytes<32>(6)},
  };
  for (const Action& each : actions) {
    const std::string variant = "-" + std::string(action_name(each));
    add("action", encode_action(each), variant);
    Request request{fixed_bytes<16>(4), fixed_bytes<16>(2), 1, 2, each, {}};
    request.approvals.push_back({fixed_bytes<16>(5), {}});
    add("request", encode_request(request), variant);
  }
  add("submission", sound_submission().encode());
  add("manifest", sound_manifest());
  for (const char* name :
       {"Nguyễn.Văn-a", "tuyet-mat", "officer", "nhan-su-2", "20260301T071500Z-12",
        "18446744073709551615", "\xE2\x80\x94 tangthu/00 AAAAAAAAAAA="}) {
    add("names", as_bytes(name), "-" + std::to_string(out.size()));
  }
  add("names", as_bytes(kDocument.to_string()), "-id");
  add("index", encode_index(sound_index()));
  add("index", encode_index({}), "-empty");
  add("index-guard", encode_guard({fixed_bytes<16>(6), 5, {fixed_bytes<16>(7)}}));
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
