#include "vault/proof_file.h"

#include "base/json.h"
#include "vault/base64.h"

namespace tangthu::vault {
namespace {

constexpr std::size_t kMaxProofHashes = 128;  // 64 levels, twice

Failure malformed() {
  return fail(ErrorCode::kCorrupt, "not a proof of an audit log",
              "ask for the proof again: tangthu audit prove");
}

Failure does_not_hold() {
  return fail(ErrorCode::kCorrupt, "the proof does not hold",
              "the proof, the checkpoint or the log was changed");
}

// Takes members off an object by name and type; remembers what failed.
class Members {
 public:
  explicit Members(const Json& object) : object_(object) {}

  std::uint64_t number(const char* name) {
    const Json* value = member(name);
    if (value != nullptr && value->is_number_unsigned())
      return value->get<std::uint64_t>();
    failed_ = true;
    return 0;
  }
  std::string text(const char* name) {
    const Json* value = member(name);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    failed_ = true;
    return {};
  }
  Hash32 hash(const char* name) { return hash_of(text(name)); }
  std::vector<Hash32> hashes(const char* name) {
    std::vector<Hash32> out;
    const Json* value = member(name);
    if (value == nullptr || !value->is_array() || value->size() > kMaxProofHashes) {
      failed_ = true;
      return out;
    }
    for (const Json& item : *value)
      out.push_back(hash_of(item.is_string() ? item.get<std::string>() : std::string()));
    return out;
  }
  // Everything was there and there is nothing else.
  bool complete() const { return !failed_ && seen_ == object_.size(); }

 private:
  const Json* member(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end()) return nullptr;
    ++seen_;
    return &*found;
  }
  Hash32 hash_of(const std::string& text) {
    const auto hash = array_from_base64<32>(text);
    if (!hash) failed_ = true;
    return hash.value_or(Hash32{});
  }

  const Json& object_;
  std::size_t seen_ = 0;
  bool failed_ = false;
};

Json hash_list(const std::vector<Hash32>& hashes) {
  Json out = Json::array();
  for (const Hash32& hash : hashes)
    out.push_back(to_base64(hash));
  return out;
}

Json to_json(const InclusionProof& proof) {
  return {{"kind", "inclusion"},
          {"index", proof.index},
          {"size", proof.size},
          {"leaf_hash", to_base64(proof.leaf)},
          {"proof", hash_list(proof.hashes)},
          {"checkpoint", proof.checkpoint}};
}

Json to_json(const ConsistencyProof& proof) {
  return {{"kind", "consistency"},
          {"from", proof.from.size},
          {"to", proof.to},
          {"from_root", to_base64(proof.from.root)},
          {"proof", hash_list(proof.hashes)},
          {"checkpoint", proof.checkpoint}};
}

bool holds(const InclusionProof& proof, const TreeHead& head) {
  return proof.size == head.size &&
         inclusion_holds(proof.leaf, proof.index, proof.hashes, head);
}

bool holds(const ConsistencyProof& proof, const TreeHead& head) {
  return proof.to == head.size && consistency_holds(proof.from, head, proof.hashes);
}

}  // namespace

std::string encode_proof_file(const ProofFile& proof) {
  return std::visit([](const auto& kind) { return to_json(kind).dump(2) + "\n"; }, proof);
}

Result<ProofFile> parse_proof_file(std::string_view json) {
  if (json.size() > kMaxProofFileBytes) return malformed();
  const auto object = json_from_text(json);
  if (!object || !object->is_object()) return malformed();
  Members members(*object);
  const std::string kind = members.text("kind");
  ProofFile out;
  if (kind == "inclusion") {
    out = InclusionProof{members.number("index"), members.number("size"),
                         members.hash("leaf_hash"), members.hashes("proof"),
                         members.text("checkpoint")};
  } else if (kind == "consistency") {
    ConsistencyProof proof;
    proof.from = {members.number("from"), members.hash("from_root")};
    proof.to = members.number("to");
    proof.hashes = members.hashes("proof");
    proof.checkpoint = members.text("checkpoint");
    out = std::move(proof);
  } else {
    return malformed();
  }
  if (!members.complete()) return malformed();
  return out;
}

Result<SignedCheckpoint> check_proof_file(const ProofFile& proof) {
  const std::string& text = std::visit(
      [](const auto& kind) -> const std::string& { return kind.checkpoint; }, proof);
  auto checkpoint = TRY(parse_checkpoint(text));
  const TreeHead& head = checkpoint.checkpoint.head;
  if (!std::visit([&](const auto& kind) { return holds(kind, head); }, proof)) {
    return does_not_hold();
  }
  return checkpoint;
}

}  // namespace tangthu::vault
