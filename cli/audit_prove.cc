// audit prove, audit consistency: proofs that tangthu-proof checks without a vault.

#include "base/number.h"
#include "cli/audit.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "vault/acceptance.h"
#include "vault/base64.h"

namespace tangthu::cli {
namespace {

std::optional<std::uint64_t> parse_index(const std::string& text) {
  // A document's number may be digits only, and is longer.
  return text.size() < 20 ? parse_number<std::uint64_t>(text) : std::nullopt;
}

Result<vault::InclusionProof> prove_entry(const PublicLog& open, std::uint64_t index) {
  const vault::TreeHead& head = open.checkpoint.checkpoint.head;
  if (index >= head.size) {
    return fail(ErrorCode::kNotFound, "the last checkpoint has fewer entries",
                "every command that opens the vault signs a new one; try again then",
                std::to_string(index));
  }
  const Bytes entry = TRY(open.log->entry(index));
  return vault::InclusionProof{index, head.size, vault::leaf_hash(entry),
                               TRY(open.log->inclusion_proof(index, head.size)),
                               open.checkpoint.text()};
}

// What the document's owner may show to others, beside the proof: whoever has it checks
// that the entry hashes to the proof's leaf, and that the entry's commitment is that of
// nonce and statement (docs/FORMAT.md).
Result<Json> receipt_json(const vault::Receipt& receipt, const PublicLog& open) {
  return Json{{"id", receipt.document.to_string()},
              {"statement", std::string(as_text(receipt.statement))},
              {"nonce", vault::to_base64(receipt.nonce)},
              {"entry", vault::to_base64(TRY(open.log->entry(receipt.log_index)))}};
}

Result<vault::Receipt> find_receipt(const Context& context, const DocumentId& id) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(session->look("prove", {{"id", id.to_string()}}));
  TRY(session->open_document(look, id));
  auto receipt = TRY(vault::find_receipt(vault->barrier(), id));
  if (receipt) return std::move(*receipt);
  return fail(ErrorCode::kNotFound, "the document has no receipt yet",
              "open the vault for writing once, as with 'tangthu ingest'",
              id.to_string());
}

}  // namespace

Result<int> audit_prove(Context& context, const std::string& what,
                        const std::filesystem::path& out) {
  Json json = Json::object();
  std::uint64_t index = 0;
  std::optional<vault::Receipt> receipt;
  if (const auto number = parse_index(what)) {
    index = *number;
  } else {
    receipt = TRY(find_receipt(context, TRY(parse_id(what))));
    index = receipt->log_index;
  }
  const PublicLog open = TRY(open_public_log(context));
  const vault::InclusionProof proof = TRY(prove_entry(open, index));
  if (receipt) json = TRY(receipt_json(*receipt, open));
  json["index"] = index;
  json["size"] = proof.size;
  return give_text(context, out, vault::encode_proof_file(proof) + "\n", "proof",
                   std::move(json));
}

Result<int> audit_consistency(Context& context, const std::filesystem::path& old,
                              const std::filesystem::path& out) {
  const PublicLog open = TRY(open_public_log(context));
  const auto older = TRY(read_note(context, old));
  TRY(vault::verify_checkpoint(older, log_key(open.header)));
  const vault::TreeHead& from = older.checkpoint.head;
  const vault::TreeHead& to = open.checkpoint.checkpoint.head;
  if (from.size > to.size) {
    return fail(ErrorCode::kCorrupt, "the audit log is shorter than it was",
                "keep both checkpoints as evidence: a log that forks was tampered with",
                old.string());
  }
  TRY(open.log->must_extend(from));
  const vault::ConsistencyProof proof{
      from, to.size, TRY(open.log->consistency_proof(from.size, to.size)),
      open.checkpoint.text()};
  return give_text(context, out, vault::encode_proof_file(proof) + "\n", "proof",
                   {{"from", from.size}, {"to", to.size}});
}

}  // namespace tangthu::cli
