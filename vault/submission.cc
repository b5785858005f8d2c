#include "vault/submission.h"

#include <algorithm>

#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kDomain = "tangthu submission v1";
constexpr std::size_t kStreamBuffer = 4 * kChunkSize;
constexpr std::size_t kMaxWrapBytes = 4096;
constexpr std::uint32_t kMaxLabelRecords = 2;

Failure malformed() {
  return fail(ErrorCode::kBadInput, "not a submission, or a damaged one",
              "have the station send it again");
}

bool known_kind(std::uint8_t kind) {
  return kind == static_cast<std::uint8_t>(LabelRecordKind::kCatalogue) ||
         kind == static_cast<std::uint8_t>(LabelRecordKind::kPacket);
}

bool known_object(std::uint32_t body) {
  const std::uint32_t kind = body >> 24;
  return kind >= static_cast<std::uint32_t>(ObjectKind::kMaster) &&
         kind <= static_cast<std::uint32_t>(ObjectKind::kRecord);
}

Result<void> decode_objects(ByteReader& in, Submission& out) {
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxObjects) return malformed();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto body = in.integer<std::uint32_t>();
    const auto size = in.integer<std::uint64_t>();
    if (!known_object(body) || size > kMaxObjectBytes) return malformed();
    // In order and each once, so that a submission has one form only.
    if (!out.objects.empty() && out.objects.back().name.body() >= body)
      return malformed();
    out.objects.push_back({object_of(body), size, in.fixed<32>()});
  }
  return {};
}

Result<void> decode_records(ByteReader& in, Submission& out) {
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxLabelRecords) return malformed();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const auto kind = in.integer<std::uint8_t>();
    const ByteView sealed = in.sized();
    if (!known_kind(kind) || sealed.size() > kMaxLabelRecordBytes) return malformed();
    if (!out.records.empty() &&
        static_cast<std::uint8_t>(out.records.back().kind) >= kind)
      return malformed();
    out.records.push_back({static_cast<LabelRecordKind>(kind), to_bytes(sealed)});
  }
  return {};
}

Bytes unsigned_statement(const Submission& submission) {
  ByteWriter out;
  out.raw(as_bytes(kDomain));
  out.raw(submission.vault);
  out.raw(submission.station);
  out.raw(submission.document.bytes());
  out.integer(submission.time);
  out.raw(submission.label.encode());
  out.integer(submission.label_epoch);
  out.raw(submission.label_key_id);
  out.sized(submission.wrapped_key);
  out.integer(static_cast<std::uint32_t>(submission.objects.size()));
  for (const SubmittedObject& object : submission.objects) {
    out.integer(object.name.body());
    out.integer(object.size);
    out.raw(object.root);
  }
  out.integer(static_cast<std::uint32_t>(submission.records.size()));
  for (const SubmittedRecord& record : submission.records) {
    out.integer(static_cast<std::uint8_t>(record.kind));
    out.sized(record.sealed);
  }
  return out.take();
}

}  // namespace

StationId station_id(const VerifyKey& key) {
  return blake2b_16({as_bytes("tangthu station id v1"), key});
}

Bytes document_key_context(const DocumentId& id, std::uint32_t version,
                           const Label& label, std::uint32_t epoch) {
  ByteWriter out;
  out.raw(as_bytes("tangthu document key v1"));
  out.raw(id.bytes());
  out.integer(version);
  out.sized(label.encode());
  out.integer(epoch);
  return out.take();
}

Bytes label_record_context(LabelRecordKind kind, const DocumentId& id, const Label& label,
                           std::uint32_t epoch) {
  ByteWriter out;
  out.raw(as_bytes("tangthu label record v1"));
  out.integer(static_cast<std::uint8_t>(kind));
  out.raw(id.bytes());
  out.sized(label.encode());
  out.integer(epoch);
  return out.take();
}

Result<Bytes> seal_to_label(const LabelKey& label, LabelRecordKind kind,
                            const DocumentId& id, ByteView plaintext) {
  Bytes sealed = seal_to(label.public_key, plaintext,
                         label_record_context(kind, id, label.label, label.epoch));
  if (sealed.size() > kMaxLabelRecordBytes) {
    return fail(ErrorCode::kBadInput, "the document has more text than fits",
                "shorten the text, or split it into several documents", id.to_string());
  }
  return sealed;
}

Bytes Submission::encode() const {
  ByteWriter out;
  out.raw(unsigned_statement(*this));
  out.raw(signature);
  return out.take();
}

Hash32 Submission::digest() const {
  return blake2b_32({encode()});
}

