#include "vault/approval.h"

#include <algorithm>
#include <set>

#include "base/id.h"
#include "vault/damage.h"
#include "vault/user_records.h"

namespace tangthu::vault {
namespace {

// Stored on disk: the values are frozen.
enum class ActionKind : std::uint8_t {
  kGrant = 1,
  kRoles = 2,
  kClassify = 3,
  kDestroy = 4,
  kRecord = 5,
  kClassifyByAct = 6,
  kStation = 7
};

constexpr std::uint32_t kMaxApprovals = 16;

Bytes message(const VaultId& vault, const Request& request) {
  ByteWriter out;
  out.raw(as_bytes("tangthu approval v1"));
  out.raw(vault);
  out.raw(request.id);
  out.integer(request.expires);
  out.sized(encode_action(request.action));
  return out.take();
}

struct Encoder {
  ByteWriter& out;
  void kind(ActionKind kind) const { out.integer(static_cast<std::uint8_t>(kind)); }

  void operator()(const GrantAction& action) const {
    kind(ActionKind::kGrant);
    out.raw(action.user);
    out.raw(encode_clearance(action.clearance));
  }
  void operator()(const RolesAction& action) const {
    kind(ActionKind::kRoles);
    out.raw(action.user);
    out.integer(action.roles.bits());
  }
  void operator()(const ClassifyAction& action) const {
    const bool by_act = !action.event.empty();
    kind(by_act ? ActionKind::kClassifyByAct : ActionKind::kClassify);
    out.raw(action.document.bytes());
    out.raw(action.to.encode());
    out.integer(static_cast<std::uint8_t>(action.key == PayloadKey::kRenewed));
    if (!by_act) return;
    out.sized(action.event);
    out.sized(action.act);
  }
  void operator()(const DestroyAction& action) const {
    kind(ActionKind::kDestroy);
    out.sized(action.decision);
    out.integer(static_cast<std::uint32_t>(action.documents.size()));
    for (const DocumentId& id : action.documents)
      out.raw(id.bytes());
  }
  void operator()(const RecordAction& action) const {
    kind(ActionKind::kRecord);
    out.raw(action.document.bytes());
    out.sized(action.event);
    out.sized(action.act);
  }
  void operator()(const StationAction& action) const {
    kind(ActionKind::kStation);
    out.sized(action.name);
    out.raw(action.key);
  }
};

bool is_event(std::string_view event) {
  return !event.empty() && event.size() <= kMaxEventBytes &&
         std::ranges::all_of(event,
                             [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
}

// Into an action that has both.
bool decode_act(ByteReader& in, std::string& event, Bytes& act) {
  event = in.text();
  act = to_bytes(in.sized());
  return !act.empty() && act.size() <= kMaxActBytes && is_event(event);
}

std::optional<Action> decode_record(ByteReader& in) {
  RecordAction out{DocumentId::from_bytes(in.fixed<16>()), {}, {}};
  if (!decode_act(in, out.event, out.act)) return std::nullopt;
  return out;
}

std::optional<Action> decode_classify(ByteReader& in, bool by_act) {
  const DocumentId id = DocumentId::from_bytes(in.fixed<16>());
  auto label = Label::decode(in);
  const auto renewed = in.integer<std::uint8_t>();
  if (!label || renewed > 1) return std::nullopt;
  ClassifyAction out{id, std::move(*label),
                     renewed == 1 ? PayloadKey::kRenewed : PayloadKey::kKept};
  if (by_act && !decode_act(in, out.event, out.act)) return std::nullopt;
  return out;
}

std::optional<Action> decode_destroy(ByteReader& in) {
  DestroyAction out{{}, in.text()};
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxDestroyed || out.decision.size() > kMaxDecisionBytes)
    return std::nullopt;
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i)
    out.documents.push_back(DocumentId::from_bytes(in.fixed<16>()));
  return out;
}

std::optional<Action> decode_station(ByteReader& in) {
  StationAction out{in.text(), in.fixed<32>()};
  const auto normal = normalise_user_name(out.name);
  if (!normal || *normal != out.name) return std::nullopt;
  return out;
}

std::optional<Action> decode_kind(ByteReader& in) {
  switch (static_cast<ActionKind>(in.integer<std::uint8_t>())) {
    case ActionKind::kGrant: {
      const UserId user = in.fixed<16>();
      auto clearance = decode_clearance(in);
      if (!clearance) return std::nullopt;
      return GrantAction{user, std::move(*clearance)};
    }
    case ActionKind::kRoles: {
      const UserId user = in.fixed<16>();
      const auto roles = Roles::from_bits(in.integer<std::uint16_t>());
      if (!roles) return std::nullopt;
      return RolesAction{user, *roles};
    }
    case ActionKind::kClassify:
      return decode_classify(in, false);
    case ActionKind::kClassifyByAct:
      return decode_classify(in, true);
    case ActionKind::kDestroy:
      return decode_destroy(in);
    case ActionKind::kRecord:
      return decode_record(in);
    case ActionKind::kStation:
      return decode_station(in);
  }
  return std::nullopt;
}

}  // namespace

std::vector<DocumentId> documents_of(const Action& action) {
  if (const auto* destroy = std::get_if<DestroyAction>(&action))
    return destroy->documents;
  if (const auto* classify = std::get_if<ClassifyAction>(&action)) {
    return {classify->document};
  }
  return {};
}

std::string_view action_name(const Action& action) {
  if (const auto* record = std::get_if<RecordAction>(&action)) return record->event;
  const auto* classify = std::get_if<ClassifyAction>(&action);
  if (classify != nullptr && !classify->event.empty()) return classify->event;
  if (std::holds_alternative<StationAction>(action)) return "station";
  static constexpr std::string_view kNames[] = {"grant", "roles", "classify", "destroy"};
  return kNames[action.index()];
}

Bytes encode_action(const Action& action) {
  ByteWriter out;
  std::visit(Encoder{out}, action);
  return out.take();
}

Result<Action> decode_action(ByteView bytes) {
  ByteReader in(bytes);
  auto action = decode_kind(in);
  if (!action || !in.complete()) return damaged_record();
  return std::move(*action);
}

Bytes encode_request(const Request& request) {
  ByteWriter out;
  out.raw(request.id);
  out.raw(request.proposer);
  out.integer(request.created);
  out.integer(request.expires);
  out.sized(encode_action(request.action));
  out.integer(static_cast<std::uint32_t>(request.approvals.size()));
  for (const Approval& approval : request.approvals) {
    out.raw(approval.officer);
    out.raw(approval.signature);
  }
  return out.take();
}

Result<Request> decode_request(ByteView bytes) {
  ByteReader in(bytes);
  const RequestId id = in.fixed<16>();
  const UserId proposer = in.fixed<16>();
  const auto created = in.integer<std::uint64_t>();
  const auto expires = in.integer<std::uint64_t>();
  Request out{id, proposer, created, expires, TRY(decode_action(in.sized())), {}};
  const auto count = in.integer<std::uint32_t>();
  if (count > kMaxApprovals) return damaged_record();
  for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
    const UserId officer = in.fixed<16>();
    out.approvals.push_back({officer, in.fixed<64>()});
  }
  if (!in.complete()) return damaged_record();
  return out;
}

Approval approve(const VaultId& vault, const Request& request, const UserId& officer,
                 const SigningKey& key) {
  return {officer, sign(key, message(vault, request))};
}

Result<std::size_t> count_approvals(Directory& directory, const VaultId& vault,
                                    const Request& request) {
  const Bytes signed_message = message(vault, request);
  std::set<UserId> officers;
  for (const User& user : TRY(directory.users())) {
    if (user.disabled || !allows(user.roles, Duty::kSign)) continue;
    const bool signed_by_user = std::any_of(
        request.approvals.begin(), request.approvals.end(), [&](const Approval& each) {
          return each.officer == user.id &&
                 signature_holds(user.verify_key, signed_message, each.signature);
        });
    if (signed_by_user) officers.insert(user.id);
  }
  return officers.size();
}

std::string request_text(const RequestId& id) {
  return DocumentId::from_bytes(id).to_string();
}

std::optional<RequestId> parse_request(std::string_view text) {
  const auto id = DocumentId::parse(text);
  if (!id) return std::nullopt;
  RequestId out;
  std::copy_n(id->bytes().begin(), out.size(), out.begin());
  return out;
}

}  // namespace tangthu::vault
