// libFuzzer: what lies sealed in the store and in the audit log. The bytes are put at
// each depth: as they lie, and as the plaintext of each seal in turn, as from somebody
// who holds that key and no other. They are refused, or give exactly what was sealed.
//
// Covered: the barrier's records, anchors, intents, receipts, stations, punctures,
// logins, grants (to users, auditors, the quorum), envelopes, manifests, objects,
// payloads, label records, indexes of labels, members of segments, wraps and sealed
// bytes, entries of the log with their statements. Not here: the raw entries of RocksDB
// (its own parser and checks), whose one form is a record's check.
#include "base/json.h"
#include "tests/fuzz/small_vault.h"
#include "vault/approval.h"
#include "vault/intent.h"
#include "vault/label_index.h"
#include "vault/shred_layer.h"
#include "vault/station.h"
#include "vault/user_records.h"

namespace {

using namespace tangthu;         // NOLINT: a program of one file
using namespace tangthu::vault;  // NOLINT
using fuzz::fixed_bytes;
using fuzz::joined;
using fuzz::must;
using fuzz::must_be;
using fuzz::same;

fuzz::SmallVault& small() {
  static fuzz::SmallVault vault;
  return vault;
}

// A stored value for as long as this lives; then the one that was there.
class Altered {
 public:
  explicit Altered(Bytes& place) : place_(place), before_(place) {}
  ~Altered() { place_ = std::move(before_); }
  Altered(const Altered&) = delete;
  Altered& operator=(const Altered&) = delete;

 private:
  Bytes& place_;
  Bytes before_;
};
// A further record of the partition "system".
class Added {
 public:
  Added(std::string key, ByteView value) : key_(std::move(key)) {
    small().put(small().system(), key_, value);
  }
  ~Added() {
    must(small()
             .store.commit(small().system(), {{}, {}, {key_}}, Durability::kBuffered)
             .has_value());
  }
  Added(const Added&) = delete;
  Added& operator=(const Added&) = delete;

