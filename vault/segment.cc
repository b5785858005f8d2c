#include "vault/segment.h"

#include "base/clock.h"
#include "base/id.h"
#include "vault/damage.h"
#include "vault/segment_members.h"

namespace tangthu::vault {
namespace {

constexpr ObjectName kBodyName{ObjectKind::kSegment, 1};

Failure damaged_segment() {
  return fail(ErrorCode::kCorrupt, "a segment of the search index is damaged",
              "run 'tangthu reindex': no document is touched");
}

Failure too_large() {
  return fail(ErrorCode::kUnexpected, "a segment of the search index is larger than fits",
              "report this");
}

DocumentId as_document(const SegmentId& id) {
  return DocumentId::from_bytes(id);
}

Failure not_confirmed() {
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "the search index was not changed; try again");
}

Result<void> put(Store& store, const PartitionName& partition, const Batch& batch) {
  const auto outcome = TRY(store.commit(partition, batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return not_confirmed();
  return {};
}

}  // namespace

PartitionName segment_partition(const Barrier& barrier, const SegmentId& id) {
  return barrier.blind("segment/" + std::string(as_text(id)));
}

std::string segment_mark_key(const SegmentId& id) {
  return std::string(kSegmentMarkPrefix) + std::string(as_text(id));
}

Bytes segment_key_context(const SegmentId& id, const Label& label, std::uint32_t epoch) {
  ByteWriter out;
  out.raw(as_bytes("tangthu segment key v1"));
  out.raw(id);
  out.sized(label.encode());
  out.integer(epoch);
  return out.take();
}

namespace {

Result<DocumentKey> unwrap_key(const HeldLabels& held, const Label& label,
                               const SegmentEntry& entry) {
  const HeldLabel* own = held.find(label, entry.label_epoch);
  if (own == nullptr) {
    return fail(ErrorCode::kNotFound, "the search index of this level is not open to you",
                "ask an officer for the clearance");
  }
  DocumentKey key;
  TRY(unwrap_secret(own->private_key, own->key.public_key, entry.sealed_key,
                    segment_key_context(entry.id, label, entry.label_epoch),
                    key.reveal_writable()));
  return key;
}

Bytes wrap_key(const DocumentKey& key, const SegmentId& id, const LabelKey& to) {
  return wrap_secret(to.public_key, key.reveal(),
                     segment_key_context(id, to.label, to.epoch));
}

}  // namespace

Result<void> rewrap_segment(const HeldLabels& held, const LabelKey& newest,
                            SegmentEntry& entry) {
  if (entry.label_epoch == newest.epoch) return {};
  const DocumentKey key = TRY(unwrap_key(held, newest.label, entry));
  entry.sealed_key = wrap_key(key, entry.id, newest);
  entry.label_epoch = newest.epoch;
  return {};
}

// Writing.

struct SegmentWriter::State {
  State(const DocumentContext& documents, const LabelKey& to)
      : context(documents), label(to) {
    random_bytes(id);
    random_bytes(key.reveal_writable());
    partition = segment_partition(context.barrier, id);
    sink = [this](std::uint32_t body_number, std::uint32_t piece, ByteView bytes) {
      return context.barrier.store().put_piece(partition, body_number, piece, bytes);
    };
    sealer.emplace(
        key, as_document(id), kBodyName,
        [this](ByteView part) { return body.write(part); }, kSegmentChunk);
  }

  Result<void> put_manifest() {
    const Hash32 root = TRY(body.finish());
    const Manifest manifest{partition, {{kBodyName.body(), body.size(), root}}};
    Batch batch;
    batch.puts.push_back(Barrier::open_to_all(
        std::string(kManifestKey), write_manifest(manifest, context.signing_key)));
    return put(context.barrier.store(), partition, batch);
  }

  const DocumentContext context;
  const LabelKey label;
  SegmentId id{};
  PartitionName partition{};
  DocumentKey key;
  PieceSink sink;
  BodyWriter body{kBodyName.body(), sink};
  std::optional<PayloadSealer> sealer;
  bool finished = false;
};

SegmentWriter::SegmentWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SegmentWriter::SegmentWriter(SegmentWriter&&) noexcept = default;

SegmentWriter::~SegmentWriter() {
  if (state_ == nullptr || state_->finished) return;
  // What stays in spite of this is collected at the next opening.
  static_cast<void>(discard_segment(state_->context, state_->label.label, state_->id));
}

Result<SegmentWriter> SegmentWriter::begin(const DocumentContext& context,
                                           const LabelKey& label) {
  SegmentWriter writer(std::make_unique<State>(context, label));
  // Before the first piece: what has no mark is never looked for.
  const PartitionName partition = label_partition(context.barrier, label.label);
  ByteWriter time;
  time.integer(now_utc());
  Batch batch;
  batch.puts.push_back(
      context.barrier.sealed(partition, segment_mark_key(writer.id()), time.view()));
  TRY(put(context.barrier.store(), partition, batch));
  return writer;
}

const SegmentId& SegmentWriter::id() const {
  return state_->id;
}

Result<void> SegmentWriter::write(ByteView plaintext) {
  if (state_->sealer->plaintext_size() + plaintext.size() > kMaxSegmentBytes)
    return too_large();
  return state_->sealer->write(plaintext);
}

Result<SegmentEntry> SegmentWriter::finish(const std::vector<SegmentMember>& members) {
  State& state = *state_;
  TRY(check_members(members));
  TRY(state.sealer->finish());
  TRY(state.put_manifest());
  TRY(write_members(state.context, state.label.label, state.id, members));
  state.finished = true;
  return SegmentEntry{state.id,
                      static_cast<std::uint32_t>(members.size()),
                      state.sealer->plaintext_size(),
                      state.label.epoch,
                      wrap_key(state.key, state.id, state.label),
                      {}};
}

Result<void> discard_segment(const DocumentContext& context, const Label& label,
                             const SegmentId& id) {
  Store& store = context.barrier.store();
  TRY(store.drop(segment_partition(context.barrier, id)));
  // The mark last: until then an interrupted removal is taken up again.
  Batch batch;
  batch.deletes = member_keys(id);
  batch.deletes.push_back(segment_mark_key(id));
  return put(store, label_partition(context.barrier, label), batch);
}

Result<void> discard_unnamed(const DocumentContext& context, const Label& label,
                             const SegmentId& id) {
  const auto mark = TRY(context.barrier.store().get(
      label_partition(context.barrier, label), segment_mark_key(id)));
  return mark ? discard_segment(context, label, id) : Result<void>();
}

// Reading.

struct SegmentReader::State {
  SegmentEntry entry;
  Store& store;
  PartitionName partition;
  PayloadReader payload;
};

Result<SegmentReader> SegmentReader::open(const DocumentContext& context,
                                          const HeldLabels& held, const Label& label,
                                          const SegmentEntry& entry) {
  const DocumentKey key = TRY(unwrap_key(held, label, entry));
  Store& store = context.barrier.store();
  const PartitionName partition = segment_partition(context.barrier, entry.id);
  const auto source = [&store, partition](std::uint64_t offset, std::uint64_t length) {
    return store.read_body(partition, kBodyName.body(), offset, length);
  };
  auto payload =
      PayloadReader::open(key, as_document(entry.id), kBodyName,
                          payload_size(entry.size, kSegmentChunk), source, kSegmentChunk);
  if (!payload) {
    return payload.error().code() == ErrorCode::kCorrupt ? damaged_segment()
                                                         : Failure(payload.error());
  }
  return SegmentReader(
      std::make_shared<const State>(State{entry, store, partition, std::move(*payload)}));
}

const SegmentEntry& SegmentReader::entry() const {
  return state_->entry;
}

Result<std::size_t> SegmentReader::read_block(std::uint64_t number,
                                              std::span<std::uint8_t> out) const {
  return read_blocks(number, 1, out);
}

Result<std::size_t> SegmentReader::read_blocks(std::uint64_t first, std::uint64_t count,
                                               std::span<std::uint8_t> out) const {
  if (first >= blocks() || count == 0) return std::size_t{0};
  count = std::min(count, blocks() - first);
  const std::uint64_t size =
      std::min(count * kSegmentBlock, state_->entry.size - first * kSegmentBlock);
  if (out.size() < size) return too_large();
  auto sealed = state_->store.read_body(state_->partition, kBodyName.body(),
                                        chunk_offset(first, kSegmentChunk),
                                        size + count * kTagSize);
  if (!sealed && sealed.error().code() != ErrorCode::kCorrupt)
    return Failure(sealed.error());
  if (!sealed || sealed->size() != size + count * kTagSize) return damaged_segment();
  ByteView rest = *sealed;
  std::size_t done = 0;
  for (std::uint64_t number = first; !rest.empty(); ++number) {
    const ByteView chunk = rest.first(std::min(rest.size(), kSegmentBlock + kTagSize));
    const auto opened = state_->payload.open_chunk(number, chunk, out.subspan(done));
    if (!opened) return damaged_segment();
    done += *opened;
    rest = rest.subspan(chunk.size());
  }
  return done;
}

}  // namespace tangthu::vault
