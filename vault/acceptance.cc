#include "vault/acceptance.h"

#include "vault/damage.h"

namespace tangthu::vault {
namespace {

constexpr std::string_view kReceiptPrefix = "receipt/";

std::string receipt_key(const Barrier& barrier, const DocumentId& id) {
  return barrier.blind_key(kReceiptPrefix, id.bytes());
}

Record receipt_record(const Barrier& barrier, const Receipt& receipt) {
  ByteWriter out;
  out.raw(receipt.document.bytes());
  out.raw(receipt.submission);
  out.integer(receipt.log_index);
  out.raw(receipt.nonce);
  out.sized(receipt.statement);
  return barrier.sealed(barrier.blind("system"), receipt_key(barrier, receipt.document),
                        out.view());
}

Failure not_confirmed() {
  return fail(ErrorCode::kStorage, "the store did not confirm a write",
              "the document was not accepted; try again");
}

Result<void> commit(Barrier& barrier, const PartitionName& partition,
                    const Batch& batch) {
  const auto outcome =
      TRY(barrier.store().commit(partition, batch, Durability::kBuffered));
  if (outcome != CommitOutcome::kDone) return not_confirmed();
  return {};
}

Result<void> put_label_records(const DocumentContext& context,
                               const Submission& submission) {
  Batch batch;
  for (const SubmittedRecord& record : submission.records) {
    batch.puts.push_back(TRY(seal_label_record(
        context, submission.label, submission.label_epoch, submission.document,
        kFirstVersion, record.kind, record.sealed)));
  }
  return commit(context.barrier, label_partition(context.barrier, submission.label),
                batch);
}

Result<void> put_document(const DocumentContext& context, const Submission& submission) {
  const Barrier& barrier = context.barrier;
  const PartitionName partition = document_partition(barrier, submission.document);
  Batch batch;
  batch.conditions.push_back({std::string(kEnvelopeKey), Condition::Kind::kAbsent, {}});
  Manifest manifest{partition, {}};
  for (const SubmittedObject& object : submission.objects) {
    const std::uint32_t body = object.name.body();
    manifest.entries.push_back({body, payload_size(object.size), object.root});
    batch.puts.push_back(barrier.sealed(partition, object_key(object.name),
                                        encode_object({body, object.size})));
  }
  const Bytes signed_manifest = write_manifest(manifest, context.signing_key);
  batch.puts.push_back(Barrier::open_to_all(std::string(kManifestKey), signed_manifest));
  const Envelope envelope{submission.document,
                          kFirstVersion,
                          submission.label,
                          submission.label_epoch,
                          now_utc(),
                          submission.station,
                          submission.digest(),
                          submission.wrapped_key,
                          blake2b_32({signed_manifest})};
  batch.puts.push_back(barrier.sealed(partition, std::string(kEnvelopeKey),
                                      TRY(seal_envelope(context.shred, envelope))));
  return commit(context.barrier, partition, batch);
}

}  // namespace

Result<std::optional<Receipt>> find_receipt(Barrier& barrier, const DocumentId& id) {
  const auto value = TRY(barrier.get(barrier.blind("system"), receipt_key(barrier, id)));
  if (!value) return std::optional<Receipt>();
  ByteReader in(*value);
  Receipt out{DocumentId::from_bytes(in.fixed<16>()), in.fixed<32>(), 0, {}, {}, true};
  out.log_index = in.integer<std::uint64_t>();
  out.nonce = in.fixed<32>();
  out.statement = to_bytes(in.sized());
  if (!in.complete() || out.document != id) {
    return damaged_record();
  }
  return std::optional<Receipt>(std::move(out));
}

Result<void> check_submission(Directory& directory, const VaultHeader& header,
                              const Submission& submission, const VerifyKey& station) {
  if (submission.vault != header.id) {
    return fail(ErrorCode::kBadInput, "the submission is for another vault",
                "send it to the vault whose kit the station has");
  }
  if (!signature_holds(submission, station)) {
    return fail(ErrorCode::kBadInput, "the submission's signature does not hold",
                "have the station send it again");
  }
  const auto key = directory.label_key(submission.label, submission.label_epoch);
  if (!key && key.error().code() != ErrorCode::kNotFound) return Failure(key.error());
  if (!key || key_id(key->public_key) != submission.label_key_id) {
    return fail(ErrorCode::kBadInput,
                "the submission is sealed to a label key that the vault does not have",
                "fetch the station's kit again");
  }
  return {};
}

PieceSink store_sink(Barrier& barrier, const DocumentId& id) {
  return [&barrier, partition = document_partition(barrier, id)](
             std::uint32_t body, std::uint32_t piece, ByteView bytes) {
    return barrier.store().put_piece(partition, body, piece, bytes);
  };
}

namespace {

Result<Receipt> note_acceptance(Journal& journal, const DocumentId& id,
                                const Label& label, const Hash32& digest,
                                std::string_view who) {
  Noted noted = TRY(journal.note("accept", who,
                                 {{"id", id.to_string()},
                                  {"label", label.to_string()},
                                  {"submission", to_hex(digest)}}));
  return Receipt{id, digest, noted.index, std::move(noted.statement), noted.nonce, false};
}

}  // namespace

Result<Receipt> accept(const DocumentContext& context, Journal& journal,
                       const Submission& submission, std::string_view who) {
  TRY(put_label_records(context, submission));
  Receipt receipt = TRY(note_acceptance(journal, submission.document, submission.label,
                                        submission.digest(), who));
  TRY(put_document(context, submission));
  Batch batch;
  batch.puts.push_back(receipt_record(context.barrier, receipt));
  TRY(journal.commit_change(std::move(batch)));
  // An intent that stays behind is settled at the next opening.
  static_cast<void>(clear_intent(context.barrier, submission.document));
  return receipt;
}

Result<void> complete_receipt(const DocumentContext& context, Journal& journal,
                              const DocumentId& id) {
  if (TRY(find_receipt(context.barrier, id))) return {};
  const Envelope envelope = TRY(find_envelope(context, id));
  const Receipt receipt =
      TRY(note_acceptance(journal, id, envelope.label, envelope.submission, ""));
  Batch batch;
  batch.puts.push_back(receipt_record(context.barrier, receipt));
  return journal.commit_change(std::move(batch));
}

}  // namespace tangthu::vault
