// Label records: what lies beside documents under their labels (vault/document.h).
#include <algorithm>
#include <future>
#include <iterator>
#include <thread>

#include "vault/absent.h"
#include "vault/damage.h"
#include "vault/document.h"
#include "vault/shred_layer.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

constexpr std::uint8_t kSecondPlace = 2;  // behind the id, before it is blinded

std::string record_prefix(LabelRecordKind kind) {
  return {static_cast<char>(kind), '/'};
}

ShredPurpose purpose_of(LabelRecordKind kind) {
  switch (kind) {
    case LabelRecordKind::kCatalogue:
      return ShredPurpose::kCatalogue;
    case LabelRecordKind::kEntry:
      return ShredPurpose::kEntry;
    case LabelRecordKind::kRow:
      return ShredPurpose::kRow;
    case LabelRecordKind::kPacket:
      break;
  }
  return ShredPurpose::kPacket;
}

struct StoredLabelRecord {
  DocumentId id;
  std::uint32_t version;
  std::uint32_t epoch;
  ByteView layer;  // into the record's value
};

std::optional<StoredLabelRecord> decode_label_record(ByteView value) {
  ByteReader in(value);
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  const auto version = in.integer<std::uint32_t>();
  const auto epoch = in.integer<std::uint32_t>();
  const ByteView layer = in.raw(in.remaining());
  if (in.failed()) return std::nullopt;
  return StoredLabelRecord{id, version, epoch, layer};
}

Result<Bytes> open_label_record(const DocumentContext& context, const HeldLabel& key,
                                const StoredLabelRecord& record, LabelRecordKind kind) {
  const Bytes sealed = TRY(open_shred_layer(context.shred, shred_id(record.id),
                                            purpose_of(kind), record.layer));
  return open_sealed(key.private_key, key.key.public_key, sealed,
                     label_record_context(kind, record.id, key.key.label, record.epoch));
}

}  // namespace

PartitionName label_partition(const Barrier& barrier, const Label& label) {
  const Bytes encoded = label.encode();
  return barrier.blind("label/" + std::string(as_text(encoded)));
}

std::string label_record_key(const Barrier& barrier, LabelRecordKind kind,
                             const DocumentId& id, LabelPlace place) {
  Bytes name = to_bytes(id.bytes());
  if (place == LabelPlace::kSecond) name.push_back(kSecondPlace);
  return barrier.blind_key(record_prefix(kind), name);
}

Result<Record> seal_label_record(const DocumentContext& context, const Label& label,
                                 std::uint32_t epoch, const DocumentId& id,
                                 std::uint32_t version, LabelRecordKind kind,
                                 ByteView sealed_to_label, LabelPlace place) {
  ByteWriter value;
  value.raw(id.bytes());
  value.integer(version);
  value.integer(epoch);
  value.raw(TRY(
      seal_shred_layer(context.shred, shred_id(id), purpose_of(kind), sealed_to_label)));
  return context.barrier.sealed(label_partition(context.barrier, label),
                                label_record_key(context.barrier, kind, id, place),
                                value.view());
}

Result<std::optional<LabelRecord>> read_label_record(const DocumentContext& context,
                                                     const HeldLabels& held,
                                                     const Envelope& envelope,
                                                     LabelRecordKind kind) {
  const PartitionName partition = label_partition(context.barrier, envelope.label);
  bool there = false;
  for (const LabelPlace place : kLabelPlaces) {
    const auto value = TRY(context.barrier.get(
        partition, label_record_key(context.barrier, kind, envelope.id, place)));
    if (!value) continue;
    there = true;
    const auto record = decode_label_record(*value);
    if (!record || record->id != envelope.id) return damaged_document(envelope.id);
    if (record->version != envelope.version) continue;
    const HeldLabel* key = held.find(envelope.label, record->epoch);
    if (key == nullptr) return no_such_document(envelope.id.to_string());
    return std::optional<LabelRecord>(
        {record->id, record->epoch, TRY(open_label_record(context, *key, *record, kind)),
         place, record->version});
  }
  if (there) return damaged_document(envelope.id);
  return std::optional<LabelRecord>();
}

Result<std::optional<std::uint32_t>> label_record_version(const DocumentContext& context,
                                                          const Label& label,
                                                          const DocumentId& id,
                                                          LabelRecordKind kind,
                                                          LabelPlace place) {
  const auto value =
      context.barrier.get(label_partition(context.barrier, label),
                          label_record_key(context.barrier, kind, id, place));
  if (!value && value.error().code() == ErrorCode::kCorrupt)
    return std::optional<std::uint32_t>();
  if (!value) return Failure(value.error());
  if (!*value) return std::optional<std::uint32_t>();
  const auto record = decode_label_record(**value);
  if (!record || record->id != id) return std::optional<std::uint32_t>();
  return std::optional<std::uint32_t>(record->version);
}

