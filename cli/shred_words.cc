#include "cli/shred_words.h"

#include "cli/message.h"
#include "vault/shred_slots.h"

namespace tangthu::cli {

Result<Json> unconfirmed_slots_json(const Context& context) {
  Json out = Json::array();
  for (const auto& slot : TRY(vault::unconfirmed(TRY(context.vault_folder())))) {
    out.push_back({{"name", slot.name},
                   {"file", slot.file.string()},
                   {"confirmed", slot.confirmed}});
  }
  return out;
}

Result<void> warn_of_unconfirmed_slots(const Context& context) {
  for (const Json& slot : TRY(unconfirmed_slots_json(context))) {
    context.message("tangthu: " + slot["name"].get<std::string>() + ": " +
                    tr("this shred slot has not confirmed: what is destroyed may live on "
                       "there; connect it and run 'tangthu shred-slot sync'"));
  }
  return {};
}

}  // namespace tangthu::cli
