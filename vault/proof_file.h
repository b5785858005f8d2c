// A proof in a file, for checking without a vault and without a key of it. JSON:
//
//   {"kind": "inclusion", "index": n, "size": n, "leaf_hash": b64, "proof": [b64, …],
//    "checkpoint": "…"}
//   {"kind": "consistency", "from": n, "to": n, "from_root": b64, "proof": [b64, …],
//    "checkpoint": "…"}
//
// Hashes are base 64 of 32 bytes; the checkpoint is the whole signed note (checkpoint.h)
// of the tree of `size`, or `to`, entries. Those members and no others. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "vault/checkpoint.h"

namespace tangthu::vault {

inline constexpr std::size_t kMaxProofFileBytes = std::size_t{256} * 1024;

// That entry number `index`, of this leaf hash, is in the tree.
struct InclusionProof {
  std::uint64_t index = 0;
  std::uint64_t size = 0;
  Hash32 leaf{};
  std::vector<Hash32> hashes;
  std::string checkpoint;

  bool operator==(const InclusionProof&) const = default;
};

// That the tree begins with the tree `from`.
struct ConsistencyProof {
  TreeHead from;
  std::uint64_t to = 0;
  std::vector<Hash32> hashes;
  std::string checkpoint;

  bool operator==(const ConsistencyProof&) const = default;
};

using ProofFile = std::variant<InclusionProof, ConsistencyProof>;

std::string encode_proof_file(const ProofFile& proof);
// The form only. kCorrupt.
Result<ProofFile> parse_proof_file(std::string_view json);
// The proof holds against its checkpoint, which is returned: whose signatures it bears is
// for the caller to check. kCorrupt.
Result<SignedCheckpoint> check_proof_file(const ProofFile& proof);

}  // namespace tangthu::vault
