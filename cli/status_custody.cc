#include "cli/status_custody.h"

#include "cli/message.h"
#include "vault/keeper.h"
#include "vault/unseal_slots.h"

namespace tangthu::cli {
namespace {

const char* kind_code(vault::UnsealKind kind) {
  switch (kind) {
    case vault::UnsealKind::kShares:
      return "shares";
    case vault::UnsealKind::kKeyFile:
      return "key-file";
    case vault::UnsealKind::kToken:
      return "token";
  }
  return "";
}

Json confirmed_shares(const vault::UnsealSlot& slot) {
  Json out = Json::array();
  for (std::uint8_t number = 1; number <= slot.share_count; ++number) {
    if (slot.share_is_confirmed(number)) out.push_back(number);
  }
  return out;
}

Json slot_json(const vault::UnsealSlot& slot) {
  const bool pending = slot.state == vault::SlotState::kPending;
  Json out = {{"name", slot.name}, {"kind", kind_code(slot.kind)}, {"pending", pending}};
  if (slot.kind == vault::UnsealKind::kShares) {
    out["shares"] = slot.share_count;
    out["threshold"] = slot.threshold();
    if (pending) out["confirmed"] = confirmed_shares(slot);
  }
  if (slot.kind == vault::UnsealKind::kToken) out["token"] = slot.token_label;
  return out;
}

std::string slot_words(const Json& slot) {
  std::string out =
      "  " + slot["name"].get<std::string>() + ": " + slot["kind"].get<std::string>();
  if (slot.contains("threshold")) {
    out += ", " + std::to_string(slot["threshold"].get<int>()) + "/" +
           std::to_string(slot["shares"].get<int>());
  }
  if (slot.contains("confirmed")) {
    out += ", " + std::string(tr("pending; confirmed: "));
    for (const Json& number : slot["confirmed"])
      out += std::to_string(number.get<int>()) + " ";
    if (slot["confirmed"].empty()) out += "0";
  }
  return out + "\n";
}

}  // namespace

Result<Custody> describe_custody(const std::filesystem::path& vault) {
  using State = vault::KeeperStatus::State;
  const auto keeper = TRY(vault::keeper_status(vault));
  Custody out;
  out.sealed = keeper.state != State::kUnsealed;
  switch (keeper.state) {
    case State::kSealed:
      out.json["state"] = "sealed";
      out.text = tr("sealed: nothing in it can be read until custodians unseal it");
      break;
    case State::kGathering:
      out.json["state"] = "gathering";
      out.json["given"] = keeper.given;
      out.json["threshold"] = keeper.threshold;
      out.text = tr("sealed; shares given: ") + std::to_string(keeper.given) + "/" +
                 std::to_string(keeper.threshold);
      break;
    case State::kUnsealed:
      out.json["state"] = "unsealed";
      out.json["memory_locked"] = keeper.memory_locked;
      out.text = tr("unsealed: whoever is cleared can log in");
      break;
  }
  out.text += std::string("\n") + tr("ways to unseal:") + "\n";
  Json slots = Json::array();
  for (const auto& slot : TRY(vault::read_unseal_slots(vault)).slots) {
    slots.push_back(slot_json(slot));
    out.text += slot_words(slots.back());
  }
  out.json["unseal_slots"] = std::move(slots);
  return out;
}

}  // namespace tangthu::cli
