// What two officers must sign in the agency profile, and how.
//
// Somebody proposes an action; officers sign it; with the second officer's signature it
// is done, in that officer's session, which must hold the keys it takes. The proposer
// counts when he is an officer. A request that is not complete in time lapses.
//
//   action     u8 kind ‖ …                (docs/FORMAT.md)
//   signature  Ed25519 over "tangthu approval v1" ‖ vault id ‖ request id ‖ u64 expires ‖
//              sized(action)
//   request/ID   request id (16) ‖ user id of the proposer (16) ‖ u64 created ‖ u64
//                expires ‖ sized(action) ‖ u32 count × (user id (16) ‖ signature (64))
#pragma once

#include <variant>
#include <vector>

#include "vault/directory.h"
#include "vault/reclassify.h"

namespace tangthu::vault {

struct GrantAction {
  UserId user;
  Clearance clearance;
};
struct RolesAction {
  UserId user;
  Roles roles;
};
struct ClassifyAction {
  DocumentId document;
  Label to;
  PayloadKey key;
  // By which decision, as in a RecordAction, kept in the record before the document
  // moves; both empty: none is told.
  std::string event = {};
  Bytes act = {};
};
struct DestroyAction {
  std::vector<DocumentId> documents;
  std::string decision;  // number of the decision that orders it, 1 to 200 bytes
};
// What was decided of a document, to be kept in its record, which alone it changes: an
// extension of its protection, for one; or an act of an entry. What it means is the
// archive's business.
struct RecordAction {
  DocumentId document;
  std::string event;  // as the log calls it: 1 to 32 lower-case letters and '-'
  Bytes act;          // a CBOR object of 1 to 2,048 bytes
};
// A machine that may hand documents in from then on (vault/station.h).
struct StationAction {
  std::string name;  // as normalise_user_name() leaves it
  VerifyKey key;
};
using Action = std::variant<GrantAction, RolesAction, ClassifyAction, DestroyAction,
                            RecordAction, StationAction>;

inline constexpr std::size_t kMaxDestroyed = 1000;  // documents of one action
inline constexpr std::size_t kMaxDecisionBytes = 200;
inline constexpr std::size_t kMaxActBytes = 2048;
inline constexpr std::size_t kMaxEventBytes = 32;
inline constexpr std::size_t kOfficersNeeded = 2;
inline constexpr UnixSeconds kRequestSeconds = UnixSeconds{72} * 3600;

// That are destroyed or moved.
std::vector<DocumentId> documents_of(const Action& action);
// "grant", "roles", "classify", "destroy", "station", or the event of what is kept.
std::string_view action_name(const Action& action);
Bytes encode_action(const Action& action);
Result<Action> decode_action(ByteView bytes);

using RequestId = Hash16;

struct Approval {
  UserId officer;
  Signature signature;
};

struct Request {
  RequestId id;
  UserId proposer;
  UnixSeconds created;
  UnixSeconds expires;
  Action action;
  std::vector<Approval> approvals;
};

Bytes encode_request(const Request& request);
Result<Request> decode_request(ByteView bytes);

Approval approve(const VaultId& vault, const Request& request, const UserId& officer,
                 const SigningKey& key);
// How many different officers of the directory have signed it, as it stands.
Result<std::size_t> count_approvals(Directory& directory, const VaultId& vault,
                                    const Request& request);

// A request's id as it is typed and shown: as a document's.
std::string request_text(const RequestId& id);
std::optional<RequestId> parse_request(std::string_view text);

}  // namespace tangthu::vault
