// What a batch keeps, so that it can go on as it was begun.
#pragma once

#include <string>

#include "archive/batch_journal.h"
#include "base/json.h"
#include "cli/taking_in.h"

namespace tangthu::cli {

struct BatchSettings {
  std::string name;
  TakingInOptions taking_in;  // but for where documents go
  Json origin;                // the command that began it knows
  archive::Passes passes = archive::Passes::kOne;
};

Bytes encode(const BatchSettings& settings);
// kCorrupt when the bytes are none.
Result<BatchSettings> decode_settings(ByteView bytes);

}  // namespace tangthu::cli
