// Entries, and what users sign in them.
#include "vault/absent.h"
#include "vault/session.h"

namespace tangthu::vault {

namespace {

Result<void> check_size(ByteView content) {
  if (content.size() <= kMaxEntryBytes) return {};
  return fail(ErrorCode::kBadInput, "an entry is longer than 1 MiB",
              "shorten its texts and lists");
}

}  // namespace

Result<DocumentWriter> Session::write_entry(const Label& label, Duty duty) {
  TRY(require(duty));
  const LabelKey key = TRY(vault_.directory().label_for_writing(label));
  return DocumentWriter::begin(vault_.documents(), vault_.journal(), key,
                               keys_.signing_key, user_.name);
}

Result<void> Session::commit_entry(DocumentWriter& writer, ByteView content,
                                   std::string_view event, Json details,
                                   LabelRecordKind kind) {
  TRY(require_live());
  TRY(check_size(content));
  details["id"] = writer.id().to_string();
  TRY(vault_.journal().note(event, user_.name, std::move(details)));
  TRY(writer.add_label_record(kind, content));
  TRY(writer.commit());
  return {};
}

Result<LabelRecord> Session::read_entry(const Look&, const DocumentId& id) {
  TRY(require_live());
  const auto keys = TRY(held());
  const auto reader = TRY(DocumentReader::open(vault_.documents(), *keys, id));
  for (const auto kind : {LabelRecordKind::kEntry, LabelRecordKind::kRow}) {
    auto record =
        TRY(read_label_record(vault_.documents(), *keys, reader.envelope(), kind));
    if (record) return std::move(*record);
  }
  // A document is no entry: for whoever asks for one there is none.
  return no_such_document(id.to_string());
}

Result<void> Session::revise_entry(const DocumentId& id, std::uint32_t version,
                                   ByteView content, Duty duty, std::string_view event,
                                   Json details) {
  TRY(require(duty));
  TRY(check_size(content));
  const std::lock_guard lock(vault_.changes());
  TRY(DocumentReader::open(vault_.documents(), *TRY(held()), id));
  details["id"] = id.to_string();
  details["version"] = version + 1;
  TRY(vault_.journal().note(event, user_.name, std::move(details)));
  return commit_revision(id, version,
                         {{}, {{LabelRecordKind::kEntry, to_bytes(content)}}});
}

Attestation Session::attest(ByteView statement) const {
  return vault::attest(vault_.header().id, user_.id, keys_.signing_key, statement);
}

Result<bool> Session::attested(const Attestation& attestation, ByteView statement) {
  const auto user = vault_.directory().user(attestation.user);
  if (!user && user.error().code() == ErrorCode::kNotFound) return false;
  if (!user) return Failure(user.error());
  return attestation_holds(vault_.header().id, user->verify_key, attestation, statement);
}

}  // namespace tangthu::vault
