// Embedded intake: a submission whose pieces go straight into the store.
//
// The way is that of a station (vault/submission.h): the user's signing key signs, the
// document's key is forgotten, and what was written can be read again only by whoever
// holds the label's key. An intent is noted before the first piece, so that what a crash
// leaves is removed.
#pragma once

#include "vault/acceptance.h"

namespace tangthu::vault {

// Thread rule: one thread at a time; several writers may work and commit side by side,
// and share the syncs.
class DocumentWriter {
 public:
  static Result<DocumentWriter> begin(const DocumentContext& context, Journal& journal,
                                      const LabelKey& label,
                                      const SigningKey& signing_key, std::string user);
  const DocumentId& id() const { return writer_.id(); }
  SubmissionWriter& document() { return writer_; }

  // Seals and writes one object. Nothing is visible yet.
  Result<void> add(ObjectName name, ByteView plaintext) {
    return writer_.add(name, plaintext);
  }
  Result<void> add_stream(
      ObjectName name,
      const std::function<Result<std::size_t>(std::span<std::uint8_t>)>& read) {
    return writer_.add_stream(name, read);
  }
  Result<void> add_label_record(LabelRecordKind kind, ByteView plaintext) {
    return writer_.add_label_record(kind, plaintext);
  }
  // After success the document is on disk and visible; after a failure it never was.
  Result<Receipt> commit();

 private:
  DocumentWriter(const DocumentContext& context, Journal& journal,
                 const SigningKey& signing_key, std::string user, SubmissionWriter writer)
      : context_(&context),
        journal_(&journal),
        signing_key_(&signing_key),
        user_(std::move(user)),
        writer_(std::move(writer)) {}

  const DocumentContext* context_;
  Journal* journal_;
  const SigningKey* signing_key_;
  std::string user_;
  SubmissionWriter writer_;
};

}  // namespace tangthu::vault
