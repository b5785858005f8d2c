// What is said of stored bytes that are not what the vault wrote. kCorrupt, always with
// the same words, so that nobody learns from them which check failed.
#pragma once

#include <string>
#include <utility>

#include "base/id.h"
#include "base/result.h"

namespace tangthu::vault {

inline Failure damaged_record() {
  return fail(ErrorCode::kCorrupt, "a record of the vault is damaged",
              "run 'tangthu verify' to see what is affected, then restore from a backup");
}

inline Failure damaged_file(std::string name) {
  return fail(ErrorCode::kCorrupt, "a file of the vault is damaged",
              "restore the file from a backup", std::move(name));
}

inline Failure damaged_document(const DocumentId& id) {
  return fail(ErrorCode::kCorrupt, "a stored document is damaged or was exchanged",
              "run 'tangthu verify' to see what is affected, then restore from a backup",
              id.to_string());
}

}  // namespace tangthu::vault
