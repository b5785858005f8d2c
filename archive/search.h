// Finding: ranked hits over what the session may read, and the plain list of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/record.h"
#include "base/id.h"
#include "vault/vault.h"

namespace tangthu::archive {

// What a document must be, besides matching the words. Text is compared folded.
struct Filter {
  std::optional<Level> level;  // exactly this one
  std::string type;            // whole
  std::string agency;          // a part of either body's name
  std::string from;            // ISO dates, both inclusive
  std::string to;
  std::string dossier;  // whole
};

// kUsage when a date is not one.
Result<void> check(const Filter& filter);

struct Listed {
  DocumentId id;
  Label label;
  Record record;
};

struct FoundDocument {
  Listed document;
  double score;
  std::vector<int> pages;
  std::string snippet;  // empty for Tuyệt mật: see hide_subject
};

// Lists and hits of Tuyệt mật documents show neither subject nor snippet (Decree 63/2026;
// see docs/ARCHITECTURE.md); `show` does.
bool hide_subject(Level level);

Result<std::vector<Listed>> list_documents(vault::Vault& vault, const Filter& filter);

Result<std::vector<FoundDocument>> search(vault::Vault& vault, std::string_view query,
                                          const Filter& filter, std::size_t limit);

}  // namespace tangthu::archive
