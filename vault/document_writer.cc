#include "vault/document_writer.h"

namespace tangthu::vault {

Result<DocumentWriter> DocumentWriter::begin(const DocumentContext& context,
                                             Journal& journal, const LabelKey& label,
                                             const SigningKey& signing_key,
                                             std::string user) {
  SubmissionWriter writer(context.header.id, label, nullptr);
  writer.write_to(store_sink(context.barrier, writer.id()));
  TRY(note_intent(context.barrier,
                  {IntentKind::kTakeIn, writer.id(), label.label, label.label, 0},
                  Durability::kBuffered));
  return DocumentWriter(context, journal, signing_key, std::move(user),
                        std::move(writer));
}

Result<Receipt> DocumentWriter::commit() {
  return accept(*context_, *journal_, writer_.finish(*signing_key_), user_);
}

}  // namespace tangthu::vault