namespace {

// Whether the document that a record belongs to is there, in that version.
Result<bool> counts(const DocumentContext& context, const Label& label,
                    const StoredLabelRecord& record) {
  const auto envelope = find_envelope(context, record.id);
  if (!envelope && envelope.error().code() == ErrorCode::kNotFound) return false;
  if (!envelope) return Failure(envelope.error());
  return envelope->label == label && envelope->version == record.version;
}

}  // namespace

Result<void> visit_label_versions(
    const DocumentContext& context, const Label& label, LabelRecordKind kind,
    const std::function<void(const DocumentId&, std::uint32_t)>& visit) {
  return context.barrier.visit(
      label_partition(context.barrier, label), record_prefix(kind),
      [&visit](Record&& stored) -> Result<void> {
        if (const auto record = decode_label_record(stored.value))
          visit(record->id, record->version);
        return {};
      });
}

Result<std::size_t> count_label_records(const DocumentContext& context,
                                        const Label& label, LabelRecordKind kind) {
  return TRY(context.barrier.store().keys(label_partition(context.barrier, label),
                                          record_prefix(kind)))
      .size();
}

Result<void> settle_label_records(const DocumentContext& context, const Label& label,
                                  LabelRecordKind kind) {
  return context.barrier.store().settle(label_partition(context.barrier, label),
                                        record_prefix(kind));
}

namespace {

// Records are opened and read side by side, while the next ones are fetched and those
// before them visited: nearly all the time that it takes is that of their keys. So many,
// or so many bytes, at once bound the memory.
constexpr std::size_t kReadAtOnce = 1024;
constexpr std::size_t kBytesAtOnce = std::size_t{4} << 20;
constexpr std::size_t kWorthAThread = 64;
constexpr std::size_t kMostThreads = 8;

// Nothing: it does not count, or its key is not held. kCorrupt: it is damaged.
Result<std::optional<LabelRecord>> open_stored(const DocumentContext& context,
                                               const HeldLabels& held, const Label& label,
                                               LabelRecordKind kind,
                                               const Record& stored) {
  const auto record = decode_label_record(stored.value);
  if (!record) return damaged_document({});
  if (!TRY(counts(context, label, *record))) return std::optional<LabelRecord>();
  const HeldLabel* key = held.find(label, record->epoch);
  if (key == nullptr) return std::optional<LabelRecord>();
  auto content = open_label_record(context, *key, *record, kind);
  if (!content) return damaged_document(record->id);
  const LabelPlace place =
      stored.key == label_record_key(context.barrier, kind, record->id)
          ? LabelPlace::kFirst
          : LabelPlace::kSecond;
  return std::optional<LabelRecord>(
      {record->id, record->epoch, std::move(*content), place, record->version});
}

using Outcomes = std::vector<Result<std::any>>;

// One pass over the records of a kind under a label. What is borrowed outlives it.
class LabelRecordPass {
 public:
  LabelRecordPass(const DocumentContext& context, const HeldLabels& held,
                  const Label& label, LabelRecordKind kind, const ReadLabelRecord& read,
                  const VisitRead& visit)
      : context_(context),
        held_(held),
        label_(label),
        kind_(kind),
        read_(read),
        visit_(visit) {}

  Result<void> add(Record&& stored) {
    bytes_ += stored.value.size();
    stored_.push_back(std::move(stored));
    if (stored_.size() < kReadAtOnce && bytes_ < kBytesAtOnce) return {};
    return visit_last_but(start());
  }
  // One that can't even be taken out of the barrier.
  void add_damaged() { ++damaged_; }

  // How many damaged ones were passed over.
  Result<std::size_t> finish() {
    TRY(visit_last_but(start()));
    TRY(visit_last_but({}));
    return damaged_;
  }

 private:
  using Reading = std::vector<std::future<Outcomes>>;  // in the order of the records

  Reading start() {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threads =
        std::min({cores, kMostThreads, stored_.size() / kWorthAThread + 1});
    const auto way = threads == 1 ? std::launch::deferred : std::launch::async;
    const std::size_t share = (stored_.size() + threads - 1) / threads;
    Reading out;
    for (std::size_t first = 0; first < stored_.size(); first += share) {
      const auto begin = stored_.begin() + static_cast<std::ptrdiff_t>(first);
      const auto count =
          static_cast<std::ptrdiff_t>(std::min(share, stored_.size() - first));
      out.push_back(std::async(way, [this, records = std::vector<Record>(
                                               std::make_move_iterator(begin),
                                               std::make_move_iterator(begin + count))] {
        return read_all(records);
      }));
    }
    stored_.clear();
    bytes_ = 0;
    return out;
  }

  Outcomes read_all(const std::vector<Record>& records) const {
    Outcomes out;
    out.reserve(records.size());
    for (const Record& stored : records)
      out.push_back(read_one(stored));
    return out;
  }

