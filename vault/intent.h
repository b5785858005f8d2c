// Intents: what a change over several partitions is about to do, noted before it starts,
// so that a crash leaves nothing half done: the next opening for writing settles it.
//
//   intent/ID   u8 kind ‖ document id (16) ‖ sized(from label) ‖ sized(to label) ‖ u32
//               version
#pragma once

#include <span>
#include <vector>

#include "vault/document.h"

namespace tangthu::vault {

// Stored on disk: the values are frozen.
enum class IntentKind : std::uint8_t {
  kTakeIn = 1,
  kMove = 2,
  kDestroy = 3,
  kRevise = 4
};

struct Intent {
  IntentKind kind;
  DocumentId id;
  Label from;             // where it is; for kTakeIn where it goes
  Label to;               // for kMove
  std::uint32_t version;  // for kMove and kRevise: the one that it will have
};

Result<void> note_intent(Barrier& barrier, const Intent& intent, Durability durability);
// All of them or none: what one action does must be settled whole.
Result<void> note_intents(Barrier& barrier, std::span<const Intent> intents,
                          Durability durability);
// Its record in the partition "system", to be deleted when the change is committed.
std::string intent_key(const Barrier& barrier, const DocumentId& id);
Result<void> clear_intent(Barrier& barrier, const DocumentId& id);
Result<std::vector<Intent>> read_intents(Barrier& barrier);

// Settles an intent that its maker did not clear. For kDestroy the document must have
// been punctured before. True when what was begun stands: of kTakeIn, that the document
// had been accepted.
Result<bool> settle(const DocumentContext& context, const Intent& intent);

// Removes a document's partition and its records under the label.
Result<void> remove_document(Barrier& barrier, const DocumentId& id, const Label& label);
// Its records in either place.
Result<void> remove_label_records(Barrier& barrier, const DocumentId& id,
                                  const Label& label);

}  // namespace tangthu::vault