 private:
  std::string key_;
};

void must_be_one_of(const Error& error, std::initializer_list<ErrorCode> codes) {
  must(std::ranges::find(codes, error.code()) != codes.end());
}

std::string key_of(std::string_view prefix, ByteView name) {
  return std::string(prefix) + std::string(as_text(name));
}

void barrier_record(ByteView stored) {
  fuzz::SmallVault& v = small();
  must_be(v.barrier.open(v.system(), "any", stored), ErrorCode::kCorrupt);
  (void)Barrier::epoch_of(stored);
  const std::string key(kManifestKey);
  const Altered kept(v.store.record(v.system(), key));
  v.store.record(v.system(), key) = to_bytes(stored);
  const auto open = v.barrier.get_public(v.system(), key);
  if (!open) must_be(open, ErrorCode::kCorrupt);
  if (open) must(same(**open, stored.subspan(1)));
  const Bytes sound = v.barrier.sealed(v.system(), "any", as_bytes("value")).value;
  const Bytes changed = fuzz::overlaid(sound, stored);
  const auto value = v.barrier.open(v.system(), "any", changed);
  must(value.has_value() == same(changed, sound));
  must(!v.barrier.open(v.system(), "another", sound));
}

// An anchor without its digest is given the right one, which no fuzzer can guess.
void anchor(ByteView input) {
  fuzz::SmallVault& v = small();
  constexpr std::size_t kBeforeDigest = 8 + 8 + 32 + 8;
  Bytes value = to_bytes(input);
  if (value.size() == kBeforeDigest) {
    const Hash32 digest = v.records.anchor().records.bytes();
    value.insert(value.end(), digest.begin(), digest.end());
  }
  const Altered kept(v.store.record(v.system(), "anchor"));
  v.put(v.system(), "anchor", value);
  SystemRecords records(v.barrier);
  Journal journal(v.folder(), *v.log, v.store, records, v.header, v.signing_key, v.shred);
  const auto checked = journal.check(v.checkpoint);
  if (!checked) must_be(checked, ErrorCode::kCorrupt);
  ByteReader in(value);
  const auto generation = in.integer<std::uint64_t>();
  const auto size = in.integer<std::uint64_t>();
  const auto root = in.fixed<32>();
  if (checked) must(v.log->root_at(size).value() == root);
  if (checked) must(generation >= v.checkpoint.checkpoint.generation);
  const auto adopted = journal.adopt(v.checkpoint, 7);
  if (adopted) must(*adopted == generation);
}

void intent(ByteView value) {
  fuzz::SmallVault& v = small();
  const std::size_t before = read_intents(v.barrier)->size();
  const Added added("intent/", value);
  const auto intents = read_intents(v.barrier);
  if (!intents) return must_be(intents, ErrorCode::kCorrupt);
  must(intents->size() == before + 1);
  const Intent& read = intents->front();  // no key is before its prefix
  must(note_intent(v.barrier, read, Durability::kBuffered).has_value());
  must(same(v.plain(v.system(), v.barrier.blind_key("intent/", read.id.bytes())), value));
  must(clear_intent(v.barrier, read.id).has_value());
}

void receipt(ByteView value) {
  fuzz::SmallVault& v = small();
  const DocumentId id = DocumentId::from_bytes(fixed_bytes<16>(8));
  const Added added(v.barrier.blind_key("receipt/", id.bytes()), value);
  const auto receipt = find_receipt(v.barrier, id);
  if (!receipt) return must_be(receipt, ErrorCode::kCorrupt);
  ByteWriter again;
  again.raw((*receipt)->document.bytes());
  again.raw((*receipt)->submission);
  again.integer((*receipt)->log_index);
  again.raw((*receipt)->nonce);
  again.sized((*receipt)->statement);
  must(same(again.view(), value) && (*receipt)->document == id);
}

void station(ByteView value) {
  const Added added("station/", value);
  const auto stations = list_stations(small().barrier);
  if (!stations) return must_be(stations, ErrorCode::kCorrupt);
  const Station& read = stations->front();
  ByteWriter again;
  again.raw(read.id);
  again.sized(read.name);
  again.raw(read.verify_key);
  again.integer(read.created);
  again.integer(static_cast<std::uint8_t>(read.disabled));
  must(same(again.view(), value));
}

void puncture(ByteView value) {
  const Added added("puncture/", value);
  const auto ids = small().directory.to_puncture();
  if (!ids) return must_be(ids, ErrorCode::kCorrupt);
  must(ids->size() == 1 && same(ids->front(), value));
}

Bytes layer(const ShredId& id, ShredPurpose purpose, ByteView content) {
  return seal_shred_layer(small().shred, id, purpose, content).value();
}

// u8 how many seals there are above the bytes ‖ bytes.
void login(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const User& user = v.lan->first;
  Bytes value = to_bytes(bytes.subspan(1));
  const Bytes content = value;
  if (bytes[0] > 1)
    value =
        xseal(v.login.login_key.reveal(), value, login_context(user.id, user.login_id));
  if (bytes[0] > 0) {
    ByteWriter record;
    record.raw(user.id);
    record.raw(user.login_id);
    record.raw(layer(user.login_id, ShredPurpose::kLogin, value));
    value = record.take();
  }
  const std::string key = key_of("login/", v.login.login_tag);
  const Altered kept(v.store.record(v.system(), key));
  v.put(v.system(), key, value);
  const auto opened = v.directory.log_in(v.login);
  if (!opened) {
    return must_be_one_of(opened.error(),
                          {ErrorCode::kCorrupt, ErrorCode::kAuthentication});
  }
  must(bytes[0] > 1 &&
       same(ByteView(content).first(32), v.lan->second.private_key.reveal()));
}

// The same, for a label's key or the log's, wrapped to a user.
Bytes granted(ByteView bytes, const User& user, ByteView context) {
  Bytes value = to_bytes(bytes.subspan(1));
  if (bytes[0] > 1) value = wrap_secret(user.public_key, value, context);
  if (bytes[0] > 0) value = layer(user.grants_id, ShredPurpose::kGrant, value);
  return value;
}

std::string behind_label(std::string_view prefix) {
  const fuzz::SmallVault& v = small();
  return v.barrier.blind_key(prefix, v.label.label.encode()) + std::string("\0\0\0\1", 4);
}

void grant(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const auto& [user, keys] = *v.lan;
  const std::string key = key_of(behind_label("grant/"), user.id);
  const Altered kept(v.store.record(v.system(), key));
  v.put(v.system(), key, granted(bytes, user, grant_context(v.label, user.id)));
  const auto held = v.directory.unlock_labels(user, keys.private_key);
  if (!held) return must_be(held, ErrorCode::kCorrupt);
  must(bytes[0] > 1 &&
       same(held->all().begin()->second.private_key.reveal(), bytes.subspan(1)));
}

void audit_grant(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const auto& [user, keys] = *v.lan;
  const std::string key = key_of("audit/", user.id);
  const Altered kept(v.store.record(v.system(), key));
  v.put(v.system(), key, granted(bytes, user, audit_grant_context(user.id)));
  const auto audit = v.directory.unlock_audit(user, keys.private_key);
  if (!audit) return must_be(audit, ErrorCode::kCorrupt);
  must(bytes[0] > 1 && same((*audit)->reveal(), bytes.subspan(1)));
}

void recovery_grant(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const std::string key = behind_label("recovery/");
  const Altered kept(v.store.record(v.system(), key));
  const bool wrapped = bytes[0] > 0;
  v.put(v.system(), key,
        wrapped ? wrap_secret(v.header.recovery_key, bytes.subspan(1),
                              recovery_context(v.label))
                : to_bytes(bytes.subspan(1)));
  const auto held = v.directory.unlock_for_recovery(v.recovery.private_key);
  if (!held) return must_be(held, ErrorCode::kCorrupt);
  must(wrapped && bytes.size() == 1 + 32);
}

// The inner part, behind the document's id.
void envelope(ByteView bytes) {
  const ShredTree& tree = small().shred;
  const DocumentId id = DocumentId::from_bytes(fixed_bytes<16>(9));
  must_be(open_envelope(tree, id, bytes), ErrorCode::kCorrupt);
  ByteWriter inner;
  inner.raw(id.bytes());
  inner.raw(bytes);
  ByteWriter stored;
  stored.integer(std::uint16_t{2});
  stored.raw(layer(shred_id(id), ShredPurpose::kEnvelope, inner.view()));
  const auto envelope = open_envelope(tree, id, stored.view());
  if (!envelope) return must_be(envelope, ErrorCode::kCorrupt);
  const Bytes again = seal_envelope(tree, *envelope).value();
  must(same(open_shred_layer(tree, shred_id(id), ShredPurpose::kEnvelope,
                             ByteView(again).subspan(2))
                .value(),
            inner.view()));
}

// All that a reader does with a document; whatever was altered, it reads what was written
// or nothing.
void read_document() {
  fuzz::SmallVault& v = small();
  const auto reader = DocumentReader::open(v.context, v.held, v.document);
  if (!reader)
    return must_be_one_of(reader.error(), {ErrorCode::kCorrupt, ErrorCode::kNotFound});
  const auto objects = reader->objects();
  if (!objects) must_be(objects, ErrorCode::kCorrupt);
  const auto text = reader->read({ObjectKind::kText, 1});
  if (text) must(as_text(*text) == fuzz::SmallVault::kText);
  if (!text) must_be_one_of(text.error(), {ErrorCode::kCorrupt, ErrorCode::kNotFound});
  const auto entry = read_label_record(v.context, v.held, reader->envelope(),
                                       LabelRecordKind::kCatalogue);
  if (entry && *entry) must(as_text((*entry)->content) == fuzz::SmallVault::kEntry);
}

void visit_entries() {
  fuzz::SmallVault& v = small();
  std::size_t seen = 0;
  const auto damaged =
      visit_label_records(v.context, v.held, v.label.label, LabelRecordKind::kCatalogue,
                          [&](LabelRecord&& record) -> Result<void> {
                            must(as_text(record.content) == fuzz::SmallVault::kEntry);
                            ++seen;
                            return {};
                          });
  must(damaged.has_value() && seen + *damaged <= 1);
}

void document_envelope(ByteView change) {
  fuzz::SmallVault& v = small();
  const PartitionName at = document_partition(v.barrier, v.document);
  const std::string key(kEnvelopeKey);
  const Bytes stored = v.plain(at, key);
  const Bytes inner =
      open_shred_layer(v.shred, shred_id(v.document), ShredPurpose::kEnvelope,
                       ByteView(stored).subspan(2))
          .value();
  ByteWriter out;
  out.integer(std::uint16_t{2});
  out.raw(layer(shred_id(v.document), ShredPurpose::kEnvelope,
                fuzz::overlaid(inner, change)));
  const Altered kept(v.store.record(at, key));
  v.put(at, key, out.view());
  read_document();
  visit_entries();
}

// Signed by the vault, and the one that the envelope names.
void document_manifest(ByteView change) {
  fuzz::SmallVault& v = small();
  const PartitionName at = document_partition(v.barrier, v.document);
  const Altered kept(v.store.record(at, std::string(kManifestKey)));
  const Altered kept_envelope(v.store.record(at, std::string(kEnvelopeKey)));
  const Bytes sound = v.barrier.get_public(at, kManifestKey).value().value();
  Bytes changed =
      fuzz::overlaid(ByteView(sound).first(sound.size() - sizeof(Signature)), change);
  const Signature signature = sign(v.signing_key, changed);
  changed.insert(changed.end(), signature.begin(), signature.end());
  v.store.record(at, std::string(kManifestKey)) = Barrier::open_to_all("", changed).value;
  Envelope envelope = find_envelope(v.context, v.document).value();
  envelope.manifest = blake2b_32({changed});
  v.put(at, std::string(kEnvelopeKey), seal_envelope(v.shred, envelope).value());
  read_document();
}

void document_object(ByteView value) {
  fuzz::SmallVault& v = small();
  const PartitionName at = document_partition(v.barrier, v.document);
  const std::string key = object_key({ObjectKind::kText, 1});
  const Altered kept(v.store.record(at, key));
  v.put(at, key, value);
  read_document();
  v.store.record(at, key) = to_bytes(value);  // not sealed at all
  read_document();
}

void document_body(ByteView change) {
  fuzz::SmallVault& v = small();
  const PartitionName at = document_partition(v.barrier, v.document);
  Bytes& body = v.store.body(at, ObjectName{ObjectKind::kText, 1}.body());
  const Altered kept(body);
  const Bytes sound = body;
  body = fuzz::overlaid(sound, change);
  const auto reader = DocumentReader::open(v.context, v.held, v.document).value();
  const bool longer = body.size() > sound.size();
  const auto text = reader.read({ObjectKind::kText, 1});
  must(text.has_value() == same(body, sound) ||
       (longer && same(sound, ByteView(body).first(sound.size()))));
  if (text) must(as_text(*text) == fuzz::SmallVault::kText);
}

// u8 how many seals ‖ an overlay for the record, for what its layer has, or the
// plaintext.
void label_record(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const PartitionName at = label_partition(v.barrier, v.label.label);
  const std::string key =
      label_record_key(v.barrier, LabelRecordKind::kCatalogue, v.document);
  const Altered kept(v.store.record(at, key));
  const Bytes sound = v.plain(at, key);
  const ByteView change = bytes.subspan(1);
  if (bytes[0] == 0) {
    v.put(at, key, fuzz::overlaid(sound, change));
  } else {
    const Bytes inner =
        open_shred_layer(v.shred, shred_id(v.document), ShredPurpose::kCatalogue,
                         ByteView(sound).subspan(16 + 4 + 4))
            .value();
    v.put(at, key,
          v.barrier
              .open(at, key,
                    seal_label_record(v.context, v.label.label, v.label.epoch, v.document,
                                      kFirstVersion, LabelRecordKind::kCatalogue,
                                      fuzz::overlaid(inner, change))
                        ->value)
              .value());
  }
  read_document();
  visit_entries();
}

// u8 which ‖ u16 from ‖ u16 size ‖ overlay.
void payload(ByteView bytes) {
  static const DocumentKey key = DocumentKey::copy_of(fixed_bytes<32>(10));
  static const DocumentId id = DocumentId::from_bytes(fixed_bytes<16>(10));
  static const ObjectName name{ObjectKind::kMaster, 1};
  static const Bytes plain[] = {Bytes(), Bytes(300, 1), Bytes(kChunkSize, 2),
                                Bytes(2 * kChunkSize + 50, 3)};
  static const Bytes sealed[] = {
      seal_payload(key, id, name, plain[0]), seal_payload(key, id, name, plain[1]),
      seal_payload(key, id, name, plain[2]), seal_payload(key, id, name, plain[3])};
  ByteReader in(bytes);
  const std::size_t which = in.integer<std::uint8_t>() % std::size(plain);
  const std::uint64_t from = in.integer<std::uint16_t>() * 3U;
  const std::uint64_t size = in.integer<std::uint16_t>() * 3U;
  const Bytes& sound = plain[which];
  Bytes stored = fuzz::overlaid(sealed[which], in.raw(in.remaining()));
  const std::uint64_t cut = bytes.size() > 5 && bytes[0] > 127 ? from % stored.size() : 0;
  stored.resize(stored.size() - cut);
  const auto source = [&](std::uint64_t offset, std::uint64_t length) -> Result<Bytes> {
    if (offset > stored.size()) return Bytes();
    return to_bytes(ByteView(stored).subspan(
        offset, std::min<std::uint64_t>(length, stored.size() - offset)));
  };
  const auto reader = PayloadReader::open(key, id, name, stored.size(), source);
  if (!reader) return must_be(reader, ErrorCode::kCorrupt);
  const auto part = reader->read(from, size);
  if (part) {
    const std::uint64_t begin = std::min<std::uint64_t>(from, sound.size());
    const std::uint64_t end = std::min<std::uint64_t>(begin + size, sound.size());
    // A cut payload has no end to be read; its whole chunks are what they were.
    must(
        part->size() <= end - begin &&
        std::equal(part->begin(), part->end(), sound.begin() + static_cast<long>(begin)));
  }
  const auto whole = reader->read(0, reader->size());
  must(whole.has_value() == same(stored, sealed[which]));
  if (whole) must(*whole == sound);
}

void wrap(ByteView bytes) {
  static const KeyPair own = make_key_pair();
  const ByteView context = as_bytes("context");
  SecretOf<struct FuzzedRole> secret;
  const auto unwrap = [&](ByteView wrapped) {
    return unwrap_secret(own.private_key, own.public_key, wrapped, context,
                         secret.reveal_writable());
  };
  must_be(unwrap(bytes), ErrorCode::kCorrupt);
  must_be(open_sealed(own.private_key, own.public_key, bytes, context),
          ErrorCode::kCorrupt);
  static const Bytes sound = wrap_secret(own.public_key, fixed_bytes<32>(11), context);
  const Bytes changed = fuzz::overlaid(sound, bytes);
  must(unwrap(changed).has_value() == same(changed, sound));
  // A secret of another size than whoever unwraps it has room for.
  must(unwrap(wrap_secret(own.public_key, bytes, context)).has_value() ==
       (bytes.size() == 32));
  const Bytes sealed = seal_to(own.public_key, bytes, context);
  must(
      same(open_sealed(own.private_key, own.public_key, sealed, context).value(), bytes));
  const Bytes altered = fuzz::overlaid(sealed, bytes);
  must(open_sealed(own.private_key, own.public_key, altered, context).has_value() ==
       same(altered, sealed));
}

// A log that begins anew before it gets large.
AuditLog& entries() {
  static std::unique_ptr<AuditLog> log;
  static int room = 0;
  if (room-- > 0) return *log;
  room = 500;
  log.reset();
  const auto folder = small().folder() / "entries";
  std::filesystem::remove_all(folder);
  must(AuditLog::create(folder).has_value());
  log = AuditLog::open(folder, AuditLog::Access::kAppend).value();
  return *log;
}

// u8 0: an entry; else a statement (2: with a part that repeats), sealed soundly.
void log_entry(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  Bytes content = to_bytes(bytes.subspan(1));
  if (bytes[0] > 1) content = fuzz::repeated(content);
  ByteWriter entry;
  if (bytes[0] == 0) {
    entry.raw(content);
  } else {
    const Hash32 nonce{};
    const Hash32 commitment = audit_commitment(nonce, content);
    ByteWriter plain, context;
    plain.raw(nonce);
    plain.raw(content);
    context.raw(as_bytes("tangthu audit entry v1"));
    context.raw(v.header.id);
    context.raw(commitment);
    entry.integer(std::uint8_t{1});
    entry.raw(commitment);
    entry.raw(seal_to(v.header.audit_key, plain.view(), context.view()));
  }
  if (entry.view().size() > kMaxLogEntryBytes) return;
  AuditLog& log = entries();
  const auto index = log.append(entry.view()).value();
  AuditTrail trail(log, v.header);
  const auto record = trail.read(index, v.audit.private_key);
  if (!record) return must_be(record, ErrorCode::kCorrupt);
  must(bytes[0] > 0 && record->raw_statement == content && record->statement.is_object());
  (void)record->statement.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// u8 0: what the record holds; else what its layer does.
void label_index(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty()) return;
  const PartitionName at = label_partition(v.barrier, v.label.label);
  const Altered kept(v.store.record(at, "index"));
  const ByteView change = bytes.subspan(1);
  const ShredId shred = fixed_bytes<16>(12);
  v.put(at, "index",
        bytes[0] == 0 ? to_bytes(change)
                      : joined({shred, layer(shred, ShredPurpose::kSegment, change)}));
  const auto index = read_label_index(v.context, v.label.label);
  if (!index) return must_be(index, ErrorCode::kCorrupt);
  must(index->state == LabelIndexState::kLost ||
       (index->shred == shred && bytes[0] != 0 && decode_index(change).has_value()));
  for (const SegmentEntry& segment : index->segments)
    must_be(SegmentReader::open(v.context, v.held, v.label.label, segment),
            segment.label_epoch == v.label.epoch ? ErrorCode::kCorrupt
                                                 : ErrorCode::kNotFound);
}

// u8 members ‖ what the only chunk has.
void members(ByteView bytes) {
  fuzz::SmallVault& v = small();
  if (bytes.empty() || bytes[0] == 0) return;
  SegmentEntry segment;
  segment.id = fixed_bytes<16>(13);
  segment.members = bytes[0];
  const PartitionName at = label_partition(v.barrier, v.label.label);
  const std::string key = member_keys(segment.id).front();
  const Altered kept(v.store.record(at, key));
  v.put(at, key, bytes.subspan(1));
  const auto members = read_members(v.context, v.label.label, segment);
  if (!members) return must_be(members, ErrorCode::kCorrupt);
  must(members->size() == segment.members);
  must(write_members(v.context, v.label.label, segment.id, *members).has_value());
  must(same(v.plain(at, key), bytes.subspan(1)));
  for (std::uint32_t i = 0; i < members->size(); ++i) {
    const auto found =
        MemberFinder(v.context, v.label.label, segment).find((*members)[i].document);
    must(found.value() == i);
  }
}

constexpr fuzz::Parser kParsers[] = {
    {"barrier", barrier_record},
    {"anchor", anchor},
    {"intent", intent},
    {"receipt", receipt},
    {"station", station},
    {"puncture", puncture},
    {"login", login},
    {"grant", grant},
    {"audit-grant", audit_grant},
    {"recovery-grant", recovery_grant},
    {"envelope", envelope},
    {"document-envelope", document_envelope},
    {"document-manifest", document_manifest},
    {"document-object", document_object},
    {"document-body", document_body},
    {"label-record", label_record},
    {"payload", payload},
    {"wrap", wrap},
    {"log-entry", log_entry},
    {"label-index", label_index},
    {"members", members},
};

using Writer = void (*)(ByteWriter& out);

Bytes written(Writer write) {
  ByteWriter out;
  write(out);
  return out.take();
}

Bytes sound_anchor() {
  return written([](ByteWriter& out) {
    out.integer(std::uint64_t{100});
    out.integer(std::uint64_t{0});
    out.raw(empty_root());
    out.integer(std::uint64_t{0});
  });
}

Bytes sound_intent() {
  return written([](ByteWriter& out) {
    out.integer(static_cast<std::uint8_t>(IntentKind::kMove));
    out.raw(fixed_bytes<16>(8));
    out.sized(Label{Level::kMat, {"nhan-su"}}.encode());
    out.sized(Label{Level::kThuong, {}}.encode());
    out.integer(std::uint32_t{2});
  });
}

Bytes sound_receipt() {
  return written([](ByteWriter& out) {
    out.raw(fixed_bytes<16>(8));
    out.raw(fixed_bytes<32>(1));
    out.integer(std::uint64_t{3});
    out.raw(fixed_bytes<32>(2));
    out.sized("{\"event\":\"accept\"}");
  });
}

Bytes sound_station() {
  return written([](ByteWriter& out) {
    out.raw(fixed_bytes<16>(1));
    out.sized("tram-1");
    out.raw(fixed_bytes<32>(2));
    out.integer(std::uint64_t{3});
    out.integer(std::uint8_t{1});
  });
}

Bytes sound_envelope() {
  return written([](ByteWriter& out) {
    out.integer(std::uint32_t{1});
    out.raw(Label{Level::kMat, {"nhan-su"}}.encode());
    out.integer(std::uint32_t{1});
    out.integer(std::uint64_t{2});
    out.raw(fixed_bytes<16>(3));
    out.raw(fixed_bytes<32>(4));
    out.sized("wrapped");
    out.raw(fixed_bytes<32>(5));
  });
}

Bytes sound_object() {
  return encode_object(
      {ObjectName{ObjectKind::kText, 1}.body(), fuzz::SmallVault::kText.size()});
}

}  // namespace