  Result<std::any> read_one(const Record& stored) const {
    auto opened = TRY(open_stored(context_, held_, label_, kind_, stored));
    if (!opened) return std::any();
    return read_(std::move(*opened));
  }

  // Those that were being read when `next` began.
  Result<void> visit_last_but(Reading next) {
    std::swap(next, reading_);
    for (std::future<Outcomes>& share : next) {
      for (Result<std::any>& outcome : share.get()) {
        // One that is damaged must not hide the others.
        if (!outcome && outcome.error().code() != ErrorCode::kCorrupt)
          return Failure(outcome.error());
        if (!outcome) ++damaged_;
        if (outcome && outcome->has_value()) TRY(visit_(std::move(*outcome)));
      }
    }
    return {};
  }

  const DocumentContext& context_;
  const HeldLabels& held_;
  const Label& label_;
  LabelRecordKind kind_;
  const ReadLabelRecord& read_;
  const VisitRead& visit_;
  std::vector<Record> stored_;
  std::size_t bytes_ = 0;
  std::size_t damaged_ = 0;
  Reading reading_;  // the last member: threads end before what they use
};

}  // namespace

Result<std::size_t> visit_label_records(const DocumentContext& context,
                                        const HeldLabels& held, const Label& label,
                                        LabelRecordKind kind, const ReadLabelRecord& read,
                                        const VisitRead& visit) {
  LabelRecordPass pass(context, held, label, kind, read, visit);
  TRY(context.barrier.visit(
      label_partition(context.barrier, label), record_prefix(kind),
      [&pass](Record&& each) { return pass.add(std::move(each)); }));
  return pass.finish();
}

namespace {

Result<std::any> as_it_is(LabelRecord&& record) {
  return std::any(std::move(record));
}

// Whether what was seen under this key counts still. The envelope is read again only when
// something has changed from which it could follow that it doesn't: most of what waits
// hasn't, and everybody who searches waits for this.
Result<bool> counts_still(const DocumentContext& context, const Label& label,
                          SeenRecord& seen) {
  const SeenRecord::Grounds now = {
      context.barrier.store().changes(document_partition(context.barrier, seen.document)),
      context.shred.punctures()};
  if (seen.counted == now && seen.version >= context.records.least_version(seen.document))
    return true;
  const auto found = counts(context, label, {seen.document, seen.version, 0, {}});
  if (!found && found.error().code() != ErrorCode::kCorrupt)
    return Failure(found.error());
  seen.counted = now;
  return found.value_or(false);  // one that is damaged must not hide the others
}

// What of `seen` counts no more goes. The keys that it does not have come back.
Result<std::vector<std::string>> keep_what_counts(
    const DocumentContext& context, const Label& label, LabelRecordKind kind,
    SeenRecords& seen, const std::function<void(const DocumentId&)>& gone) {
  std::vector<std::string> unseen;
  SeenRecords kept;
  for (std::string& key : TRY(context.barrier.store().keys(
           label_partition(context.barrier, label), record_prefix(kind)))) {
    const auto at = seen.find(key);
    if (at != seen.end() && TRY(counts_still(context, label, at->second))) {
      kept.insert(seen.extract(at));
    } else {
      unseen.push_back(std::move(key));
    }
  }
  for (const auto& [key, record] : seen)
    gone(record.document);
  seen = std::move(kept);
  return unseen;
}

}  // namespace

Result<std::size_t> follow_label_records(
    const DocumentContext& context, const HeldLabels& held, const Label& label,
    LabelRecordKind kind, SeenRecords& seen,
    const std::function<void(const DocumentId&)>& gone,
    const std::function<Result<void>(LabelRecord&&)>& visit) {
  const auto unseen = TRY(keep_what_counts(context, label, kind, seen, gone));
  const ReadLabelRecord read = as_it_is;
  const VisitRead see = [&](std::any&& opened) {
    LabelRecord& record = *std::any_cast<LabelRecord>(&opened);
    seen[label_record_key(context.barrier, kind, record.document, record.place)] = {
        record.document, record.version};
    return visit(std::move(record));
  };
  LabelRecordPass pass(context, held, label, kind, read, see);
  const PartitionName partition = label_partition(context.barrier, label);
  for (const std::string& key : unseen) {
    auto value = context.barrier.get(partition, key);
    if (!value && value.error().code() != ErrorCode::kCorrupt)
      return Failure(std::move(value).error());
    if (!value) pass.add_damaged();
    if (value && *value) TRY(pass.add({key, std::move(**value)}));
  }
  return pass.finish();
}

Result<std::size_t> visit_label_records(
    const DocumentContext& context, const HeldLabels& held, const Label& label,
    LabelRecordKind kind, const std::function<Result<void>(LabelRecord&&)>& visit) {
  return visit_label_records(
      context, held, label, kind, as_it_is, [&visit](std::any&& record) {
        return visit(std::move(*std::any_cast<LabelRecord>(&record)));
      });
}

}  // namespace tangthu::vault