Result<Submission> decode_submission(ByteView statement) {
  ByteReader in(statement);
  if (as_text(in.raw(kDomain.size())) != kDomain) return malformed();
  Submission out{};
  out.vault = in.fixed<16>();
  out.station = in.fixed<16>();
  out.document = DocumentId::from_bytes(in.fixed<16>());
  out.time = in.integer<std::uint64_t>();
  auto label = Label::decode(in);
  if (!label) return malformed();
  out.label = std::move(*label);
  out.label_epoch = in.integer<std::uint32_t>();
  out.label_key_id = in.fixed<16>();
  const ByteView wrapped = in.sized();
  if (wrapped.size() > kMaxWrapBytes) return malformed();
  out.wrapped_key = to_bytes(wrapped);
  TRY(decode_objects(in, out));
  TRY(decode_records(in, out));
  out.signature = in.fixed<64>();
  if (!in.complete()) return malformed();
  return out;
}

bool signature_holds(const Submission& submission, const VerifyKey& station) {
  return station_id(station) == submission.station &&
         signature_holds(station, unsigned_statement(submission), submission.signature);
}

Result<void> BodyWriter::write(ByteView payload) {
  while (!payload.empty()) {
    const ByteView part =
        payload.first(std::min(payload.size(), kPieceSize - piece_.size()));
    piece_.insert(piece_.end(), part.begin(), part.end());
    payload = payload.subspan(part.size());
    if (piece_.size() == kPieceSize) TRY(flush());
  }
  return {};
}

Result<void> BodyWriter::flush() {
  TRY((*sink_)(body_, next_++, piece_));
  hash_.add_piece(piece_);
  piece_.clear();
  return {};
}

Result<Hash32> BodyWriter::finish() {
  if (!piece_.empty()) TRY(flush());
  return hash_.root();
}

SubmissionWriter::SubmissionWriter(const VaultId& vault, const LabelKey& label,
                                   PieceSink sink)
    : vault_(vault), label_(label), sink_(std::move(sink)), id_(DocumentId::random()) {
  random_bytes(key_.reveal_writable());
}

Result<void> SubmissionWriter::add_object(
    ObjectName name, const std::function<Result<void>(PayloadSealer&)>& feed) {
  if (objects_.size() >= kMaxObjects) {
    return fail(ErrorCode::kBadInput, "the document has more objects than fit",
                "split it into several documents", id_.to_string());
  }
  BodyWriter body(name.body(), sink_);
  PayloadSealer sealer(key_, id_, name,
                       [&body](ByteView part) { return body.write(part); });
  TRY(feed(sealer));
  TRY(sealer.finish());
  objects_.push_back({name, sealer.plaintext_size(), TRY(body.finish())});
  return {};
}

Result<void> SubmissionWriter::add(ObjectName name, ByteView plaintext) {
  return add_object(name, [&](PayloadSealer& sealer) { return sealer.write(plaintext); });
}

Result<void> SubmissionWriter::add_stream(
    ObjectName name,
    const std::function<Result<std::size_t>(std::span<std::uint8_t>)>& read) {
  return add_object(name, [&](PayloadSealer& sealer) -> Result<void> {
    LockedBuffer buffer(kStreamBuffer);
    while (const std::size_t size = TRY(read(buffer.span()))) {
      if (sealer.plaintext_size() + size > kMaxObjectBytes) {
        return fail(ErrorCode::kBadInput, "an object is larger than 16 GiB",
                    "split it into several documents", id_.to_string());
      }
      TRY(sealer.write(buffer.span().first(size)));
    }
    return {};
  });
}

Result<void> SubmissionWriter::add_label_record(LabelRecordKind kind,
                                                ByteView plaintext) {
  records_.push_back({kind, TRY(seal_to_label(label_, kind, id_, plaintext))});
  return {};
}

Submission SubmissionWriter::finish(const SigningKey& station) {
  const auto by_body = [](const SubmittedObject& a, const SubmittedObject& b) {
    return a.name.body() < b.name.body();
  };
  std::sort(objects_.begin(), objects_.end(), by_body);
  std::sort(
      records_.begin(), records_.end(),
      [](const SubmittedRecord& a, const SubmittedRecord& b) { return a.kind < b.kind; });
  Submission out{
      vault_,
      station_id(verify_key_of(station)),
      id_,
      now_utc(),
      label_.label,
      label_.epoch,
      key_id(label_.public_key),
      wrap_secret(label_.public_key, key_.reveal(),
                  document_key_context(id_, kFirstVersion, label_.label, label_.epoch)),
      std::move(objects_),
      std::move(records_),
      {}};
  out.signature = sign(station, unsigned_statement(out));
  return out;
}

}  // namespace tangthu::vault