std::vector<fuzz::Seed> fuzz::seeds() {
  std::vector<Seed> out;
  const auto add = adding_to(out, kParsers);
  add("barrier", overlay(0, "\x01"));
  add("barrier", as_bytes("\x02public"), "-public");
  add("anchor", sound_anchor());
  add("intent", sound_intent());
  add("receipt", sound_receipt());
  add("station", sound_station());
  add("puncture", fixed_bytes<16>(1));
  add("login", Bytes(65, 2));
  add("login", Bytes(80, 1), "-layer");
  for (const char* parser : {"grant", "audit-grant", "recovery-grant"})
    add(parser, Bytes(33, 2));
  add("envelope", sound_envelope());
  for (const char* parser : {"document-envelope", "document-manifest", "document-body"}) {
    add(parser, overlay(18, ""), "-sound");
    add(parser, overlay(18, "\x02"), "-changed");
  }
  add("document-object", sound_object());
  add("label-record", as_bytes(std::string_view("\0\x12\0\x02", 4)));
  add("label-record", as_bytes(std::string_view("\1\0\0", 3)), "-sound");
  for (const char which : {'\0', '\1', '\2', '\3'}) {
    const std::string input{which, 9, 0, '\x40', 0, '\x30', 0};
    add("payload", as_bytes(input), "-" + std::to_string(which));
    add("payload", as_bytes(input + "x"), "-changed-" + std::to_string(which));
  }
  add("wrap", fixed_bytes<32>(0));
  add("wrap", overlay(50, "changed"), "-changed");
  add("log-entry", as_bytes(std::string_view("\0\1entry", 7)));
  add("log-entry", as_bytes("\x01{\"event\":\"login\",\"user\":\"lan\"}   "), "-json");
  IndexRecord index;
  index.generation = 2;
  index.segments = {{fixed_bytes<16>(7), 70, 40'000, 1, Bytes(90, 4), {0, 69}}};
  add("label-index", joined({Bytes(1, 1), encode_index(index)}));
  add("label-index", joined({Bytes(1, 0), fixed_bytes<48>(1)}), "-layer");
  ByteWriter two;
  two.integer(std::uint8_t{2});
  two.integer(std::uint32_t{2});
  for (const std::uint8_t first : {std::uint8_t{1}, std::uint8_t{2}}) {
    two.raw(fixed_bytes<16>(first));
    two.integer(std::uint32_t{1});
  }
  add("members", two.view());
  const Bytes deep = repetition("{\"a\":", 50, "[", "");
  add("log-entry", as_bytes("\x02" + std::string(as_text(deep))), "-deep");
  return out;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return tangthu::fuzz::feed_one(kParsers, data, size);
}
